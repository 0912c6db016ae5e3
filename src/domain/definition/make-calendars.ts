import type { Calendar } from '../../time/calendar.ts'
import { gregorian, makeCalendar } from '../../time/gregorian.ts'
import { months, weekdays } from '../../time/names.ts'
import type { CalendarSpec } from './calendar.ts'
import type { Entry } from './draft.ts'
import type { WorkspaceSpec } from './workspace.ts'

/** The built-in calendar and the documents' own, by id. */
export function makeCalendars(entries: Iterable<Entry<CalendarSpec>>): Map<string, Calendar> {
  const calendars = new Map([[gregorian.id, gregorian]])
  for (const { id, spec } of entries) {
    if (calendars.has(id)) continue
    const made = makeCalendar({
      id,
      name: spec.name ?? id,
      weekStart: weekdays.indexOf(spec['week-start'] ?? 'monday') + 1,
      yearStarts: months.indexOf(spec['year-starts'] ?? 'january') + 1,
      labelYearBy: spec['label-year-by'] ?? 'start',
    })
    calendars.set(id, made)
  }
  return calendars
}

/** The calendar in which people ask. */
export const defaultCalendar = (draft: { readonly workspaces: readonly Entry<WorkspaceSpec>[] }): string =>
  draft.workspaces[0]?.spec.calendar ?? gregorian.id
