import { z } from 'zod'
import type { LateView } from '../domain/late.ts'
import { day, exactly, list, text } from './answer-shape.ts'

const count = z.int().nonnegative()

/** Rows that a delivery brought, changed, removed and left as they were. */
export const rowCounts = z.object({ added: count, changed: count, removed: count, same: count })

/** The same with the days (numbers since 1970) from the first to the last row that became another. */
export const rowEffect = rowCounts.extend({
  days: z.object({ first: z.int(), last: z.int() }).nullable(),
  undated: count,
})

/** What came too late with a delivery. */
export const late = exactly<LateView>()(
  z
    .object({
      periods: list(z.object({ kpi: text, period: text, rows: count, closed: z.boolean() })),
      rows: list(z.object({ day, key: list(text).nullable(), act: z.enum(['new', 'changed', 'removed']) })),
    })
    .meta({ id: 'Late' }),
)
