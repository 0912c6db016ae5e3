import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseAmount } from './amount-text.ts'

test.each([
  ['12_000_000', 12_000_000n, 0],
  ['4.25', 425n, 2],
  ['-3', -3n, 0],
  ['+3', 3n, 0],
  ['5%', 5n, 2],
  ['99.5 %', 995n, 3],
  ['.5', 5n, 1],
  ['5.', 5n, 0],
  ['0.10', 10n, 2],
  ['12345678901234567890.12', 1234567890123456789012n, 2],
])('%s', (text, units, scale) => {
  expect(parseAmount(text)).toEqual({ units, scale })
})

test.each([
  '',
  '.',
  '%',
  '12,5',
  '1e6',
  '1__0',
  '1_',
  '_1',
  '1._5',
  '0x1F',
  'five',
  '5 %%',
  '1 000',
  '--1',
  'Infinity',
])('not an amount: %s', (text) => {
  expect(parseAmount(text)).toBeNull()
})

test('a percentage is its number divided by a hundred, exactly', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), (units) => {
      expect(parseAmount(`${units}%`)).toEqual({ units, scale: 2 })
    }),
  )
})
