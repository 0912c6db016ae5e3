/** Numbers of the second opinion: exact ones as units × 10^-scale, quotients as doubles. It shares no code with the program. */
export interface Exact {
  readonly units: bigint
  readonly scale: number
}
export type Result = Exact | number

export const exact = (units: bigint, scale = 0): Exact => ({ units, scale })
export const isExact = (value: Result): value is Exact => typeof value === 'object'

/** Both with the same digits. */
function aligned(a: Exact, b: Exact): readonly [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale)
  return [a.units * 10n ** BigInt(scale - a.scale), b.units * 10n ** BigInt(scale - b.scale), scale]
}

export function order(a: Exact, b: Exact): number {
  const [x, y] = aligned(a, b)
  return x < y ? -1 : x > y ? 1 : 0
}

export function plus(a: Exact, b: Exact): Exact {
  const [x, y, scale] = aligned(a, b)
  return exact(x + y, scale)
}

export const minus = (a: Exact, b: Exact): Exact => plus(a, exact(-b.units, b.scale))
export const times = (a: Exact, b: Exact): Exact => exact(a.units * b.units, a.scale + b.scale)

/** A double near the quotient; null where it is divided by zero. */
export function over(a: Exact, b: Exact): number | null {
  const [x, y] = aligned(a, b)
  if (y === 0n) return null
  // Whole part first, so that large numbers keep the digits of their fraction.
  return Number(x / y) + Number(x % y) / Number(y)
}

/** Half away from zero. */
export function rounded(a: Exact, digits: number): Exact {
  if (a.scale <= digits) return a
  const step = 10n ** BigInt(a.scale - digits)
  const size = a.units < 0n ? -a.units : a.units
  const near = (size + step / 2n) / step
  return exact(a.units < 0n ? -near : near, digits)
}

export function floor(a: Exact): Exact {
  const step = 10n ** BigInt(a.scale)
  const rest = ((a.units % step) + step) % step
  return exact((a.units - rest) / step)
}

/** Without trailing zeros. */
export function print({ units, scale }: Exact): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0')
  const fraction = scale === 0 ? '' : digits.slice(-scale).replace(/0+$/, '')
  return `${units < 0n ? '-' : ''}${digits.slice(0, digits.length - scale)}${fraction === '' ? '' : `.${fraction}`}`
}

export const toDouble = (value: Result): number => (isExact(value) ? Number(print(value)) : value)
