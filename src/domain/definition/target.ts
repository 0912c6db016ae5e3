import { z } from 'zod'
import * as field from './fields.ts'
import { definitionIssue } from './issues.ts'
import { defineKind, refer } from './kind.ts'
import { levels } from './unit.ts'

/** How an unfinished period's promise grows; on KPIs and on targets. */
export const pace = () => z.enum(['even', 'working-days', 'last-year'])

const said = (title: string, description: string) => field.text().optional().meta({ title, description })

const provenance = {
  'set-by': said('Set by', 'Who promised it.'),
  'set-on': field.date().optional().meta({ title: 'Set on', description: 'The day it was promised.' }),
  'approved-by': said('Approved by', 'Who agreed.'),
  because: said('Because', 'Why it is what it is.'),
  'based-on': said('Based on', 'What it was made from, such as a plan or a sheet.'),
}

const base = {
  kind: z.literal('target'),
  id: field.id().meta({ title: 'Id', description: 'Short name of this promise.' }),
  kpi: field.reference('kpi').meta({ title: 'KPI', description: 'The KPI it is for.' }),
  version: field
    .text()
    .optional()
    .meta({ title: 'Version', description: 'Such as budget or forecast.', default: 'budget' }),
  scope: z
    .strictObject({
      unit: field
        .reference('unit')
        .optional()
        .meta({ title: 'Unit', description: 'The organisational unit it is for.' }),
      where: z
        .record(field.path(), field.words())
        .optional()
        .meta({ title: 'Where', description: 'Dimension members it is for.' }),
    })
    .optional()
    .meta({ title: 'Scope', description: 'What it is for; everything unless stated.' }),
  pace: pace().optional().meta({
    title: 'Pace',
    description:
      'How the promise of an unfinished period grows with its days; as the KPI says, else as the amount is spread, else even.',
  }),
  replaces: z.array(field.reference('target')).min(1).optional().meta({
    title: 'Replaces',
    description: 'Targets of the same KPI, scope and version whose place it takes wherever it promises anything.',
  }),
  ...provenance,
}

const days = {
  from: field.date().optional().meta({ title: 'From', description: 'First day it holds.' }),
  until: field.date().optional().meta({ title: 'Until', description: 'Last day it holds.' }),
}

const low = () => field.amount().meta({ title: 'Low', description: 'Lower end of the band.' })
const high = () => field.amount().meta({ title: 'High', description: 'Upper end of the band.' })

const to = z.enum(levels).optional().meta({
  title: 'To',
  description: 'The level of the units that share it, however deep; those right below unless stated.',
})

const byWeights = z.strictObject({
  weights: z.record(z.string(), field.amount()).meta({
    title: 'Weights',
    description: 'One weight per unit that shares the total, at any depth below its scope; the others have no share.',
  }),
})
const byKpi = z.strictObject({
  kpi: field.reference('kpi').meta({ title: 'KPI', description: 'Whose value in each unit is the unit’s weight.' }),
  period: z
    .union([z.string(), z.int()])
    .optional()
    .meta({ title: 'Period', description: 'Of which period the values are; the year before unless stated.' }),
  to,
})
const byRule = z.strictObject({
  by: z.enum(['equal', 'last-year']).meta({ title: 'By', description: 'All units alike, or by last year’s values.' }),
  to,
})

const variants = {
  value: z
    .strictObject({
      ...base,
      value: field.amount().meta({ title: 'Value', description: 'The same amount for every period it holds for.' }),
      ...days,
    })
    .meta({ title: 'one value' }),
  band: z.strictObject({ ...base, low: low(), high: high(), ...days }).meta({ title: 'a band' }),
  values: z
    .strictObject({
      ...base,
      values: z
        .record(z.string(), z.union([field.amount(), z.strictObject({ low: low(), high: high() })]))
        .meta({ title: 'Values', description: 'One amount (or low and high) per period, such as "2026-01": 5%.' }),
    })
    .meta({ title: 'values by period' }),
  total: z
    .strictObject({
      ...base,
      total: field.amount().meta({ title: 'Total', description: 'The amount of the whole year.' }),
      year: z.int().min(1900).max(2200).meta({ title: 'Year', description: 'The year of the KPI’s calendar.' }),
      spread: z
        .union([
          z.enum(['even', 'last-year', 'working-days']),
          z.strictObject({
            weights: z
              .array(field.amount())
              .min(1)
              .meta({ title: 'Weights', description: 'One weight per period of the cadence.' }),
          }),
        ])
        .optional()
        .meta({ title: 'Spread', description: 'How the total is spread over the year.', default: 'even' }),
      units: z
        .union([z.enum(['equal', 'last-year']), byWeights, byKpi, byRule])
        .optional()
        .meta({
          title: 'Units',
          description:
            'Shares the total over the units below, exactly: each gets its part, one with a target of its own keeps that, and the rest is shared by the others. By units alike, by last year’s values, by weights, or by another KPI’s values.',
        }),
    })
    .meta({ title: 'a total' }),
  growth: z
    .strictObject({
      ...base,
      growth: field
        .amount()
        .meta({ title: 'Growth', description: 'How much more than the baseline: 8%, or -5% for less.' }),
      baseline: z
        .union([
          z.enum(['year', 'prior']),
          z.strictObject({
            period: z.union([z.string(), z.int()]).meta({
              title: 'Period',
              description: 'A fixed period; of a coarser one than the KPI’s cadence the same place in it.',
            }),
          }),
          z.strictObject({
            average: z
              .int()
              .min(2)
              .max(60)
              .meta({ title: 'Average', description: 'The mean of so many periods right before.' }),
          }),
        ])
        .optional()
        .meta({
          title: 'Baseline',
          description: 'The actual value it grows from: the same period a year earlier, the one before, or another.',
          default: 'year',
        }),
      ...days,
    })
    .meta({ title: 'growth' }),
}

