import { z } from 'zod'
import type { Ruling } from '../domain/ruling.ts'
import type { SignalsView } from '../domain/signals-view.ts'
import { count, exactly, list, maybe, period, text, unit } from './shapes.ts'

const number = z.number().nullable()
const finding = z.object({
  rule: text,
  title: text,
  at: text,
  since: text,
  side: z.union([z.literal(-1), z.literal(0), z.literal(1)]),
  text,
  dismissed: z.object({ id: count, at: text, actor: text, reason: text }).nullable(),
})

export const ruling = exactly<Ruling>()(
  z
    .object({
      id: count,
      kind: z.enum(['baseline', 'dismissal']),
      kpi: text,
      scope: text,
      grain: text,
      period: text,
      known: text,
      rule: maybe,
      answers: list(z.object({ text, answer: z.enum(['yes', 'no', 'person']) })),
      at: text,
      actor: text,
      reason: text,
      undone: z.object({ at: text, actor: text, reason: text }).nullable(),
    })
    .meta({ id: 'Ruling', description: 'A person’s word on signals: new limits, or a dismissal.' }),
)

const chartKind = z.enum(['xmr', 'p', 'p-prime', 'u', 'u-prime'])

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
        kind: chartKind,
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
      segments: list(
        z.object({
          from: text,
          to: text,
          status: z.enum(['none', 'provisional', 'firm', 'locked']),
          points: count,
          kind: chartKind,
          ruling: ruling.nullable(),
        }),
      ),
      proposal: z
        .object({
          from: text,
          before: z.number(),
          after: z.number(),
          advisable: z.boolean(),
          questions: list(z.object({ text, answer: z.enum(['yes', 'no', 'person']) })),
        })
        .nullable(),
      rulings: list(ruling),
      facts: list(text),
    })
    .meta({ id: 'Signals', description: 'Whether a KPI changed or only varied.' }),
)
