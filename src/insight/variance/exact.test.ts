import { describe, expect, test } from 'vitest'
import { compare, printDecimal, subtract } from '../../domain/decimal.ts'
import { type Random, randomOf } from '../statistics/random.ts'
import { additive } from './additive.ts'
import { driverSplit } from './drivers.ts'
import { driversIn, evaluate, type Formula } from './formula-tree.ts'
import { type Nested, type NestedRatioPart, nestedAdditive, nestedRatio } from './hierarchy.ts'
import { priceVolumeMix } from './price-volume-mix.ts'
import { type Fraction, type Group, ratioSplit } from './ratio.ts'
import {
  floor,
  isZero,
  minus,
  over,
  plus,
  type Rational,
  rational,
  same,
  sum,
  times,
  toDouble,
  zero,
} from './rational.ts'
import { mergeAmounts, mergeGroups, searchDrivers } from './search.ts'
import { shown } from './shown.ts'

const cases = 2_000

/** Amounts as data has them: mostly money, sometimes zero, negative, tiny or without end. */
function amount(random: Random): Rational {
  const kind = random.uniform()
  if (kind < 0.15) return zero
  const size = BigInt(Math.floor(random.uniform() * 10 ** (1 + Math.floor(random.uniform() * 8))))
  const sign = random.uniform() < 0.25 ? -1n : 1n
  return rational(sign * size, kind < 0.9 ? 100n : 1n + BigInt(Math.floor(random.uniform() * 97)))
}

const maybe = <T>(random: Random, make: () => T): T | null => (random.uniform() < 0.2 ? null : make())
const many = <T>(random: Random, most: number, make: (index: number) => T): T[] =>
  Array.from({ length: 1 + Math.floor(random.uniform() * most) }, (_, index) => make(index))

const fraction = (random: Random): Fraction => ({ numerator: amount(random), denominator: amount(random) })
const group = (random: Random, index: number): Group => ({
  name: `g${index}`,
  from: maybe(random, () => fraction(random)),
  to: maybe(random, () => fraction(random)),
})

/** What the definition says, computed by nothing but additions and one division. */
function ratioOf(groups: readonly Group[], side: 'from' | 'to'): Rational | null {
  return over(
    sum(groups.map((one) => one[side]?.numerator ?? zero)),
    sum(groups.map((one) => one[side]?.denominator ?? zero)),
  )
}

