import type { Calendar, GrainName } from './calendar.ts'
import { civil, type Day, day, dayOf, existingDay } from './day.ts'
import { back, contains, ordinalOn, periodEnd, periodStart } from './period.ts'

/** Days [start, end). */
export interface DaySpan {
  readonly start: Day
  readonly end: Day
}

/**
 * Which days of an earlier year a period is compared with: the period at the same `position` (month 3, week 5), the same
 * `date`s, the same `weekday`s 52 weeks before, or the position in the earlier year `restated`: where it has a week 53 and
 * this one has not, its first week is left out, so that every week meets the one 52 weeks before it.
 */
export type YearMode = 'position' | 'date' | 'weekday' | 'restated'

/**
 * The days that a period is compared with `years` years earlier. Null where the earlier year has none: week 53 or 29
 * February by position, all time in every mode. By date the span may be a day longer or shorter than the period. Source of
 * the restated year: NRF 4-5-4 calendar.
 */
export function earlierSpan(
  calendar: Calendar,
  grain: GrainName,
  ordinal: number,
  years: number,
  mode: YearMode,
): DaySpan | null {
  const own = spanOf(calendar, grain, ordinal)
  if (own === null) return null
  switch (mode) {
    case 'position':
      return atPosition(calendar, grain, ordinal, years)
    case 'date': {
      const span = { start: sameDate(own.start, years), end: sameDate(own.end, years) }
      return span.start < span.end ? span : null
    }
    case 'weekday': {
      const days = sameWeekdayShift(own.start, years)
      return { start: day(own.start - days), end: day(own.end - days) }
    }
    case 'restated':
      return restated(calendar, grain, ordinal, years)
  }
}

/** The days of a period; null for all time. */
export function spanOf(calendar: Calendar, grain: GrainName, ordinal: number): DaySpan | null {
  const [start, end] = [periodStart(calendar, grain, ordinal), periodEnd(calendar, grain, ordinal)]
  return start === null || end === null ? null : { start, end }
}

function atPosition(calendar: Calendar, grain: GrainName, ordinal: number, years: number): DaySpan | null {
  const found = back(calendar, grain, ordinal, years, 'year')
  return found === null ? null : spanOf(calendar, grain, found)
}

/** The same date some years before; of 29 February where there is none, 1 March. */
export function sameDate(of: Day, years: number): Day {
  const { year, month, day: dayOfMonth } = civil(of)
  return existingDay(year - years, month, dayOfMonth) ?? dayOf(year - years, month + 1, 1)
}

/** Days back to the same weekday nearest to the same date some years before: 364 for one year. */
export const sameWeekdayShift = (of: Day, years: number): number => Math.round((of - sameDate(of, years)) / 7) * 7

/** The days that the year before has for some of a period: by the rule by which the period itself is carried there. */
export function dayBefore(
  calendar: Calendar,
  grain: GrainName,
  ordinal: number,
  mode: Exclude<YearMode, 'position'>,
): (of: Day) => Day {
  if (mode === 'date') return (of) => sameDate(of, 1)
  const own = bound(spanOf(calendar, grain, ordinal)).start
  const days = mode === 'weekday' ? sameWeekdayShift(own, 1) : own - restatedStart(calendar, grain, ordinal, own)
  return (of) => day(of - days)
}

/** A week 53 that the year before has not, lies 52 weeks after that year's last. */
const restatedStart = (calendar: Calendar, grain: GrainName, ordinal: number, own: Day): number =>
  restated(calendar, grain, ordinal, 1)?.start ?? own - 52 * 7

function bound(span: DaySpan | null): DaySpan {
  if (span === null) throw new RangeError('all time has no days of its own')
  return span
}

/** Only calendars of whole weeks have a year to restate. */
function restated(calendar: Calendar, grain: GrainName, ordinal: number, years: number): DaySpan | null {
  const found = atPosition(calendar, grain, ordinal, years)
  if (!contains(calendar, 'year', 'week')) return found
  const own = spanOf(calendar, grain, ordinal)
  if (own === null) return null
  const year = ordinalOn(calendar, 'year', own.start)
  const [current, earlier] = [yearOf(calendar, year), yearOf(calendar, year - years)]
  const leftOut = earlier.end - earlier.start - (current.end - current.start)
  if (leftOut <= 0) return found
  const days = current.start - (earlier.start + leftOut)
  return { start: day(own.start - days), end: day(own.end - days) }
}

function yearOf(calendar: Calendar, year: number): DaySpan {
  const span = spanOf(calendar, 'year', year)
  if (span === null) throw new RangeError(`calendar ${calendar.id} has no year ${year}`)
  return span
}
