import type { BatchPart, DatasetStats } from '../../ports.ts'
import type { CellsPlan } from '../../query/cells-plan.ts'
import type { DayRange } from '../../query/timeline.ts'
import { day } from '../../time/day.ts'

/** More than this share of the kept days is read as a whole. */
const worthwhile = 0.5

/** Base periods [from, until) of kept cells, and their days. */
export interface TouchedPeriods {
  readonly from: number
  readonly until: number
  readonly days: DayRange
}

/**
 * The periods of kept cells in which parts came or went, as one stretch; empty where they lie outside. Null where a part does
 * not say its days, or the stretch is most of what is kept.
 */
export function touchedPeriods(
  { base, range }: CellsPlan,
  before: readonly BatchPart[],
  now: readonly BatchPart[],
  { firstDay, lastDay }: DatasetStats,
): TouchedPeriods | null {
  const grain = base?.calendar.grains.get(base.grain)
  const changed = changedDays(before, now)
  if (grain === undefined || changed === null) return null
  const [first, end] = range === null ? [firstDay ?? 0, (lastDay ?? 0) + 1] : [range.from, range.until]
  const [low, high] = [
    Math.max(changed.from, range?.from ?? changed.from),
    Math.min(changed.until, range?.until ?? changed.until),
  ]
  if (low >= high) return { from: 0, until: 0, days: { from: first, until: first } }
  const [from, until] = [grain.ordinalOf(day(low)), grain.ordinalOf(day(high - 1)) + 1]
  const days = {
    from: Math.max(grain.startOf(from), range?.from ?? Number.NEGATIVE_INFINITY),
    until: Math.min(grain.startOf(until), range?.until ?? Number.POSITIVE_INFINITY),
  }
  return days.until - days.from > worthwhile * (end - first) ? null : { from, until, days }
}

/** From the first to the last day of parts that are in one list only; null where one of them has rows without saying when. */
function changedDays(before: readonly BatchPart[], now: readonly BatchPart[]): DayRange | null {
  const [old, current] = [new Set(before.map(({ part }) => part)), new Set(now.map(({ part }) => part))]
  const changed = [...before.filter(({ part }) => !current.has(part)), ...now.filter(({ part }) => !old.has(part))]
  let [from, until] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { rows, firstDay, lastDay } of changed) {
    if (rows === 0) continue
    if (firstDay === null || lastDay === null) return null
    from = Math.min(from, firstDay)
    until = Math.max(until, lastDay + 1)
  }
  return { from, until }
}
