import { leastSquares } from '../statistics/least-squares.ts'

/** Orders of autoregression that are tried. */
const longest = 3

/**
 * What of a series is new in each period: its changes, without their season, without what its own past foretells (an
 * autoregression of up to three terms, by AIC). Two series that have nothing to do with each other correlate by chance alone once
 * both are whitened (Haugh 1976). Null where a value or one before it is missing.
 */
export function whiten(values: readonly (number | null)[], season: number): readonly (number | null)[] {
  return withoutPast(withoutSeason(changesOf(values), season))
}

/** Each value less the one before; null beside a gap. */
export function changesOf(values: readonly (number | null)[]): readonly (number | null)[] {
  return values.map((value, t) => {
    const before = values[t - 1] ?? null
    return value === null || before === null ? null : value - before
  })
}

/** Less the mean of its place in the season: two KPIs of one trade rise together every December. */
function withoutSeason(changes: readonly (number | null)[], season: number): readonly (number | null)[] {
  const places = Array.from({ length: Math.max(1, season) }, () => ({ sum: 0, count: 0 }))
  changes.forEach((change, t) => {
    const place = places[t % places.length]
    if (change === null || place === undefined) return
    place.sum += change
    place.count++
  })
  return changes.map((change, t) => {
    const place = places[t % places.length]
    return change === null || place === undefined ? null : change - place.sum / place.count
  })
}

function withoutPast(changes: readonly (number | null)[]): readonly (number | null)[] {
  let best: { readonly weights: Float64Array; readonly score: number } | null = null
  const rows = rowsOf(changes, longest)
  const values = rows.map(({ value }) => value)
  for (let order = 0; order <= longest; order++) {
    const columns = Array.from({ length: order }, (_, lag) => rows.map(({ past }) => past[lag] ?? 0))
    const weights = order === 0 ? new Float64Array(0) : leastSquares(columns, values)?.coefficients
    if (weights === undefined) continue
    const squares = rows.reduce((sum, { value, past }) => sum + (value - foretold(weights, past)) ** 2, 0)
    const score = rows.length * Math.log(Math.max(squares, Number.MIN_VALUE)) + 2 * order
    if (best === null || score < best.score) best = { weights, score }
  }
  const weights = best?.weights ?? new Float64Array(0)
  return changes.map((change, t) => {
    const past = pastOf(changes, t, weights.length)
    return change === null || past === null ? null : change - foretold(weights, past)
  })
}

const foretold = (weights: Float64Array, past: readonly number[]): number =>
  weights.reduce((sum, weight, lag) => sum + weight * (past[lag] ?? 0), 0)

function rowsOf(changes: readonly (number | null)[], order: number) {
  return changes.flatMap((value, t) => {
    const past = pastOf(changes, t, order)
    return value === null || past === null ? [] : [{ value, past }]
  })
}

/** The `order` changes before one, the latest first; null where one is missing. */
function pastOf(changes: readonly (number | null)[], t: number, order: number): readonly number[] | null {
  const past = Array.from({ length: order }, (_, lag) => changes[t - 1 - lag] ?? null)
  return past.every((change) => change !== null) ? past : null
}
