import { describe, expect, test } from 'vitest'
import { randomOf } from '../statistics/random.ts'
import type { Driver } from './drivers.ts'
import { evaluate, type Formula } from './formula-tree.ts'
import { lmdiSplit } from './lmdi.ts'
import { minus, ofNumber, type Rational, sum, toDouble } from './rational.ts'

const driver = (index: number): Formula => ({ kind: 'driver', index })
const join = (op: '+' | '-' | '*' | '/', left: Formula, right: Formula): Formula => ({
  kind: 'arithmetic',
  op,
  left,
  right,
})
const product = (...factors: readonly Formula[]): Formula => factors.reduce((left, right) => join('*', left, right))
const moved = (...pairs: readonly (readonly [number, number])[]): Driver[] =>
  pairs.map(([from, to], index) => ({ name: `d${index}`, from: ofNumber(from), to: ofNumber(to) }))

function effectsOf(formula: Formula, drivers: readonly Driver[]): readonly number[] {
  const split = lmdiSplit(formula, drivers)
  if (split === null) throw new Error('a split was expected')
  expect(sum(split.effects.map(({ effect }) => effect))).toEqual(split.change)
  return drivers.map((_, index) =>
    toDouble(split.effects.find(({ drivers: [own] }) => own === index)?.effect as Rational),
  )
}

const driversAt = (drivers: readonly Driver[], side: 'from' | 'to') => drivers.map((one) => one[side])

const L = (a: number, b: number) => (a === b ? a : (a - b) / (Math.log(a) - Math.log(b)))

describe('Ang (2005), equation 5', () => {
  test('activity, structure and intensity of two sectors: Σ L(Vᵢ) ln(xᵢ)', () => {
    // E = Q · S₁ · I₁ + Q · S₂ · I₂: energy of two sectors from 50 to 96.
    const [Q, S1, I1, S2, I2] = [
      [50, 80],
      [0.2, 0.5],
      [3, 2],
      [0.8, 0.5],
      [0.5, 0.4],
    ] as const
    const formula = join('+', product(driver(0), driver(1), driver(2)), product(driver(0), driver(3), driver(4)))
    const ln = ([from, to]: readonly [number, number]) => Math.log(to / from)
    const [one, two] = [L(80, 30), L(16, 20)]
    const expected = [(one + two) * ln(Q), one * ln(S1), one * ln(I1), two * ln(S2), two * ln(I2)]
    const found = effectsOf(formula, moved(Q, S1, I1, S2, I2))
    for (const [index, effect] of expected.entries()) expect(found[index]).toBeCloseTo(effect, 10)
    expect(found.reduce((all, effect) => all + effect, 0)).toBeCloseTo(46, 10)
  })

  test('a divisor moves against the whole; turned round in time all effects turn round', () => {
    const formula = join('/', product(driver(0), driver(1)), driver(2))
    const there = effectsOf(formula, moved([100, 120], [3, 2], [4, 5]))
    const mean = L(48, 75)
    for (const [index, ratio] of [120 / 100, 2 / 3, 4 / 5].entries())
      expect(there[index]).toBeCloseTo(mean * Math.log(ratio), 10)
    const back = effectsOf(formula, moved([120, 100], [2, 3], [5, 4]))
    for (const [index, effect] of there.entries()) expect(back[index]).toBeCloseTo(-effect, 10)
  })

  test('a sum as a factor shares its effect by its terms', () => {
    // (a + b) · c: that of the sum is L(V) ln(sum), and its terms have it in proportion to their changes.
    const formula = product(join('+', driver(0), driver(1)), driver(2))
    const found = effectsOf(formula, moved([10, 14], [30, 34], [2, 3]))
    const whole = L(144, 80) * Math.log(48 / 40)
    expect(found[0]).toBeCloseTo(whole / 2, 10)
    expect(found[1]).toBeCloseTo(whole / 2, 10)
  })
})

