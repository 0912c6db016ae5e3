import { z } from 'zod'
import * as field from '../fields.ts'
import { refer } from '../kind.ts'
import { defineCalculation, from } from './define.ts'

/** One aggregate over a dataset. */
export const measure = defineCalculation({
  schema: z
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
  ],
  references: (spec, path) => refer('dataset', spec.dataset, [...path, 'dataset']),
  formulas: (spec, path) => [{ dataset: spec.dataset, path: [...path, 'formula'], text: spec.formula }],
  make(spec, { path, check, measures }) {
    const formula = check({ dataset: spec.dataset, path: [...path, 'formula'], text: spec.formula })
    if (formula === null) return null
    measures(formula.unit)
    return {
      type: spec.type,
      calc: formula.calc,
      parts: [{ label: 'Calculation', text: formula.text }],
      typed: null,
    }
  },
})
