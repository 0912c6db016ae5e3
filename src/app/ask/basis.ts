import type { Demands, TermTable } from '../../query/demand.ts'
import { spanOf } from '../../time/frame.ts'

/** What answers stand on in one dataset. */
export interface Basis {
  readonly dataset: string
  /** Rows of the scopes and periods asked for, before a KPI's own conditions; a row counts once per scope and period. */
  readonly rows: number
  /** The days that such rows lie on, `until` exclusive; null for all time. */
  readonly from: number | null
  readonly until: number | null
}

/** The rows behind the answers of one run, by dataset. */
export function basisOf(demands: Demands, table: TermTable): readonly Basis[] {
  return [...demands.byDataset()].map(([dataset, list]) => {
    const counted = new Map<string, number>()
    let [from, until]: [number | null, number | null] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (const demand of list) {
      const { slice, frame, from: first, until: end } = demand
      const series = table(demand)
      for (let ordinal = first; ordinal < end; ordinal++) {
        const spot = `${slice.id}\u0000${frame.id}\u0000${ordinal}`
        const rows = series?.rows[ordinal - series.from] ?? 0
        counted.set(spot, Math.max(counted.get(spot) ?? 0, rows))
      }
      const [start, past] = [spanOf(frame, first)?.from, spanOf(frame, end - 1)?.until]
      from = start === undefined || from === null ? null : Math.min(from, start)
      until = past === undefined || until === null ? null : Math.max(until, past)
    }
    return { dataset, rows: [...counted.values()].reduce((sum, rows) => sum + rows, 0), from, until }
  })
}
