import { z } from 'zod'
import type { SummaryView } from '../domain/summary-view.ts'
import { exactly, list, period, text } from './shapes.ts'

const claim = z.object({
  name: text,
  text,
  value: z.union([text, z.number()]),
  unit: text,
  period: text.nullable(),
  source: text.meta({ description: 'Where the figure stands: a call and the path in its answer.' }),
})

/** Sentences that say nothing but their claims. */
export const sentences = list(
  z.object({
    about: z.enum(['changed', 'means', 'heading']),
    from: z.enum(['value', 'signal', 'cause', 'status', 'pace', 'forecast', 'score', 'data']),
    text,
    claims: list(claim),
  }),
)

export const summary = exactly<SummaryView>()(
  z
    .object({
      id: text,
      name: text,
      grain: text,
      period,
      scope: z.object({ text, label: text }),
      sentences,
    })
    .meta({ id: 'Summary', description: 'What changed, what it means and where it is heading, with the figures.' }),
)
