import type { Calendar, GrainName } from '../time/calendar.ts'
import { spanOf, tiledBy } from '../time/frame.ts'
import type { Demand } from './demand.ts'

/** The grain that cells are grouped by. Null: no time at all, one cell for everything. */
export interface BaseGrain {
  readonly calendar: Calendar
  readonly grain: GrainName
}

const coarsestFirst: readonly GrainName[] = ['year', 'quarter', 'month', 'week']

/** The coarsest grain whose periods make up the spans of every demand; days always do. */
export function baseGrain(demands: readonly Demand[]): BaseGrain | null {
  const frames = new Set(demands.map(({ frame }) => frame))
  const timed = [...frames].filter(({ grain }) => grain !== 'total')
  // Levels typed in by hand take the last day that has one, means read each day: no coarser period tells.
  const last = demands.some(({ term }) => term.over !== undefined)
  const [first] = timed.length === 0 ? frames : timed
  if (first === undefined || (timed.length === 0 && !last)) return null
  const { calendar } = first
  const days: BaseGrain = { calendar, grain: 'day' }
  if (last || timed.some((frame) => frame.calendar.id !== calendar.id)) return days
  const grain = coarsestFirst.find((tile) => timed.every((frame) => tiledBy(frame, tile)))
  return grain === undefined ? days : { calendar, grain }
}

/** Days [from, until) that the demands touch; null where one of them is about all time. */
export function dayRange(demands: readonly Demand[]): { readonly from: number; readonly until: number } | null {
  let from = Number.POSITIVE_INFINITY
  let until = Number.NEGATIVE_INFINITY
  for (const demand of demands) {
    const [first, last] = [spanOf(demand.frame, demand.from), spanOf(demand.frame, demand.until - 1)]
    if (first === null || last === null) return null
    if (first.from < from) from = first.from
    if (last.until > until) until = last.until
  }
  return demands.length === 0 ? null : { from, until }
}
