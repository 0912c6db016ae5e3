import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { day } from '../time/day.ts'
import type { Column, Dataset } from './catalog.ts'
import { shaper } from './fact.ts'
import type { ValueType } from './formula/algebra.ts'
import { cellText, numberText, type RawCell } from './raw-cell.ts'

const column = (name: string, type: ValueType, more: Partial<Column> = {}): Column => ({
  name,
  type,
  unit: {},
  from: name,
  format: null,
  missing: [],
  decimalSign: '.',
  required: false,
  ...more,
})

/** What becomes of a cell in a column: its value, or what is said of it. */
function one(type: ValueType, cell: RawCell, more: Partial<Column> = {}): unknown {
  const columns = [column('n', { kind: 'text' }), column('v', type, more)]
  const dataset: Dataset = {
    id: 'd',
    name: 'D',
    source: 's',
    from: 'f',
    key: null,
    time: type.kind === 'instant' ? { column: 'v', zone: 'Europe/Paris' } : null,
    rows: 'event',
    rowNoun: 'd',
    columns,
    lookUps: [],
    dimensions: [],
    onError: 'refuse',
    shape: '',
    place: {},
  }
  const bound = shaper(dataset, 'Europe/Paris')(['n', 'v'], 'f')
  if (!bound.ok) throw new Error('unbound')
  const [bad] = bound.value.add(2, ['x', cell])
  if (bad !== undefined) return `${bad.value} ${bad.rule}`
  const [, value, days] = bound.value.take().columns
  return type.kind === 'instant' ? [value?.[0], days?.[0]] : value?.[0]
}

const money: ValueType = { kind: 'decimal', scale: 2 }
const [text, double, boolean] = [{ kind: 'text' }, { kind: 'double' }, { kind: 'boolean' }] as const
const [date, instant] = [{ kind: 'date' }, { kind: 'instant' }] as const
const local = { kind: 'local', day: day(20_521), micros: 52_200_000_000 } as const

test('numbers into exact columns: whole ones, doubles by their shortest text, decimals; nothing is rounded', () => {
  expect(one(money, 12)).toBe(1200)
  expect(one(money, -0)).toBe(0)
  expect(one(money, 67.18)).toBe(6718)
  expect(one(money, 0.1 + 0.2)).toContain('has more than 2 digits')
  expect(one(money, 1e-7)).toContain('0.0000001 has more than 2 digits')
  expect(one(money, Number.NaN)).toContain('not a finite number')
  expect(one(money, 9_007_199_254_740_993n)).toBe(900_719_925_474_099_300n)
  expect(one(money, 10n ** 16n)).toContain('has more than 18 digits')
  expect(one(money, 9_007_199_254_740_991)).toBe(900_719_925_474_099_100n)
  expect(one(money, { kind: 'decimal', units: 12_340n, scale: 3 })).toBe(1234n)
  expect(one(money, { kind: 'decimal', units: 12_345n, scale: 3 })).toBe(
    '12.345 has more than 2 digits after the decimal sign ".": declare more, such as decimal(9), or round: true',
  )
  expect(one(money, { kind: 'decimal', units: 5n, scale: 0 })).toBe(500n)
  expect(one(money, true)).toBe('true is true or false, not a finite number')
  expect(one(money, { kind: 'day', day: day(0) })).toBe('1970-01-01 is a date, not a finite number')
  expect(one(double, { kind: 'decimal', units: 12_345n, scale: 3 })).toBe(12.345)
  expect(one(double, 0.1 + 0.2)).toBe(0.30000000000000004)
})

test('every double is read as its text is', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(Number(numberText(value))).toBe(value + 0)
      expect(numberText(value)).not.toContain('e')
      const [typed, written] = [one(money, value), one(money, numberText(value))]
      if (typeof written === 'string') expect(typed).toBe(written)
      else expect(BigInt(Number(typed))).toBe(BigInt(Number(written)))
    }),
  )
})

test('dates and times', () => {
  expect(one(date, { kind: 'day', day: day(5) })).toBe(5)
  expect(one(date, { ...local, micros: 0 })).toBe(20_521)
  expect(one(date, local)).toBe('2026-03-09T14:30:00 has a time of day; declare the column as timestamp')
  expect(one(date, { kind: 'instant', micros: 0n })).toContain('1970-01-01T00:00:00Z is a point in time')
  expect(one(date, 20_260_309, { format: 'YYYYMMDD' })).toBe(20_521)
  expect(one(date, 46_090, { format: 'excel' })).toBe(20_521)
  expect(one(date, 20_260_309)).toContain('is not a date')
  expect(one(date, true)).toBe('true is true or false, not a date')
  const [micros, of] = [1_773_063_000_000_000n, 20_521]
  expect(one(instant, local)).toEqual([micros, of])
  expect(one(instant, { kind: 'instant', micros })).toEqual([micros, of])
  // 23:30 UTC is the next day in Paris.
  expect(one(instant, { kind: 'instant', micros: 84_600_000_000n })).toEqual([84_600_000_000n, 1])
  expect(one(instant, { kind: 'day', day: day(0) })).toEqual([-3_600_000_000n, 0])
  expect(one(instant, 1_773_063_000, { format: 'unix' })).toEqual([micros, of])
})

test('texts, booleans, broken and missing cells', () => {
  expect(one(text, 1001)).toBe('1001')
  expect(one(text, 12_345_678_901_234_567_890n)).toBe('12345678901234567890')
  expect(one(text, false)).toBe('false')
  expect(one(text, local)).toBe('2026-03-09T14:30:00')
  expect(one(boolean, true)).toBe(true)
  expect(one(boolean, 0n)).toBe(false)
  expect(one(boolean, 2)).toBe('2 is not true, false, yes, no, 1 or 0')
  expect(one(money, { kind: 'refused', shown: '#DIV/0!', rule: 'is an error' })).toBe('#DIV/0! is an error')
  expect(one(money, { kind: 'refused', shown: '#N/A', rule: 'is an error' }, { missing: ['#N/A'] })).toBe(null)
  expect(one(money, -999, { missing: ['-999'] })).toBe(null)
  expect(one(money, -999, { missing: ['-999'], required: true })).toBe('-999 is required')
  expect(cellText({ kind: 'instant', micros: -1n })).toBe('1969-12-31T23:59:59.999999Z')
})
