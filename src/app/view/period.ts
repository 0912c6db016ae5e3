import { askIssue } from '../../domain/ask-issues.ts'
import type { Catalog } from '../../domain/catalog.ts'
import { calendarIn } from '../../domain/clock-zone.ts'
import type { Issue } from '../../domain/issue.ts'
import { nearest } from '../../domain/nearest.ts'
import { type Calendar, type GrainName, isClockGrain } from '../../time/calendar.ts'
import type { Day } from '../../time/day.ts'
import { ordinalOn, type Period, parsePeriod, periodText, splitPeriod } from '../../time/period.ts'

/** A period as people write it (`2026-03`, `fiscal:2026-P03`), or null with an issue that shows how periods are written. */
export function findPeriod(
  catalog: Catalog,
  text: string,
  defaultCalendar: string,
  today: Day,
  issues: Issue[],
  zone?: string,
): Period | null {
  const id = splitPeriod(text).prefix ?? defaultCalendar
  const calendar = calendarIn(catalog, id, zone)
  const known = calendar === undefined ? catalog.calendars : new Map([[id, calendar]])
  const found = parsePeriod(text, known, defaultCalendar)
  if (found !== null) return found
  if (calendar === undefined)
    issues.push(askIssue('ask/unknown-calendar', { id, near: nearest(id, catalog.calendars.keys()) }, {}))
  else issues.push(askIssue('ask/period', { text, calendar: id, examples: examplesOf(calendar, today) }, {}))
  return null
}

/** Today, and the instant of which hours are counted. */
export interface Now {
  readonly today: Day
  readonly instant: number
}

/** The period that is going on. */
export const currentIn = (calendar: Calendar, grain: GrainName, { today, instant }: Now): number =>
  isClockGrain(grain) && calendar.clock !== null
    ? calendar.clock[grain].ordinalAt(instant)
    : ordinalOn(calendar, grain, today)

function examplesOf(calendar: Calendar, today: Day): readonly string[] {
  const { clock } = calendar
  const days = (['day', 'week', 'month', 'quarter', 'year'] as const).map((grain) =>
    periodText(calendar, grain, ordinalOn(calendar, grain, today)),
  )
  return clock === null ? days : [clock.print('hour', clock.hour.ordinalAt(clock.dayStart(today))), ...days]
}

/** A period that is not of the grain asked for, whichever of the two is finer. */
export function otherGrain(calendar: Calendar, period: Period, grain: GrainName, today: Day): Issue {
  const example = periodText(calendar, grain, ordinalOn(calendar, grain, today))
  const text = periodText(calendar, period.grain, period.ordinal)
  return askIssue('ask/period-grain', { text, is: period.grain, grain, example }, {})
}

/** The ordinal of a period's own text in a place; null where it is none of its grain there. */
export function periodIn({ calendar, grain }: { calendar: Calendar; grain: GrainName }, text: string): number | null {
  const found = calendar.parse(splitPeriod(text).rest)
  return found === null || periodText(calendar, grain, found.ordinal) !== text ? null : found.ordinal
}