describe('splits leave nothing over, in 10,000 random cases with new, gone, zero and negative members, hierarchies and ratios of ratios', () => {
  test('contributions of a sum, down a hierarchy, and with small members told as one', () => {
    const random = randomOf(1)
    for (let at = 0; at < cases; at++) {
      const leaf = (index: number) => ({
        name: `m${index}`,
        from: maybe(random, () => amount(random)),
        to: maybe(random, () => amount(random)),
      })
      const flat = many(random, 9, leaf)
      const direct = minus(sum(flat.map(({ to }) => to ?? zero)), sum(flat.map(({ from }) => from ?? zero)))
      expect(sum(additive(flat).parts.map(({ effect }) => effect))).toEqual(direct)
      const merged = mergeAmounts(flat, 0.1)
      expect(additive(merged.members).change).toEqual(direct)
      const tree: Nested<(typeof flat)[number]>[] = many(random, 4, (index) => ({
        name: `r${index}`,
        below: many(random, 4, leaf),
      }))
      const whole = nestedAdditive(tree)
      expect(sum(whole.parts.map(({ effect }) => effect))).toEqual(whole.change)
      for (const part of whole.parts) expect(sum(part.below.map(({ effect }) => effect))).toEqual(part.effect)
    }
  })

  test('rate and mix of a ratio, in two parts and in three, flat and down a hierarchy', () => {
    const random = randomOf(2)
    let defined = 0
    for (let at = 0; at < cases; at++) {
      const groups = many(random, 7, (index) => group(random, index))
      const [before, after] = [ratioOf(groups, 'from'), ratioOf(groups, 'to')]
      for (const weighting of ['symmetric', 'base'] as const) {
        const split = ratioSplit(groups, weighting)
        if (before === null || after === null) {
          expect(split).toBeNull()
          continue
        }
        defined++
        expect(split && sum(split.parts.map(({ effect }) => effect))).toEqual(minus(after, before))
        expect(split && sum([split.rate, split.mix, split.interaction, split.unallocated])).toEqual(
          minus(after, before),
        )
      }
      const merged = ratioSplit(mergeGroups(groups, 0.1).members)
      expect(merged?.change).toEqual(before === null || after === null ? undefined : minus(after, before))
      const tree = many(random, 3, (index) => ({
        name: `r${index}`,
        below: many(random, 4, (leaf) => group(random, leaf)),
      }))
      const nested = nestedRatio(tree)
      const leaves = tree.flatMap(({ below }) => below)
      const [was, is] = [ratioOf(leaves, 'from'), ratioOf(leaves, 'to')]
      if (was === null || is === null) expect(nested).toBeNull()
      else expect(sum((nested ?? []).map(({ effect }) => effect))).toEqual(minus(is, was))
      for (const part of nested ?? []) expectNested(part)
    }
    expect(defined).toBeGreaterThan(cases)
  })

  test('cells of two crossed dimensions: they make up each member, and the whole when most are told as one', () => {
    const random = randomOf(6)
    let told = 0
    for (let at = 0; at < cases; at++) {
      const [wide, high] = [1 + Math.floor(random.uniform() * 4), 1 + Math.floor(random.uniform() * 5)]
      const cells = Array.from({ length: wide * high }, (_, index) => ({
        row: index % wide,
        cell: group(random, index),
      }))
      const amounts = cells.map(({ row, cell: { name, from, to } }) => ({
        row,
        name,
        from: from?.numerator ?? null,
        to: to?.numerator ?? null,
      }))
      const rows = Array.from({ length: wide }, (_, row) => {
        const own = amounts.filter((one) => one.row === row)
        const side = (read: 'from' | 'to') => sum(own.map((one) => one[read] ?? zero))
        return { name: `r${row}`, from: side('from'), to: side('to') }
      })
      const parts = additive(amounts).parts
      for (const [row, { effect }] of additive(rows).parts.entries()) {
        const own = parts.filter((_, index) => amounts[index]?.row === row)
        expect(sum(own.map((part) => part.effect))).toEqual(effect)
      }
      const few = additive(mergeAmounts(amounts, 0.05, 4).members)
      expect(few.parts.length).toBeLessThanOrEqual(4)
      expect(sum(few.parts.map(({ effect }) => effect))).toEqual(additive(rows).change)
      const groups = cells.map(({ cell }) => cell)
      const [before, after] = [ratioOf(groups, 'from'), ratioOf(groups, 'to')]
      const split = ratioSplit(mergeGroups(groups, 0.05, 4).members)
      if (before === null || after === null) {
        expect(split).toBeNull()
        continue
      }
      told++
      expect(split && sum(split.parts.map(({ effect }) => effect))).toEqual(minus(after, before))
    }
    expect(told).toBeGreaterThan(cases / 4)
  })

  test('price, volume and mix', () => {
    const random = randomOf(3)
    for (let at = 0; at < cases; at++) {
      const sale = () => ({ value: amount(random), quantity: amount(random) })
      const items = many(random, 8, (index) => ({
        name: `i${index}`,
        from: maybe(random, sale),
        to: maybe(random, sale),
      }))
      const value = (side: 'from' | 'to') => sum(items.map((item) => item[side]?.value ?? zero))
      const found = priceVolumeMix(items)
      const { volume, mix, price, added, discontinued, unallocated } = found
      const change = minus(value('to'), value('from'))
      expect(sum([volume, mix, price, added, discontinued, unallocated])).toEqual(change)
      expect(sum(found.parts.map(({ effect }) => effect))).toEqual(change)
    }
  })

  test('drivers of random formulas: sums, products, ratios of ratios', () => {
    const random = randomOf(4)
    let told = 0
    let ratiosOfRatios = 0
    for (let at = 0; at < cases; at++) {
      const count = 2 + Math.floor(random.uniform() * (at % 40 === 0 ? 7 : 4))
      const formula = randomFormula(random, count)
      const drivers = Array.from({ length: count }, (_, index) => ({
        name: `d${index}`,
        from: random.uniform() < 0.05 ? null : amount(random),
        to: random.uniform() < 0.05 ? null : amount(random),
      }))
      const before = evaluate(
        formula,
        drivers.map(({ from }) => from),
      )
      const after = evaluate(
        formula,
        drivers.map(({ to }) => to),
      )
      const split = driverSplit(formula, drivers)
      if (before === null || after === null) {
        expect(split).toBeNull()
        continue
      }
      if (split === null) throw new Error('a value on both sides has a split')
      told++
      if (hasRatioOfRatios(formula)) ratiosOfRatios++
      expect(sum(split.effects.map(({ effect }) => effect))).toEqual(minus(after, before))
      const named = split.effects.flatMap(({ drivers: own }) => own).sort((a, b) => a - b)
      expect(named).toEqual([...driversIn(formula)].sort((a, b) => a - b))
    }
    expect(told).toBeGreaterThan(cases / 4)
    expect(ratiosOfRatios).toBeGreaterThan(100)
  })

  test('shown parts add up to the shown total, and none is off by a unit or more', () => {
    const random = randomOf(5)
    for (let at = 0; at < cases; at++) {
      const parts = many(random, 12, () => amount(random))
      const decimals = Math.floor(random.uniform() * 5) - 2
      const found = shown(parts, decimals)
      const added = found.parts.reduce((all, part) => ({ units: all.units + part.units, scale: part.scale }), {
        units: 0n,
        scale: found.total.scale,
      })
      expect(compare(added, found.total)).toBe(0)
      for (const [index, part] of found.parts.entries()) {
        const off = minus(rational(part.units, 10n ** BigInt(part.scale)), parts[index] ?? zero)
        expect(Math.abs(toDouble(off))).toBeLessThan(10 ** -decimals)
        if (isZero(parts[index] ?? zero)) expect(part.units).toBe(0n)
      }
      expect(subtract(found.total, found.total).units).toBe(0n)
    }
  })
})

