import { type DayGrainName, type Grain, type GrainName, isClockGrain, type ParsedPeriod } from './calendar.ts'
import { type Day, day, parseDay, printDay } from './day.ts'
import { weekNumber, weekOf } from './week-number.ts'

/** What the texts of a calendar's periods need to know of it. Ordinals of years are their labels. */
export interface TextForm {
  readonly grains: Readonly<Record<DayGrainName, Grain>>
  /** 12, or 13 of four weeks. */
  readonly monthsInYear: number
  /** Whether months count from the year's start, as `2026-P03`. */
  readonly counted: boolean
  /** First day of the civil month `2026-03` where that is a period of the calendar; else null. */
  readonly monthNamed: (year: number, month: number) => Day | null
}

/** A period's text without the calendar's prefix. */
export function printPeriod(form: TextForm, grain: GrainName, ordinal: number): string {
  if (isClockGrain(grain)) throw new RangeError(`a calendar of days has no ${grain}s`)
  switch (grain) {
    case 'day':
      return printDay(day(ordinal))
    case 'week': {
      const { year, number } = weekNumber(form.grains, ordinal)
      return `${yearText(year)}-W${pad(number)}`
    }
    case 'month': {
      const { year, place } = inYear(ordinal, form.monthsInYear)
      return `${yearText(year)}-${form.counted ? 'P' : ''}${pad(place)}`
    }
    case 'quarter': {
      const { year, place } = inYear(ordinal, 4)
      return `${yearText(year)}-Q${place}`
    }
    case 'year':
      return yearText(ordinal)
    case 'total':
      return 'total'
  }
}

/** The year of a period counted from year 0, and its place in the year, from 1. */
export function inYear(ordinal: number, size: number): { readonly year: number; readonly place: number } {
  const year = Math.floor(ordinal / size)
  return { year, place: ordinal - year * size + 1 }
}

const pad = (value: number): string => String(value).padStart(2, '0')
const yearText = (year: number): string => String(year).padStart(4, '0')

/** What `printPeriod` writes, read again; null for texts that name no period of the calendar. */
export function readPeriod(form: TextForm, text: string): ParsedPeriod | null {
  if (text === 'total') return { grain: 'total', ordinal: 0 }
  const [, yearDigits, kind = '', digits = ''] = /^(\d{4})(?:-([QPW]?)(\d{1,2}))?$/.exec(text) ?? []
  if (yearDigits === undefined) return readDay(text)
  const year = Number(yearDigits)
  const number = Number(digits)
  if (year < 1) return null
  if (digits === '') return { grain: 'year', ordinal: year }
  if (digits.length !== (kind === 'Q' ? 1 : 2) || number < 1) return null
  switch (kind) {
    case 'Q':
      return number > 4 ? null : { grain: 'quarter', ordinal: year * 4 + number - 1 }
    case 'W': {
      const ordinal = weekOf(form.grains, year, number)
      return ordinal === null ? null : { grain: 'week', ordinal }
    }
    case 'P': {
      const size = form.monthsInYear
      return number > size || !form.counted ? null : { grain: 'month', ordinal: year * size + number - 1 }
    }
    default: {
      const first = number > 12 ? null : form.monthNamed(year, number)
      return first === null ? null : { grain: 'month', ordinal: form.grains.month.ordinalOf(first) }
    }
  }
}

function readDay(text: string): ParsedPeriod | null {
  const found = parseDay(text)
  return found === null ? null : { grain: 'day', ordinal: found }
}
