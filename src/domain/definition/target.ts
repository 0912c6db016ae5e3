import { z } from 'zod'
import * as field from './fields.ts'
import { definitionIssue } from './issues.ts'
import { defineKind, refer } from './kind.ts'

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
}

const days = {
  from: field.date().optional().meta({ title: 'From', description: 'First day it holds.' }),
  until: field.date().optional().meta({ title: 'Until', description: 'Last day it holds.' }),
}

const low = () => field.amount().meta({ title: 'Low', description: 'Lower end of the band.' })
const high = () => field.amount().meta({ title: 'High', description: 'Upper end of the band.' })

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
          z.enum(['even', 'working-days']),
          z.strictObject({
            weights: z
              .array(field.amount())
              .min(1)
              .meta({ title: 'Weights', description: 'One weight per period of the cadence.' }),
          }),
        ])
        .optional()
        .meta({ title: 'Spread', description: 'How the total is spread over the year.', default: 'even' }),
    })
    .meta({ title: 'a total' }),
}

const schema = z.union([variants.value, variants.band, variants.values, variants.total])

export type TargetSpec = z.infer<typeof schema>

const planOf = { value: 'value', low: 'band', high: 'band', values: 'values', total: 'total' } as const

export const targetKind = defineKind<TargetSpec>({
  kind: 'target',
  title: 'Target',
  help: 'What was promised for a KPI: one value, a band, values by period, or a yearly total that is spread.',
  schema,
  variant: (data, place) => {
    const fields = (['value', 'low', 'high', 'values', 'total'] as const).filter((name) => Object.hasOwn(data, name))
    const plans = [...new Set(fields.map((name) => planOf[name]))]
    const [plan] = plans
    if (plan === undefined) return { issue: definitionIssue('target/no-plan', {}, place([])) }
    if (plans.length === 1) return { schema: variants[plan] }
    const second = fields.find((name) => planOf[name] !== plan)
    return { issue: definitionIssue('target/several-plans', { fields }, place(second === undefined ? [] : [second])) }
  },
  references: (spec) => [...refer('kpi', spec.kpi, ['kpi']), ...refer('unit', spec.scope?.unit, ['scope', 'unit'])],
  example: 'kind: target\nid: revenue-2026\nkpi: revenue\ntotal: "12_000_000"\nyear: 2026\nspread: working-days\n',
})
