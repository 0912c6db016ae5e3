import type { Calendar, GrainName } from './calendar.ts'
import { dayBefore, type YearMode } from './compare.ts'
import { type Day, day } from './day.ts'
import { contains, ordinalOn, periodEnd, periodStart } from './period.ts'
import { workedLike } from './working-days.ts'

/** Days [from, until). */
export interface Span {
  readonly from: Day
  readonly until: Day
}

/**
 * Which days are read for a period. All of them end with the period's last day: `period` is the period itself, `to-date` begins
 * with the coarser period that holds that day, `rolling` is the last `periods` of a grain, which need not be whole ones.
 */
export type Reach =
  | { readonly kind: 'period' }
  | { readonly kind: 'to-date'; readonly within: GrainName }
  | { readonly kind: 'rolling'; readonly periods: number; readonly of: GrainName }

/** How the first part of a period is measured: by its days, or by the calendar's working days. */
export type ElapsedBy = 'day' | 'working-day'

/** The first part of a period: as far into it as `last` lies in the period `ordinal` of the same grain. */
export interface Part {
  readonly ordinal: number
  readonly last: Day
  readonly by: ElapsedBy
}

/** The rule by which a period of a grain becomes a span of days. Equal frames are one object. */
export interface Frame {
  readonly id: string
  readonly calendar: Calendar
  readonly grain: GrainName
  readonly reach: Reach
  /** Null: the whole of it. */
  readonly part: Part | null
  /** How its days are those of the year before, where they need make up no period there; null: its own. */
  readonly year: Exclude<YearMode, 'position'> | null
}

const known = new WeakMap<Calendar, Map<string, Frame>>()

function frameOf({ calendar, grain, reach, part, year }: Omit<Frame, 'id'>): Frame {
  const cutAt = part === null ? [] : [part.ordinal, part.last, ...(part.by === 'day' ? [] : [part.by])]
  const id = [calendar.id, grain, ...reachWords(reach), ...cutAt, ...(year === null ? [] : [year])].join('/')
  let frames = known.get(calendar)
  if (frames === undefined) known.set(calendar, (frames = new Map()))
  let frame = frames.get(id)
  if (frame === undefined) frames.set(id, (frame = { id, calendar, grain, reach, part, year }))
  return frame
}

function reachWords(reach: Reach): readonly (string | number)[] {
  switch (reach.kind) {
    case 'period':
      return []
    case 'to-date':
      return [reach.kind, reach.within]
    case 'rolling':
      return [reach.kind, reach.periods, reach.of]
  }
}

/** The frame in which every period is its own days. */
export const periodFrame = (calendar: Calendar, grain: GrainName): Frame =>
  frameOf({ calendar, grain, reach: { kind: 'period' }, part: null, year: null })

/** The same periods with another reach. */
export const reaching = (frame: Frame, reach: Reach): Frame => frameOf({ ...frame, reach })

/** The same frame cut to a first part of its periods, or whole again. */
export const cut = (frame: Frame, part: Part | null): Frame => frameOf({ ...frame, part })

/** The same frame on the days of the year before, or on its own. */
export const carried = (frame: Frame, year: Frame['year']): Frame => frameOf({ ...frame, year })

/** The days that a frame reads for a period; null where there is no such span: `total`, or a grain the calendar lacks. */
export function spanOf(frame: Frame, ordinal: number): Span | null {
  const { calendar, grain, year } = frame
  const span = ownSpan(frame, ordinal)
  if (span === null || year === null) return span
  const before = dayBefore(calendar, grain, ordinal, year)
  return { from: before(span.from), until: before(span.until) }
}

function ownSpan({ calendar, grain, reach, part }: Frame, ordinal: number): Span | null {
  const [start, end] = [periodStart(calendar, grain, ordinal), periodEnd(calendar, grain, ordinal)]
  if (start === null || end === null) return null
  const from = reachStart(calendar, reach, start, day(end - 1))
  if (from === null) return null
  const until = part === null ? end : day(lastOf(calendar, grain, part, ordinal) + 1)
  return { from, until: day(Math.max(from, until)) }
}

/** The day with which a part ends in the period `to`. */
function lastOf(calendar: Calendar, grain: GrainName, { ordinal, last, by }: Part, to: number): Day {
  if (by === 'day') return dayLike(calendar, grain, ordinal, last, to)
  const [from, start] = [bound(periodStart(calendar, grain, ordinal)), bound(periodStart(calendar, grain, to))]
  return workedLike(calendar.work, [from, last], [start, day(bound(periodEnd(calendar, grain, to)) - 1)])
}

function reachStart(calendar: Calendar, reach: Reach, start: Day, last: Day): Day | null {
  switch (reach.kind) {
    case 'period':
      return start
    case 'to-date':
      if (!calendar.grains.has(reach.within)) return null
      return periodStart(calendar, reach.within, ordinalOn(calendar, reach.within, last))
    case 'rolling':
      return reach.of === 'total' || !calendar.grains.has(reach.of) ? null : rollingStart(calendar, reach, last)
  }
}

/** Whole periods where the last day ends one; else the day after the one that lies like it `periods` earlier. */
function rollingStart(calendar: Calendar, { periods, of }: Extract<Reach, { kind: 'rolling' }>, last: Day): Day | null {
  const own = ordinalOn(calendar, of, last)
  if (endsPeriod(calendar, of, last)) return periodStart(calendar, of, own - periods + 1)
  const before = dayLike(calendar, of, own, last, own - periods)
  const month = endsPeriod(calendar, 'month', last) && contains(calendar, of, 'month')
  // Whole months stay whole: a year before 28 February 2025 ends on 29 February 2024.
  const end = month ? periodEnd(calendar, 'month', ordinalOn(calendar, 'month', before)) : null
  return end ?? day(before + 1)
}

const endsPeriod = (calendar: Calendar, grain: GrainName, on: Day): boolean =>
  calendar.grains.has(grain) && periodEnd(calendar, grain, ordinalOn(calendar, grain, on)) === on + 1

/**
 * The day that lies in the period `to` as `on` lies in `from`: in years and quarters by month and then by day, in others by
 * days; their last day where they are shorter.
 */
function dayLike(calendar: Calendar, grain: GrainName, from: number, on: Day, to: number): Day {
  if (grain !== 'month' && contains(calendar, grain, 'month')) {
    const month = ordinalOn(calendar, 'month', on)
    const step = month - ordinalOn(calendar, 'month', bound(periodStart(calendar, grain, from)))
    const last = day(bound(periodEnd(calendar, grain, to)) - 1)
    const target = ordinalOn(calendar, 'month', bound(periodStart(calendar, grain, to))) + step
    return target > ordinalOn(calendar, 'month', last) ? last : dayLike(calendar, 'month', month, on, target)
  }
  const like = bound(periodStart(calendar, grain, to)) + on - bound(periodStart(calendar, grain, from))
  return day(Math.min(like, bound(periodEnd(calendar, grain, to)) - 1))
}

function bound(of: Day | null): Day {
  if (of === null) throw new Error('all time has no days of its own')
  return of
}

/** Whether whole periods of a grain make up every span of a frame; days always do. */
export function tiledBy({ calendar, grain, reach, part, year }: Frame, tile: GrainName): boolean {
  if (grain === 'total' || tile === 'day') return true
  const ends = reach.kind === 'to-date' ? [reach.within] : reach.kind === 'rolling' ? [reach.of] : []
  return part === null && year === null && [grain, ...ends].every((one) => contains(calendar, one, tile))
}
