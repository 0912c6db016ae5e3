import type { Amount } from './answer.ts'
import {
  add,
  compare,
  type Decimal,
  divide,
  multiply,
  parseDecimal,
  printDecimal,
  subtract,
  toNumber,
} from './decimal.ts'

export const exact = (value: Decimal): Amount => ({ kind: 'exact', value })
export const double = (value: number): Amount => ({ kind: 'double', value })

/** The nearest double. */
export const asNumber = (amount: Amount): number => (amount.kind === 'exact' ? toNumber(amount.value) : amount.value)

/** As DESIGN section 5 prints it: exact amounts as text without trailing zeros, ratios as numbers. */
export const amountJson = (amount: Amount): string | number =>
  amount.kind === 'exact' ? printDecimal(amount.value) : amount.value

export const isZero = (amount: Amount): boolean =>
  amount.kind === 'exact' ? amount.value.units === 0n : amount.value === 0

/** Below zero, zero or above, as in sorting. */
export const compareAmounts = (a: Amount, b: Amount): number =>
  a.kind === 'exact' && b.kind === 'exact' ? compare(a.value, b.value) : asNumber(a) - asNumber(b)

/** Sums, differences and products of exact amounts stay exact; a quotient is a double, and null where the divisor is zero. */
export function combine(op: '+' | '-' | '*' | '/', a: Amount, b: Amount): Amount | null {
  if (op === '/') return isZero(b) ? null : finite(quotient(a, b))
  if (a.kind === 'exact' && b.kind === 'exact') return exact(exactOps[op](a.value, b.value))
  return finite(doubleOps[op](asNumber(a), asNumber(b)))
}

const exactOps = { '+': add, '-': subtract, '*': multiply }
const doubleOps = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
}

/** Exact amounts give the double nearest to the true quotient, not that of two rounded doubles. */
const quotient = (a: Amount, b: Amount): number =>
  a.kind === 'exact' && b.kind === 'exact' ? (divide(a.value, b.value) ?? Number.NaN) : asNumber(a) / asNumber(b)

const finite = (value: number): Amount | null => (Number.isFinite(value) ? double(value) : null)

/** An amount of an answer as it was before it was written; null where there is none. */
export function parseAnswerAmount(value: string | number | null): Amount | null {
  if (typeof value === 'number') return double(value)
  const parsed = value === null ? null : parseDecimal(value)
  return parsed === null ? null : exact(parsed)
}
