import type { Calendar, DayGrainName, Grain, GrainName } from './calendar.ts'
import { printPeriod, readPeriod, type TextForm } from './calendar-text.ts'
import { civil, day, dayOf } from './day.ts'
import { dayGrain, totalGrain, weekGrain } from './grains.ts'
import { mondayToFriday, type WorkingDays } from './working-days.ts'

export interface CalendarOptions {
  readonly id: string
  readonly name: string
  /** 1 Monday to 7 Sunday. */
  readonly weekStart: number
  /** Month that begins the year, 1 to 12. */
  readonly yearStarts: number
  /** Day of the month on which months and the year begin, 1 to 28: 6 for a year from 6 April. */
  readonly monthStarts?: number
  /** Whether a year from April 2026 to March 2027 is called 2026 or 2027; the same for years of January 1st. */
  readonly labelYearBy: 'start' | 'end'
  /** Mondays to Fridays unless stated. */
  readonly work?: WorkingDays
}

/** Weeks make up nothing but all time. */
const partsOf: Calendar['partsOf'] = {
  day: ['day'],
  week: ['day', 'week'],
  month: ['day', 'month'],
  quarter: ['day', 'month', 'quarter'],
  year: ['day', 'month', 'quarter', 'year'],
  total: ['day', 'week', 'month', 'quarter', 'year', 'total'],
}

/**
 * A calendar of months: any week start, years from any month, and from any day of it up to the 28th. Its ordinals: the
 * year is the year's label, quarters and months count on from it (label × 4, label × 12), days are Days. Years other than
 * civil ones print their months as `2026-P01` to `2026-P12`.
 */
export function makeCalendar(options: CalendarOptions): Calendar {
  const { yearStarts, monthStarts = 1 } = options
  const grains = makeGrains(options)
  const fiscal = yearStarts !== 1 || monthStarts !== 1
  const civilMonth = monthStarts === 1 ? (ordinal: number) => civil(grains.month.startOf(ordinal)) : () => null
  const monthNamed = monthStarts === 1 ? (year: number, month: number) => dayOf(year, month, 1) : () => null
  const form: TextForm = { grains, monthsInYear: 12, counted: fiscal, monthNamed }
  return {
    id: options.id,
    name: options.name,
    grains: new Map(Object.values(grains).map((grain) => [grain.name, grain])),
    partsOf,
    fiscal,
    work: options.work ?? mondayToFriday,
    clock: null,
    civilMonth,
    print: (grain, ordinal) => printPeriod(form, grain, ordinal),
    parse: (text) => readPeriod(form, text),
  }
}

/** ISO weeks and January years: what dates mean unless a calendar is named. */
export const gregorian: Calendar = makeCalendar({
  id: 'gregorian',
  name: 'Calendar year',
  weekStart: 1,
  yearStarts: 1,
  labelYearBy: 'start',
})

function makeGrains(options: CalendarOptions): Readonly<Record<DayGrainName, Grain>> {
  const { weekStart, yearStarts, monthStarts = 1, labelYearBy } = options
  const labelShift = (yearStarts === 1 && monthStarts === 1) || labelYearBy === 'start' ? 0 : 12
  /** Months between a civil month and the calendar's own count of it. */
  const shift = labelShift - (yearStarts - 1)
  const late = monthStarts - 1
  const months = (name: GrainName, length: number): Grain => ({
    name,
    ordinalOf: (of) => {
      const { year, month } = civil(day(of - late))
      return Math.floor((year * 12 + month - 1 + shift) / length)
    },
    startOf: (ordinal) => monthStart(ordinal * length - shift, monthStarts),
  })
  return {
    day: dayGrain,
    week: weekGrain(weekStart),
    month: months('month', 1),
    quarter: months('quarter', 3),
    year: months('year', 12),
    total: totalGrain,
  }
}

function monthStart(months: number, on: number) {
  const year = Math.floor(months / 12)
  return dayOf(year, months - year * 12 + 1, on)
}
