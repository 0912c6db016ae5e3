import type { Calendar, Grain, GrainName } from './calendar.ts'
import { civil, type Day, day, dayOf, earliestDay, latestDay, parseDay, printDay } from './day.ts'
import { weekNumber, weekOf } from './week-number.ts'

export interface CalendarOptions {
  readonly id: string
  readonly name: string
  /** 1 Monday to 7 Sunday. */
  readonly weekStart: number
  /** Month that begins the year, 1 to 12. */
  readonly yearStarts: number
  /** Whether a year from April 2026 to March 2027 is called 2026 or 2027; the same for January years. */
  readonly labelYearBy: 'start' | 'end'
}

type Grains = Readonly<Record<GrainName, Grain>>

/**
 * A calendar of civil months: any week start, years from any month. Its ordinals: the year is the year's label, quarters
 * and months count on from it (label × 4, label × 12), days are Days. Years that do not begin in January print their
 * months as `2026-P01` to `2026-P12`.
 */
export function makeCalendar(options: CalendarOptions): Calendar {
  const grains = makeGrains(options)
  const fiscal = options.yearStarts !== 1
  return {
    id: options.id,
    name: options.name,
    grains: new Map(grainNames.map((name) => [name, grains[name]])),
    print: (grain, ordinal) => print(grains, fiscal, grain, ordinal),
    parse: (text) => parse(grains, fiscal, text),
  }
}

const grainNames: readonly GrainName[] = ['day', 'week', 'month', 'quarter', 'year', 'total']

/** ISO weeks and January years: what dates mean unless a calendar is named. */
export const gregorian: Calendar = makeCalendar({
  id: 'gregorian',
  name: 'Calendar year',
  weekStart: 1,
  yearStarts: 1,
  labelYearBy: 'start',
})

function makeGrains({ weekStart, yearStarts, labelYearBy }: CalendarOptions): Grains {
  const labelShift = yearStarts === 1 || labelYearBy === 'start' ? 0 : 12
  /** Months between a civil month and the calendar's own count of it. */
  const shift = labelShift - (yearStarts - 1)
  const months = (name: GrainName, length: number): Grain => ({
    name,
    ordinalOf: (of) => {
      const { year, month } = civil(of)
      return Math.floor((year * 12 + month - 1 + shift) / length)
    },
    startOf: (ordinal) => monthStart(ordinal * length - shift),
  })
  /** A first day of a week: 1969-12-29 was a Monday. */
  const origin = weekStart - 4
  return {
    day: { name: 'day', ordinalOf: (of) => of, startOf: day },
    week: {
      name: 'week',
      ordinalOf: (of) => Math.floor((of - origin) / 7),
      startOf: (ordinal) => day(ordinal * 7 + origin),
    },
    month: months('month', 1),
    quarter: months('quarter', 3),
    year: months('year', 12),
    total: {
      name: 'total',
      ordinalOf: () => 0,
      startOf: (ordinal) => (ordinal <= 0 ? earliestDay : day(latestDay + 1)),
    },
  }
}

function monthStart(months: number): Day {
  const year = Math.floor(months / 12)
  return dayOf(year, months - year * 12 + 1, 1)
}

function print(grains: Grains, fiscal: boolean, grain: GrainName, ordinal: number): string {
  switch (grain) {
    case 'day':
      return printDay(day(ordinal))
    case 'week': {
      const { year, number } = weekNumber(grains, ordinal)
      return `${yearText(year)}-W${pad(number)}`
    }
    case 'month':
      return `${yearText(Math.floor(ordinal / 12))}-${fiscal ? 'P' : ''}${pad(position(ordinal, 12))}`
    case 'quarter':
      return `${yearText(Math.floor(ordinal / 4))}-Q${position(ordinal, 4)}`
    case 'year':
      return yearText(ordinal)
    case 'total':
      return 'total'
  }
}

const position = (ordinal: number, size: number): number => ordinal - Math.floor(ordinal / size) * size + 1
const pad = (value: number): string => String(value).padStart(2, '0')
const yearText = (year: number): string => String(year).padStart(4, '0')

type Parsed = ReturnType<Calendar['parse']>

/** `2026-03` is March in every calendar of civil months; only `P03` counts from the year's start. */
function parse(grains: Grains, fiscal: boolean, text: string): Parsed {
  if (text === 'total') return { grain: 'total', ordinal: 0 }
  const [, yearDigits, kind = '', digits = ''] = /^(\d{4})(?:-([QPW]?)(\d{1,2}))?$/.exec(text) ?? []
  if (yearDigits === undefined) return parseAsDay(text)
  const year = Number(yearDigits)
  const number = Number(digits)
  if (year < 1) return null
  if (digits === '') return { grain: 'year', ordinal: year }
  if (digits.length !== (kind === 'Q' ? 1 : 2) || number < 1) return null
  switch (kind) {
    case 'Q':
      return number > 4 ? null : { grain: 'quarter', ordinal: year * 4 + number - 1 }
    case 'W': {
      const ordinal = weekOf(grains, year, number)
      return ordinal === null ? null : { grain: 'week', ordinal }
    }
    case 'P':
      return number > 12 || !fiscal ? null : { grain: 'month', ordinal: year * 12 + number - 1 }
    default:
      return number > 12 ? null : { grain: 'month', ordinal: grains.month.ordinalOf(dayOf(year, number, 1)) }
  }
}

function parseAsDay(text: string): Parsed {
  const found = parseDay(text)
  return found === null ? null : { grain: 'day', ordinal: found }
}
