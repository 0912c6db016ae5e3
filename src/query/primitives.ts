import { asNumber, compareAmounts, double, exact, isZero } from '../domain/amount.ts'
import type { Absence, Amount, Reading } from '../domain/answer.ts'
import { type Decimal, rescale } from '../domain/decimal.ts'

type Lazy = () => Reading
type Primitive = (args: readonly Lazy[]) => Reading

const absent = (because: 'undefined' | 'no-data'): Reading => ({ kind: 'absent', because })
const present = (amount: Amount): Reading => ({ kind: 'value', amount })

/** What the value functions of the formula language mean for readings of one period. */
export function primitives(name: string): Primitive {
  const found = table[name]
  if (found === undefined) throw new Error(`no value function is called ${name}`)
  return found
}

const ofOne =
  (change: (amount: Amount) => Amount | null): Primitive =>
  (args) => {
    const reading = args[0]?.() ?? absent('undefined')
    if (reading.kind === 'absent') return reading
    const amount = change(reading.amount)
    return amount === null ? absent('undefined') : present(amount)
  }

const extreme =
  (wanted: (sign: number) => boolean): Primitive =>
  (args) => {
    let best: Amount | null = null
    for (const arg of args) {
      const reading = arg()
      if (reading.kind === 'absent') return reading
      if (best === null || wanted(compareAmounts(reading.amount, best))) best = reading.amount
    }
    return best === null ? absent('undefined') : present(best)
  }

/** Nothing there may be called something else; what is late, failed or not applicable must not pass for a number. */
const fillable: ReadonlySet<Absence> = new Set(['no-data', 'undefined'])

const table: Readonly<Record<string, Primitive>> = {
  negate: ofOne((amount) =>
    amount.kind === 'exact' ? exact({ ...amount.value, units: -amount.value.units }) : double(-amount.value),
  ),
  abs: ofOne((amount) => {
    if (amount.kind === 'double') return double(Math.abs(amount.value))
    return amount.value.units < 0n ? exact({ ...amount.value, units: -amount.value.units }) : amount
  }),
  null_if_zero: ofOne((amount) => (isZero(amount) ? null : amount)),
  floor: ofOne((amount) => (amount.kind === 'exact' ? whole(amount.value, 0n) : double(Math.floor(amount.value)))),
  ceil: ofOne((amount) => (amount.kind === 'exact' ? whole(amount.value, 1n) : double(Math.ceil(amount.value)))),
  round: (args) => {
    const [value, digits] = [args[0]?.() ?? absent('undefined'), args[1]?.()]
    if (value.kind === 'absent') return value
    const places = digits?.kind === 'value' ? asNumber(digits.amount) : 0
    return present(rounded(value.amount, Math.trunc(places)))
  },
  sqrt: ofOne((amount) => finite(Math.sqrt(asNumber(amount)))),
  power: (args) => {
    const [base, exponent] = [args[0]?.() ?? absent('undefined'), args[1]?.() ?? absent('undefined')]
    if (base.kind === 'absent') return base
    if (exponent.kind === 'absent') return exponent
    const raised = finite(asNumber(base.amount) ** asNumber(exponent.amount))
    return raised === null ? absent('undefined') : present(raised)
  },
  least: extreme((sign) => sign < 0),
  greatest: extreme((sign) => sign > 0),
  coalesce: (args) => {
    let last: Reading = absent('undefined')
    for (const arg of args) {
      last = arg()
      if (last.kind === 'value' || !fillable.has(last.because)) return last
    }
    return last
  },
  if: (args) => {
    const condition = args[0]?.() ?? absent('undefined')
    if (condition.kind === 'absent') return condition
    return (isZero(condition.amount) ? args[2] : args[1])?.() ?? absent('undefined')
  },
}

const finite = (value: number): Amount | null => (Number.isFinite(value) ? double(value) : null)

/** The whole number below an exact one, or above it; bigint division cuts towards zero. */
function whole({ units, scale }: Decimal, up: 0n | 1n): Amount {
  const step = 10n ** BigInt(scale)
  const cut = units / step
  const rest = units % step
  const beyond = rest === 0n ? 0n : up === 1n ? (rest > 0n ? 1n : 0n) : rest < 0n ? -1n : 0n
  return exact({ units: cut + beyond, scale: 0 })
}

/** Half away from zero, as in spreadsheets; exact stays exact. */
function rounded(amount: Amount, places: number): Amount {
  if (amount.kind === 'double') {
    const factor = 10 ** places
    return double((Math.sign(amount.value) * Math.round(Math.abs(amount.value) * factor)) / factor)
  }
  const { units, scale } = amount.value
  if (scale <= places) return amount
  const step = 10n ** BigInt(scale - Math.max(places, 0))
  const half = step / 2n
  const quotient = (units < 0n ? units - half : units + half) / step
  return exact(rescale({ units: quotient, scale: Math.max(places, 0) }, Math.max(places, 0)) ?? amount.value)
}
