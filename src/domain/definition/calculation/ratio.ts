import { z } from 'zod'
import { divide } from '../../measure-unit.ts'
import type { Path } from '../document.ts'
import * as field from '../fields.ts'
import { refer } from '../kind.ts'
import { defineCalculation, type FormulaPart, from } from './define.ts'

const part = () =>
  z.union([
    field.formula(),
    z.strictObject({
      dataset: field.reference('dataset').meta({ title: 'Dataset', description: 'The dataset of this part.' }),
      formula: field.formula().meta({ title: 'Formula', description: 'An aggregate over it.' }),
    }),
  ])

const schema = z
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
  .meta({ title: 'ratio' })

const sides = ['numerator', 'denominator'] as const

/** Numerator over denominator, recomputed at every level. */
export const ratio = defineCalculation({
  schema,
  examples: [
    {
      calculation: '{ type: ratio, numerator: "[revenue]", denominator: "[orders]" }',
      measuredIn: 'EUR / order',
      gives: { '2026-01': 12.5, '2026-02': 25, '2026-03': 75, '2026-Q1': 30 },
    },
    {
      calculation: `{ type: ratio, dataset: orders, numerator: "count() where status = 'cancelled'", denominator: count() }`,
      measuredIn: '%',
      gives: { '2026-01': 1 / 3, '2026-02': 0, '2026-Q1': 1 / 6, '2026-04': null },
    },
  ],
  references: (spec, path) => [
    ...refer('dataset', spec.dataset, [...path, 'dataset']),
    ...sides.flatMap((side) => {
      const one = spec[side]
      return typeof one === 'string' ? [] : refer('dataset', one.dataset, [...path, side, 'dataset'])
    }),
  ],
  formulas: (spec, path) => sides.map((side) => partOf(spec, side, path)),
  make(spec, { path, check, measures }) {
    const [numerator, denominator] = sides.map((side) => check(partOf(spec, side, path)))
    if (numerator == null || denominator == null) return null
    measures(divide(numerator.unit, denominator.unit))
    return {
      type: spec.type,
      calc: { kind: 'arithmetic', op: '/', left: numerator.calc, right: denominator.calc },
      parts: [
        { label: 'Numerator', text: numerator.text },
        { label: 'Denominator', text: denominator.text },
      ],
      typed: null,
    }
  },
})

function partOf(spec: z.infer<typeof schema>, side: (typeof sides)[number], path: Path): FormulaPart {
  const one = spec[side]
  if (typeof one === 'string') return { dataset: spec.dataset ?? null, path: [...path, side], text: one }
  return { dataset: one.dataset, path: [...path, side, 'formula'], text: one.formula }
}
