import { z } from 'zod'
import * as field from './fields.ts'
import { defineKind, type Reference, refer } from './kind.ts'
import { rateTable } from './rates.ts'
import { targetTable } from './target-table.ts'

const missing = () =>
  field.words().optional().meta({ title: 'Missing words', description: 'Words in the data that mean "no value".' })

const decimalSign = () =>
  z.enum(['.', ',']).optional().meta({ title: 'Decimal sign', description: 'Sign before the fraction.', default: '.' })

const groupSign = () =>
  z
    .enum(['.', ',', ' ', "'"])
    .optional()
    .meta({ title: 'Group sign', description: 'Sign between groups of digits in text, as in 1,234,567 or 12,34,567.' })

const marks = () =>
  z
    .array(z.string().refine((mark) => /^[^\d%().,+-]+$/.test(mark), 'a currency mark, without digits or %'))
    .min(1)
    .optional()
    .meta({
      title: 'Currency marks',
      description: 'Marks that may stand around numbers in text, such as €; with them (5) is minus 5.',
    })

const columnFields = z.strictObject({
  type: field.columnType().meta({
    title: 'Type',
    description: 'text, integer, decimal(4), money EUR, boolean, date or timestamp; a unit may follow a number type.',
  }),
  from: field
    .text()
    .optional()
    .meta({ title: 'Header', description: 'The header in the source; the name unless stated.' }),
  format: field.datePattern().optional().meta({
    title: 'Date format',
    description:
      'Pattern of dates and times such as D/M/YYYY hh:mm, or how they are counted: excel (day numbers of a spreadsheet), excel-1904, unix (seconds since 1970 UTC), unix-ms, unix-us. ISO 8601 unless stated.',
  }),
  missing: missing(),
  'decimal-sign': decimalSign(),
  'group-sign': groupSign(),
  marks: marks(),
  round: z.boolean().optional().meta({
    title: 'Round',
    description:
      'Whether numbers with more digits than the type are rounded, halves away from zero, and exponents such as 1.5e-05 read: for files that a program wrote from floating-point numbers. Refused unless stated.',
  }),
  currency: field.path().optional().meta({
    title: 'Currency',
    description:
      'Of money: the text column with the currency of each row, or a path to it such as order.currency. Formulas take such money in the currency of their KPI, at the rates that the workspace names.',
  }),
  required: z.boolean().optional().meta({
    title: 'Required',
    description: 'Whether rows without a value are refused; true for key columns unless stated.',
  }),
  noun: field.text().optional().meta({
    title: 'Counted noun',
    description: 'What distinct values of this column count, for example customer.',
  }),
})

const lookUp = z.strictObject({
  dataset: field.reference('dataset').meta({ title: 'Dataset', description: 'Where the row is looked up by its key.' }),
  by: z
    .union([field.text(), z.array(field.text()).min(1)])
    .meta({ title: 'By', description: 'Our columns, in the order of the other dataset’s key.' }),
})

const dimension = z.union([
  field.path(),
  z.strictObject({
    name: field.columnName().meta({ title: 'Name', description: 'What people call it.' }),
    of: field
      .path()
      .meta({ title: 'Of', description: 'A column, or a path through look-ups such as customer.region.' }),
  }),
])

