import { type Catalog, type Kpi, manualDataset, type Scope } from '../../domain/catalog.ts'
import { everything } from '../../domain/scope.ts'
import type { Elapsed } from '../../query/collect.ts'
import { type Calendar, isClockGrain } from '../../time/calendar.ts'
import { type Day, day } from '../../time/day.ts'
import { ordinalOn, periodEnd, periodStart } from '../../time/period.ts'
import type { Freshness, Moment } from './moment.ts'
import { readsOf } from './reads.ts'

/**
 * How much of a period has elapsed: to today or to the last day that its data have come for, whichever is earlier, until the
 * period is final. What is compared with it is read as far and no further.
 */
export function elapsedBy(moment: Moment, freshness: Freshness): Elapsed {
  const { catalog, today, readTo } = moment
  const known = new Map<Kpi, Day | null>()
  const throughOf = (kpi: Kpi): Day | null => {
    let through = known.get(kpi)
    if (through === undefined) known.set(kpi, (through = flowsThrough(catalog, freshness, kpi)))
    return through
  }
  return (kpi, { calendar, grain }, ordinal) => {
    // Days and what is finer cannot be cut, and of what is final nothing is to come.
    if (grain === 'total' || grain === 'day' || isClockGrain(grain)) return null
    if (ordinal < ordinalOn(calendar, grain, day(today - kpi.finalAfterDays))) return null
    const [start, end] = [periodStart(calendar, grain, ordinal), periodEnd(calendar, grain, ordinal)]
    if (start === null || end === null || start > today) return null
    const last = day(Math.min(readTo, throughOf(kpi) ?? readTo))
    if (last >= end - 1) return null
    return last < start ? 'nothing' : { ordinal, last, by: kpi.elapsedBy }
  }
}

/** The last day that a KPI's rows have come for; levels only count where there is nothing else, since any day has one. Null: unknown. */
function flowsThrough(catalog: Catalog, freshness: Freshness, kpi: Kpi): Day | null {
  // No rows are good rows: the last of them says nothing about how far data have come.
  if (kpi.noRows === 'zero') return null
  const { facts } = readsOf(catalog, kpi.id)
  const flows = facts.filter((id) => catalog.datasets.get(id)?.rows === 'event')
  return least((flows.length === 0 ? facts : flows).flatMap((id) => through(catalog, freshness, kpi, id) ?? []))
}

/** Typed values stand on the first day of the period that they speak for; how far rows in force have come, none of them says. */
export function through(
  catalog: Catalog,
  { lastDay, typedThrough }: Freshness,
  kpi: Kpi,
  dataset: string,
  scope: Scope = everything,
): Day | null {
  if (catalog.datasets.get(dataset)?.rows === 'validity') return null
  const typed = kpi.calculations.every(({ calculation }) => calculation.typed !== null)
  if (typed && dataset === manualDataset) return typedThrough({ kpi, scope })
  const last = lastDay.get(dataset) ?? null
  if (last === null || dataset !== manualDataset) return last === null ? null : day(last)
  const calendar = catalog.calendars.get(kpi.calendar)
  const end = calendar && periodEnd(calendar, kpi.cadence, ordinalOn(calendar, kpi.cadence, day(last)))
  return day((end ?? last + 1) - 1)
}

const least = (days: readonly number[]): Day | null => (days.length === 0 ? null : day(Math.min(...days)))

/** `missing`: not covered, and whoever promised the rows has had the time to bring them. */
export type Coverage = 'whole' | 'waiting' | 'missing'

/**
 * Whether rows have come for the whole of a period that is over: to its last day, or so far that only days off or a gap as rows
 * usually have it are left. What has not come within the lag of its dataset comes no more.
 */
export function coverageOf(
  catalog: Catalog,
  freshness: Freshness,
  kpi: Kpi,
  datasets: readonly string[],
  [calendar, settles]: readonly [Calendar, Day],
): (end: Day) => Coverage {
  if (kpi.noRows === 'zero') return () => 'whole'
  const known = datasets.flatMap((id) => {
    const last = through(catalog, freshness, kpi, id)
    const lag = catalog.datasets.get(id)?.lagDays ?? Number.POSITIVE_INFINITY
    return last === null ? [] : [{ last, lag, slack: Math.max(0, Math.round((freshness.gap.get(id) ?? 1) * 1.1) - 1) }]
  })
  return (end) => {
    const lacking = known.filter(
      ({ last, slack }) => last + slack < end - 1 && calendar.work.between(day(last + 1), end) > 0,
    )
    if (lacking.length === 0) return 'whole'
    return lacking.every(({ lag }) => settles >= end + lag) ? 'missing' : 'waiting'
  }
}
