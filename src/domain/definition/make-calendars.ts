import type { Calendar } from '../../time/calendar.ts'
import { parseDay } from '../../time/day.ts'
import { gregorian, makeCalendar } from '../../time/gregorian.ts'
import { weekdays } from '../../time/names.ts'
import { makeRetailCalendar } from '../../time/retail.ts'
import { type WorkingDays, workingDays } from '../../time/working-days.ts'
import { parseYearEnd } from '../../time/year-end.ts'
import { parseYearStart } from '../../time/year-start.ts'
import type { CalendarSpec } from './calendar.ts'
import type { Entry } from './draft.ts'
import { readHolidays } from './holiday-text.ts'
import type { WorkSpec } from './work-fields.ts'
import type { WorkspaceSpec } from './workspace.ts'

/** The built-in calendar and the documents' own, by id. What they do not say of working days the workspace says. */
export function makeCalendars(
  entries: Iterable<Entry<CalendarSpec>>,
  workspace: WorkSpec | undefined,
): Map<string, Calendar> {
  const everywhere = makeWork(workspace ?? {}, null)
  const builtIn = makeCalendar({ id: gregorian.id, name: gregorian.name, ...civilYears, work: everywhere })
  const calendars = new Map([[builtIn.id, builtIn]])
  for (const { id, spec } of entries) {
    if (!calendars.has(id)) calendars.set(id, makeOne(id, spec, workspace ?? {}))
  }
  return calendars
}

const civilYears = { weekStart: 1, yearStarts: 1, labelYearBy: 'start' } as const

function makeOne(id: string, spec: CalendarSpec, workspace: WorkSpec): Calendar {
  const name = spec.name ?? id
  const labelYearBy = spec['label-year-by'] ?? 'start'
  const work = makeWork(withDefaults(spec, workspace), spec.region ?? null)
  const yearEnds = parseYearEnd(spec['year-ends'] ?? '')
  const { pattern } = spec
  if (pattern !== undefined && yearEnds !== null)
    return makeRetailCalendar({ id, name, pattern, yearEnds, week53: spec['week-53'] ?? null, labelYearBy, work })
  const starts = parseYearStart(spec['year-starts'] ?? 'january') ?? { month: 1, day: 1 }
  const weekStart = weekdays.indexOf(spec['week-start'] ?? 'monday') + 1
  return makeCalendar({ id, name, weekStart, yearStarts: starts.month, monthStarts: starts.day, labelYearBy, work })
}

const withDefaults = (spec: WorkSpec, workspace: WorkSpec): WorkSpec => ({
  'working-days': spec['working-days'] ?? workspace['working-days'],
  ...(spec.holidays === undefined && spec['pasted-holidays'] === undefined
    ? { holidays: workspace.holidays, 'pasted-holidays': workspace['pasted-holidays'] }
    : { holidays: spec.holidays, 'pasted-holidays': spec['pasted-holidays'] }),
  observed: spec.observed ?? workspace.observed,
})

/** Holidays of no region are those of all. */
function makeWork(spec: WorkSpec, region: string | null): WorkingDays {
  const on = (spec['working-days'] ?? weekdays.slice(0, 5)).map((name) => weekdays.indexOf(name) + 1)
  const kept = (regions: readonly string[] | undefined) =>
    regions === undefined || regions.length === 0 || (region !== null && regions.includes(region))
  const listed = (spec.holidays ?? []).flatMap(({ date, name, regions }) => {
    const day = parseDay(date)
    return day === null || !kept(regions) ? [] : [{ day, name }]
  })
  const pasted = readHolidays(spec['pasted-holidays'] ?? '').holidays.filter(({ regions }) => kept(regions))
  const holidays = [...pasted.map(({ day, name }) => ({ day, name })), ...listed]
  return workingDays(on, holidays, spec.observed ?? 'none')
}

/** The calendar in which people ask. */
export const defaultCalendar = (draft: { readonly workspaces: readonly Entry<WorkspaceSpec>[] }): string =>
  draft.workspaces[0]?.spec.calendar ?? gregorian.id
