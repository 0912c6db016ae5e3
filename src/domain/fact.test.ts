import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Column, Dataset } from './catalog.ts'
import { type FactBlock, shaper } from './fact.ts'
import type { ValueType } from './formula/algebra.ts'

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

function dataset(columns: readonly Column[], more: Partial<Dataset> = {}): Dataset {
  return {
    id: 'orders',
    name: 'Orders',
    source: 'shop',
    from: 'orders.csv',
    key: null,
    time: null,
    rows: 'event',
    rowNoun: 'order',
    columns,
    lookUps: [],
    dimensions: [],
    onError: 'refuse',
    shape: 's',
    place: {},
    ...more,
  }
}

function bind(data: Dataset, header: readonly string[], zone = 'UTC') {
  const bound = shaper(data, zone)(header, 'orders.csv')
  if (!bound.ok) throw new Error(bound.issues.map((issue) => issue.message).join())
  return bound.value
}

/** What becomes of one cell: its value, or the rule it breaks. */
function one(columnOf: Column, text: string): unknown {
  const shape = bind(dataset([column('n', { kind: 'text' }), columnOf]), ['n', columnOf.from])
  const [bad] = shape.add(2, ['x', text])
  return bad === undefined ? shape.take().columns[1]?.[0] : bad.rule
}

