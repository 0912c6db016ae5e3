import { z } from 'zod'
import type { AlertIncident, AlertReplay, AlertView } from '../domain/alert-view.ts'
import { count, exactly, list, text } from './shapes.ts'
import { ruling } from './signals-shape.ts'

const scope = z.object({ text, label: text })
const rule = z.enum(['point', 'shift', 'spread'])
const side = z.union([z.literal(-1), z.literal(0), z.literal(1)])

const alert = exactly<AlertView>()(
  z
    .object({
      id: count,
      kpi: text,
      name: text,
      scope,
      grain: text,
      period: text,
      since: text,
      rule,
      side,
      text,
      falseAlarmsPerMonth: z.number(),
      at: text,
      word: ruling.nullable(),
    })
    .meta({ id: 'Alert', description: 'One recorded alert.' }),
)

export const incident = exactly<AlertIncident>()(
  z
    .object({ id: count, at: text, head: alert, others: list(alert), open: z.boolean() })
    .meta({ id: 'AlertIncident', description: 'Alerts of one root cause, told as one.' }),
)

export const replay = exactly<AlertReplay>()(
  z
    .object({
      kpi: text,
      name: text,
      scope,
      grain: text,
      from: text,
      to: text,
      judged: count,
      months: z.number(),
      alerts: list(z.object({ at: text, since: text, rule, side, text, incident: text.nullable() })),
      incidents: list(z.object({ name: text, from: text, to: text, found: text.nullable() })),
      hits: count,
      misses: count,
      falseAlarms: count,
      falseAlarmsPerMonth: z.number(),
      statedPerMonth: z.number(),
      sentence: z.object({ lead: text, rest: text }),
    })
    .meta({ id: 'AlertReplay', description: 'What alerts would have been over a stretch of history.' }),
)
