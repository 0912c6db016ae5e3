import type { Driver, DriverEffect, DriverSplit } from './drivers.ts'
import { driversIn, evaluate, type Formula } from './formula-tree.ts'
import {
  absolute,
  isZero,
  minus,
  ofNumber,
  order,
  plus,
  type Rational,
  signOf,
  sum,
  toDouble,
  zero,
} from './rational.ts'

/**
 * The change of a formula of products and quotients as effects of its drivers by the logarithmic mean Divisia index (additive
 * LMDI-I, Ang 2004, 2005): each factor has L(V₁, V₀) · ln(x₁ ÷ x₀), L(a, b) = (a − b) ÷ (ln a − ln b). Sums and differences inside
 * or around products pass effects on, as a factor's own effect is the sum of those of its terms. A factor that is zero on one side
 * takes the analytical limit (Wood and Lenzen 2006): all of the value, in equal parts with the other factors that are zero there.
 * What logarithms lose in the last bits is given to the largest effect, so that effects add up exactly.
 *
 * Null where the value is undefined on a side, and where LMDI is: a factor that changes its sign, a missing driver, a function.
 */
export function lmdiSplit(formula: Formula, drivers: readonly Driver[]): DriverSplit | null {
  const from = evaluate(
    formula,
    drivers.map((one) => one.from),
  )
  const to = evaluate(
    formula,
    drivers.map((one) => one.to),
  )
  if (from === null || to === null) return null
  const shares = new Map(driversIn(formula).map((index) => [index, 0]))
  if (!share({ drivers, shares }, formula, 1)) return null
  const effects = [...shares].map(([index, effect]): DriverEffect => ({ drivers: [index], effect: ofNumber(effect) }))
  const told = closed(effects, minus(to, from))
  return told && { from, to, change: minus(to, from), effects: told }
}

interface Ledger {
  readonly drivers: readonly Driver[]
  readonly shares: Map<number, number>
}

interface Sides {
  readonly from: Rational
  readonly to: Rational
}

/** Gives the drivers of a part what it adds to the whole: `weight` for each unit by which the part changes. */
function share(ledger: Ledger, part: Formula, weight: number): boolean {
  switch (part.kind) {
    case 'constant':
      return true
    case 'driver': {
      const both = sidesOf(ledger, part)
      if (both === null) return false
      const effect = weight * toDouble(minus(both.to, both.from))
      ledger.shares.set(part.index, (ledger.shares.get(part.index) ?? 0) + effect)
      return Number.isFinite(effect)
    }
    case 'apply':
      return part.name === 'negate' && part.args.every((arg) => share(ledger, arg, -weight))
    case 'arithmetic':
      if (part.op === '*' || part.op === '/') return shareProduct(ledger, part, weight)
      return share(ledger, part.left, weight) && share(ledger, part.right, part.op === '-' ? -weight : weight)
  }
}

interface Factor extends Sides {
  readonly part: Formula
  /** 1 in the numerator, −1 in the denominator. */
  readonly power: 1 | -1
}

function shareProduct(ledger: Ledger, product: Formula, weight: number): boolean {
  const whole = sidesOf(ledger, product)
  const factors = factorsOf(ledger, product, 1)
  if (whole === null || factors === null) return false
  // A factor through zero to the other side has no logarithm on the way.
  if (factors.some(({ from, to }) => signOf(from) * signOf(to) < 0)) return false
  const nothing = [whole.from, whole.to].filter(isZero).length
  if (nothing === 2) return true
  if (nothing === 1) return shareLimit(ledger, factors, whole, weight)
  const mean = logarithmicMean(whole)
  return factors.every((factor) => share(ledger, factor.part, (weight * factor.power * mean) / logarithmicMean(factor)))
}

/** The limit where the whole comes from zero or goes to it: the factors that are zero there share all of it alike. */
function shareLimit(ledger: Ledger, factors: readonly Factor[], whole: Sides, weight: number): boolean {
  const empty = factors.filter(({ from, to }) => isZero(isZero(whole.from) ? from : to))
  const each = toDouble(minus(whole.to, whole.from)) / empty.length
  return empty.every(({ part, from, to }) => share(ledger, part, (weight * each) / toDouble(minus(to, from))))
}

function sidesOf({ drivers }: Ledger, part: Formula): Sides | null {
  const side = (read: 'from' | 'to') =>
    evaluate(
      part,
      drivers.map((one) => one[read]),
    )
  const [from, to] = [side('from'), side('to')]
  return from === null || to === null ? null : { from, to }
}

/** A product's factors, those of products and quotients inside it as its own; null where one has no value. */
function factorsOf(ledger: Ledger, part: Formula, power: 1 | -1): readonly Factor[] | null {
  if (part.kind === 'arithmetic' && (part.op === '*' || part.op === '/')) {
    const left = factorsOf(ledger, part.left, power)
    const right = factorsOf(ledger, part.right, part.op === '/' ? (power === 1 ? -1 : 1) : power)
    return left === null || right === null ? null : [...left, ...right]
  }
  const both = sidesOf(ledger, part)
  return both === null ? null : [{ part, power, ...both }]
}

/** L(a, b) of two numbers of one sign; of equal ones it is themselves. */
function logarithmicMean({ from, to }: Sides): number {
  const [before, after, change] = [toDouble(from), toDouble(to), toDouble(minus(to, from))]
  if (change === 0) return after
  // For numbers close together ln(a ÷ b) loses the digits that ln(1 + (a − b) ÷ b) keeps.
  const relative = change / before
  return change / (Math.abs(relative) < 0.5 ? Math.log1p(relative) : Math.log(after / before))
}

/** More than this of all effects is no last bit any more: so many digits cancelled out that no effect is known. */
const noise = 1e-9

/** Effects that add up to the change: the largest takes what is left over; null where that is more than rounding. */
function closed(effects: readonly DriverEffect[], change: Rational): readonly DriverEffect[] | null {
  const left = minus(change, sum(effects.map(({ effect }) => effect)))
  const size = sum(effects.map(({ effect }) => absolute(effect)))
  if (Math.abs(toDouble(left)) > noise * toDouble(size)) return null
  const largest = effects.reduce(
    (best, { effect }, index) => (order(absolute(effect), absolute(effects[best]?.effect ?? zero)) > 0 ? index : best),
    0,
  )
  return effects.map((one, index) => (index === largest ? { ...one, effect: plus(one.effect, left) } : one))
}
