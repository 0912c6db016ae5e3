import type { Calc } from '../algebra.ts'
import { series } from './define.ts'

const grains = ['day', 'week', 'month', 'quarter', 'year']
const count: readonly [number, number] = [1, 1000]

export const prior = series({
  id: 'prior',
  title: 'Earlier period',
  help: "The value one period earlier, or n; with 'year' (quarter, month, week, day) that of the same period one of those earlier.",
  parameters: [
    { name: 'value', takes: 'number' },
    { name: "n or 'year'", takes: { words: grains, whole: count }, optional: true },
    { name: 'n', takes: { whole: count }, optional: true },
  ],
  lower,
  examples: [
    { over: 'months', formula: 'prior([a])', kpis: { a: ['1', '2', null, '4'] }, gives: [null, '1', '2', null] },
    { over: 'months', formula: 'prior([a], 2)', kpis: { a: ['1', '2', '3'] }, gives: [null, null, '1'] },
    {
      over: 'months',
      formula: "[a] - prior([a], 'quarter')",
      kpis: { a: ['1', '2', '4', '8', '16'] },
      gives: [null, null, null, '7', '14'],
    },
  ],
})

/** `prior(x, 2)` counts periods as asked; `prior(x, 'year', 2)` years. */
function lower(of: Calc, [first, second]: readonly (string | number)[]): Calc {
  if (typeof first === 'string')
    return { kind: 'prior', of, back: typeof second === 'number' ? second : 1, grain: first }
  return { kind: 'prior', of, back: first ?? 1, grain: null }
}
