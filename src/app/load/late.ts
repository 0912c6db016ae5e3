import type { Catalog, Dataset, Kpi } from '../../domain/catalog.ts'
import type { Issue } from '../../domain/issue.ts'
import type { Late, LatePeriod } from '../../domain/late.ts'
import { loadIssue } from '../../domain/load-issues.ts'
import { finalAfter } from '../../domain/settling.ts'
import type { Foreseen } from '../../ports.ts'
import { type Day, day } from '../../time/day.ts'
import { ordinalOn, periodEnd, periodText } from '../../time/period.ts'
import { readsOf } from '../ask/reads.ts'
import { todayOf } from '../ask.ts'
import { sealsOf } from '../closing/seals.ts'
import type { Deps } from '../deps.ts'

/**
 * The periods, at the cadence of each KPI that reads the dataset, in which rows come, go or change although they were final
 * (final-after has passed) or closed; null where there are none. The rows are loaded all the same.
 */
export async function lateFor(
  deps: Deps,
  dataset: Dataset,
  { lateDays, lateRows }: Foreseen,
): Promise<{ readonly late: Late; readonly issue: Issue } | null> {
  if (lateDays.length === 0) return null
  const { catalog } = deps
  const today = todayOf(deps)
  const closed = new Set([...(await sealsOf(deps.store)).values()].map(({ kpi, period }) => `${kpi}\t${period}`))
  const periods: LatePeriod[] = []
  const days = new Map<number, number>()
  for (const kpi of catalog.kpis.values()) {
    if (!readsOf(catalog, kpi.id).all.includes(dataset.id)) continue
    for (const [period, rows] of periodsOf(catalog, kpi, today, lateDays, days))
      periods.push({ kpi: kpi.id, period, rows, closed: closed.has(`${kpi.id}\t${period}`) })
  }
  if (periods.length === 0) return null
  const names = periods.map((one) => `${one.kpi} ${one.period}${one.closed ? ' (closed)' : ''}`)
  const rows = [...days.values()].reduce((sum, count) => sum + count, 0)
  const late = { periods, rows: lateRows.filter((row) => days.has(row.day)) }
  return { late, issue: loadIssue('load/late-rows', { dataset: dataset.id, rows, periods: names }, dataset.place) }
}

/** Rows by each period of a KPI that was final; their days are noted in `days`. */
function periodsOf(
  catalog: Catalog,
  kpi: Kpi,
  today: Day,
  lateDays: Foreseen['lateDays'],
  days: Map<number, number>,
): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  const calendar = catalog.calendars.get(kpi.calendar)
  if (calendar === undefined) return found
  for (const [at, rows] of lateDays) {
    const ordinal = ordinalOn(calendar, kpi.cadence, day(at))
    const end = periodEnd(calendar, kpi.cadence, ordinal)
    if (end === null || today < end + finalAfter(catalog, kpi, end)) continue
    const text = periodText(calendar, kpi.cadence, ordinal)
    found.set(text, (found.get(text) ?? 0) + rows)
    days.set(at, rows)
  }
  return found
}
