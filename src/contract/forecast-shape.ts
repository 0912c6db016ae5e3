import { z } from 'zod'
import type { ForecastView } from '../domain/forecast-view.ts'
import { exactly, list, period, text, unit } from './shapes.ts'

export const forecast = exactly<ForecastView>()(
  z
    .object({
      kpi: text,
      name: text,
      unit,
      good: z.enum(['up', 'down', 'between']),
      grain: text,
      scope: z.object({ text, label: text }),
      origin: period.nullable(),
      periods: list(
        z.object({
          label: period,
          mean: z.number(),
          ranges: list(z.object({ level: z.number(), lower: z.number(), upper: z.number() })),
          target: z.number().nullable(),
          odds: z.object({ word: z.enum(['below', 'about', 'above']), percent: z.number() }).nullable(),
        }),
      ),
      model: text,
      backTest: z.object({ values: z.int(), error: z.number(), naive: z.number() }).nullable(),
      cautions: list(text),
    })
    .meta({ id: 'Forecast', description: 'Where a KPI is heading, and how likely its targets are.' }),
)
