import type { Calendar, GrainName } from '../time/calendar.ts'
import { contains, periodEnd, periodStart } from '../time/period.ts'
import type { Demand } from './demand.ts'

/** The grain that cells are grouped by. Null: no time at all, one cell for everything. */
export interface BaseGrain {
  readonly calendar: Calendar
  readonly grain: GrainName
}

/** The coarsest grain whose periods make up those of every demand; days always do. */
export function baseGrain(demands: readonly Demand[]): BaseGrain | null {
  const timed = demands.filter((demand) => demand.grain !== 'total')
  const [first] = timed
  if (first === undefined) return demands.some((demand) => demand.term.over === 'last') ? days(demands) : null
  if (timed.some((demand) => demand.term.over === 'last')) return days(timed)
  for (const candidate of timed) {
    const fits = timed.every(
      (demand) =>
        demand.calendar.id === candidate.calendar.id &&
        (demand.grain === candidate.grain || contains(candidate.calendar, demand.grain, candidate.grain)),
    )
    if (fits) return { calendar: candidate.calendar, grain: candidate.grain }
  }
  return { calendar: first.calendar, grain: 'day' }
}

const days = (demands: readonly Demand[]): BaseGrain | null => {
  const [first] = demands
  return first === undefined ? null : { calendar: first.calendar, grain: 'day' }
}

/** Days [from, until) that the demands touch; null where one of them is about all time. */
export function dayRange(demands: readonly Demand[]): { readonly from: number; readonly until: number } | null {
  let from = Number.POSITIVE_INFINITY
  let until = Number.NEGATIVE_INFINITY
  for (const demand of demands) {
    const start = periodStart(demand.calendar, demand.grain, demand.from)
    const end = periodEnd(demand.calendar, demand.grain, demand.until - 1)
    if (start === null || end === null) return null
    if (start < from) from = start
    if (end > until) until = end
  }
  return demands.length === 0 ? null : { from, until }
}
