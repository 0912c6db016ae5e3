import { z } from 'zod'
import * as field from './fields.ts'

const quartile = (title: string, description: string) => field.amount().meta({ title, description })

const common = {
  name: field.text().meta({ title: 'Name', description: 'Whose numbers they are.' }),
  source: field.text().meta({ title: 'Source', description: 'Where they were published.' }),
  population: field.text().optional().meta({ title: 'Population', description: 'Whom they were measured of.' }),
  year: z.int().min(1900).max(2200).optional().meta({
    title: 'Year',
    description: 'The year they are for; they hold from then on, until a newer one of the name.',
  }),
  from: field.date().optional().meta({ title: 'From', description: 'First day they hold, instead of a year.' }),
  until: field.date().optional().meta({ title: 'Until', description: 'Last day they hold.' }),
  scope: z
    .strictObject({
      unit: field.reference('unit').optional().meta({ title: 'Unit', description: 'The unit they are for.' }),
      where: z
        .record(field.path(), field.words())
        .optional()
        .meta({ title: 'Where', description: 'Members they are for.' }),
    })
    .optional()
    .meta({ title: 'Scope', description: 'What is compared with them; everything and each part unless stated.' }),
}

/** What others reach: one value or quartiles, never without a source. */
export const benchmarksSchema = () =>
  z
    .array(
      z.union([
        z.strictObject({
          ...common,
          value: field.amount().meta({ title: 'Value', description: 'What others reach.' }),
        }),
        z.strictObject({
          ...common,
          quartiles: z
            .strictObject({
              lower: quartile('Lower', 'A quarter of the others lies below.'),
              median: quartile('Median', 'Half of the others lies below.'),
              upper: quartile('Upper', 'Three quarters of the others lie below.'),
            })
            .meta({ title: 'Quartiles', description: 'By size, whichever direction is better.' }),
        }),
      ]),
    )
    .min(1)
    .meta({ title: 'Benchmarks', description: 'What others reach, each with its source.' })

export type BenchmarkSpec = z.infer<ReturnType<typeof benchmarksSchema>>[number]
