import { z } from 'zod'
import * as field from './fields.ts'

const side = () => z.union([field.currency(), field.columnName()])

/** The field `rates` of a dataset whose rows are exchange rates. */
export const rateTable = () =>
  z
    .strictObject({
      from: side().meta({
        title: 'From',
        description: 'The column with the code of the currency that is priced, or its code where it is always one.',
      }),
      to: side().meta({
        title: 'To',
        description: 'The column with the code of the currency it is priced in, or its code: 1 from = rate to.',
      }),
      rate: field.columnName().meta({ title: 'Rate', description: 'The column with the rate, which is above zero.' }),
      through: field.currency().optional().meta({
        title: 'Through',
        description: 'The currency through which pairs are found that the table does not hold; none unless stated.',
      }),
      'good-for': field.duration().optional().meta({
        title: 'Good for',
        description: 'How long a rate counts after its day where no later one is there: weekends, holidays.',
        default: '7 days',
      }),
    })
    .optional()
    .meta({
      title: 'Rates',
      description:
        'Makes the dataset a table of exchange rates: one row says that 1 of a currency was worth so much of another on its day. The key is the day and the columns of the currencies, so that no day has two rates. A pair that is quoted one way only is turned round.',
    })

const fields = {
  dataset: field.reference('dataset').optional().meta({ title: 'Dataset', description: 'The table of rates.' }),
  at: z.enum(['day', 'average', 'closing']).optional().meta({
    title: 'At',
    description:
      'Which rate counts for a row. day: that of its day (transaction rate). average: the mean of the quotes in the period that its day lies in. closing: the rate on the last day of that period; of rows in force, on the day that is read.',
    default: 'day',
  }),
  by: z.enum(['month', 'quarter', 'year']).optional().meta({
    title: 'By',
    description: 'The period whose average or closing rate counts, so that a longer one is the sum of its parts.',
    default: 'month',
  }),
}

/** The field `rates` of a workspace, or of a KPI that differs from it. */
export const ratesField = () =>
  z.strictObject(fields).optional().meta({
    title: 'Rates',
    description: 'At which rates money of other currencies counts; a KPI states what is otherwise for it.',
  })

export type RatesSpec = z.infer<ReturnType<typeof ratesField>>
export type RateTableSpec = z.infer<ReturnType<typeof rateTable>>
