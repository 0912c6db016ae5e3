import { z } from 'zod'
import type { PaceView } from '../domain/pace-view.ts'
import { exactly, list, maybe, period, text, unit } from './shapes.ts'

export const pace = exactly<PaceView>()(
  z
    .object({
      kpi: text,
      name: text,
      unit,
      good: z.enum(['up', 'down', 'between']),
      period,
      scope: z.object({ text, label: text }),
      version: text,
      courses: list(
        z.object({
          grain: text,
          label: period,
          pace: z.enum(['even', 'working-days', 'last-year']),
          target: z.number(),
          through: maybe,
          points: list(z.object({ day: text, promised: z.number(), actual: z.number().nullable() })),
          sentence: text,
        }),
      ),
      none: maybe,
    })
    .meta({ id: 'Pace', description: 'How the promise of a period grows with its days, and what came by each.' }),
)
