import { binomialQuantile } from '../statistics/binomial.ts'
import { median } from '../statistics/order.ts'

export interface RunsOnMedian {
  readonly median: number
  /** Values that do not lie on the median; the others are left out. */
  readonly useful: number
  readonly longestRun: number
  /** Longer is a signal: round(log2 n′ + 3). */
  readonly longestRunMax: number
  readonly crossings: number
  /** Fewer is a signal: the 5 % quantile of Binomial(n′ - 1, 1/2). */
  readonly crossingsMin: number
  readonly signal: boolean
}

/**
 * Runs analysis on the median (J. Anhøj, A. V. Olesen, PLoS ONE 9 (2014) e113825): it needs no limits and no distribution,
 * so it serves few or ugly data. Null without two useful values.
 */
export function runsOnMedian(values: readonly number[]): RunsOnMedian | null {
  if (values.length === 0) return null
  const middle = median(values)
  const sides = values.filter((value) => value !== middle).map((value) => value > middle)
  if (sides.length < 2) return null
  let longestRun = 0
  let crossings = 0
  let run = 0
  sides.forEach((side, index) => {
    const crossed = index > 0 && side !== sides[index - 1]
    run = crossed ? 1 : run + 1
    if (crossed) crossings++
    longestRun = Math.max(longestRun, run)
  })
  const longestRunMax = Math.round(Math.log2(sides.length) + 3)
  const crossingsMin = binomialQuantile(0.05, sides.length - 1, 0.5)
  const signal = longestRun > longestRunMax || crossings < crossingsMin
  return { median: middle, useful: sides.length, longestRun, longestRunMax, crossings, crossingsMin, signal }
}