function expectNested(part: NestedRatioPart): void {
  if (part.below.length === 0) return
  expect(sum(part.below.map(({ effect }) => effect))).toEqual(part.rate)
  for (const one of part.below) expectNested(one)
}

/** Whether a quotient has a quotient for a side. */
const hasRatioOfRatios = (formula: Formula): boolean =>
  formula.kind === 'arithmetic' &&
  ((formula.op === '/' &&
    [formula.left, formula.right].some((side) => side.kind === 'arithmetic' && side.op === '/')) ||
    [formula.left, formula.right].some(hasRatioOfRatios))

/** A random tree over every driver once, so that mixtures of old and new readings occur in every place. */
function randomFormula(random: Random, count: number): Formula {
  let parts: Formula[] = Array.from({ length: count }, (_, index) => ({ kind: 'driver', index }))
  while (parts.length > 1) {
    const at = Math.floor(random.uniform() * (parts.length - 1))
    const [left, right] = [parts[at], parts[at + 1]]
    if (left === undefined || right === undefined) break
    const op = (['+', '-', '*', '/', '/'] as const)[Math.floor(random.uniform() * 5)] ?? '+'
    parts = [...parts.slice(0, at), { kind: 'arithmetic', op, left, right }, ...parts.slice(at + 2)]
  }
  return parts[0] ?? { kind: 'constant', value: zero }
}

