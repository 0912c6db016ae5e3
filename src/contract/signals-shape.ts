import { z } from 'zod'
import type { SignalsView } from '../domain/signals-view.ts'
import { exactly, list, period, text, unit } from './shapes.ts'

const number = z.number().nullable()
const finding = z.object({
  rule: text,
  title: text,
  at: text,
  since: text,
  side: z.union([z.literal(-1), z.literal(0), z.literal(1)]),
  text,
})

export const signals = exactly<SignalsView>()(
  z
    .object({
      kpi: text,
      name: text,
      unit,
      good: z.enum(['up', 'down', 'between']),
      grain: text,
      period,
      scope: z.object({ text, label: text }),
      sentence: z.object({ lead: text, rest: text }),
      chart: z.object({
        kind: z.enum(['xmr', 'p', 'p-prime', 'u', 'u-prime']),
        text,
        counts: z.boolean(),
      }),
      periods: list(
        z.object({
          label: period,
          value: number,
          denominator: number,
          centre: number,
          lower: number,
          upper: number,
          partial: z.boolean(),
        }),
      ),
      findings: list(finding),
      alerts: list(finding),
      falseAlarmsPerMonth: z.number(),
      proposal: z
        .object({
          from: text,
          before: z.number(),
          after: z.number(),
          advisable: z.boolean(),
          questions: list(z.object({ text, answer: z.enum(['yes', 'no', 'person']) })),
        })
        .nullable(),
      facts: list(text),
    })
    .meta({ id: 'Signals', description: 'Whether a KPI changed or only varied.' }),
)
