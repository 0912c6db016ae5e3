import type { RowExpr, ValueType } from '../algebra.ts'
import { whole } from '../types.ts'
import { scalar } from './define.ts'

export const round = scalar({
  id: 'round',
  title: 'Rounded',
  help: 'The number with that many digits after the point (none unless stated); half goes away from zero.',
  stages: ['row', 'value'],
  parameters: [
    { name: 'number', takes: 'number' },
    { name: 'digits', takes: { whole: [0, 12] }, optional: true },
  ],
  type: typeOf,
  unit: 'first',
  examples: [
    {
      over: 'each-row',
      formula: 'round(price)',
      rows: [{ price: '1.50' }, { price: '-1.50' }, { price: '1.49' }, { price: null }],
      gives: ['2', '-2', '1', null],
    },
    {
      over: 'each-row',
      formula: 'round(price, 1)',
      rows: [{ price: '1.25' }, { price: '1.24' }],
      gives: ['1.3', '1.2'],
    },
    { over: 'months', formula: 'round([a], 1)', kpis: { a: ['2.25', '-2.25', null] }, gives: ['2.3', '-2.3', null] },
  ],
})

function typeOf(args: readonly RowExpr[]): ValueType {
  const [number, digits] = args
  if (number === undefined || number.type.kind !== 'decimal') return number?.type ?? whole
  const kept = digits?.kind === 'literal' && digits.literal.kind === 'decimal' ? Number(digits.literal.value.units) : 0
  return { kind: 'decimal', scale: Math.min(number.type.scale, kept) }
}
