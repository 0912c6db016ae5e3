import { at, floatAt } from '../statistics/at.ts'
import { type BackTest, meanErrors, type Said } from './back-test.ts'

/**
 * Weights of the methods from their back-test: each method's mean absolute error to the power of minus the number of
 * stretches tested. That is its likelihood on them under Laplace errors, one independent look a stretch (pseudo-Bayesian
 * averaging), so that little evidence leaves the weights alike and much evidence chooses. `without` leaves an origin out.
 */
export function methodWeights(test: BackTest, without = -1): Float64Array {
  const errors = meanErrors(test, without)
  const least = errors.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const raw = errors.map((error) => (error > 0 ? (least / error) ** test.stretches : 1))
  const total = raw.reduce((sum, weight) => sum + weight, 0)
  return raw.map((weight) => weight / total)
}

/** The weights of the methods that are there, summing to 1; alike if none of them has a weight. */
export function weightsAmong(weights: Float64Array, present: readonly boolean[]): Float64Array {
  // Where nothing could be tested there is no weight for any method.
  const kept = Float64Array.from(present, (there, index) => (there ? (weights[index] ?? 0) : 0))
  const total = kept.reduce((sum, weight) => sum + weight, 0)
  const count = present.filter(Boolean).length
  return kept.map((weight, index) => (total > 0 ? weight / total : present[index] === true ? 1 / count : 0))
}

/** How many of `total` paths each method draws: in proportion to its weight, by largest remainder. */
export function pathCounts(weights: Float64Array, total: number): number[] {
  const counts = Array.from(weights, (weight) => Math.floor(weight * total))
  const order = Array.from(weights.keys()).sort(
    (a, b) => floatAt(weights, b) * total - at(counts, b) - (floatAt(weights, a) * total - at(counts, a)) || a - b,
  )
  let rest = total - counts.reduce((sum, count) => sum + count, 0)
  for (const index of order) if (rest-- > 0) counts[index] = at(counts, index) + 1
  return counts
}

/** The weighted mean of what the methods said, and the paths of their mixture sorted for each step ahead. */
export function combine(
  said: readonly (Said | null)[],
  weights: Float64Array,
  horizon: number,
  pathsPerMethod: number,
): { points: Float64Array; columns: Float64Array[] } {
  const among = weightsAmong(
    weights,
    said.map((one) => one !== null),
  )
  const points = new Float64Array(horizon)
  const columns = Array.from({ length: horizon }, () => new Float64Array(pathsPerMethod))
  let filled = 0
  for (const [method, count] of pathCounts(among, pathsPerMethod).entries()) {
    const one = said[method]
    if (one === undefined || one === null) continue
    for (const [h, column] of columns.entries()) {
      points[h] = floatAt(points, h) + floatAt(among, method) * floatAt(one.points, h)
      for (let p = 0; p < count; p++) column[filled + p] = floatAt(one.paths, p * horizon + h)
    }
    filled += count
  }
  return { points, columns: columns.map((column) => column.sort()) }
}