const day = (iso: string): number => {
  const [year = 0, month = 1, date = 1] = iso.split('-').map(Number)
  let days = 0
  for (let at = 1970; at < year; at++) days += at % 4 === 0 && (at % 100 !== 0 || at % 400 === 0) ? 366 : 365
  const lengths = [31, year % 4 === 0 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return days + lengths.slice(0, month - 1).reduce((sum, length) => sum + length, 0) + date - 1
}

test('numbers are exact: excess digits are refused, zeros beyond the scale lose nothing', () => {
  const money = column('m', { kind: 'decimal', scale: 2 })
  const cases: readonly (readonly [string, unknown])[] = [
    ['12.34', 1234],
    ['-12.3', -1230],
    ['+.5', 50],
    [' 7 ', 700],
    ['12.340', 1234],
    ['-0', 0],
    ['9999999999999999.99', 999_999_999_999_999_999n],
    ['-9999999999999999.99', -999_999_999_999_999_999n],
    ['10000000000000000', 'has more than 18 digits'],
    ['12.345', 'has more than 2 digits after the decimal sign ".": declare more, such as decimal(9), or round: true'],
    ['1,234.50', 'is not a number: name its thousands separator in group-sign: (decimal sign ".")'],
    ['12 345', 'is not a number: name its thousands separator in group-sign: (decimal sign ".")'],
    ['€12', 'is not a number: name its currency sign in marks:'],
    ['12 EUR', 'is not a number: name its currency sign in marks:'],
    ['1.2.3', 'is not a number (decimal sign ".")'],
    ['1e3', 'is not a number (decimal sign ".")'],
    ['-', 'is not a number (decimal sign ".")'],
    ['.', 'is not a number (decimal sign ".")'],
    ['12.34xyz?', 'is not a number (decimal sign ".")'],
    ['', null],
  ]
  for (const [text, wanted] of cases) expect([text, one(money, text)]).toEqual([text, wanted])
  expect(one(column('m', { kind: 'decimal', scale: 2 }, { decimalSign: ',' }), '1234,5')).toBe(123_450)
  expect(one(column('m', { kind: 'decimal', scale: 2 }, { decimalSign: ',' }), '12.5')).toContain('is not a number')
  expect(one(column('i', { kind: 'decimal', scale: 0 }), '3.0')).toBe(3)
  expect(one(column('i', { kind: 'decimal', scale: 0 }), '3.5')).toBe('is not a whole number')
  expect(one(column('f', { kind: 'double' }), '1.5e3')).toBe(1500)
})

test('of floating-point numbers further digits are rounded, halves away from zero, and exponents read', () => {
  const round = column('m', { kind: 'decimal', scale: 2 }, { round: true })
  const cases: readonly (readonly [string, unknown])[] = [
    ['8.200000000000001', 820],
    ['0.125', 13],
    ['-0.125', -13],
    ['0.1249999', 12],
    ['1.5e3', 150_000],
    ['-2.5E-01', -25],
    ['5e-3', 1],
    ['4e-3', 0],
    ['12.34', 1234],
    ['1e30', 'has more than 18 digits'],
    ['1e5e5', 'is not a number (decimal sign ".")'],
    ['1e99999', 'is not a number (decimal sign ".")'],
    ['abc', 'is not a number (decimal sign ".")'],
  ]
  for (const [text, wanted] of cases) {
    const found = one(round, text)
    expect([text, typeof found === 'bigint' ? Number(found) : found]).toEqual([text, wanted])
  }
  expect(Number(one(column('m', { kind: 'decimal', scale: 1 }, { decimalSign: ',', round: true }), '1,25'))).toBe(13)
})

test('any number that fits comes out as it was written', () => {
  const limit = 10n ** 18n - 1n
  fc.assert(
    fc.property(fc.bigInt(-limit, limit), fc.integer({ min: 0, max: 6 }), (units, scale) => {
      const digits = `${units < 0n ? -units : units}`.padStart(scale + 1, '0')
      const whole = digits.slice(0, digits.length - scale)
      const text = `${units < 0n ? '-' : ''}${whole}${scale > 0 ? `.${digits.slice(-scale)}` : ''}`
      expect(BigInt(String(one(column('m', { kind: 'decimal', scale }), text)))).toBe(units)
    }),
  )
})

test('words that mean no value, yes and no, and what is required', () => {
  const text = column('t', { kind: 'text' }, { missing: ['N/A', '-'] })
  expect([one(text, ' N/A '), one(text, '-'), one(text, '  '), one(text, ' kept as is ')]).toEqual([
    null,
    null,
    null,
    ' kept as is ',
  ])
  const flag = column('b', { kind: 'boolean' })
  expect(['true', 'No', '1', '0', 'YES', 'maybe'].map((word) => one(flag, word))).toEqual([
    true,
    false,
    true,
    false,
    true,
    'is not true, false, yes, no, 1 or 0',
  ])
  expect(one(column('r', { kind: 'text' }, { required: true, missing: ['none'] }), 'none')).toBe('is required')
})

test('dates are whole days; a pattern is kept to', () => {
  const iso = column('d', { kind: 'date' })
  expect(one(iso, '2026-03-09')).toBe(day('2026-03-09'))
  expect(one(iso, '2026-03-09T00:00:00')).toBe(day('2026-03-09'))
  expect(one(iso, '2026-03-09T10:00:00')).toBe('has a time of day; declare the column as timestamp')
  expect(one(iso, '09.03.2026')).toBe('is not a date (ISO 8601, such as 2026-03-09)')
  const french = column('d', { kind: 'date' }, { format: 'D/M/YYYY' })
  expect(one(french, '9/3/2026')).toBe(day('2026-03-09'))
  expect(one(french, '2026-03-09')).toBe('is not a date of the form D/M/YYYY')
})

test('a row has its local day: wall time stays, an offset is moved into the zone', () => {
  const data = dataset([column('at', { kind: 'instant' })], { time: { column: 'at', zone: 'Europe/Paris' } })
  const shape = bind(data, ['at'])
  for (const text of ['2026-03-09T23:30:00', '2026-03-09T23:30:00Z', '2026-07-01T22:00:00Z', '2026-03-09', '']) {
    expect(shape.add(2, [text])).toEqual([])
  }
  expect(shape.withoutTime()).toBe(0)
  const block: FactBlock = shape.take()
  const hour = 3_600_000_000n
  const at = (iso: string, hours: bigint) => BigInt(day(iso)) * 24n * hour + hours * hour
  expect(block.columns[1]).toEqual(['2026-03-09', '2026-03-10', '2026-07-02', '2026-03-09'].map(day))
  expect(block.columns[0]).toEqual([
    at('2026-03-09', 22n) + hour / 2n,
    at('2026-03-09', 23n) + hour / 2n,
    at('2026-07-01', 22n),
    at('2026-03-08', 23n),
  ])
  expect(block.columns[2]).toEqual(block.columns[0])
})

test('a row without a time is counted; one far from any calendar is refused', () => {
  const data = dataset([column('n', { kind: 'text' }), column('d', { kind: 'date' })], {
    time: { column: 'd', zone: 'UTC' },
  })
  const shape = bind(data, ['n', 'd'])
  expect(shape.add(2, ['a', ''])).toEqual([])
  expect(shape.add(3, ['a', '0201-03-04'])[0]?.rule).toBe('is not between 1900 and 2199')
  expect(shape.withoutTime()).toBe(1)
  expect(shape.take().columns).toEqual([['a'], [null], [null], [null]])
})

test('a bad row is told cell by cell and not added; ragged rows and an empty key are bad, blank lines are no rows', () => {
  const data = dataset([column('id', { kind: 'text' }), column('n', { kind: 'decimal', scale: 0 })], { key: ['id'] })
  const shape = bind(data, ['n', 'id', 'ignored'])
  expect(shape.add(2, ['x', '', '?'])).toEqual([
    { row: 2, column: 'id', value: '', rule: 'is required: it is the key' },
    { row: 2, column: 'n', value: 'x', rule: 'is not a number (decimal sign ".")' },
  ])
  expect(shape.add(3, ['1', 'a'])).toEqual([
    { row: 3, column: null, value: null, rule: 'has 2 cells where the header has 3' },
  ])
  expect(shape.add(4, ['', '', ''])).toEqual([])
  expect(shape.add(5, [''])).toEqual([])
  expect(shape.add(6, ['1', 'a', 'z'])).toEqual([])
  expect(shape.take()).toEqual({ lines: Int32Array.of(6), columns: [['a'], [1], [null], [null]] })
  expect(shape.size()).toBe(0)
})

test('a missing header names its nearest', () => {
  const data = dataset([column('order_id', { kind: 'text' }), column('qty', { kind: 'text' }, { from: 'Quantity' })])
  const bound = shaper(data, 'UTC')(['Order ID', 'Quantty'], 'a.csv')
  expect(bound.ok ? [] : bound.issues.map((issue) => [issue.code, issue.file, issue.line, issue.hint])).toEqual([
    ['load/missing-column', 'a.csv', 1, 'Did you mean "Order ID"?'],
    ['load/missing-column', 'a.csv', 1, 'Did you mean "Quantty"?'],
  ])
})
