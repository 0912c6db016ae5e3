import { z } from 'zod'

/** Rows of one day whose money has no rate. */
export const missingRates = z
  .array(
    z.object({
      from: z.string().nullable().meta({ description: 'The currency; null where the rows do not say it.' }),
      to: z.string(),
      day: z.iso.date(),
      rows: z.int(),
    }),
  )
  .readonly()
  .meta({
    description: 'Of a value that is not known because money in it has no rate: the first days that lack one.',
  })
