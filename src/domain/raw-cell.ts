import { type Day, day, printDay } from '../time/day.ts'
import { type Decimal, printDecimal } from './decimal.ts'

/**
 * A cell of a source as found. Text is read as its column declares (format, decimal sign); everything else comes with a
 * type of its own and loses nothing on the way. A number is a double whose shortest decimal text is meant. Null is nothing.
 */
export type RawCell = string | number | bigint | boolean | null | FoundCell

/** Found values that TypeScript has no type for. */
export type FoundCell =
  | ({ readonly kind: 'decimal' } & Decimal)
  /** A civil day, since 1970-01-01. */
  | { readonly kind: 'day'; readonly day: Day }
  /** A wall time without a zone: µs of the day. */
  | { readonly kind: 'local'; readonly day: Day; readonly micros: number }
  /** A point in time: µs since 1970 UTC. */
  | { readonly kind: 'instant'; readonly micros: bigint }
  /** What the source itself calls broken, or what cannot be a value: as shown there, and why as the end of a sentence. */
  | { readonly kind: 'refused'; readonly shown: string; readonly rule: string }

/** A cell that is neither text nor nothing. */
export type TypedCell = Exclude<RawCell, string | null>

const microsPerDay = 86_400_000_000n

/** A cell as a person would write it: plain numbers, ISO days and times. */
export function cellText(cell: RawCell): string | null {
  if (cell === null) return null
  if (typeof cell === 'number') return numberText(cell)
  if (typeof cell !== 'object') return String(cell)
  switch (cell.kind) {
    case 'decimal':
      return printDecimal(cell)
    case 'day':
      return printDay(cell.day)
    case 'local':
      return `${printDay(cell.day)}T${clockText(cell.micros)}`
    case 'instant': {
      const of = Number((cell.micros - (((cell.micros % microsPerDay) + microsPerDay) % microsPerDay)) / microsPerDay)
      return `${printDay(day(of))}T${clockText(Number(cell.micros - BigInt(of) * microsPerDay))}Z`
    }
    case 'refused':
      return cell.shown
  }
}

/** The shortest decimal text that reads as this double again, never with an exponent. */
export function numberText(value: number): string {
  const text = String(value)
  const found = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text)
  if (found === null) return text
  const [, sign = '', first = '', rest = '', power = '0'] = found
  const digits = first + rest
  const exponent = Number(power)
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  return `${sign}${digits.padEnd(exponent + 1, '0')}`
}

/** `14:30:00`, with a fraction where there is one. */
function clockText(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000)
  const two = (value: number) => String(value).padStart(2, '0')
  const fraction = micros % 1_000_000
  const tail = fraction === 0 ? '' : `.${String(fraction).padStart(6, '0').replace(/0+$/, '')}`
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${tail}`
}
