import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  compatible,
  divide,
  factorKind,
  type MeasureUnit,
  multiply,
  nounUnit,
  parseUnit,
  power,
  printUnit,
  pure,
  same,
} from './measure-unit.ts'
import { plural, singular } from './noun.ts'

const read = (text: string): MeasureUnit => {
  const unit = parseUnit(text)
  if (!unit.ok) throw new Error(`${text}: ${unit.issues[0]?.message}`)
  return unit.value
}

test.each([
  ['EUR', { EUR: 1 }, 'EUR'],
  ['%', {}, '1'],
  ['percent', {}, '1'],
  ['1', {}, '1'],
  ['orders', { order: 1 }, 'orders'],
  ['Orders', { order: 1 }, 'orders'],
  ['order lines', { 'order line': 1 }, 'order lines'],
  ['categories', { category: 1 }, 'categories'],
  ['EUR / order', { EUR: 1, order: -1 }, 'EUR / order'],
  ['EUR per order', { EUR: 1, order: -1 }, 'EUR / order'],
  ['EUR/orders', { EUR: 1, order: -1 }, 'EUR / order'],
  ['days', { day: 1 }, 'days'],
  ['day', { day: 1 }, 'days'],
  ['Minutes', { minute: 1 }, 'minutes'],
  ['1 / month', { month: -1 }, '1 / month'],
  ['EUR / hour / person', { EUR: 1, hour: -1, person: -1 }, 'EUR / person / hour'],
  ['person * days', { person: 1, day: 1 }, 'person * days'],
  ['orders / month^2', { order: 1, month: -2 }, 'orders / month^2'],
  ['people', { person: 1 }, 'people'],
  ['orders / order', {}, '1'],
  ['points', { point: 1 }, 'points'],
  ['e-mails', { 'e-mail': 1 }, 'e-mails'],
])('%s', (text, unit, printed) => {
  expect(read(text)).toEqual(unit)
  expect(printUnit(read(text))).toBe(printed)
})

test.each([
  ['', 'unit/empty'],
  ['   ', 'unit/empty'],
  ['EUR // order', 'unit/factor'],
  ['EUR /', 'unit/factor'],
  ['/ order', 'unit/factor'],
  ['per order', 'unit/factor'],
  ['EUR?', 'unit/word'],
  ['12', 'unit/word'],
  ['order_line', 'unit/word'],
  ['__proto__', 'unit/word'],
  ['(EUR)', 'unit/word'],
  ['month^9 * month^9', 'unit/long'],
  [`${'long '.repeat(30)}noun`, 'unit/long'],
])('%j is no unit: %s', (text, code) => {
  const unit = parseUnit(text)
  expect(unit.ok ? null : unit.issues.map((one) => one.code)).toEqual([code])
})

test('currencies are three capitals, times are known, all else is counted', () => {
  expect(['EUR', 'day', 'order', 'eur', 'constructor'].map(factorKind)).toEqual([
    'currency',
    'time',
    'noun',
    'noun',
    'noun',
  ])
  expect(nounUnit('constructor')).toEqual({ constructor: 1 })
  expect(same(multiply(read('constructor'), pure), pure)).toBe(false)
})

test.each([
  ['EUR', 'EUR', true],
  ['EUR', 'USD', false],
  ['%', 'complaints / order', true],
  ['%', 'orders', false],
  ['%', 'EUR / order', false],
  ['%', 'EUR / USD', false],
  ['%', 'hours / day', false],
  ['complaints / order', '%', false],
  ['points', '1', true],
  ['orders', '1', false],
  ['EUR', '1', false],
  ['1', 'days', false],
])('a KPI measured in %s whose calculation gives %s: %s', (declared, computed, fits) => {
  expect(compatible(read(declared), read(computed))).toBe(fits)
})

test.each([
  ['orders', 'order'],
  ['boxes', 'box'],
  ['branches', 'branch'],
  ['addresses', 'address'],
  ['companies', 'company'],
  ['purchases', 'purchase'],
  ['houses', 'house'],
  ['statuses', 'status'],
  ['analyses', 'analysis'],
  ['children', 'child'],
  ['series', 'series'],
  ['employees', 'employee'],
  ['days', 'day'],
  ['sales people', 'sales person'],
  ['bus', 'bus'],
  ['class', 'class'],
])('%s: one %s', (many, one) => {
  expect(singular(many)).toBe(one)
  expect(singular(one)).toBe(one)
})

const word = fc.string({ unit: fc.constantFrom(...'abeihosxyz'), minLength: 2, maxLength: 8 })

test('whatever the noun, its plural leads back to it', () => {
  fc.assert(
    fc.property(word, (one) => {
      const noun = singular(one)
      expect(singular(noun)).toBe(noun)
      expect(singular(plural(noun))).toBe(noun)
    }),
    { numRuns: 2_000 },
  )
})

const factor = fc.constantFrom('EUR', 'USD', 'day', 'month', 'order', 'order line', 'customer', 'category', 'box')
const anyUnit = fc
  .array(fc.tuple(factor, fc.constantFrom(-2, -1, 1, 2)), { maxLength: 4 })
  .map((factors): MeasureUnit => Object.fromEntries(factors))

test('what is printed reads back as the same unit', () => {
  fc.assert(fc.property(anyUnit, (unit) => same(read(printUnit(unit)), unit)))
})

test('products and quotients undo each other', () => {
  fc.assert(
    fc.property(anyUnit, anyUnit, (a, b) => {
      expect(same(divide(multiply(a, b), b), a)).toBe(true)
      expect(same(multiply(a, b), multiply(b, a))).toBe(true)
      expect(same(power(a, 2), multiply(a, a))).toBe(true)
      expect(same(divide(a, a), pure)).toBe(true)
    }),
  )
})
