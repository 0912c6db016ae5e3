import { at } from './at.ts'

/** Autocorrelations at lags 1 to `lags` (divisor n, as usual, so that they are those of a stationary process); 0 for a constant. */
export function autocorrelation(values: ArrayLike<number>, lags: number): Float64Array {
  let mean = 0
  for (let t = 0; t < values.length; t++) mean += at(values, t) / values.length
  let variance = 0
  for (let t = 0; t < values.length; t++) variance += (at(values, t) - mean) ** 2
  const result = new Float64Array(lags)
  for (let lag = 1; lag <= lags; lag++) {
    let sum = 0
    for (let t = lag; t < values.length; t++) sum += (at(values, t) - mean) * (at(values, t - lag) - mean)
    result[lag - 1] = variance > 0 ? sum / variance : 0
  }
  return result
}
