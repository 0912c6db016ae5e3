import type { Amount } from '../answer.ts'
import type { Kpi } from '../catalog.ts'
import { type Decimal, parseDecimal } from '../decimal.ts'

/** Digits after the point of what is promised: a currency's own, else two. */
export function promisedScale(kpi: Pick<Kpi, 'unit'>): number {
  const [factor, ...others] = Object.entries(kpi.unit)
  const currency = factor !== undefined && others.length === 0 && factor[1] === 1 && /^[A-Z]{3}$/.test(factor[0])
  return currency ? minorDigits(factor[0]) : 2
}

/** ISO 4217: two for most, none for JPY, three for KWD. */
function minorDigits(currency: string): number {
  const { maximumFractionDigits } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
  return maximumFractionDigits ?? 2
}

/** A fraction of an amount, rounded half away from zero at `scale`. */
export function portion(of: Decimal, part: bigint, whole: bigint, scale: number): Decimal {
  const digits = Math.max(scale, of.scale)
  return { units: quotient(of.units * 10n ** BigInt(digits - of.scale) * part, whole), scale: digits }
}

/** The same number with at most `scale` digits after the point, rounded half away from zero. */
export function rounded(of: Decimal, scale: number): Decimal {
  return of.scale <= scale ? of : { units: quotient(of.units, 10n ** BigInt(of.scale - scale)), scale }
}

/** The whole number nearest to a fraction, half away from zero. */
export function quotient(top: bigint, bottom: bigint): bigint {
  const negative = top < 0n !== bottom < 0n
  const [size, by] = [top < 0n ? -top : top, bottom < 0n ? -bottom : bottom]
  const near = (2n * size + by) / (2n * by)
  return negative ? -near : near
}

/** Digits that a double is taken to have after the point when an exact amount is derived from it. */
const doubleDigits = 9

/** An amount as an exact number: doubles to nine digits after the point. */
export function exactly(amount: Amount): Decimal | null {
  return amount.kind === 'exact' ? amount.value : parseDecimal(amount.value.toFixed(doubleDigits))
}
