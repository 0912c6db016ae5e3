import type { Calendar, CivilMonth, Grain, GrainName } from './calendar.ts'
import { inYear, printPeriod, readPeriod, type TextForm } from './calendar-text.ts'
import { civil, type Day, day } from './day.ts'
import { dayGrain, totalGrain, weekGrain } from './grains.ts'
import { mondayToFriday, type WorkingDays } from './working-days.ts'
import { nominalEnd, type YearEnd, yearEndIn } from './year-end.ts'

export type WeekPattern = '4-4-5' | '4-5-4' | '5-4-4' | '13x4'

export interface RetailOptions {
  readonly id: string
  readonly name: string
  readonly pattern: WeekPattern
  readonly yearEnds: YearEnd
  /** The month, counted from 1, that is a week longer in a year of 53 weeks; the last one unless stated. */
  readonly week53: number | null
  /** Whether a year is called by the civil year in which it nominally begins or ends. */
  readonly labelYearBy: 'start' | 'end'
  /** Mondays to Fridays unless stated. */
  readonly work?: WorkingDays
}

/** Weeks of each month of an ordinary year, by quarter. Thirteen months of four weeks make quarters of 3, 3, 3 and 4 months. */
const quartersOf: Readonly<Record<WeekPattern, readonly (readonly number[])[]>> = {
  '4-4-5': Array.from({ length: 4 }, () => [4, 4, 5]),
  '4-5-4': Array.from({ length: 4 }, () => [4, 5, 4]),
  '5-4-4': Array.from({ length: 4 }, () => [5, 4, 4]),
  '13x4': [3, 3, 3, 4].map((months) => Array.from({ length: months }, () => 4)),
}

/** How many months a year of a pattern has. */
export const monthsOf = (pattern: WeekPattern): number => quartersOf[pattern].flat().length

/** Everything coarser than a day is whole weeks. */
const partsOf: Calendar['partsOf'] = {
  day: ['day'],
  week: ['day', 'week'],
  month: ['day', 'week', 'month'],
  quarter: ['day', 'week', 'month', 'quarter'],
  year: ['day', 'week', 'month', 'quarter', 'year'],
  total: ['day', 'week', 'month', 'quarter', 'year', 'total'],
}

/**
 * A calendar of whole weeks, 52 or 53 a year, as retailers keep it (NRF 4-5-4 and its kin). Ordinals are made as in the
 * calendars of months: years are their labels, quarters label × 4, months label × 12 (or 13), printed `2026-P01`.
 */
export function makeRetailCalendar(options: RetailOptions): Calendar {
  const sizes = quartersOf[options.pattern]
  const years = yearGrain(options)
  const longer = (options.week53 ?? sizes.flat().length) - 1
  const month = partGrain('month', years, sizes.flat(), longer)
  const months = sizes.map((quarter) => quarter.length)
  const quarter = partGrain('quarter', years, sizes.map(sum), holder(months, longer))
  const week = weekGrain((options.yearEnds.weekday % 7) + 1)
  const grains = { day: dayGrain, week, month, quarter, year: years, total: totalGrain }
  const monthsInYear = sizes.flat().length
  const form: TextForm = { grains, monthsInYear, counted: true, monthNamed: () => null }
  return {
    id: options.id,
    name: options.name,
    grains: new Map(Object.values(grains).map((grain) => [grain.name, grain])),
    partsOf,
    work: options.work ?? mondayToFriday,
    clock: null,
    fiscal: !endsWithCivilYear(options.yearEnds),
    civilMonth: (ordinal) => (monthsInYear === 12 ? civilMonth(options, ordinal) : null),
    print: (grain, ordinal) => printPeriod(form, grain, ordinal),
    parse: (text) => readPeriod(form, text),
  }
}

const sum = (weeks: readonly number[]): number => weeks.reduce((total, one) => total + one, 0)

/** Whether years nominally are civil ones, but for a few days. */
const endsWithCivilYear = (rule: YearEnd): boolean => civil(day(nominalEnd(rule, 2001) + 1)).year === 2002

/** The civil year in which a year nominally ends, by its label: one from 1 February 2026, labelled by its start, ends in 2027. */
const endsIn = ({ yearEnds, labelYearBy }: RetailOptions, label: number): number =>
  labelYearBy === 'end' || endsWithCivilYear(yearEnds) ? label : label + 1

/** Years by label: each begins on the day after the one before it ends. */
function yearGrain(options: RetailOptions): Grain {
  const starts = new Map<number, Day>()
  const startOf = (label: number): Day => {
    let start = starts.get(label)
    if (start === undefined)
      starts.set(label, (start = day(yearEndIn(options.yearEnds, endsIn(options, label) - 1) + 1)))
    return start
  }
  return {
    name: 'year',
    startOf,
    ordinalOf: (of) => {
      let label = civil(of).year + 2
      while (startOf(label) > of) label--
      return label
    },
  }
}

/** Months or quarters: `weeks` of each in an ordinary year; the `longer` one takes week 53. */
function partGrain(name: GrainName, years: Grain, weeks: readonly number[], longer: number): Grain {
  const before = weeks.map((_, index) => sum(weeks.slice(0, index)) * 7)
  const size = weeks.length
  const startOf = (ordinal: number): Day => {
    const { year, place } = inYear(ordinal, size)
    const start = years.startOf(year)
    const late = place - 1 > longer && years.startOf(year + 1) - start > 364 ? 7 : 0
    return day(start + (before[place - 1] ?? 0) + late)
  }
  return {
    name,
    startOf,
    ordinalOf: (of) => {
      const year = years.ordinalOf(of)
      let ordinal = year * size + size - 1
      while (startOf(ordinal) > of) ordinal--
      return ordinal
    },
  }
}

/** The group, of those of the given sizes, that holds the element at an index. */
function holder(sizes: readonly number[], index: number): number {
  let group = 0
  for (let past = sizes[0] ?? 0; past <= index && group < sizes.length - 1; past += sizes[group] ?? 0) group++
  return group
}

/** Months are named one after the other so that the last one is that of the nominal end: January near 31 January. */
function civilMonth(options: RetailOptions, ordinal: number): CivilMonth {
  const { year, place } = inYear(ordinal, 12)
  // A year that nominally ends in the first half of a month ends with the month before.
  const last = civil(day(nominalEnd(options.yearEnds, endsIn(options, year)) - 14))
  const months = last.year * 12 + last.month - 1 - 12 + place
  return { year: Math.floor(months / 12), month: (months % 12) + 1 }
}
