import type { Grain } from './calendar.ts'
import { day } from './day.ts'

/**
 * Weeks belong to the year that holds most of their days, so their fourth day decides. With Monday weeks and January years
 * this is ISO 8601; with Sunday weeks it is the MMWR rule; a fiscal year numbers its own weeks likewise.
 */
const decidingDay = 3

interface WeekGrains {
  readonly week: Grain
  readonly year: Grain
}

const firstWeek = ({ week, year }: WeekGrains, of: number): number =>
  week.ordinalOf(day(year.startOf(of) + decidingDay))

/** The year (an ordinal) that a week belongs to and its number in it, 1 to 53. */
export function weekNumber(grains: WeekGrains, ordinal: number): { readonly year: number; readonly number: number } {
  const year = grains.year.ordinalOf(day(grains.week.startOf(ordinal) + decidingDay))
  return { year, number: ordinal - firstWeek(grains, year) + 1 }
}

/** The week with a number in a year; null where that year has no such week, as most years have no week 53. */
export function weekOf(grains: WeekGrains, year: number, number: number): number | null {
  const ordinal = firstWeek(grains, year) + number - 1
  return number >= 1 && ordinal < firstWeek(grains, year + 1) ? ordinal : null
}
