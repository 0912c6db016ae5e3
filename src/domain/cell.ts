import { compilePattern } from '../time/date-text.ts'
import { instantOfLocal } from '../time/zone.ts'
import type { Column } from './catalog.ts'
import { plainNumbers } from './number-text.ts'

/** Why a cell was refused: the end of a sentence that begins with the value. */
export class Refusal {
  readonly rule: string

  constructor(rule: string) {
    this.rule = rule
  }
}

export type CellValue = string | bigint | number | boolean

/** Reads the trimmed text of a cell that has a value. Decimals come as unscaled integers, dates as day numbers, instants as µs. */
export type CellReader = (text: string) => CellValue | Refusal

/** The day of the last instant read, in the zone it was read in: asked for by the time column right after its cell. */
export interface DaySeen {
  day: number
}

/** Where timestamps without an offset belong; it may change from row to row. */
export interface ZoneSeen {
  zone: string
}

/** The reader of one column's cells. */
export function cellReader(
  column: Column,
  zone: Readonly<ZoneSeen>,
  localDay: (micros: bigint) => number,
  seen: DaySeen,
): CellReader {
  switch (column.type.kind) {
    case 'text':
      return (text) => text
    case 'decimal':
      return plainly(column, decimalReader(column.type.scale, column.decimalSign, column.round))
    case 'double':
      return plainly(column, doubleReader(column.decimalSign))
    case 'boolean':
      return (text) => booleans.get(text.toLowerCase()) ?? notBoolean
    case 'date':
      return dateReader(column)
    case 'instant':
      return instantReader(column, zone, localDay, seen)
  }
}

/** A reader of numbers behind what the column names of group signs and currency marks. */
function plainly(column: Column, read: CellReader): CellReader {
  const plain = plainNumbers(column)
  if (plain === null) return read
  const wrong = new Refusal(`is not a number in groups of digits (group sign "${column.groupSign}")`)
  return (text) => {
    const found = plain(text)
    return found === null ? wrong : read(found)
  }
}

const booleans: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
  ['yes', true],
  ['no', false],
  ['1', true],
  ['0', false],
])
export const notBoolean = new Refusal('is not true, false, yes, no, 1 or 0')

const [minus, plus, zero, nine] = [45, 43, 48, 57]
/** Fifteen digits are exact in a double; more take the slower road through bigint. */
const fastDigits = 15
/** DECIMAL(18) holds eighteen digits. */
export const decimalLimit = 10n ** 18n
export const tooLarge = new Refusal('has more than 18 digits')

/**
 * Exact numbers with at most `scale` digits after the sign; zeros beyond that lose nothing and are read. With `round` the
 * source wrote floating-point numbers: exponents are read, and further digits are rounded, halves away from zero.
 */
export function decimalReader(scale: number, sign: '.' | ',', round = false): CellReader {
  if (!round) return exactReader(scale, sign)
  const read = exactReader(scale, sign)
  return (text) => {
    const found = read(text)
    return found instanceof Refusal && found !== tooLarge ? (rounded(text, scale, sign) ?? found) : found
  }
}

function exactReader(scale: number, sign: '.' | ','): CellReader {
  const signCode = sign.charCodeAt(0)
  const excess = excessRefusal(scale, sign)
  const wrong = numberRefusal(sign)
  const powers = Array.from({ length: scale + 1 }, (_, index) => 10 ** index)
  return (text) => {
    const first = text.charCodeAt(0)
    let units = 0
    let digits = 0
    let after = -1
    for (let at = first === minus || first === plus ? 1 : 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code === signCode && after < 0) after = 0
      else if (code < zero || code > nine) return wrong(text)
      else if (after >= scale) {
        digits++
        if (code !== zero) return mantissa(text, sign) === null ? wrong(text) : excess
      } else {
        if (after >= 0) after++
        if (units > 0 || code !== zero) units = units * 10 + code - zero
        digits++
      }
    }
    if (digits === 0) return wrong(text)
    if (digits + scale > fastDigits) return exact(text, scale, sign)
    const scaled = units * (powers[scale - Math.max(after, 0)] ?? 1)
    return first === minus && scaled !== 0 ? -scaled : scaled
  }
}

export const excessRefusal = (scale: number, sign: '.' | ','): Refusal =>
  new Refusal(
    scale === 0
      ? 'is not a whole number'
      : `has more than ${scale} digits after the decimal sign "${sign}": declare more, such as decimal(9), or round: true`,
  )

