import { floatAt } from '../statistics/at.ts'
import { normalQuantileOfTail } from '../statistics/normal.ts'
import { quantileOfSorted, weightedQuantile } from '../statistics/quantile.ts'
import { studentQuantileOfTail } from '../statistics/student.ts'
import type { BackTest } from './back-test.ts'
import { combine, methodWeights } from './combination.ts'

/** The central intervals that a forecast shows. */
export const levels = [0.5, 0.8, 0.95] as const

/** One number for each of `levels`. */
export type ByLevel = readonly [number, number, number]

/** A value of the back-test beside what was forecast for it. */
export interface TestedPoint {
  readonly origin: number
  /** Number of values that were known. */
  readonly size: number
  /** Steps ahead, from 0. */
  readonly step: number
  readonly actual: number
  readonly point: number
  /** Median and bounds of the simulated paths before calibration. */
  readonly median: number
  readonly lower: ByLevel
  readonly upper: ByLevel
  /** Distance of the value from the median in units of the interval's half-width on that side. */
  readonly scores: ByLevel
}

/** The model's own spread counts as much as this many independent scores of the back-test. */
const priorScores = 4
/** A factor below this would deny the model's spread on the word of a lucky stretch. */
const smallestScore = 0.05
/** Where the model knew no spread at all. */
const largestScore = 1e6

/**
 * Every value of the back-test with its combined forecast. At each origin the methods are weighed by the other origins,
 * so that no forecast is judged by weights which its own errors have chosen.
 */
export function testedPoints(test: BackTest): TestedPoint[] {
  return test.origins.flatMap(({ said, actual, size }, origin) => {
    if (said.every((one) => one === null)) return []
    const { points, columns } = combine(said, methodWeights(test, origin), actual.length, test.pathsPerMethod)
    return columns.map((column, step): TestedPoint => {
      const value = floatAt(actual, step)
      const median = quantileOfSorted(column, 0.5)
      const lower = mapLevels((level) => quantileOfSorted(column, (1 - level) / 2))
      const upper = mapLevels((level) => quantileOfSorted(column, (1 + level) / 2))
      const scores = mapLevels((_, index) => {
        const half = value < median ? median - lower[index] : upper[index] - median
        const distance = Math.abs(value - median)
        return half > 0 ? distance / half : distance > 0 ? Number.POSITIVE_INFINITY : 0
      })
      return { origin, size, step, actual: value, point: floatAt(points, step), median, lower, upper, scores }
    })
  })
}

/** A number for each level. */
export const mapLevels = (f: (level: number, index: 0 | 1 | 2) => number): ByLevel => [
  f(levels[0], 0),
  f(levels[1], 1),
  f(levels[2], 2),
]

/**
 * Factors that the simulated intervals are stretched by: at each level the conformal quantile of the back-test's scores
 * (normalised scores, Lei et al. 2018), recent ones counting more (Barber et al. 2023), drawn towards 1 while the scores
 * are few, and widened as Student's t is for a scale known from so many.
 */
export function calibrationFactors(scored: readonly TestedPoint[], stretches: number, horizon: number): ByLevel {
  const weights = recencyWeights(scored)
  const independent = independentScores(weights, stretches, horizon)
  const share = independent / (independent + priorScores)
  return mapLevels((level, index) => {
    const sizes = scored.map(({ scores }) => Math.min(scores[index], largestScore))
    const score = scored.length === 0 ? 1 : Math.max(smallestScore, weightedQuantile(sizes, weights, level))
    const tail = (1 - level) / 2
    const wider = studentQuantileOfTail(tail, priorScores + independent) / normalQuantileOfTail(tail)
    return score ** share * wider
  })
}

/** A score loses half of its weight over half of the time tested: series change, and early fits had less to learn from. */
function recencyWeights(scored: readonly TestedPoint[]): number[] {
  const sizes = scored.map(({ size }) => size)
  const [oldest, newest] = [Math.min(...sizes), Math.max(...sizes)]
  return sizes.map((size) => (newest > oldest ? 4 ** ((size - newest) / (newest - oldest)) : 1))
}

/**
 * How many independent scores the back-test is worth. Errors of one stretch overlap: of s steps ahead, one in s is
 * independent, which is the mean of 1/s over the steps. Unequal weights count less (Kish 1965).
 */
function independentScores(weights: readonly number[], stretches: number, horizon: number): number {
  if (weights.length === 0) return 0
  let perStretch = 0
  for (let step = 1; step <= horizon; step++) perStretch += 1 / step
  const sum = weights.reduce((total, weight) => total + weight, 0)
  const squares = weights.reduce((total, weight) => total + weight * weight, 0)
  return (stretches * perStretch * sum * sum) / (weights.length * squares)
}

/**
 * Stretches the paths step by step: the simulated median stays, the simulated bounds of each level go where the factors
 * say, and what lies between goes along in proportion. Order is kept, so that steps stay as dependent as they were.
 */
export function stretchPaths(paths: Float64Array, horizon: number, factors: ByLevel): void {
  const count = paths.length / horizon
  const sorted = new Float64Array(count)
  for (let h = 0; h < horizon; h++) {
    for (let p = 0; p < count; p++) sorted[p] = floatAt(paths, p * horizon + h)
    sorted.sort()
    const median = quantileOfSorted(sorted, 0.5)
    const below = stretcher(
      mapLevels((level) => median - quantileOfSorted(sorted, (1 - level) / 2)),
      factors,
    )
    const above = stretcher(
      mapLevels((level) => quantileOfSorted(sorted, (1 + level) / 2) - median),
      factors,
    )
    for (let p = 0; p < count; p++) {
      const value = floatAt(paths, p * horizon + h)
      paths[p * horizon + h] = value < median ? median - below(median - value) : median + above(value - median)
    }
  }
}

/** Maps distances from the median so that the given half-widths are stretched by the factors; increasing throughout. */
function stretcher(halves: ByLevel, factors: ByLevel): (distance: number) => number {
  const [first, second, third] = halves
  const inner = first * factors[0]
  const middle = Math.max(inner, second * factors[1])
  const outer = Math.max(middle, third * factors[2])
  return (distance) => {
    if (distance <= first) return distance * factors[0]
    if (distance <= second) return inner + ((middle - inner) * (distance - first)) / (second - first)
    if (distance <= third) return middle + ((outer - middle) * (distance - second)) / (third - second)
    return outer + (distance - third) * factors[2]
  }
}
