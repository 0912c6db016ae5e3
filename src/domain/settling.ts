import { type Day, day } from '../time/day.ts'
import { ordinalOn, periodEnd } from '../time/period.ts'
import { type Catalog, calculationAt, type Kpi } from './catalog.ts'
import type { CohortReach } from './formula/algebra.ts'
import { kpisOf } from './formula/algebra-walk.ts'

type Known = Pick<Catalog, 'kpis' | 'calendars'>

/**
 * How many days after a period's end (the day after its last) its value may still change: what the KPI promises, after the time
 * that those who entered last have to come back. KPIs made of others settle with the slowest of them.
 */
export const finalAfter = (catalog: Known, kpi: Kpi, end: Day): number =>
  settles(catalog, kpi) ? kpi.finalAfterDays + settling(catalog, kpi, end) : kpi.finalAfterDays

const known = new WeakMap<Kpi, boolean>()

/** Whether any calculation of a KPI, or of those it is made of, waits for somebody to come back; found once. */
function settles(catalog: Known, kpi: Kpi): boolean {
  let found = known.get(kpi)
  if (found === undefined) {
    found = kpi.calculations.some(
      ({ calculation }) =>
        calculation.settles !== undefined ||
        kpisOf(calculation.calc).some((id) => {
          const other = catalog.kpis.get(id)
          return other !== undefined && settles(catalog, other)
        }),
    )
    known.set(kpi, found)
  }
  return found
}

function settling(catalog: Known, kpi: Kpi, end: Day): number {
  const { calc, settles: reach } = calculationAt(kpi, day(end - 1))
  const own = reach === undefined ? 0 : daysOf(catalog, reach, end)
  const others = kpisOf(calc).flatMap((id) => catalog.kpis.get(id) ?? [])
  return others.reduce((most, other) => Math.max(most, settling(catalog, other, end)), own)
}

function daysOf(catalog: Known, reach: CohortReach, end: Day): number {
  if (reach.kind === 'days') return reach.last
  const calendar = catalog.calendars.get(reach.calendar)
  if (calendar === undefined) return 0
  const last = periodEnd(calendar, reach.grain, ordinalOn(calendar, reach.grain, day(end - 1)) + reach.after)
  return last === null ? 0 : Math.max(0, last - end)
}
