import { at } from './at.ts'
import { stl } from './stl.ts'

export interface Mstl {
  /** One seasonal part per period, in the order given. */
  readonly seasons: readonly Float64Array[]
  readonly adjusted: Float64Array
}

/**
 * Several seasons at once: STL by the shortest period first, each on what the others leave, twice over (Bandara, Hyndman
 * and Bergmeir 2021). Season windows are 11, 15, 19…, as in R's `mstl`. Needs two full cycles of the longest period.
 */
export function mstl(values: Float64Array, periods: readonly number[]): Mstl {
  const seasons: Float64Array[] = periods.map(() => new Float64Array(values.length))
  let adjusted = values
  for (let pass = 0; pass < (periods.length > 1 ? 2 : 1); pass++) {
    for (const [index, period] of periods.entries()) {
      const before = seasons[index] ?? new Float64Array(values.length)
      const open = adjusted.map((value, t) => value + at(before, t))
      const { season } = stl(open, period, { seasonWindow: 11 + 4 * index })
      seasons[index] = season
      adjusted = open.map((value, t) => value - at(season, t))
    }
  }
  return { seasons, adjusted }
}
