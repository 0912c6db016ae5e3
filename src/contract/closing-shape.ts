import { z } from 'zod'
import type { ClosingView } from '../domain/closing-view.ts'
import { count, exactly, list, text } from './answer-shape.ts'
import { closing, issue, period, restatement, unit } from './shapes.ts'

const periodOnItsWay = z
  .object({
    period,
    state: z.enum(['going-on', 'nothing', 'blocked', 'ready', 'closed']),
    readings: count,
    sealed: count,
    obstacles: list(issue),
    more: count,
    closing: closing.nullable(),
    reopened: list(closing),
  })
  .meta({ id: 'ClosingPeriod', description: 'A period on its way to being published.' })

const line = z.intersection(
  restatement,
  z.object({ name: text, unit, scopeName: text, periodName: text, tolerance: z.number().nullable() }),
)

/** Where periods stand on their way to being published, and what became of those that were. */
export const closingView = exactly<ClosingView>()(
  z
    .object({
      grain: text,
      grains: list(z.object({ grain: text, label: text })),
      lateClosing: z.enum(['with-reason', 'refuse']),
      periods: list(periodOnItsWay),
      restatements: list(line),
    })
    .meta({ id: 'ClosingView' }),
)
