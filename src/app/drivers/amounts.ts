import { parseDecimal, printDecimal } from '../../domain/decimal.ts'
import type { Figure } from '../../domain/drivers-view.ts'
import { ofDecimal, ofNumber, type Rational, toDecimal, toDouble } from '../../insight/variance/index.ts'

/** An answer's amount without loss: text is a decimal, a number is the double it is. */
export function exactOf(amount: string | number | null): Rational | null {
  if (amount === null) return null
  if (typeof amount === 'number') return ofNumber(amount)
  const decimal = parseDecimal(amount)
  return decimal === null ? null : ofDecimal(decimal)
}

/** As answers print amounts: text where it is an exact decimal that was asked for as one, else the nearest double. */
export function figureOf(value: Rational, kind: 'amount' | 'ratio'): Figure {
  const decimal = kind === 'amount' ? toDecimal(value) : null
  return decimal === null ? toDouble(value) : printDecimal(decimal)
}
