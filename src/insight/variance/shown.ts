import type { Decimal } from '../../domain/decimal.ts'
import { floor, half, isZero, minus, order, plus, type Rational, rational, sum, times } from './rational.ts'

export interface Shown {
  readonly parts: readonly Decimal[]
  readonly total: Decimal
}

/**
 * Parts rounded to `decimals` digits after the point such that the shown parts add up to the shown total: each is cut down, and
 * those that lost most get the units that are missing (largest remainder). The total is rounded to the nearest, halves up.
 */
export function shown(parts: readonly Rational[], decimals: number): Shown {
  const power = rational(10n ** BigInt(Math.max(0, decimals)), 10n ** BigInt(Math.max(0, -decimals)))
  const scaled = parts.map((part) => times(part, power))
  const cut = scaled.map(floor)
  const total = floor(plus(sum(scaled), half))
  const lost = scaled.map((part, index) => ({ index, rest: minus(part, rational(cut[index] ?? 0n)) }))
  const inOrder = lost.filter(({ rest }) => !isZero(rest)).sort((a, b) => order(b.rest, a.rest) || a.index - b.index)
  const missing = Number(total - cut.reduce((all, unit) => all + unit, 0n))
  const raised = new Set(inOrder.slice(0, missing).map(({ index }) => index))
  const written = (units: bigint): Decimal =>
    decimals >= 0 ? { units, scale: decimals } : { units: units * 10n ** BigInt(-decimals), scale: 0 }
  return { parts: cut.map((unit, index) => written(raised.has(index) ? unit + 1n : unit)), total: written(total) }
}
