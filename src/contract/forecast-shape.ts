import { z } from 'zod'
import type { ForecastView } from '../domain/forecast-view.ts'
import { exactly, list, period, text, unit } from './shapes.ts'

const number = z.number().nullable()
const ranges = list(z.object({ level: z.number(), lower: z.number(), upper: z.number() }))
export const odds = z.object({ word: z.enum(['below', 'about', 'above']), percent: z.number() }).nullable()

export const trainUntil = text.optional().meta({
  description: 'The last period to learn from, such as 2024-12; values since are shown beside the forecast.',
})

export const forecast = exactly<ForecastView>()(
  z
    .object({
      kpi: text,
      name: text,
      unit,
      good: z.enum(['up', 'down', 'between']),
      grain: text,
      scope: z.object({ text, label: text }),
      sentence: z.object({ lead: text, rest: text }),
      origin: period.nullable(),
      past: list(z.object({ label: period, value: number, target: number })),
      periods: list(
        z.object({
          label: period,
          mean: z.number(),
          median: z.number(),
          ranges,
          target: number,
          odds,
          actual: number,
        }),
      ),
      landing: z
        .object({
          label: period,
          of: z.enum(['total', 'last', 'mean']),
          known: z.int(),
          parts: z.int(),
          toDate: number,
          mean: z.number(),
          median: z.number(),
          ranges,
          target: number,
          odds,
          actual: number,
        })
        .nullable(),
      model: text,
      methods: list(z.object({ name: text, weight: z.number() })),
      backTest: z
        .object({
          origins: z.int(),
          values: z.int(),
          error: z.number(),
          naive: z.number(),
          percent: z.number(),
          naivePercent: z.number(),
          coverage: list(z.object({ level: z.number(), share: z.number() })),
        })
        .nullable(),
      since: z.object({ values: z.int(), inside: list(z.object({ level: z.number(), values: z.int() })) }).nullable(),
      cautions: list(text),
    })
    .meta({ id: 'Forecast', description: 'Where a KPI is heading, and how likely its targets are.' }),
)
