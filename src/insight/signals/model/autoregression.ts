/**
 * Order and weights of an autoregression by Levinson and Durbin's recursion and Schwarz's criterion; NaN where missing.
 * Orders up to `highest`; needs long series, so short ones take order one by another way (see `gram.ts`).
 */
export function autoregression(values: Float64Array, highest: number): readonly number[] {
  const covariances = Array.from({ length: highest + 1 }, (_, lag) => covariance(values, lag))
  const points = values.reduce((total, value) => total + (Number.isNaN(value) ? 0 : 1), 0)
  let variance = covariances[0] ?? 0
  if (!(variance > 0)) return []
  let weights: readonly number[] = []
  let best = { weights, criterion: points * Math.log(variance) }
  for (let order = 1; order <= highest; order++) {
    const carried = weights.reduce((sum, weight, index) => sum + weight * (covariances[order - 1 - index] ?? 0), 0)
    const reflection = ((covariances[order] ?? 0) - carried) / variance
    if (!(Math.abs(reflection) < 1)) break
    weights = [...weights.map((w, i) => w - reflection * (weights[order - 2 - i] ?? 0)), reflection]
    variance *= 1 - reflection * reflection
    const criterion = points * Math.log(variance) + order * Math.log(points)
    if (criterion < best.criterion) best = { weights, criterion }
  }
  return best.weights
}

function covariance(values: Float64Array, lag: number): number {
  let sum = 0
  let pairs = 0
  for (let t = lag; t < values.length; t++) {
    const product = (values[t] ?? Number.NaN) * (values[t - lag] ?? Number.NaN)
    if (Number.isNaN(product)) continue
    sum += product
    pairs++
  }
  return pairs === 0 ? 0 : sum / pairs
}