const derived = z
  .strictObject({
    ...base,
    derived: z
      .union([
        z.literal('parts'),
        z.strictObject({
          numerator: field
            .reference('kpi')
            .meta({ title: 'Numerator', description: 'The KPI whose target is divided.' }),
          denominator: field
            .reference('kpi')
            .meta({ title: 'Denominator', description: 'The KPI by whose target it is.' }),
        }),
      ])
      .meta({
        title: 'Derived',
        description:
          'From the targets of other KPIs of the same version, in every period, in its scope and each part of it: by the KPI’s own formula ("parts"), or as one KPI’s over another’s. What is stated comes before it.',
      }),
    ...days,
  })
  .meta({ title: 'derived' })

const grid = z
  .strictObject({
    ...base,
    grid: field.text().meta({
      title: 'Grid',
      description:
        'Pasted from a spreadsheet: a first line of "unit" or dimensions and then periods, and one line per unit; cells parted by tabs, semicolons or commas.',
    }),
  })
  .meta({ title: 'a grid' })

const schema = z.union([variants.value, variants.band, variants.values, variants.total, variants.growth, derived, grid])

export type TargetSpec = z.infer<typeof schema>

const planOf = {
  value: 'value',
  low: 'band',
  high: 'band',
  values: 'values',
  total: 'total',
  growth: 'growth',
  grid: 'grid',
  derived: 'derived',
} as const
const planFields = ['value', 'low', 'high', 'values', 'total', 'growth', 'grid', 'derived'] as const

/** The units that a total is shared over by weights. */
function unitsOf(spec: TargetSpec): readonly string[] {
  const units = 'total' in spec ? spec.units : undefined
  return typeof units === 'object' && 'weights' in units ? Object.keys(units.weights) : []
}

/** The KPI by whose values a total is shared over units. */
export function sharesBy(spec: TargetSpec): string | undefined {
  const units = 'total' in spec ? spec.units : undefined
  return typeof units === 'object' && 'kpi' in units ? units.kpi : undefined
}

/** The two KPIs of whose targets one is derived; none where it is by the KPI's own formula. */
export const derivedOf = (spec: TargetSpec): readonly (readonly [side: string, kpi: string])[] =>
  'derived' in spec && typeof spec.derived === 'object' ? Object.entries(spec.derived) : []

export const targetKind = defineKind<TargetSpec>({
  kind: 'target',
  title: 'Target',
  help: 'What was promised for a KPI: one value, a band, values by period, a yearly total that is spread, growth over actual values, what the targets of other KPIs make, or a grid of units and periods.',
  schema,
  variant: (data, place) => {
    const fields = planFields.filter((name) => Object.hasOwn(data, name))
    const plans = [...new Set(fields.map((name) => planOf[name]))]
    const [plan] = plans
    if (plan === undefined) return { issue: definitionIssue('target/no-plan', {}, place([])) }
    if (plans.length === 1) return { schema: { ...variants, grid, derived }[plan] }
    const second = fields.find((name) => planOf[name] !== plan)
    return { issue: definitionIssue('target/several-plans', { fields }, place(second === undefined ? [] : [second])) }
  },
  references: (spec) => [
    ...refer('kpi', spec.kpi, ['kpi']),
    ...refer('unit', spec.scope?.unit, ['scope', 'unit']),
    ...unitsOf(spec).flatMap((id) => refer('unit', id, ['units', 'weights', id])),
    ...refer('kpi', sharesBy(spec), ['units', 'kpi']),
    ...derivedOf(spec).flatMap(([side, kpi]) => refer('kpi', kpi, ['derived', side])),
    ...(spec.replaces ?? []).flatMap((id, index) => refer('target', id, ['replaces', index])),
  ],
  example: 'kind: target\nid: revenue-2026\nkpi: revenue\ntotal: "12_000_000"\nyear: 2026\nspread: working-days\n',
})
