import { expect, test } from 'vitest'
import type { Column } from './catalog.ts'
import { plainNumbers } from './number-text.ts'

const column = (more: Partial<Column>): Column => ({
  name: 'v',
  type: { kind: 'decimal', scale: 2 },
  unit: {},
  from: 'v',
  format: null,
  missing: [],
  decimalSign: '.',
  required: false,
  ...more,
})

const plain = (more: Partial<Column>, ...texts: readonly string[]) =>
  texts.map((text) => plainNumbers(column(more))?.(text))

test('groups of three and Indian groups; what is no group is no number', () => {
  expect(plain({ groupSign: ',' }, '1,234', '1,234,567.89', '12,34,567.5', '622.34', '7', '-1,234.5')).toEqual([
    '1234',
    '1234567.89',
    '1234567.5',
    '622.34',
    '7',
    '-1234.5',
  ])
  expect(plain({ groupSign: ',' }, '1,23', '1,2345', ',123', '1,234,', '1.5,000', '1,,234', '12,34')).toEqual(
    Array.from({ length: 7 }, () => null),
  )
  expect(plain({ groupSign: '.', decimalSign: ',' }, '1.539,91', '-39,36', '1.53', '1.234')).toEqual([
    '1539,91',
    '-39,36',
    null,
    '1234',
  ])
  expect(plain({ groupSign: ' ', decimalSign: ',' }, '1 234,5', '1\u00a0234', '1\u202f234\u202f567', '1  234')).toEqual(
    ['1234,5', '1234', '1234567', null],
  )
  expect(plain({ groupSign: "'" }, "1'234.50", '1’234')).toEqual(['1234.50', '1234'])
})

test('currency marks on either side, with the minus where people write it', () => {
  const more = { groupSign: ',', marks: ['$', 'EUR'] } as const
  const texts = ['$1,234.50', '$ 5', '5 EUR', '-$5', '$-5', '($5.00)', '$(5)', '(1,850.95)', '5-', '−5', '+5', '5']
  expect(plain(more, ...texts)).toEqual([
    '1234.50',
    '5',
    '5',
    '-5',
    '-5',
    '-5.00',
    '-5',
    '-1850.95',
    '-5',
    '-5',
    '5',
    '5',
  ])
  // What is left over is for the reader of numbers to refuse.
  expect(plain(more, '--5', '£5', '(5', '-(5)')).toEqual([null, '£5', '(5', null])
  expect(plainNumbers(column({}))).toBe(null)
})