/** A number with an exponent or too many digits at the scale; null where the text is no number. */
function rounded(text: string, scale: number, sign: string): CellValue | Refusal | null {
  const [number = '', exponent = '0', ...more] = text.toLowerCase().split('e')
  const [whole, fraction] = mantissa(number, sign) ?? ['', '']
  if (whole + fraction === '' || more.length > 0 || !/^[-+]?\d{1,3}$/.test(exponent)) return null
  return roundedUnits(BigInt(whole + fraction), fraction.length - Number(exponent), scale, text.startsWith('-'))
}

/** Units of another scale as units of this one, halves away from zero. */
export function roundedUnits(size: bigint, from: number, scale: number, negative: boolean): CellValue | Refusal {
  const beyond = 10n ** BigInt(Math.max(0, from - scale))
  const units = (size * 10n ** BigInt(Math.max(0, scale - from)) + beyond / 2n) / beyond
  if (units >= decimalLimit) return tooLarge
  return negative ? -units : units
}

/** Whole part and fraction of a number in text, or null where it is none. */
function mantissa(text: string, sign: string): readonly [string, string] | null {
  const [whole = '', fraction = '', ...more] = text.replace(/^[-+]/, '').split(sign)
  return more.length === 0 && /^\d*$/.test(whole + fraction) ? [whole, fraction] : null
}

function exact(text: string, scale: number, sign: string): CellValue | Refusal {
  const [whole = '', fraction = ''] = mantissa(text, sign) ?? []
  const units = BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0'))
  if (units >= decimalLimit) return tooLarge
  return text.startsWith('-') ? -units : units
}

function doubleReader(sign: '.' | ','): CellReader {
  const wrong = numberRefusal(sign)
  return (text) => {
    const plain = sign === '.' ? text : text.replace(',', '.')
    if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) || (sign === ',' && text.includes('.'))) return wrong(text)
    const value = Number(plain)
    return Number.isFinite(value) ? value : tooLarge
  }
}

/** Says what stands in the way, where it can be recognised. */
function numberRefusal(sign: '.' | ','): (text: string) => Refusal {
  const plain = new Refusal(`is not a number (decimal sign "${sign}")`)
  const grouped = new Refusal(`is not a number: name its thousands separator in group-sign: (decimal sign "${sign}")`)
  const marked = new Refusal('is not a number: name its currency sign in marks:')
  const percent = new Refusal('is not a number: write it without a percent sign, 5% as 0.05')
  return (text) => {
    if (/^[-+]?\d{1,3}([ .,'’\u00a0\u202f]\d{2,3})+([.,]\d*)?$/.test(text)) return grouped
    if (text.includes('%')) return percent
    return /^\D{0,3}[-+]?\s*[\d.,]+\s*\D{1,3}$|^[^\d\s]{1,3}\s*[-+]?[\d.,]+$/.test(text) ? marked : plain
  }
}

const rememberedDates = 20_000

/** Whole days; a time of day is refused unless it is midnight, because the column could not keep it. */
function dateReader(column: Column): CellReader {
  const read = compilePattern(column.format)
  const wrong = new Refusal(dateRule(column, 'a date', '2026-03-09'))
  const timed = new Refusal('has a time of day; declare the column as timestamp')
  const remembered = new Map<string, number | Refusal>()
  return (text) => {
    const known = remembered.get(text)
    if (known !== undefined) return known
    const found = read(text)
    const value = found === null ? wrong : found.micros !== null && found.micros !== 0 ? timed : found.day
    if (remembered.size >= rememberedDates) remembered.clear()
    remembered.set(text, value)
    return value
  }
}

const microsPerDay = 86_400_000_000
const microsPerMinute = 60_000_000

/** Points in time: with an offset as they stand, without one as wall time in the row's zone. */
function instantReader(
  column: Column,
  own: Readonly<ZoneSeen>,
  localDay: (micros: bigint) => number,
  seen: DaySeen,
): CellReader {
  const read = compilePattern(column.format)
  const wrong = new Refusal(dateRule(column, 'a date and time', '2026-03-09T14:30:00'))
  return (text) => {
    const found = read(text)
    if (found === null) return wrong
    if (found.offsetMinutes === null) {
      seen.day = found.day
      return instantOfLocal(found.day, found.micros ?? 0, own.zone)
    }
    const local = BigInt(found.day) * BigInt(microsPerDay) + BigInt(found.micros ?? 0)
    const instant = local - BigInt(found.offsetMinutes * microsPerMinute)
    seen.day = localDay(instant)
    return instant
  }
}

const dateRule = (column: Column, what: string, example: string): string =>
  column.format === null
    ? `is not ${what} (ISO 8601, such as ${example})`
    : `is not ${what} of the form ${column.format}`