describe('zeros by their analytical limits', () => {
  const formula = product(driver(0), driver(1), driver(2))
  const tiny = 1e-90

  const zeros: readonly (readonly [name: string, pairs: readonly (readonly [number, number])[]])[] = [
    [
      'one factor comes',
      [
        [0, 4],
        [2, 3],
        [5, 6],
      ],
    ],
    [
      'one factor goes',
      [
        [4, 0],
        [2, 3],
        [5, 6],
      ],
    ],
    [
      'two factors come',
      [
        [0, 4],
        [0, 3],
        [5, 6],
      ],
    ],
    [
      'all factors go',
      [
        [4, 0],
        [3, 0],
        [6, 0],
      ],
    ],
    [
      'nothing before and after, for other factors',
      [
        [0, 4],
        [3, 0],
        [5, 6],
      ],
    ],
    [
      'nothing at all',
      [
        [0, 0],
        [2, 3],
        [5, 6],
      ],
    ],
  ]
  test.each(zeros)('%s: as a small value in its place tends to', (_, pairs) => {
    const found = effectsOf(formula, moved(...pairs))
    const near = pairs.map(([from, to]) => [from || tiny, to || tiny] as const)
    const [before, after] = [0, 1].map((side) => near.reduce((all, pair) => all * (pair[side] ?? 1), 1))
    // Against the logarithm of so small a value those of the other factors weigh a hundredth.
    for (const [index, [from, to]] of near.entries()) {
      const expected = L(after ?? 0, before ?? 0) * Math.log(to / from)
      expect(Math.abs((found[index] ?? 0) - expected)).toBeLessThan(1)
    }
  })

  test('what comes from nothing is the factor’s alone, or alike of those that come together', () => {
    expect(effectsOf(formula, moved([0, 4], [2, 3], [5, 6]))).toEqual([72, 0, 0])
    expect(effectsOf(formula, moved([4, 0], [2, 3], [5, 6]))).toEqual([-40, 0, 0])
    expect(effectsOf(formula, moved([0, 4], [0, 3], [5, 6]))).toEqual([36, 36, 0])
    expect(effectsOf(formula, moved([0, 0], [2, 3], [5, 6]))).toEqual([0, 0, 0])
  })
})

test('undefined where a factor changes its sign, a driver is missing or the whole is', () => {
  expect(lmdiSplit(product(driver(0), driver(1)), moved([-1, 2], [3, 4]))).toBeNull()
  expect(lmdiSplit(join('/', driver(0), driver(1)), moved([1, 2], [0, 4]))).toBeNull()
  expect(
    lmdiSplit(product(driver(0), driver(1)), [{ name: 'a', from: null, to: ofNumber(1) }, ...moved([1, 2])]),
  ).toBeNull()
  // Both sides negative have a mean too.
  expect(effectsOf(product(driver(0), driver(1)), moved([-2, -3], [5, 5]))).toEqual([-5, 0])
})

test('exact in 2,000 random products, quotients and sums of positive drivers, zeros among them', () => {
  const random = randomOf(7)
  let told = 0
  for (let at = 0; at < 2000; at++) {
    const count = 2 + Math.floor(random.uniform() * 5)
    const value = () => (random.uniform() < 0.1 ? 0 : Math.round(random.uniform() * 10 ** (1 + (at % 6))) / 100)
    const drivers = moved(...Array.from({ length: count }, () => [value(), value()] as const))
    let formula = driver(0)
    for (let index = 1; index < count; index++) {
      const op = (['*', '*', '/', '+'] as const)[Math.floor(random.uniform() * 4)] ?? '*'
      formula = random.uniform() < 0.5 ? join(op, formula, driver(index)) : join(op, driver(index), formula)
    }
    const split = lmdiSplit(formula, drivers)
    const defined = [driversAt(drivers, 'from'), driversAt(drivers, 'to')].every(
      (side) => evaluate(formula, side) !== null,
    )
    // Whatever has a value on both sides and no minus has an LMDI.
    expect(split === null).toBe(!defined)
    if (split === null) continue
    told++
    expect(sum(split.effects.map(({ effect }) => effect))).toEqual(minus(split.to, split.from))
  }
  expect(told).toBeGreaterThan(1000)
})
