import { type Day, existingDay } from './day.ts'
import { readSerial, type SerialFormat, serialFormats } from './serial-date.ts'
import { TextScan } from './text-scan.ts'

/** What a date or time in text says; `micros` since midnight is null where it says no time, `offsetMinutes` where no offset. */
export interface DateText {
  readonly day: Day
  readonly micros: number | null
  readonly offsetMinutes: number | null
}

/** Reads the whole text, or gives null: also for dates that do not exist. */
export type DateReader = (text: string) => DateText | null

/** What the tokens of a pattern have found so far. */
interface Parts {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  micros: number
  afternoon: number
  offset: number | null
}

type Field = keyof Parts
/** Reads one token into the parts; false when the text has something else. */
type Step = (scan: TextScan, parts: Parts) => boolean

interface Token {
  readonly field: Field
  readonly step: Step
  /** Takes one digit or two, so the next token cannot be digits. */
  readonly open?: true
  readonly word?: true
}

const digits = (field: Exclude<Field, 'offset'>, least: number, most: number, open?: true): Token => ({
  field,
  step: (scan, parts) => {
    parts[field] = scan.digits(least, most)
    return parts[field] >= 0
  },
  ...(open === undefined ? {} : { open }),
})

const months: ReadonlyMap<string, number> = new Map(
  ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'].map((name, at) => [
    name,
    at + 1,
  ]),
)
const halves: ReadonlyMap<string, number> = new Map([
  ['am', 0],
  ['pm', 1],
])

const word = (field: 'month' | 'afternoon', words: ReadonlyMap<string, number>, length: number): Token => ({
  field,
  word: true,
  step: (scan, parts) => {
    parts[field] = scan.word(words, length)
    return parts[field] >= 0
  },
})

/** Two-digit years mean 1969 to 2068, as in POSIX. */
const shortYear: Token = {
  field: 'year',
  step: (scan, parts) => {
    const year = scan.digits(2, 2)
    parts.year = year + (year >= 69 ? 1900 : 2000)
    return year >= 0
  },
}

const fraction: Token = {
  field: 'micros',
  step: (scan, parts) => {
    parts.micros = scan.fraction()
    return parts.micros >= 0
  },
}

const [plus, minus, colon, point, comma, dash, space] = [43, 45, 58, 46, 44, 45, 32]
const [upperT, lowerT, upperZ, lowerZ] = [84, 116, 90, 122]

/** `Z`, `+02`, `+0200` or `+02:00`. */
const offset: Token = {
  field: 'offset',
  word: true,
  step: (scan, parts) => {
    if (scan.take(upperZ) || scan.take(lowerZ)) {
      parts.offset = 0
      return true
    }
    const east = scan.take(plus)
    if (!east && !scan.take(minus)) return false
    const hours = scan.digits(2, 2)
    const minutes = scan.take(colon) ? scan.digits(2, 2) : Math.max(scan.digits(2, 2), 0)
    parts.offset = (east ? 1 : -1) * (hours * 60 + minutes)
    return hours >= 0 && hours <= 18 && minutes >= 0 && minutes < 60
  },
}

/** Longest first: a pattern is cut at the first that fits. */
const tokens: readonly (readonly [string, Token])[] = [
  ['YYYY', digits('year', 4, 4)],
  ['YY', shortYear],
  ['MMM', word('month', months, 3)],
  ['MM', digits('month', 2, 2)],
  ['M', digits('month', 1, 2, true)],
  ['DD', digits('day', 2, 2)],
  ['D', digits('day', 1, 2, true)],
  ['hh', digits('hour', 2, 2)],
  ['h', digits('hour', 1, 2, true)],
  ['mm', digits('minute', 2, 2)],
  ['ss', digits('second', 2, 2)],
  ['SSS', fraction],
  ['A', word('afternoon', halves, 2)],
  ['Z', offset],
]

/**
 * A reader for one form of dates. `null` is ISO 8601: `2026-03-09`, and with a time `2026-03-09T14:30`, seconds, a
 * fraction and an offset if there are any; a blank may stand for the T. A pattern is made of `YYYY YY MM M MMM DD D hh h
 * mm ss SSS`, `A` for AM or PM, `Z` for an offset, the letter `T` and signs. Without a day or month the first is meant.
 * `excel` and `excel-1904` are a spreadsheet's day numbers, `unix`, `unix-ms` and `unix-us` counts since 1970 UTC.
 * Throws a RangeError that says what is wrong with the pattern.
 */
export function compilePattern(pattern: string | null): DateReader {
  const cached = compiled.get(pattern)
  if (cached !== undefined) return cached
  const serial = serialFormats.find((format) => format === pattern)
  const read = serial !== undefined ? serialReader(serial) : pattern === null ? isoReader() : patternReader(pattern)
  compiled.set(pattern, read)
  return read
}

