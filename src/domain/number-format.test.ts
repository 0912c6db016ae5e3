import { expect, test } from 'vitest'
import {
  digits,
  fullNumber,
  gapWithUnit,
  numberStyle,
  shortUnit,
  signedDigits,
  trimmed,
  withUnit,
} from './number-format.ts'

const euro = { kind: 'currency', symbol: 'EUR' } as const
const percent = { kind: 'percent', symbol: '%' } as const
const orders = { kind: 'count', symbol: 'orders' } as const

test('headlines carry three significant digits in the reader’s notation', () => {
  expect(withUnit(numberStyle(euro, 'en', '12934567.89'), 12934567.89)).toBe('12.9 M €')
  expect(withUnit(numberStyle(euro, 'en', 18_800), 18_800)).toBe('18.8 k €')
  expect(withUnit(numberStyle(euro, 'en', 999_950), 999_950)).toBe('1.00 M €')
  expect(withUnit(numberStyle(euro, 'de', 1_240_000), 1_240_000)).toBe('1,24 Mio. €')
  expect(withUnit(numberStyle(orders, 'en', '32'), 32)).toBe('32 orders')
  expect(withUnit(numberStyle({ kind: 'other', symbol: 'EUR / order' }, 'en', 84.314), 84.314)).toBe('84.3 € / order')
  expect(withUnit(numberStyle({ kind: 'other', symbol: '1' }, 'en', 0.01234), 0.01234)).toBe('0.0123')
})

test('a gap keeps the power and decimals of its value, with a real minus and no sign at zero', () => {
  const style = numberStyle(euro, 'en', 1_780_000, 1_840_000)
  expect(signedDigits(style, -60_000)).toBe('−0.06')
  expect(signedDigits(style, 300_000)).toBe('+0.30')
  expect(signedDigits(style, -100)).toBe('0.00')
})

test('percentages have one decimal and their differences are points', () => {
  const style = numberStyle(percent, 'en', 0.862)
  expect(withUnit(style, 0.862)).toBe('86.2 %')
  expect(gapWithUnit(style, -0.088)).toBe('−8.8 pp')
})

test('whole numbers stay whole while every reference is', () => {
  expect(digits(numberStyle({ kind: 'count', symbol: 'days' }, 'en', 50, 52), 50)).toBe('50')
  expect(digits(numberStyle({ kind: 'count', symbol: 'days' }, 'en', 50, 52.5), 52.5)).toBe('52.5')
})

test('the full number loses nothing', () => {
  expect(fullNumber(euro, 'en', '123456789012345678.895')).toBe('123,456,789,012,345,678.895 €')
  expect(fullNumber(percent, 'en', '0.05')).toBe('5 %')
  expect(fullNumber(percent, 'en', 0.123456789)).toBe('12.3456789 %')
  expect(fullNumber(percent, 'en', '-0.005')).toBe('−0.5 %')
  expect(fullNumber({ kind: 'count', symbol: '1' }, 'de', '-1234567.5')).toBe('−1.234.567,5')
})

test('promised numbers lose their zeros, narrow columns their nouns', () => {
  const style = numberStyle(percent, 'en', 0.95)
  expect(trimmed(style, 0.95, true)).toBe('95 %')
  expect(trimmed(style, 0.925, true)).toBe('92.5 %')
  expect(['M €', 'k € / head', 'days', 'k orders', 'order lines', 'kWh / order', '%'].map(shortUnit)).toEqual([
    'M €',
    'k €',
    'days',
    'k',
    '',
    'kWh',
    '%',
  ])
})
