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
