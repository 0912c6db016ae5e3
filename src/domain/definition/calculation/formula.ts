import { z } from 'zod'
import * as field from '../fields.ts'
import { defineCalculation, from } from './define.ts'

/** Arithmetic over other KPIs. */
export const formula = defineCalculation({
  schema: z
    .strictObject({
      type: z.literal('formula').meta({ title: 'Type', description: 'Arithmetic over other KPIs.' }),
      from: from(),
      formula: field.formula().meta({ title: 'Formula', description: 'Such as [revenue] / [average-headcount].' }),
    })
    .meta({ title: 'formula' }),
  examples: [
    {
      calculation: '{ type: formula, formula: "([revenue] - prior([revenue])) / prior([revenue])" }',
      measuredIn: '%',
      gives: { '2026-01': null, '2026-02': 1, '2026-03': 0.5 },
    },
  ],
  references: () => [],
  formulas: (spec, path) => [{ dataset: null, path: [...path, 'formula'], text: spec.formula }],
  make(spec, { path, check, measures }) {
    const checked = check({ dataset: null, path: [...path, 'formula'], text: spec.formula })
    if (checked === null) return null
    measures(checked.unit)
    return {
      type: spec.type,
      calc: checked.calc,
      parts: [{ label: 'Calculation', text: checked.text }],
      typed: null,
    }
  },
})
