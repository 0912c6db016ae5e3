import { z } from 'zod'

const day = z.string().meta({ description: 'A day, YYYY-MM-DD.' })
const text = z.string()

/** How far the values of a scorecard read. */
export const throughView = z
  .object({
    rule: z.enum(['latest', 'common', 'day']),
    day: day.nullable(),
    common: day.nullable(),
    held: z.array(z.object({ kpi: text, name: text, dataset: text, source: text })).readonly(),
  })
  .meta({ id: 'Through', description: 'The one day that values read to, or how far all of them could read.' })
