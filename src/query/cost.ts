import type { DatasetStats } from '../ports.ts'
import type { BaseGrain } from './base-grain.ts'
import type { Key } from './lift.ts'
import type { DayRange } from './timeline.ts'

/** Milliseconds, measured on DuckDB with two threads (PERFORMANCE H.1): each row of a grouping, each cell that comes out. */
const perRow = 8.5e-6
const perCell = 1.1e-3
/** What each row saves that is not joined to the calendar. */
const perJoin = 2.5e-6
/** What a further grouping costs besides. */
const perGrouping = 3

/** How much a statement has before it. */
export interface Extent {
  /** Rows of the days that it reads. */
  readonly rows: number
  /** Days that it reads. */
  readonly days: number
}

/** Rows and days of a dataset that lie in a range; null is all of them. */
export function extentOf(stats: Omit<DatasetStats, 'distinct' | 'complete'>, range: DayRange | null): Extent {
  const { rows, firstDay, lastDay } = stats
  if (firstDay === null || lastDay === null) return { rows, days: 1 }
  const all = lastDay - firstDay + 1
  if (range === null) return { rows, days: all }
  const days = Math.max(1, Math.min(range.until, lastDay + 1) - Math.max(range.from, firstDay))
  return { rows: Math.ceil((rows * Math.min(days, all)) / all), days }
}

const daysPerPeriod: Readonly<Record<string, number>> = {
  minute: 1 / 1440,
  hour: 1 / 24,
  day: 1,
  week: 7,
  month: 30,
  quarter: 91,
  year: 365,
}

const periodsIn = ({ days }: Extent, base: BaseGrain | null): number =>
  base === null ? 1 : Math.max(1, Math.ceil(days / (daysPerPeriod[base.grain] ?? days)))

/** Cells that occur: no more than combinations of members, and fewer where rows are too few to meet them all. */
function cellsOf(keys: readonly Key[], base: BaseGrain | null, extent: Extent): number {
  const combinations = keys.reduce((size, key) => size * key.cardinality, periodsIn(extent, base))
  return combinations * -Math.expm1(-extent.rows / combinations)
}

/** Cells that groupings of one statement give. */
export const cellsIn = (groups: readonly (readonly Key[])[], base: BaseGrain | null, extent: Extent): number =>
  groups.reduce((sum, keys) => sum + cellsOf(keys, base, extent), 0)

/** Milliseconds that groupings of one statement take. */
export const costOf = (groups: readonly (readonly Key[])[], base: BaseGrain | null, extent: Extent): number =>
  groups.length * (extent.rows * perRow + perGrouping) + cellsIn(groups, base, extent) * perCell

/**
 * Key sets, larger ones first, that each become one grouping: subsets vanish, and two merge where that costs less than a
 * further grouping.
 */
export function groupKeys(
  sets: readonly (readonly Key[])[],
  base: BaseGrain | null,
  extent: Extent,
): readonly (readonly Key[])[] {
  const groups: (readonly Key[])[] = []
  for (const set of sets) if (!groups.some((group) => covers(group, set))) groups.push(set)
  for (;;) {
    const merge = bestMerge(groups, base, extent)
    if (merge === null) return groups
    groups.splice(merge.b, 1)
    groups.splice(merge.a, 1, merge.merged)
  }
}

export const covers = (group: readonly Key[], set: readonly Key[]): boolean =>
  set.every((key) => group.some((own) => own.id === key.id))

/** The pair of groupings whose merging saves most; null where none does. */
function bestMerge(groups: readonly (readonly Key[])[], base: BaseGrain | null, extent: Extent) {
  let best: { a: number; b: number; merged: readonly Key[] } | null = null
  let least = 0
  for (let a = 0; a < groups.length; a++) {
    for (let b = a + 1; b < groups.length; b++) {
      const [left, right] = [groups[a] ?? [], groups[b] ?? []]
      const merged = [...left, ...right.filter((key) => !covers(left, [key]))]
      const change = costOf([merged], base, extent) - costOf([left, right], base, extent)
      if (change < least) {
        best = { a, b, merged }
        least = change
      }
    }
  }
  return best
}

/** Few cells are grouped by day and added up afterwards: that is cheaper than joining every row to the calendar before. */
export function finest(base: BaseGrain | null, groups: readonly (readonly Key[])[], extent: Extent): BaseGrain | null {
  if (base === null || base.grain === 'day' || base.grain === 'total' || base.instants !== undefined) return base
  const days: BaseGrain = { calendar: base.calendar, grain: 'day' }
  return costOf(groups, days, extent) < costOf(groups, base, extent) + extent.rows * perJoin ? days : base
}
