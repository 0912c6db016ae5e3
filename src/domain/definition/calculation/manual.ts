import { z } from 'zod'
import { manualDataset, type TypedValues } from '../../catalog.ts'
import type { Calc, RowExpr, Term } from '../../formula/algebra.ts'
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
  make(spec, { kpi }) {
    const typed = { overTime: spec['over-time'] ?? 'sum', rate: spec.rate ?? false }
    return { type: spec.type, calc: calcOf(kpi, typed), parts: [{ label: 'Typed in', text: words(typed) }], typed }
  },
})

function words({ rate, overTime }: TypedValues): string {
  if (rate) return 'as numerator and denominator, divided last'
  const over = { sum: 'values add up', last: 'the last value counts', mean: 'values are averaged' }[overTime]
  return `as a value; over longer periods ${over}`
}

/** Typed values are rows of one dataset: a flow adds, a level takes the last entry, a mean divides by the entries. */
function calcOf(kpi: string, { rate, overTime }: TypedValues): Calc {
  const term = (aggregate: Term['aggregate'], name: string): Calc => {
    const over = overTime === 'last' ? ({ over: 'last' } as const) : {}
    return {
      kind: 'term',
      term: { dataset: manualDataset, aggregate, argument: entered(name), where: [isKpi(kpi)], ...over },
    }
  }
  const over = (left: Calc, right: Calc): Calc => ({ kind: 'arithmetic', op: '/', left, right })
  if (rate) return over(term('sum', 'numerator'), term('sum', 'denominator'))
  return overTime === 'mean' ? over(term('sum', 'value'), term('count', 'value')) : term('sum', 'value')
}

const entered = (name: string): RowExpr => ({ kind: 'column', path: [name], type: { kind: 'decimal', scale: 6 } })

const isKpi = (id: string): RowExpr => ({
  kind: 'compare',
  op: '=',
  left: { kind: 'column', path: ['kpi'], type: { kind: 'text' } },
  right: { kind: 'literal', literal: { kind: 'text', value: id }, type: { kind: 'text' } },
  type: { kind: 'boolean' },
})
