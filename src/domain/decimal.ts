/** An exact number: units × 10^-scale. Money, counts and sums are Decimals; ratios are doubles. */
export interface Decimal {
  readonly units: bigint
  readonly scale: number
}

const shape = /^([-+]?)(\d+(?:_\d+)*)?(?:\.(\d+(?:_\d+)*))?\s*(%?)$/
const digitsMax = 38

/** A whole number of 10^-scale, exactly: `decimalOf(1250n, 2)` is 12.50. A number that is not a safe integer is a bug. */
export function decimalOf(units: bigint | number, scale = 0): Decimal {
  if (typeof units === 'number' && !Number.isSafeInteger(units)) throw new Error(`not a whole number: ${units}`)
  return { units: BigInt(units), scale }
}

/** Reads `12_000_000`, `-4.25`, `.5`, `5%` (which is 0.05). Exact, no exponents; null where the text is no number or has more than 38 digits. */
export function parseDecimal(text: string): Decimal | null {
  const found = shape.exec(text.trim())
  if (found === null) return null
  const [, sign, wholeText, fractionText, percent] = found
  if (wholeText === undefined && fractionText === undefined) return null
  const whole = (wholeText ?? '').replaceAll('_', '')
  const fraction = (fractionText ?? '').replaceAll('_', '')
  if (whole.length + fraction.length > digitsMax) return null
  const units = BigInt(`${whole}${fraction}`)
  return { units: sign === '-' ? -units : units, scale: fraction.length + (percent === '%' ? 2 : 0) }
}

/** Canonical text: no trailing zeros, no exponent, no minus before zero. */
export function printDecimal({ units, scale }: Decimal): string {
  // Fifteen digits survive a double, and the shortest text that reads as it again is the canonical one.
  if (scale <= shortScale && units < shortUnits && units > -shortUnits)
    return String(Number(units) / (powers[scale] ?? 1))
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '')
  return `${units < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

const shortUnits = 10n ** 15n
/** Beyond it a double may be written with an exponent. */
const shortScale = 6
const powers: Readonly<Record<number, number>> = [1, 10, 100, 1e3, 1e4, 1e5, 1e6]

export const add = (a: Decimal, b: Decimal): Decimal => aligned(a, b, (x, y) => x + y)
export const subtract = (a: Decimal, b: Decimal): Decimal => aligned(a, b, (x, y) => x - y)
export const multiply = (a: Decimal, b: Decimal): Decimal => ({ units: a.units * b.units, scale: a.scale + b.scale })
export const negate = (a: Decimal): Decimal => ({ units: -a.units, scale: a.scale })

/** Below zero, zero or above, as in sorting; 1.5 and 1.50 are equal. */
export function compare(a: Decimal, b: Decimal): number {
  const difference = subtract(a, b).units
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** The double nearest to the true quotient; null where the divisor is zero. */
export function divide(a: Decimal, b: Decimal): number | null {
  if (b.units === 0n) return null
  const scale = Math.max(a.scale, b.scale)
  const top = atScale(a, scale)
  const bottom = atScale(b, scale)
  if (top === 0n) return 0
  // One division of two exact doubles rounds once, to the nearest.
  if (isSafe(top) && isSafe(bottom)) return Number(top) / Number(bottom)
  const negative = top < 0n !== bottom < 0n
  const quotient = nearestQuotient(top < 0n ? -top : top, bottom < 0n ? -bottom : bottom)
  return negative && quotient !== 0 ? -quotient : quotient
}

/** The nearest double. */
export function toNumber({ units, scale }: Decimal): number {
  // A whole number and a power of ten that are both exact doubles divide with one rounding, the right one.
  if (scale <= 22 && isSafe(units)) return Number(units) / 10 ** scale
  return Number(printDecimal({ units, scale }))
}

const safe = BigInt(Number.MAX_SAFE_INTEGER)
const isSafe = (units: bigint): boolean => units <= safe && units >= -safe

/** The same number with that many digits after the point; null where digits would be lost. */
export function rescale(a: Decimal, scale: number): Decimal | null {
  if (scale >= a.scale) return { units: atScale(a, scale), scale }
  const step = 10n ** BigInt(a.scale - scale)
  return a.units % step === 0n ? { units: a.units / step, scale } : null
}

const atScale = (a: Decimal, scale: number): bigint =>
  scale === a.scale ? a.units : a.units * 10n ** BigInt(scale - a.scale)

function aligned(a: Decimal, b: Decimal, op: (x: bigint, y: bigint) => bigint): Decimal {
  if (a.scale === b.scale) return { units: op(a.units, b.units), scale: a.scale }
  const scale = Math.max(a.scale, b.scale)
  return { units: op(atScale(a, scale), atScale(b, scale)), scale }
}

/** Enough bits for one correct rounding: 64 or more of the quotient, and a last one that says whether anything follows. */
function nearestQuotient(top: bigint, bottom: bigint): number {
  if (top === 0n) return 0
  const shift = Math.max(0, 66 - bitLength(top) + bitLength(bottom))
  const shifted = top << BigInt(shift)
  const quotient = shifted / bottom
  const sticky = shifted % bottom === 0n ? 0n : 1n
  return Number((quotient << 1n) | sticky) / 2 ** (shift + 1)
}

const bitLength = (value: bigint): number => value.toString(2).length
