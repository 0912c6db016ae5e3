import type { Calendar, GrainName } from '../time/calendar.ts'
import { type Day, day } from '../time/day.ts'
import { ordinalOn, periodEnd, periodStart } from '../time/period.ts'

/** The days that a dataset has rows for; null where it has none. */
export interface DataSpan {
  readonly first: number | null
  readonly last: number | null
  /** Its rows speak for a whole period (snapshots, typed values): one is enough. Events come until the period's end. */
  readonly whole: boolean
}

/** Rows of events may stop this many days before a period's end, over a long weekend, and the period still counts as come. */
const quietDays = 3

/**
 * The period that a page opens with: the last complete one that data has come for. Where data only began in the current
 * period that one; where there is no data at all the last complete one. `latest` takes the dataset that reaches furthest
 * (a page of many KPIs), `every` the one that reaches least (one KPI that needs them all).
 */
export function defaultOrdinal(
  calendar: Calendar,
  grain: GrainName,
  today: Day,
  spans: readonly DataSpan[],
  take: 'latest' | 'every',
): number {
  if (grain === 'total') return 0
  const current = ordinalOn(calendar, grain, today)
  const reached = spans.flatMap((span) => reachedBy(calendar, grain, today, span) ?? [])
  if (reached.length === 0) return current - 1
  const firsts = spans.flatMap(({ first }) => (first === null ? [] : [ordinalOn(calendar, grain, day(first))]))
  const found = Math.min(current - 1, take === 'latest' ? Math.max(...reached) : Math.min(...reached))
  return firsts.length === 0 ? found : Math.max(found, Math.min(current, ...firsts))
}

function reachedBy(calendar: Calendar, grain: GrainName, today: Day, span: DataSpan): number | null {
  if (span.last === null) return null
  const last = day(Math.min(span.last, today))
  const at = ordinalOn(calendar, grain, last)
  if (span.whole) return at
  const [start, end] = [periodStart(calendar, grain, at), periodEnd(calendar, grain, at)]
  if (start === null || end === null) return null
  const quiet = Math.min(quietDays, Math.floor((end - start) / 3))
  return end - 1 - last <= quiet ? at : at - 1
}
