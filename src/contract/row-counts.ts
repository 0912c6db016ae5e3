import { z } from 'zod'

const count = z.int().nonnegative()

/** Rows that a delivery brought, changed, removed and left as they were. */
export const rowCounts = z.object({ added: count, changed: count, removed: count, same: count })

/** The same with the days (numbers since 1970) from the first to the last row that became another. */
export const rowEffect = rowCounts.extend({
  days: z.object({ first: z.int(), last: z.int() }).nullable(),
  undated: count,
})
