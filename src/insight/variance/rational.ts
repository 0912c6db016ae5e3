import type { Decimal } from '../../domain/decimal.ts'
import { divide } from '../../domain/decimal.ts'

/** An exact quotient of whole numbers in lowest terms; the bottom is positive. What a variance is split in: nothing is lost. */
export interface Rational {
  readonly top: bigint
  readonly bottom: bigint
}

export const zero: Rational = { top: 0n, bottom: 1n }
export const half: Rational = { top: 1n, bottom: 2n }

/** top ÷ bottom in lowest terms; a zero bottom is a bug of the caller. */
export function rational(top: bigint, bottom = 1n): Rational {
  if (bottom === 0n) throw new Error('a quotient by zero')
  if (top === 0n) return zero
  const common = divisorOf(top < 0n ? -top : top, bottom < 0n ? -bottom : bottom)
  const sign = bottom < 0n ? -1n : 1n
  return { top: (sign * top) / common, bottom: (sign * bottom) / common }
}

/** Exactly the decimal. */
export const ofDecimal = ({ units, scale }: Decimal): Rational => rational(units, 10n ** BigInt(scale))

/** Exactly the double, which is a whole number over a power of two; one that is not finite is a bug. */
export function ofNumber(value: number): Rational {
  if (!Number.isFinite(value)) throw new Error(`not a finite number: ${value}`)
  let bottom = 1n
  let scaled = value
  while (!Number.isInteger(scaled)) {
    scaled *= 2
    bottom *= 2n
  }
  return rational(BigInt(scaled), bottom)
}

export const plus = (a: Rational, b: Rational): Rational =>
  a.bottom === b.bottom
    ? rational(a.top + b.top, a.bottom)
    : rational(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom)

export const negative = (a: Rational): Rational => ({ top: -a.top, bottom: a.bottom })
export const minus = (a: Rational, b: Rational): Rational => plus(a, negative(b))
export const times = (a: Rational, b: Rational): Rational => rational(a.top * b.top, a.bottom * b.bottom)

/** a ÷ b, null where b is zero. */
export const over = (a: Rational, b: Rational): Rational | null =>
  b.top === 0n ? null : rational(a.top * b.bottom, a.bottom * b.top)

export const isZero = (a: Rational): boolean => a.top === 0n
export const absolute = (a: Rational): Rational => (a.top < 0n ? negative(a) : a)
export const sum = (all: readonly Rational[]): Rational => all.reduce(plus, zero)
export const same = (a: Rational, b: Rational): boolean => a.top === b.top && a.bottom === b.bottom

/** Below zero, zero or above, as in sorting. */
export function order(a: Rational, b: Rational): number {
  const difference = a.top * b.bottom - b.top * a.bottom
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** −1, 0 or 1. */
export const signOf = (a: Rational): number => (a.top < 0n ? -1 : a.top > 0n ? 1 : 0)

/** The nearest double. */
export const toDouble = ({ top, bottom }: Rational): number =>
  divide({ units: top, scale: 0 }, { units: bottom, scale: 0 }) ?? 0

/** As a decimal where it has one of at most `digits` after the point, else null: a third has none. */
export function toDecimal({ top, bottom }: Rational, digits = 30): Decimal | null {
  for (let scale = 0, power = 1n; scale <= digits; scale++, power *= 10n) {
    if (power % bottom === 0n) return { units: top * (power / bottom), scale }
  }
  return null
}

/** The greatest whole number not above it. */
export function floor({ top, bottom }: Rational): bigint {
  const quotient = top / bottom
  return top % bottom < 0n ? quotient - 1n : quotient
}

function divisorOf(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}
