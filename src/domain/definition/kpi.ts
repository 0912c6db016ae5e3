import { z } from 'zod'
import * as field from './fields.ts'
import { defineKind, type Reference, refer } from './kind.ts'

const from = () =>
  field
    .date()
    .optional()
    .meta({ title: 'From', description: 'The first day this entry is in force; none in the first entry.' })

const part = () =>
  z.union([
    field.formula(),
    z.strictObject({
      dataset: field.reference('dataset').meta({ title: 'Dataset', description: 'The dataset of this part.' }),
      formula: field.formula().meta({ title: 'Formula', description: 'An aggregate over it.' }),
    }),
  ])

const calculation = z.discriminatedUnion('type', [
  z
    .strictObject({
      type: z.literal('measure').meta({ title: 'Type', description: 'One aggregate over a dataset.' }),
      from: from(),
      dataset: field
        .reference('dataset')
        .meta({ title: 'Dataset', description: 'The dataset whose rows are aggregated.' }),
      formula: field
        .formula()
        .meta({ title: 'Formula', description: "Such as sum(quantity * unit_price) where status != 'void'." }),
    })
    .meta({ title: 'measure' }),
  z
    .strictObject({
      type: z
        .literal('ratio')
        .meta({ title: 'Type', description: 'Numerator over denominator, recomputed at every level.' }),
      from: from(),
      dataset: field.reference('dataset').optional().meta({
        title: 'Dataset',
        description: 'The dataset of both parts, unless a part names its own or uses [kpi]s.',
      }),
      numerator: part().meta({ title: 'Numerator', description: 'A formula, or dataset and formula.' }),
      denominator: part().meta({ title: 'Denominator', description: 'A formula, or dataset and formula.' }),
    })
    .meta({ title: 'ratio' }),
  z
    .strictObject({
      type: z.literal('formula').meta({ title: 'Type', description: 'Arithmetic over other KPIs.' }),
      from: from(),
      formula: field.formula().meta({ title: 'Formula', description: 'Such as [revenue] / [average-headcount].' }),
    })
    .meta({ title: 'formula' }),
  z
    .strictObject({
      type: z.literal('manual').meta({ title: 'Type', description: 'Values typed in by people.' }),
      from: from(),
      'over-time': z.enum(['sum', 'last', 'mean']).optional().meta({
        title: 'Over time',
        description:
          'How values of shorter periods make a longer one: a flow sums, a level takes the last or the mean.',
        default: 'sum',
      }),
      rate: z.boolean().optional().meta({
        title: 'Rate',
        description: 'Values are typed as numerator and denominator, and divided last.',
        default: false,
      }),
    })
    .meta({ title: 'manual' }),
])

const schema = z.strictObject({
  kind: z.literal('kpi'),
  id: field.id().meta({ title: 'Id', description: 'What formulas, targets and scorecards call it. Never reused.' }),
  name: field.text().meta({ title: 'Name', description: 'What people call it.' }),
  purpose: field.text().meta({ title: 'Purpose', description: 'The question that the KPI answers.' }),
  description: field.text().optional().meta({ title: 'Description', description: 'More about it.' }),
  objective: field
    .reference('objective')
    .optional()
    .meta({ title: 'Objective', description: 'The objective it measures.' }),
  category: z
    .enum(['financial', 'customer', 'operational', 'employee', 'marketing'])
    .meta({ title: 'Category', description: 'What it is about.' }),
  calculation: z.union([calculation, z.array(calculation).min(1)]).meta({
    title: 'Calculation',
    description:
      'How its value comes about; a list where the definition changed at a date. A period is read with the entry in force on its last day.',
  }),
  'measured-in': field
    .measureUnit()
    .meta({ title: 'Measured in', description: 'Unit of measure: EUR, "%", orders, EUR / order, days, 1.' }),
  good: z.enum(['up', 'down', 'between']).meta({ title: 'Good', description: 'Which direction is better.' }),
  cadence: z
    .enum(['day', 'week', 'month', 'quarter', 'year'])
    .meta({ title: 'Cadence', description: 'The grain at which it is judged.' }),
  calendar: field
    .reference('calendar')
    .optional()
    .meta({ title: 'Calendar', description: 'Calendar of its periods; the workspace’s unless stated.' }),
  'final-after': field.duration().optional().meta({
    title: 'Final after',
    description: 'How long after a period its value may still change, such as 5 days; before that it is provisional.',
    default: '0 days',
  }),
  'no-rows': z
    .enum(['no-data', 'zero'])
    .optional()
    .meta({ title: 'No rows', description: 'What a period without any rows means.', default: 'no-data' }),
  owner: field.text().optional().meta({ title: 'Owner', description: 'Who answers for it.' }),
  status: z
    .strictObject({
      'on-track': field.statusRule().optional().meta({ title: 'On track', description: 'When it is on track.' }),
      'at-risk': field
        .statusRule()
        .optional()
        .meta({ title: 'At risk', description: 'When it is at risk; else it is off track.' }),
    })
    .optional()
    .meta({
      title: 'Status',
      description:
        'Rules on attainment (">= 95%") or on the value (">= 4.2"). Unless stated: on track from 100%, at risk from 95%; inside the band for good: between.',
    }),
  leading: z.boolean().optional().meta({ title: 'Leading', description: 'It foretells others.', default: false }),
  tags: z.array(field.text()).optional().meta({ title: 'Tags', description: 'Words to find it by.' }),
  formerly: z.array(field.id()).optional().meta({ title: 'Formerly', description: 'Ids it had before.' }),
})

export type KpiSpec = z.infer<typeof schema>
export type CalculationSpec = z.infer<typeof calculation>

/** The calculation's entries with the path of each: a single one stands at `calculation`, others at `calculation[i]`. */
export function calculationsOf(spec: KpiSpec): { path: readonly (string | number)[]; entry: CalculationSpec }[] {
  if (!Array.isArray(spec.calculation)) return [{ path: ['calculation'], entry: spec.calculation }]
  return spec.calculation.map((entry, i) => ({ path: ['calculation', i], entry }))
}

function calculationReferences(spec: KpiSpec): Reference[] {
  return calculationsOf(spec).flatMap(({ path, entry }) => {
    if (entry.type === 'measure') return refer('dataset', entry.dataset, [...path, 'dataset'])
    if (entry.type !== 'ratio') return []
    const parts = (['numerator', 'denominator'] as const).flatMap((side) => {
      const one = entry[side]
      return typeof one === 'string' ? [] : refer('dataset', one.dataset, [...path, side, 'dataset'])
    })
    return [...refer('dataset', entry.dataset, [...path, 'dataset']), ...parts]
  })
}

export const kpiKind = defineKind<KpiSpec>({
  kind: 'kpi',
  title: 'KPI',
  help: 'A number that is judged: purpose, calculation, unit of measure, direction, cadence and owner.',
  schema,
  references: (spec) => [
    ...refer('objective', spec.objective, ['objective']),
    ...refer('calendar', spec.calendar, ['calendar']),
    ...calculationReferences(spec),
  ],
  example: `kind: kpi
id: revenue
name: Revenue
purpose: How much did customers commit to pay us?
category: financial
calculation: { type: measure, dataset: orders, formula: "sum(quantity * unit_price) where status != 'cancelled'" }
measured-in: EUR
good: up
cadence: month
final-after: 5 days
status: { on-track: ">= 100%", at-risk: ">= 95%" }
`,
})
