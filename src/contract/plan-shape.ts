import { z } from 'zod'
import type { PlanView } from '../domain/plan-view.ts'
import { answer, count, exactly, list, text } from './answer-shape.ts'
import { issue, planned, unit } from './shapes.ts'

const line = z
  .object({
    kpi: text,
    name: text,
    unit,
    scope: text,
    scopeName: text,
    periodName: text,
    before: answer.nullable(),
    after: answer.nullable(),
    difference: z.number().nullable(),
  })
  .meta({ id: 'PlanLine', description: 'A reading, target or status that would be another.' })

/** What a change of definitions would do, before anybody applies it. */
export const planView = exactly<PlanView>()(
  z
    .object({
      of: z.enum(['proposal', 'restate', 'undo']),
      files: list(text),
      plan: planned.nullable(),
      lines: list(line),
      more: count,
      scorecards: list(z.object({ id: text, name: text })),
      issues: list(issue),
      restatable: list(z.object({ kpi: text, name: text, can: z.enum(['restate', 'undo']) })),
    })
    .meta({ id: 'PlanView' }),
)