const schema = z.strictObject({
  kind: z.literal('dataset'),
  id: field.id().meta({ title: 'Id', description: 'What formulas and look-ups call it.' }),
  name: field.text().optional().meta({ title: 'Name', description: 'What people call it; the id unless stated.' }),
  source: field.reference('source').meta({ title: 'Source', description: 'The source its rows come from.' }),
  from: field.text().meta({ title: 'From', description: 'What to read there: a file pattern such as orders-*.csv.' }),
  key: z.union([field.text(), z.array(field.text()).min(1)]).meta({
    title: 'Key',
    description: 'The column or columns that make a row unique, or none. Duplicates are refused with the key shown.',
  }),
  time: z
    .strictObject({
      column: field.text().meta({
        title: 'Column',
        description:
          'The date or timestamp that decides a row’s day; or the time column of a dataset that is looked up, such as order.ordered_at.',
      }),
      zone: field
        .zone()
        .optional()
        .meta({ title: 'Zone', description: 'Zone of the day; that of the row’s unit, else the workspace’s.' }),
      'zone-column': field.text().optional().meta({
        title: 'Zone column',
        description: 'A text column with the IANA zone of each row; where it is empty, the zone stated here.',
      }),
      covers: z.enum(['week', 'month', 'quarter', 'year']).optional().meta({
        title: 'Covers',
        description:
          'For rows that stand for a whole period, such as a month’s figures dated on its first day: data come through to its end, and no shorter or other periods are answered. In the workspace’s calendar.',
      }),
      until: field.text().optional().meta({
        title: 'Until',
        description: 'For rows: validity, the date column that ends a row; empty while it is in force.',
      }),
      'until-inclusive': z.boolean().optional().meta({
        title: 'Until inclusive',
        description: 'Whether a row is still in force on the day that ends it.',
        default: false,
      }),
    })
    .optional()
    .meta({ title: 'Time', description: 'Without it the dataset answers only totals.' }),
  rows: z.enum(['event', 'snapshot', 'validity']).optional().meta({
    title: 'Rows',
    description:
      'event: rows happen. snapshot: each day that has rows is a full picture, and a period reads its last one. validity: rows are in force from their day until they end, and a period reads its last day: contracts, employees, subscriptions, open invoices.',
    default: 'event',
  }),
  row: field
    .text()
    .optional()
    .meta({ title: 'Row', description: 'The counted noun of one row; the id unless stated.' }),
  columns: z
    .record(field.columnName(), z.union([field.columnType(), columnFields]))
    .meta({ title: 'Columns', description: 'Names in snake_case with their types.' }),
  missing: missing(),
  'decimal-sign': decimalSign(),
  'group-sign': groupSign(),
  marks: marks(),
  'look-ups': z
    .record(field.columnName(), lookUp)
    .optional()
    .meta({ title: 'Look-ups', description: 'Rows of other datasets found by their key: many to one.' }),
  dimensions: z
    .array(dimension)
    .optional()
    .meta({ title: 'Dimensions', description: 'What people may filter and group by.' }),
  rates: rateTable(),
  deliveries: z.enum(['append', 'upsert', 'window', 'full']).optional().meta({
    title: 'Deliveries',
    description:
      'How deliveries (files in the order of their names, sheets, readings of a table) make up the rows. append: each file holds its own rows, a changed file replaces them and a file that goes takes them along. upsert: the last row of a key stands. window: a delivery replaces every row between its first and last day. full: each delivery is the whole dataset. Except for append, a file that goes away takes nothing along.',
    default: 'append',
  }),
  deleted: z
    .union([
      field.text(),
      z.strictObject({
        column: field.text().meta({ title: 'Column', description: 'The column that marks rows as deleted.' }),
        is: field.words().meta({ title: 'Is', description: 'The words there that mean deleted, such as D.' }),
      }),
    ])
    .optional()
    .meta({
      title: 'Deleted',
      description:
        'For deliveries: upsert, what marks a row that removes its key: a boolean column that is true, a date or timestamp that is there, or words of a text column.',
    }),
  watermark: z
    .strictObject({
      column: field.text().meta({ title: 'Column', description: 'The date or timestamp of a row’s last change.' }),
      overlap: field.duration().optional().meta({
        title: 'Overlap',
        description: 'How far behind the newest row reading begins again.',
        default: '1 day',
      }),
    })
    .optional()
    .meta({
      title: 'Watermark',
      description:
        'For deliveries: upsert from a database, reads only rows that changed since the newest one that stands, less the overlap, and those whose column is empty. Rows that are deleted in the source are seen by their mark alone (deleted); without one use deliveries: full.',
    }),
  window: z.enum(['day', 'week', 'month', 'quarter', 'year']).optional().meta({
    title: 'Window',
    description:
      'For deliveries: window, the Gregorian periods that a delivery is whole for: with month, a delivery with rows of 3 to 20 March replaces all of March.',
    default: 'day',
  }),
  targets: targetTable(),
  lag: field.duration().optional().meta({
    title: 'Lag',
    description:
      'How long after its day a row comes at the latest. A period whose last days have no rows is provisional until then, and after it final with the flag rows-missing; without a lag it stays provisional.',
  }),
  'on-error': z.enum(['refuse', 'set-aside']).optional().meta({
    title: 'On error',
    description: 'Whether a bad row refuses the whole delivery or is set aside.',
    default: 'refuse',
  }),
})

export type DatasetSpec = z.infer<typeof schema>

export const datasetKind = defineKind<DatasetSpec>({
  kind: 'dataset',
  title: 'Dataset',
  help: 'Typed rows with a declared grain, a time column and dimensions.',
  schema,
  references: (spec): Reference[] => [
    ...refer('source', spec.source, ['source']),
    ...refer('kpi', spec.targets?.for, ['targets', 'for']),
    ...Object.entries(spec['look-ups'] ?? {}).flatMap(([name, one]) =>
      refer('dataset', one.dataset, ['look-ups', name, 'dataset']),
    ),
  ],
  example: `kind: dataset
id: orders
source: shop
from: orders-*.csv
key: [order_id, line]
time: { column: ordered_at, zone: Europe/Paris }
row: order line
columns:
  order_id: text
  line: integer
  ordered_at: timestamp
  customer_id: { type: text, noun: customer }
  quantity: integer
  unit_price: money EUR
  status: text
  region: { type: text, from: Sales Region }
dimensions: [region, status]
`,
})
