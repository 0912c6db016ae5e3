import type { RowExpr, ValueType } from '../algebra.ts'
import { double, whole } from '../types.ts'
import { scalar } from './define.ts'

const microsPerDay = 86_400_000_000n

export const daysBetween = scalar({
  id: 'days_between',
  title: 'Days between',
  help: 'Days from the first date to the second, negative when the second is earlier; between timestamps with a fraction.',
  stages: ['row'],
  parameters: [
    { name: 'from', takes: 'date' },
    { name: 'to', takes: 'date' },
  ],
  type: (args) => (args.some((arg) => arg.type.kind === 'instant') ? double : whole),
  unit: { day: 1 },
  lowerRow: lower,
  examples: [
    {
      over: 'each-row',
      formula: 'days_between(ordered_on, shipped_on)',
      rows: [
        { ordered_on: '2026-02-27', shipped_on: '2026-03-02' },
        { ordered_on: '2026-03-02', shipped_on: '2026-03-01' },
        { ordered_on: '2026-03-02', shipped_on: null },
      ],
      gives: ['3', '-1', null],
    },
    {
      over: 'each-row',
      formula: "days_between('2026-01-01', ordered_on)",
      rows: [{ ordered_on: '2026-12-31' }],
      gives: ['364'],
    },
  ],
})

/** Instants are counted in microseconds. */
function lower(args: readonly RowExpr[], type: ValueType): RowExpr {
  const difference: RowExpr = { kind: 'apply', primitive: 'days_between', args, type: whole }
  if (type.kind !== 'double') return difference
  const right: RowExpr = {
    kind: 'literal',
    literal: { kind: 'decimal', value: { units: microsPerDay, scale: 0 } },
    type: whole,
  }
  return { kind: 'arithmetic', op: '/', left: difference, right, type }
}
