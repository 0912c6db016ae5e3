import { type Calendar, isClockGrain } from './calendar.ts'
import { type Day, day, dayOf } from './day.ts'

export interface CalendarRows {
  readonly firstDay: number
  readonly days: number
  readonly columns: Readonly<Record<string, Int32Array>>
}

/**
 * The calendar as rows, one per day from first to last (both included): for each calendar and grain of days a column
 * `<calendar>_<grain>` (dashes as underscores) with the ordinal of the period that the day lies in.
 */
export function spine(calendars: readonly Calendar[], firstDay: Day, lastDay: Day): CalendarRows {
  const days = lastDay - firstDay + 1
  const columns: Record<string, Int32Array> = {}
  for (const calendar of calendars) {
    for (const [name, grain] of calendar.grains) {
      if (isClockGrain(name)) continue
      columns[`${calendar.id.replaceAll('-', '_')}_${name}`] = Int32Array.from({ length: days }, (_, index) =>
        grain.ordinalOf(day(firstDay + index)),
      )
    }
  }
  return { firstDay, days, columns }
}

/** The days between which working days are counted on rows: those that a row may have. */
export const [firstWorkDay, lastWorkDay] = [dayOf(1900, 1, 1), dayOf(2199, 12, 31)]

/** How many working days of each calendar lie before a day, counted from the first one: one row per day, a column `<calendar>` each. */
export function workSpine(calendars: readonly Calendar[]): CalendarRows {
  const days = lastWorkDay - firstWorkDay + 1
  const columns: Record<string, Int32Array> = {}
  for (const { id, work } of calendars) {
    let before = 0
    columns[id.replaceAll('-', '_')] = Int32Array.from({ length: days }, (_, index) => {
      const own = before
      if (work.has(day(firstWorkDay + index))) before++
      return own
    })
  }
  return { firstDay: firstWorkDay, days, columns }
}
