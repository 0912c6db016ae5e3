import { z } from 'zod'
import { compare, type Decimal, decimalOf, printDecimal, subtract } from '../../decimal.ts'
import type { Calc } from '../../formula/algebra.ts'
import { parseAmount } from '../amount-text.ts'
import * as field from '../fields.ts'
import { definitionIssue } from '../issues.ts'
import { refer } from '../kind.ts'
import { defineCalculation, from } from './define.ts'

/**
 * A weighted mean of other KPIs, each first put on a scale from 0 (worst) to 100 (best) by a straight line and held to it.
 * Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008): min-max normalisation, linear aggregation.
 */
export const index = defineCalculation({
  schema: z
    .strictObject({
      type: z.literal('index').meta({
        title: 'Type',
        description: 'A weighted mean of other KPIs, each put on a scale from 0 to 100 first.',
      }),
      from: from(),
      of: z
        .array(
          z.strictObject({
            kpi: field.reference('kpi').meta({ title: 'KPI', description: 'One part of the index.' }),
            weight: field
              .amount()
              .optional()
              .meta({ title: 'Weight', description: 'How much it counts beside the others.', default: 1 }),
            worst: field.amount().meta({ title: 'Worst', description: 'The value that stands for 0.' }),
            best: field.amount().meta({ title: 'Best', description: 'The value that stands for 100.' }),
          }),
        )
        .min(1)
        .meta({ title: 'Of', description: 'KPIs with the values that stand for 0 and 100; worst may be the greater.' }),
      gaps: z.enum(['renormalise', 'zero', 'strict']).optional().meta({
        title: 'Gaps',
        description:
          'What a part without a value does: leave it out, count as 0, or leave no index. A late or failed part leaves none by any rule.',
        default: 'renormalise',
      }),
    })
    .meta({ title: 'index' }),
  examples: [
    {
      calculation: '{ type: index, of: [{ kpi: revenue, worst: 25, best: 75 }] }',
      measuredIn: '1',
      gives: { '2026-01': 0, '2026-02': 50, '2026-03': 100 },
    },
  ],
  references: (spec, path) => spec.of.flatMap(({ kpi }, i) => refer('kpi', kpi, [...path, 'of', i, 'kpi'])),
  formulas: () => [],
  make({ type, of, gaps = 'renormalise' }, { path, report, measures, unitOf }) {
    let sound = true
    const parts = of.flatMap(({ kpi, weight = 1, worst, best }, i): Part[] => {
      const amounts = [weight, worst, best].map((one) => parseAmount(String(one)))
      const [heavy, low, high] = amounts
      if (unitOf(kpi) === null || heavy == null || low == null || high == null) return []
      const at = [...path, 'of', i]
      if (compare(low, high) === 0) {
        sound = false
        report([...at, 'best'], (place) => definitionIssue('index/scale', { value: String(best) }, place))
      }
      if (heavy.units < 0n) {
        sound = false
        report([...at, 'weight'], (place) => definitionIssue('weight/negative', { weight: String(weight) }, place))
      }
      return [{ kpi, weight: heavy, worst: low, best: high }]
    })
    if (!sound || parts.length < of.length) return null
    measures({})
    const words = { renormalise: 'are left out', zero: 'count as 0', strict: 'leave no index' }[gaps]
    const texts = parts.map(({ kpi, weight, worst, best }) => ({
      label: `Weight ${printDecimal(weight)}`,
      text: `[${kpi}], 0 at ${printDecimal(worst)}, 100 at ${printDecimal(best)}`,
    }))
    return { type, calc: indexOf(parts, gaps), parts: [...texts, { label: 'Gaps', text: words }], typed: null }
  },
})

interface Part {
  readonly kpi: string
  readonly weight: Decimal
  readonly worst: Decimal
  readonly best: Decimal
}

const constant = (value: Decimal): Calc => ({ kind: 'constant', value })
const number = (value: number): Calc => constant(decimalOf(value))
const calc = (op: '+' | '-' | '*' | '/', left: Calc, right: Calc): Calc => ({ kind: 'arithmetic', op, left, right })
const apply = (primitive: string, ...args: readonly Calc[]): Calc => ({ kind: 'apply', primitive, args })
const sum = (all: readonly Calc[]): Calc => all.reduce((left, right) => calc('+', left, right))

/** Σ w·score ÷ Σ w of the parts that are there. */
function indexOf(parts: readonly Part[], gaps: 'renormalise' | 'zero' | 'strict'): Calc {
  const scores = parts.map(({ kpi, weight, worst, best }) => {
    // Its ends are in the KPI's own currency.
    const value: Calc = { kind: 'kpi', id: kpi, currency: null }
    // The scale is multiplied first, so that money and counts stay exact until the one division.
    const up = compare(best, worst) > 0
    const [from, reach] = up
      ? [subtract(best, worst), calc('-', value, constant(worst))]
      : [subtract(worst, best), calc('-', constant(worst), value)]
    const score = calc('/', calc('*', reach, number(100)), constant(from))
    return { weight, score: apply('greatest', number(0), apply('least', number(100), score)) }
  })
  const filled = (score: Calc) => (gaps === 'strict' ? score : apply('coalesce', score, number(0)))
  const above = sum(scores.map(({ weight, score }) => filled(calc('*', score, constant(weight)))))
  // A part that is there adds its weight, whatever its value.
  const there = (weight: Decimal, score: Calc) =>
    apply('coalesce', calc('+', calc('*', score, number(0)), constant(weight)), number(0))
  const below = scores.map(({ weight, score }) => (gaps === 'renormalise' ? there(weight, score) : constant(weight)))
  return calc('/', above, sum(below))
}