const compiled = new Map<string | null, DateReader>()

function isoReader(): DateReader {
  const scan = new TextScan()
  const { step: hour } = digits('hour', 2, 2)
  const { step: minute } = digits('minute', 2, 2)
  const { step: second } = digits('second', 2, 2)
  return (text) => {
    scan.start(text)
    const year = scan.digits(4, 4)
    if (year < 0 || !scan.take(dash)) return null
    const month = scan.digits(2, 2)
    if (month < 0 || !scan.take(dash)) return null
    const day = existingDay(year, month, scan.digits(2, 2))
    if (day === null) return null
    if (scan.atEnd) return { day, micros: null, offsetMinutes: null }
    if (!scan.take(upperT) && !scan.take(space) && !scan.take(lowerT)) return null
    const parts = noParts()
    if (!hour(scan, parts) || !scan.take(colon) || !minute(scan, parts)) return null
    if (scan.take(colon)) {
      if (!second(scan, parts)) return null
      if ((scan.take(point) || scan.take(comma)) && !fraction.step(scan, parts)) return null
    }
    if (scan.atEnd) return timed(day, parts)
    scan.take(space)
    return offset.step(scan, parts) && scan.atEnd ? timed(day, parts) : null
  }
}

function serialReader(format: SerialFormat): DateReader {
  const offsetMinutes = format.startsWith('unix') ? 0 : null
  return (text) => {
    const found = readSerial(text, format)
    return found === null ? null : { ...found, offsetMinutes }
  }
}

function patternReader(pattern: string): DateReader {
  const { steps, fields } = cut(pattern)
  const scan = new TextScan()
  const hasTime = fields.has('hour')
  return (text) => {
    scan.start(text)
    const parts = noParts()
    for (const step of steps) if (!step(scan, parts)) return null
    if (!scan.atEnd || !clockHour(parts)) return null
    const day = existingDay(parts.year, parts.month, parts.day)
    if (day === null) return null
    return hasTime ? timed(day, parts) : { day, micros: null, offsetMinutes: null }
  }
}

const noParts = (): Parts => ({
  year: 1,
  month: 1,
  day: 1,
  hour: 0,
  minute: 0,
  second: 0,
  micros: 0,
  afternoon: -1,
  offset: null,
})

/** Turns 12 AM and 12 PM into hours of the day; false for 0 and 13 o'clock. */
function clockHour(parts: Parts): boolean {
  if (parts.afternoon < 0) return true
  if (parts.hour < 1 || parts.hour > 12) return false
  parts.hour = (parts.hour % 12) + parts.afternoon * 12
  return true
}

function timed(day: Day, parts: Parts): DateText | null {
  if (parts.hour > 23 || parts.minute > 59 || parts.second > 59) return null
  const seconds = parts.hour * 3600 + parts.minute * 60 + parts.second
  return { day, micros: seconds * 1_000_000 + parts.micros, offsetMinutes: parts.offset }
}

/** Cuts a pattern into steps, and refuses what could not be read in one way only. */
function cut(pattern: string): { readonly steps: readonly Step[]; readonly fields: ReadonlySet<Field> } {
  const steps: Step[] = []
  const fields = new Set<Field>()
  let open = false
  for (let at = 0; at < pattern.length; ) {
    const [name, token] = tokens.find(([text]) => pattern.startsWith(text, at)) ?? []
    if (name === undefined || token === undefined) {
      const sign = pattern.charAt(at)
      if (/[\p{L}\p{N}]/u.test(sign) && sign !== 'T') throw new RangeError(`"${sign}" is no part of a date pattern`)
      steps.push((scan) => scan.take(sign.charCodeAt(0)))
      open = false
      at++
      continue
    }
    if (fields.has(token.field)) throw new RangeError(`the pattern names the ${token.field} twice`)
    if (open && token.word === undefined) throw new RangeError(`"${name}" cannot follow a number of open length`)
    open = token.open ?? false
    fields.add(token.field)
    steps.push(token.step)
    at += name.length
  }
  needed(fields)
  return { steps, fields }
}

/** What a part of a date is nothing without. */
const needs: readonly (readonly [Field, Field])[] = [
  ['month', 'year'],
  ['day', 'month'],
  ['hour', 'day'],
  ['minute', 'hour'],
  ['second', 'minute'],
  ['micros', 'second'],
  ['afternoon', 'hour'],
  ['offset', 'hour'],
]

function needed(fields: ReadonlySet<Field>): void {
  if (!fields.has('year')) throw new RangeError('the pattern names no year')
  for (const [field, other] of needs) {
    if (fields.has(field) && !fields.has(other)) throw new RangeError(`the pattern names the ${field} but no ${other}`)
  }
}
