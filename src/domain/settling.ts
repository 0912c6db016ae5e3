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
  kpi.finalAfterDays + settling(catalog, kpi, end)

function settling(catalog: Known, kpi: Kpi, end: Day): number {
  const { calc, settles } = calculationAt(kpi, day(end - 1))
  const own = settles === undefined ? 0 : daysOf(catalog, settles, end)
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
