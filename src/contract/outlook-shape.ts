import { z } from 'zod'
import type { OutlookView } from '../domain/outlook-view.ts'
import { odds } from './forecast-shape.ts'
import { count, exactly, list, period, text, unit } from './shapes.ts'
import { sentences } from './summary-shape.ts'

const number = z.number().nullable()

export const outlook = exactly<OutlookView>()(
  z
    .object({
      id: text,
      name: text,
      grain: text,
      period,
      scope: z.object({ text, label: text }),
      total: count,
      from: count,
      kpis: list(
        z.object({ kpi: text, name: text, unit, end: period.nullable(), median: number, target: number, odds }),
      ),
      sentences,
    })
    .meta({ id: 'Outlook', description: 'Where the KPIs of a scorecard end, and the odds of their targets.' }),
)
