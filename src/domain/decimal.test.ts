import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  add,
  compare,
  type Decimal,
  decimalOf,
  divide,
  multiply,
  negate,
  parseDecimal,
  printDecimal,
  rescale,
  subtract,
  toNumber,
} from './decimal.ts'

const read = (text: string): Decimal => {
  const value = parseDecimal(text)
  if (value === null) throw new Error(`no number: ${text}`)
  return value
}

const anyDecimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 18 }))
  .map(([units, scale]): Decimal => ({ units, scale }))

test.each([
  ['0', '0'],
  ['-0.00', '0'],
  ['12_000_000', '12000000'],
  ['1_0.0_1', '10.01'],
  ['+4.250', '4.25'],
  ['-4.25', '-4.25'],
  ['.5', '0.5'],
  ['-.05', '-0.05'],
  ['5%', '0.05'],
  ['12.5 %', '0.125'],
  ['100%', '1'],
  [' 7 ', '7'],
  ['0.10', '0.1'],
  ['14236.8950', '14236.895'],
])('%s is read as %s', (text, printed) => {
  expect(printDecimal(read(text))).toBe(printed)
})

test.each([
  '',
  ' ',
  '.',
  '-',
  '%',
  '1e6',
  '1.',
  '1__0',
  '_1',
  '1_',
  '1._5',
  '1,000',
  '1 000',
  '--1',
  '5%%',
  '٣',
  'NaN',
  'Infinity',
  '0x10',
  '1'.repeat(39),
])('%j is no number', (text) => {
  expect(parseDecimal(text)).toBeNull()
})

test('money adds exactly where doubles do not', () => {
  expect(printDecimal(add(read('0.1'), read('0.2')))).toBe('0.3')
  expect(printDecimal(multiply(read('1.10'), read('3')))).toBe('3.3')
  expect(printDecimal(subtract(read('1'), read('0.9')))).toBe('0.1')
  expect(printDecimal(add(read('9_007_199_254_740_993'), read('0.01')))).toBe('9007199254740993.01')
})

test('a number is rescaled where no digit is lost', () => {
  expect(rescale(read('1.50'), 1)).toEqual({ units: 15n, scale: 1 })
  expect(rescale(read('1.55'), 1)).toBeNull()
  expect(rescale(read('-1.5'), 3)).toEqual({ units: -1500n, scale: 3 })
})

test('a whole number of cents; a fraction is a bug', () => {
  expect(decimalOf(1250, 2)).toEqual({ units: 1250n, scale: 2 })
  expect(decimalOf(7n)).toEqual({ units: 7n, scale: 0 })
  expect(() => decimalOf(1.5)).toThrow('not a whole number')
})

describe('quotients', () => {
  test('are the nearest doubles', () => {
    expect(divide(read('37'), read('610'))).toBe(37 / 610)
    expect(divide(read('0.1'), read('0.3'))).toBe(1 / 3)
    expect(divide(read('-1'), read('3'))).toBe(-1 / 3)
    expect(divide(read('0'), read('-3'))).toBe(0)
    expect(divide(read('9007199254740993'), read('9007199254740992'))).toBe(1)
    expect(divide(read('18014398509481989'), read('2'))).toBe(9007199254740994)
  })

  test('by zero are none', () => {
    expect(divide(read('1'), read('0.00'))).toBeNull()
  })

  test('of a number by itself are one, and by one the number', () => {
    fc.assert(
      fc.property(anyDecimal, (a) => {
        if (a.units !== 0n) expect(divide(a, a)).toBe(1)
        expect(divide(a, decimalOf(1))).toBe(toNumber(a))
      }),
    )
  })

  test('of whole numbers that doubles hold exactly are theirs', () => {
    const small = fc.integer({ min: -(2 ** 50), max: 2 ** 50 })
    fc.assert(
      fc.property(small, small, (a, b) => {
        if (b !== 0) expect(divide(decimalOf(a), decimalOf(b))).toBe(a / b + 0)
      }),
    )
  })
})

describe('laws', () => {
  test('what is printed reads back as the same number', () => {
    fc.assert(fc.property(anyDecimal, (a) => compare(read(printDecimal(a)), a) === 0))
  })

  test('the nearest double is that of the printed text', () => {
    fc.assert(
      fc.property(anyDecimal, (a) => {
        expect(toNumber(a)).toBe(Number(printDecimal(a)))
      }),
    )
  })

  test('adding and taking away, order, and products over sums', () => {
    fc.assert(
      fc.property(anyDecimal, anyDecimal, anyDecimal, (a, b, c) => {
        expect(compare(subtract(add(a, b), b), a)).toBe(0)
        expect(compare(add(a, negate(a)), decimalOf(0))).toBe(0)
        expect(compare(a, b)).toBe(-compare(b, a) + 0)
        expect(compare(multiply(a, add(b, c)), add(multiply(a, b), multiply(a, c)))).toBe(0)
      }),
    )
  })
})

test('numbers of up to fifteen digits, which are printed through doubles, read as the digits say', () => {
  const digits = ({ units, scale }: { units: bigint; scale: number }): string => {
    const all = String(units < 0n ? -units : units).padStart(scale + 1, '0')
    const text = scale === 0 ? all : `${all.slice(0, -scale)}.${all.slice(-scale)}`.replace(/\.?0+$/, '')
    return units < 0n ? `-${text}` : text
  }
  const units = fc.oneof(
    fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
    fc.bigInt({ min: 10n ** 15n - 1000n, max: 10n ** 15n + 1000n }),
    fc.bigInt({ min: -1000n, max: 1000n }),
  )
  fc.assert(
    fc.property(units, fc.integer({ min: 0, max: 8 }), (of, scale) => {
      expect(printDecimal({ units: of, scale })).toBe(digits({ units: of, scale }))
    }),
    { numRuns: 5000 },
  )
})
