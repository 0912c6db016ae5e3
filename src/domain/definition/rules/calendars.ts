import { weekdays } from '../../../time/names.ts'
import { monthsOf } from '../../../time/retail.ts'
import { parseYearEnd } from '../../../time/year-end.ts'
import { nearest } from '../../nearest.ts'
import type { CalendarSpec } from '../calendar.ts'
import { placeWithin, textOf } from '../document.ts'
import { type Draft, type Entry, type Finding, found, foundKey, type Rule } from '../draft.ts'
import { readHolidays } from '../holiday-text.ts'
import { definitionIssue } from '../issues.ts'
import type { WorkSpec } from '../work-fields.ts'

/** A calendar is one of months or one of whole weeks, and has the fields of that family; its region is one of its holidays. */
export const calendars: Rule = (draft) => [
  ...draft.workspaces.flatMap(pasted),
  ...[...draft.calendars.values()].flatMap((entry) => [
    ...pasted(entry),
    ...family(entry),
    ...week53(entry),
    ...weekStart(entry),
    ...region(draft, entry),
  ]),
]

/** Every line of pasted holidays says a day and its name. */
function pasted(entry: Entry<WorkSpec>): Finding[] {
  const { document } = entry
  const path = ['pasted-holidays']
  return readHolidays(textOf(document, path) ?? '').bad.map(({ offset, line, why }) => ({
    document,
    issue: definitionIssue('calendar/pasted', { line, why }, placeWithin(document, path, offset)),
  }))
}

function family(entry: Entry<CalendarSpec>): Finding[] {
  const { spec } = entry
  const strange = spec.pattern === undefined ? (['year-ends', 'week-53'] as const) : (['year-starts'] as const)
  const findings = strange
    .filter((field) => spec[field] !== undefined)
    .map((field) =>
      foundKey(entry, [field], (place) =>
        definitionIssue('calendar/field', { field, pattern: spec.pattern ?? null }, place),
      ),
    )
  const { pattern } = spec
  if (pattern === undefined || spec['year-ends'] !== undefined) return findings
  return [...findings, found(entry, ['pattern'], (place) => definitionIssue('calendar/year-ends', { pattern }, place))]
}

function week53(entry: Entry<CalendarSpec>): Finding[] {
  const { pattern, 'week-53': month } = entry.spec
  if (pattern === undefined || month === undefined || month <= monthsOf(pattern)) return []
  const params = { month, pattern, months: monthsOf(pattern) }
  return [found(entry, ['week-53'], (place) => definitionIssue('calendar/week-53', params, place))]
}

function weekStart(entry: Entry<CalendarSpec>): Finding[] {
  const { pattern, 'week-start': start, 'year-ends': ends } = entry.spec
  const rule = parseYearEnd(ends ?? '')
  if (pattern === undefined || start === undefined || rule === null) return []
  const [last, first] = [weekdays[rule.weekday - 1] ?? '', weekdays[rule.weekday % 7] ?? '']
  if (start === first) return []
  return [
    found(entry, ['week-start'], (place) => definitionIssue('calendar/week-start', { start, last, first }, place)),
  ]
}

function region(draft: Draft, entry: Entry<CalendarSpec>): Finding[] {
  const { region: wanted } = entry.spec
  if (wanted === undefined) return []
  const own = entry.spec.holidays !== undefined || entry.spec['pasted-holidays'] !== undefined
  const of: WorkSpec = own ? entry.spec : (draft.workspaces[0]?.spec ?? {})
  const listed = [...(of.holidays ?? []), ...readHolidays(of['pasted-holidays'] ?? '').holidays]
  const known = new Set(listed.flatMap((one) => one.regions ?? []))
  if (known.has(wanted)) return []
  const params = { region: wanted, near: nearest(wanted, known), regions: [...known] }
  return [found(entry, ['region'], (place) => definitionIssue('calendar/region', params, place))]
}