describe('meanings', () => {
  const whole = (value: number) => rational(BigInt(value))
  const driver = (index: number): Formula => ({ kind: 'driver', index })

  test('the product of two factors gives each its change at the mean of the other', () => {
    const product: Formula = { kind: 'arithmetic', op: '*', left: driver(0), right: driver(1) }
    const split = driverSplit(product, [
      { name: 'visits', from: whole(100), to: whole(120) },
      { name: 'value', from: whole(10), to: whole(8) },
    ])
    expect(split?.effects.map(({ effect }) => toDouble(effect))).toEqual([20 * 9, -2 * 110])
  })

  test('a driver that did not move has no effect, and equal drivers have equal ones', () => {
    const total: Formula = {
      kind: 'arithmetic',
      op: '/',
      left: { kind: 'arithmetic', op: '*', left: driver(0), right: driver(1) },
      right: driver(2),
    }
    const moved = { from: whole(2), to: whole(3) }
    const split = driverSplit(total, [
      { name: 'a', ...moved },
      { name: 'b', ...moved },
      { name: 'c', from: whole(7), to: whole(7) },
    ])
    const effects = new Map(split?.effects.map(({ drivers, effect }) => [drivers.join(), effect]))
    expect(same(effects.get('0') ?? zero, effects.get('1') ?? whole(1))).toBe(true)
    expect(isZero(effects.get('2') ?? whole(1))).toBe(true)
  })

  test('more than six drivers: groups of a product share as the product does', () => {
    // (a+b+c+d) × (e+f+g+h): the sums share the product's change, their terms share each sum's.
    const term = (from: number): Formula =>
      [from + 1, from + 2, from + 3].reduce<Formula>(
        (left, index) => ({ kind: 'arithmetic', op: '+', left, right: driver(index) }),
        driver(from),
      )
    const formula: Formula = { kind: 'arithmetic', op: '*', left: term(0), right: term(4) }
    const drivers = Array.from({ length: 8 }, (_, index) => ({
      name: `d${index}`,
      from: whole(index + 1),
      to: whole(2 * index + 3),
    }))
    const split = driverSplit(formula, drivers)
    const effect = (index: number) =>
      split?.effects.find(({ drivers: own }) => own.join() === `${index}`)?.effect ?? zero
    const firstChange = sum(drivers.slice(0, 4).map(({ from, to }) => minus(to, from)))
    const mean = times(rational(1n, 2n), plus(whole(26), whole(56)))
    expect(sum([0, 1, 2, 3].map(effect))).toEqual(times(firstChange, mean))
    expect(effect(0)).toEqual(times(whole(2), mean))
  })

  test('drivers whose mixture divides by zero are told together', () => {
    const formula: Formula = {
      kind: 'arithmetic',
      op: '/',
      left: driver(0),
      right: { kind: 'arithmetic', op: '-', left: driver(1), right: driver(2) },
    }
    const split = driverSplit(formula, [
      { name: 'a', from: whole(1), to: whole(2) },
      { name: 'b', from: whole(3), to: whole(5) },
      { name: 'c', from: whole(5), to: whole(4) },
    ])
    expect(split?.effects.map(({ drivers }) => drivers)).toEqual([[1, 2], [0]])
  })

  test('numerator without denominator is unallocated, not a rate', () => {
    const split = ratioSplit([
      {
        name: 'known',
        from: { numerator: whole(1), denominator: whole(10) },
        to: { numerator: whole(1), denominator: whole(10) },
      },
      { name: 'orphan', from: null, to: { numerator: whole(1), denominator: zero } },
    ])
    expect(split?.parts.map(({ unallocated }) => toDouble(unallocated))).toEqual([0, 0.1])
  })

  test('the search names the member that moved, not the dimension where all moved alike', () => {
    const even = ['x', 'y', 'z'].map((name) => ({ name, from: whole(100), to: whole(90) }))
    const one = [
      { name: 'north', from: whole(100), to: whole(70) },
      { name: 'south', from: whole(100), to: whole(100) },
      { name: 'west', from: whole(100), to: whole(100) },
    ]
    const [first, second] = searchDrivers([
      { name: 'channel', kind: 'sum', members: even },
      { name: 'region', kind: 'sum', members: one },
    ])
    expect(first?.dimension).toBe('region')
    expect(first?.members.map(({ name }) => name)).toEqual(['north'])
    expect(first?.explained).toBe(1)
    expect((second?.score ?? 0) < 0.05).toBe(true)
  })

  test('members under the floor are never named', () => {
    const members = [
      { name: 'large', from: whole(1000), to: whole(1000) },
      { name: 'tiny', from: whole(1), to: whole(4) },
      { name: 'small', from: whole(2), to: whole(1) },
    ]
    const [found] = searchDrivers([{ name: 'shop', kind: 'sum', members }])
    expect(found).toBeUndefined()
    expect(mergeAmounts(members, 0.01).members.map(({ name }) => name)).toEqual(['large', '(others)'])
  })

  test('floors and prints of negative numbers', () => {
    expect(floor(rational(-7n, 2n))).toBe(-4n)
    expect(shown([rational(-1n, 3n), rational(-2n, 3n)], 1).parts.map(printDecimal)).toEqual(['-0.3', '-0.7'])
  })
})
