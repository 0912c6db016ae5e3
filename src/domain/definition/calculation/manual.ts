import { z } from 'zod'
import { manualDataset, type TypedValues } from '../../catalog.ts'
import type { Calc, RowExpr, Term } from '../../formula/algebra.ts'
import { definitionIssue } from '../issues.ts'
import { defineCalculation, from } from './define.ts'

/** Values typed in by people. */
export const manual = defineCalculation({
  schema: z
    .strictObject({
      type: z.literal('manual').meta({ title: 'Type', description: 'Values typed in by people.' }),
      from: from(),
      'over-time': z.enum(['sum', 'last', 'mean']).optional().meta({
        title: 'Over time',
        description:
          'How values of shorter periods make a longer one: a flow sums, a level takes the last or the mean.',
        default: 'sum',
      }),
      'roll-up': z.enum(['own-first', 'sum', 'mean', 'none']).optional().meta({
        title: 'Roll-up',
        description:
          'How values of units make those of what stands above them, for each period by itself: where one is typed for the unit itself it counts, else those below add up (own-first); those below add up where there are any, else its own counts (sum); its own, else the mean of those below (mean, for values that take the last or the mean over time); only its own (none).',
        default: 'own-first',
      }),
      rate: z.boolean().optional().meta({
        title: 'Rate',
        description: 'Values are typed as numerator and denominator, and divided last.',
        default: false,
      }),
    })
    .meta({ title: 'manual' }),
  examples: [
    {
      calculation: '{ type: manual, over-time: last }',
      measuredIn: 'people',
      typed: { '2026-01': '12', '2026-02': '14', '2026-03': '13' },
      gives: { '2026-01': '12', '2026-02': '14', '2026-Q1': '13', '2026-04': null },
    },
  ],
  references: () => [],
  formulas: () => [],
  make(spec, { kpi, path, report }) {
    const { 'over-time': overTime = 'sum', 'roll-up': rollUp = 'own-first', rate = false } = spec
    const typed = { overTime, rollUp, rate }
    if (rollUp === 'mean' && overTime === 'sum' && !rate) {
      report([...path, 'roll-up'], (place) => definitionIssue('manual/mean-of-flows', {}, place))
      return null
    }
    return { type: spec.type, calc: calcOf(kpi, typed), parts: [{ label: 'Typed in', text: words(typed) }], typed }
  },
})

function words({ rate, overTime, rollUp }: TypedValues): string {
  const above = {
    'own-first': 'a value of a unit itself counts, else those below it add up',
    sum: 'values of units below add up, else its own counts',
    mean: 'a value of a unit itself counts, else the mean of those below it',
    none: 'only a value of the unit itself counts',
  }[rollUp]
  if (rate) return `as numerator and denominator, divided last; ${above}`
  const over = { sum: 'values add up', last: 'the last value counts', mean: 'values are averaged' }[overTime]
  return `as a value; over longer periods ${over}; ${above}`
}

/** Typed values are rows of one dataset: a flow adds, a level takes the last entry, a mean divides by the entries. */
function calcOf(kpi: string, { rate, overTime, rollUp }: TypedValues): Calc {
  const term = (aggregate: Term['aggregate'], name: string): Calc => {
    const over = overTime === 'last' ? ({ over: 'last' } as const) : {}
    return {
      kind: 'term',
      term: {
        dataset: manualDataset,
        aggregate,
        argument: entered(name),
        where: [isKpi(kpi)],
        ...over,
        along: { kpi, rule: rollUp },
      },
    }
  }
  const over = (left: Calc, right: Calc): Calc => ({ kind: 'arithmetic', op: '/', left, right })
  if (rate) return over(term('sum', 'numerator'), term('sum', 'denominator'))
  return overTime === 'mean' || rollUp === 'mean'
    ? over(term('sum', 'value'), term('count', 'value'))
    : term('sum', 'value')
}

const entered = (name: string): RowExpr => ({ kind: 'column', path: [name], type: { kind: 'decimal', scale: 6 } })

const isKpi = (id: string): RowExpr => ({
  kind: 'compare',
  op: '=',
  left: { kind: 'column', path: ['kpi'], type: { kind: 'text' } },
  right: { kind: 'literal', literal: { kind: 'text', value: id }, type: { kind: 'text' } },
  type: { kind: 'boolean' },
})
