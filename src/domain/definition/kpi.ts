import { z } from 'zod'
import { benchmarksSchema } from './benchmarks.ts'
import { type CalculationSpec, calculationSchema, typeOf } from './calculation/index.ts'
import { compared } from './compared.ts'
import { elapsedBy } from './elapsed-by.ts'
import { falseAlarms } from './false-alarms.ts'
import * as field from './fields.ts'
import { hysteresisSchema, scoreSchema, statusSchema } from './judging.ts'
import { defineKind, refer } from './kind.ts'
import { ratesField } from './rates.ts'
import { pace } from './target.ts'

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
  calculation: z.union([calculationSchema, z.array(calculationSchema).min(1)]).meta({
    title: 'Calculation',
    description:
      'How its value comes about; a list where the definition changed at a date. A period is read with the entry in force on its last day.',
  }),
  'measured-in': field
    .measureUnit()
    .meta({ title: 'Measured in', description: 'Unit of measure: EUR, "%", orders, EUR / order, days, 1.' }),
  rates: ratesField(),
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
  'elapsed-by': elapsedBy('As the workspace says unless stated.').optional(),
  compare: compared('As the workspace says unless stated.').optional(),
  'restatement-tolerance': field.amount().optional().meta({
    title: 'Restatement tolerance',
    description: 'The part of a published value by which it may become another without being restated, such as 0.1%.',
    default: '0%',
  }),
  'no-rows': z
    .enum(['no-data', 'zero'])
    .optional()
    .meta({ title: 'No rows', description: 'What a period without any rows means.', default: 'no-data' }),
  owner: field.text().optional().meta({ title: 'Owner', description: 'Who answers for it.' }),
  status: statusSchema().optional(),
  hysteresis: hysteresisSchema().optional(),
  score: scoreSchema().optional(),
  'judged-by': field.text().optional().meta({
    title: 'Judged by',
    description: 'The version of targets that judges it; the workspace’s unless stated.',
  }),
  pace: pace().optional().meta({
    title: 'Pace',
    description: 'How the promise of an unfinished period grows with its days; as its target is spread unless stated.',
  }),
  benchmarks: benchmarksSchema().optional(),
  chart: z.enum(['auto', 'xmr', 'p', 'u']).optional().meta({
    title: 'Chart',
    description:
      'Its control chart: xmr of single values, p of a share of counted things, u of events per unit of what they can happen to. Unless stated p or u where it divides counts, else xmr.',
    default: 'auto',
  }),
  'false-alarms': falseAlarms().optional().meta({
    title: 'False alarms',
    description:
      'How many false alarms a month it may give while nothing changes, such as 0.05; 0 sends none. As its scorecard or the workspace says unless stated, else 0.01.',
  }),
  leading: z.boolean().optional().meta({ title: 'Leading', description: 'It foretells others.', default: false }),
  tags: z.array(field.text()).optional().meta({ title: 'Tags', description: 'Words to find it by.' }),
  formerly: z.array(field.id()).optional().meta({ title: 'Formerly', description: 'Ids it had before.' }),
})

export type KpiSpec = z.infer<typeof schema>

/** The calculation's entries with the path of each: a single one stands at `calculation`, others at `calculation[i]`. */
export function calculationsOf(spec: KpiSpec): { path: readonly (string | number)[]; entry: CalculationSpec }[] {
  if (!Array.isArray(spec.calculation)) return [{ path: ['calculation'], entry: spec.calculation }]
  return spec.calculation.map((entry, i) => ({ path: ['calculation', i], entry }))
}

export const kpiKind = defineKind<KpiSpec>({
  kind: 'kpi',
  title: 'KPI',
  help: 'A number that is judged: purpose, calculation, unit of measure, direction, cadence and owner.',
  schema,
  references: (spec) => [
    ...refer('objective', spec.objective, ['objective']),
    ...(spec.benchmarks ?? []).flatMap(({ scope }, index) =>
      refer('unit', scope?.unit, ['benchmarks', index, 'scope', 'unit']),
    ),
    ...refer('calendar', spec.calendar, ['calendar']),
    ...refer('dataset', spec.rates?.dataset, ['rates', 'dataset']),
    ...calculationsOf(spec).flatMap(({ path, entry }) => typeOf(entry).references(entry, path)),
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
