import { z } from 'zod'
import { divide } from '../../measure-unit.ts'
import type { Path } from '../document.ts'
import * as field from '../fields.ts'
import { refer } from '../kind.ts'
import { defineCalculation, type FormulaPart, from } from './define.ts'
import { makePer, type PerSpec, per, perFormulas, perWords } from './per.ts'

const part = () =>
  z.union([
    field.formula(),
    z.strictObject({
      dataset: field
        .reference('dataset')
        .optional()
        .meta({ title: 'Dataset', description: 'The dataset of this part; that of the ratio unless stated.' }),
      per: per(),
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
    per: per(),
    numerator: part().meta({
      title: 'Numerator',
      description: 'A formula, or one with a dataset or entities of its own.',
    }),
    denominator: part().meta({
      title: 'Denominator',
      description: 'A formula, or one with a dataset or entities of its own.',
    }),
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
    {
      calculation: `
  type: ratio
  dataset: orders
  per: { key: customer_id, values: { orders: count_distinct(order_id) } }
  numerator: count() where orders >= 2
  denominator: count()`,
      measuredIn: '%',
      gives: { '2026-01': 0, '2026-02': 0, '2026-Q1': 2 / 3 },
    },
  ],
  references: (spec, path) => [
    ...refer('dataset', spec.dataset, [...path, 'dataset']),
    ...sides.flatMap((side) => {
      const one = spec[side]
      return typeof one === 'string' ? [] : refer('dataset', one.dataset, [...path, side, 'dataset'])
    }),
  ],
  formulas: (spec, path) => [
    ...perFormulas(spec.per, spec.dataset ?? null, [...path, 'per']),
    ...sides.flatMap((side) => {
      const part = partOf(spec, side, path)
      return [...(part.own ? perFormulas(part.spec, part.dataset, part.perPath) : []), part]
    }),
  ],
  make(spec, making) {
    const { path, measures } = making
    const shared = spec.per && makePer(spec.per, spec.dataset ?? null, [...path, 'per'], making)
    const [numerator, denominator] = sides.map((side) => {
      const part = partOf(spec, side, path)
      const entities =
        part.spec === undefined ? undefined : part.own ? makePer(part.spec, part.dataset, part.perPath, making) : shared
      return entities === null ? null : making.check({ ...part, per: entities })
    })
    if (numerator == null || denominator == null) return null
    measures(divide(numerator.unit, denominator.unit))
    return {
      type: spec.type,
      calc: { kind: 'arithmetic', op: '/', left: numerator.calc, right: denominator.calc },
      parts: [
        ...[...new Set([spec.per, ...sides.map((side) => partOf(spec, side, path).spec)])].flatMap((one) =>
          one === undefined ? [] : [perWords(one)],
        ),
        { label: 'Numerator', text: numerator.text },
        { label: 'Denominator', text: denominator.text },
      ],
      typed: null,
    }
  },
})

interface Part extends FormulaPart {
  readonly spec: PerSpec | undefined
  readonly perPath: Path
  /** Whether its entities are its own and not the ratio's. */
  readonly own: boolean
}

/** A part takes the ratio's dataset and entities unless it has its own; with a dataset of its own it takes no entities. */
function partOf(spec: z.infer<typeof schema>, side: (typeof sides)[number], path: Path): Part {
  const one = spec[side]
  const shared = { dataset: spec.dataset ?? null, spec: spec.per, perPath: [...path, 'per'], own: false }
  if (typeof one === 'string') return { ...shared, path: [...path, side], text: one }
  const own = { path: [...path, side, 'formula'], text: one.formula }
  if (one.per === undefined && one.dataset === undefined) return { ...shared, ...own }
  const perPath = [...path, side, 'per']
  return { ...own, dataset: one.dataset ?? spec.dataset ?? null, spec: one.per, perPath, own: true }
}
