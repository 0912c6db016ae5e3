import { z } from 'zod'
import type { EffectView } from '../domain/effect-view.ts'
import { exactly, list, period, text, unit } from './shapes.ts'

const number = z.number().nullable()
const estimate = z.object({ value: z.number(), lower: z.number(), upper: z.number() }).nullable()

export const since = text.meta({ description: 'The day on which something was done, or a period that begins with it.' })
export const wanted = z
  .enum(['up', 'down'])
  .optional()
  .meta({ description: 'Where it should have moved the KPI; to its good side unless stated.' })

export const effect = exactly<EffectView>()(
  z
    .object({
      kpi: text,
      name: text,
      unit,
      grain: text,
      scope: z.object({ text, label: text }),
      sentence: z.object({ lead: text, rest: text }),
      day: period,
      from: period,
      learntUntil: period.nullable(),
      wanted: z.enum(['up', 'down']),
      verdict: z.enum(['worked', 'worsened', 'no-visible-effect', 'too-early', 'not-measurable']),
      counted: z.int(),
      of: z.enum(['total', 'mean']),
      actual: number,
      expected: number,
      effect: estimate,
      relative: estimate,
      periods: list(z.object({ label: period, value: number, expected: estimate, gap: estimate })),
    })
    .meta({ id: 'Effect', description: 'What a KPI did since a day, beside what was expected without what was done.' }),
)
