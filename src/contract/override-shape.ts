import { z } from 'zod'
import type { OverrideView } from '../domain/view.ts'
import { count, exactly, instant, maybe, text } from './answer-shape.ts'

/** A value that a person set, and what became of it. */
export const override = exactly<OverrideView>()(
  z
    .object({
      id: count,
      kpi: text,
      scope: text,
      period: text,
      value: text,
      reason: text,
      until: maybe.meta({ description: 'An instant, next-delivery, or null: until it is removed.' }),
      at: instant,
      actor: text,
      removed: z.object({ at: instant, actor: text, reason: text }).nullable(),
      inForce: z.boolean(),
    })
    .meta({ id: 'Override' }),
)
