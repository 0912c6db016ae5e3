import type { Calendar } from './calendar.ts'
import { type Day, day } from './day.ts'

export interface CalendarRows {
  readonly firstDay: number
  readonly days: number
  readonly columns: Readonly<Record<string, Int32Array>>
}

/**
 * The calendar as rows, one per day from first to last (both included): for each calendar and grain a column
 * `<calendar>_<grain>` (dashes as underscores) with the ordinal of the period that the day lies in.
 */
export function spine(calendars: readonly Calendar[], firstDay: Day, lastDay: Day): CalendarRows {
  const days = lastDay - firstDay + 1
  const columns: Record<string, Int32Array> = {}
  for (const calendar of calendars) {
    for (const [name, grain] of calendar.grains) {
      columns[`${calendar.id.replaceAll('-', '_')}_${name}`] = Int32Array.from({ length: days }, (_, index) =>
        grain.ordinalOf(day(firstDay + index)),
      )
    }
  }
  return { firstDay, days, columns }
}
