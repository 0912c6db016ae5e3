import { day } from '../time/day.ts'
import type { Span } from '../time/frame.ts'
import { ordinalOn, periodEnd } from '../time/period.ts'
import type { Catalog, Dataset } from './catalog.ts'

type Calendars = Pick<Catalog, 'calendars' | 'workspace'>

/** The last day that a dataset speaks for: that of its last row, or of the period which that row stands for. */
export function coveredThrough(
  catalog: Calendars,
  { time }: Pick<Dataset, 'time'>,
  last: number | null,
): number | null {
  const calendar = catalog.calendars.get(catalog.workspace.calendar)
  if (last === null || time?.covers === undefined || calendar === undefined) return last
  return (periodEnd(calendar, time.covers, ordinalOn(calendar, time.covers, day(last))) ?? last + 1) - 1
}

/** Whether rows that stand for whole periods can be told apart by a span: it begins and ends where such periods do. */
export function coversWhole(catalog: Calendars, { time }: Pick<Dataset, 'time'>, { from, until }: Span): boolean {
  if (time?.covers === undefined) return true
  return [from, until].every((at) => coveredThrough(catalog, { time }, at - 1) === at - 1)
}
