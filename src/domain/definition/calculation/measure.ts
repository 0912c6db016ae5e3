import { z } from 'zod'
import * as field from '../fields.ts'
import { refer } from '../kind.ts'
import { defineCalculation, from } from './define.ts'
import { meanOverTime, overTime } from './over-time.ts'
import { makePer, per, perFormulas, perWords } from './per.ts'

/** One aggregate over a dataset. */
export const measure = defineCalculation({
  schema: z
    .strictObject({
      type: z.literal('measure').meta({ title: 'Type', description: 'One aggregate over a dataset.' }),
      from: from(),
      dataset: field
        .reference('dataset')
        .meta({ title: 'Dataset', description: 'The dataset whose rows are aggregated.' }),
      per: per(),
      'over-time': overTime(),
      formula: field
        .formula()
        .meta({ title: 'Formula', description: "Such as sum(quantity * unit_price) where status != 'void'." }),
    })
    .meta({ title: 'measure' }),
  examples: [
    {
      calculation: `{ type: measure, dataset: orders, formula: "sum(quantity * unit_price) where status != 'cancelled'" }`,
      measuredIn: 'EUR',
      gives: { '2026-01': '25', '2026-02': '50', '2026-03': '75', '2026-Q1': '150' },
    },
    {
      calculation: '{ type: measure, dataset: orders, formula: count_distinct(customer_id) }',
      measuredIn: 'customers',
      gives: { '2026-01': '2', '2026-02': '2', '2026-03': '1', '2026-Q1': '3' },
    },
    {
      calculation: '{ type: measure, dataset: orders, formula: median(unit_price) }',
      measuredIn: 'EUR',
      gives: { '2026-01': 10, '2026-02': 15, '2026-Q1': 15 },
    },
    {
      calculation: `
  type: measure
  dataset: orders
  per: { key: customer_id, values: { lines: count(), earlier: { formula: count(), when: before } } }
  formula: count() where lines > 0 and earlier = 0`,
      measuredIn: 'customers',
      gives: { '2026-01': '2', '2026-02': '1', '2026-03': '0', '2026-Q1': '3' },
    },
  ],
  references: (spec, path) => refer('dataset', spec.dataset, [...path, 'dataset']),
  formulas: (spec, path) => [
    ...perFormulas(spec.per, spec.dataset, [...path, 'per']),
    { dataset: spec.dataset, path: [...path, 'formula'], text: spec.formula },
  ],
  make(spec, making) {
    const { path, check, measures } = making
    const entities = spec.per && makePer(spec.per, spec.dataset, [...path, 'per'], making)
    if (entities === null) return null
    const formula = check({ dataset: spec.dataset, path: [...path, 'formula'], text: spec.formula, per: entities })
    if (formula === null) return null
    measures(formula.unit)
    const averaged = spec['over-time'] === 'mean'
    const calc = averaged ? meanOverTime(formula.calc, spec.dataset, [...path, 'over-time'], making) : formula.calc
    if (calc === null) return null
    const label = averaged ? 'Calculation, mean of the days' : 'Calculation'
    return {
      type: spec.type,
      calc,
      parts: [...(spec.per === undefined ? [] : [perWords(spec.per)]), { label, text: formula.text }],
      typed: null,
    }
  },
})
