import { type Day, dayOf, earliestDay, latestDay, day as toDay } from './day.ts'

/** A day and the µs since its midnight. */
export interface DayTime {
  readonly day: Day
  readonly micros: number
}

const msPerDay = 86_400_000
const microsPerDay = 86_400_000_000n

const first1900 = dayOf(1899, 12, 31)
const first1904 = dayOf(1904, 1, 1)
/** Lotus 1-2-3 took 1900 for a leap year and Excel kept it: day number 60 is no day, and those after it are one too high. */
const phantomLeapDay = 60

/**
 * The day that a spreadsheet's day number means, in the 1900 or the 1904 system; the fraction is the time of day, to the
 * millisecond that spreadsheets keep. Null for numbers that mean no day: negative ones, 60 in the 1900 system, days after
 * year 9999. Source: ECMA-376 part 1, 18.17.4.1.
 */
export function serialDay(serial: number, system: 1900 | 1904): DayTime | null {
  if (!(serial >= 0)) return null
  const whole = Math.floor(serial)
  const ms = Math.round((serial - whole) * msPerDay)
  const days = ms === msPerDay ? whole + 1 : whole
  if (system === 1900 && (days === 0 || days === phantomLeapDay)) return null
  const found = system === 1904 ? first1904 + days : first1900 + days - (days > phantomLeapDay ? 1 : 0)
  return found > latestDay ? null : { day: toDay(found), micros: (ms % msPerDay) * 1000 }
}

/** The UTC day and time of a count of µs since 1970; null outside the years 1 to 9999. */
export function epochDay(micros: bigint): DayTime | null {
  const rest = ((micros % microsPerDay) + microsPerDay) % microsPerDay
  const found = Number((micros - rest) / microsPerDay)
  return found < earliestDay || found > latestDay ? null : { day: toDay(found), micros: Number(rest) }
}

/** Digits after the point that a count of this unit may have until it is µs. */
const microDigits = { unix: 6, 'unix-ms': 3, 'unix-us': 0 } as const

export type SerialFormat = keyof typeof microDigits | 'excel' | 'excel-1904'

export const serialFormats: readonly SerialFormat[] = ['excel', 'excel-1904', 'unix', 'unix-ms', 'unix-us']

/** Reads a number in text as a day and time of such a count; null where it is none. Digits finer than a µs are cut off. */
export function readSerial(text: string, format: SerialFormat): DayTime | null {
  const found = /^(-?)(\d{1,18})(?:\.(\d{1,20}))?$/.exec(text)
  if (found === null) return null
  if (format === 'excel') return serialDay(Number(text), 1900)
  if (format === 'excel-1904') return serialDay(Number(text), 1904)
  const [, sign, whole = '', fraction = ''] = found
  const digits = microDigits[format]
  const micros = BigInt(whole + fraction.slice(0, digits).padEnd(digits, '0'))
  return epochDay(sign === '-' ? -micros : micros)
}
