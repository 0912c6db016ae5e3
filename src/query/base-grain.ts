import { type Calendar, type GrainName, isClockGrain } from '../time/calendar.ts'
import { instantsOf } from '../time/clock-calendar.ts'
import { type Frame, spanOf, tiledBy } from '../time/frame.ts'
import type { Demand } from './demand.ts'

/** The grain that cells are grouped by. Null: no time at all, one cell for everything. */
export interface BaseGrain {
  readonly calendar: Calendar
  readonly grain: GrainName
  /** The spine of hours or minutes asked for, in µs since 1970 UTC; absent for grains of days. */
  readonly instants?: readonly InstantSpan[]
}

export interface InstantSpan {
  readonly ordinal: number
  readonly from: number
  readonly until: number
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
  if (isClockGrain(first.grain)) return clockBase(first, demands)
  const days: BaseGrain = { calendar, grain: 'day' }
  if (last || timed.some((frame) => frame.calendar.id !== calendar.id)) return days
  const grain = coarsestFirst.find((tile) => timed.every((frame) => tiledBy(frame, tile)))
  return grain === undefined ? days : { calendar, grain }
}

/** Hours and minutes of one frame: the planner never mixes them with others. */
export function clockBase({ calendar, grain }: Frame, demands: readonly Demand[]): BaseGrain {
  const from = Math.min(...demands.map((demand) => demand.from))
  const until = Math.max(...demands.map((demand) => demand.until))
  const instants = Array.from({ length: until - from }, (_, index): InstantSpan => {
    const { start, end } = instantsOf(calendar, grain, from + index) ?? { start: 0, end: 0 }
    return { ordinal: from + index, from: start * 1000, until: end * 1000 }
  })
  return { calendar, grain, instants }
}

/** The days of rows in other zones lie up to two beside those of the clock that shows the hours. */
const zonesApart = 2

/** Days [from, until) that the demands touch; null where one of them is about all time. */
export function dayRange(demands: readonly Demand[]): { readonly from: number; readonly until: number } | null {
  let from = Number.POSITIVE_INFINITY
  let until = Number.NEGATIVE_INFINITY
  let before: Demand | null = null
  for (const demand of demands) {
    // Thousands of demands follow each other that are about the same periods.
    if (before?.frame === demand.frame && before.from === demand.from && before.until === demand.until) continue
    before = demand
    const [first, last] = [spanOf(demand.frame, demand.from), spanOf(demand.frame, demand.until - 1)]
    if (first === null || last === null) return null
    const apart = isClockGrain(demand.frame.grain) ? zonesApart : 0
    from = Math.min(from, first.from - apart)
    until = Math.max(until, last.until + apart)
  }
  return demands.length === 0 ? null : { from, until }
}
