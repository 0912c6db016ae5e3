import { at } from './at.ts'

export interface ClassicalDecomposition {
  /** Seasonal figure: `figure[k]` belongs to the values at k, k + period, … */
  readonly figure: Float64Array
  /** Centred moving average; NaN for half a period at either end. */
  readonly trend: Float64Array
}

/**
 * Classical decomposition by moving averages, as R's `decompose` makes it: the seasonal figure is the mean detrended
 * value of each position, shifted to mean 0 (additive) or scaled to mean 1 (multiplicative). Needs two full periods.
 */
export function classicalDecomposition(
  values: ArrayLike<number>,
  period: number,
  kind: 'additive' | 'multiplicative',
): ClassicalDecomposition {
  const trend = centredAverage(values, period)
  const figure = new Float64Array(period)
  const counts = new Float64Array(period)
  for (let t = 0; t < values.length; t++) {
    const middle = at(trend, t)
    const detrended = kind === 'additive' ? at(values, t) - middle : at(values, t) / middle
    if (!Number.isFinite(detrended)) continue
    figure[t % period] = at(figure, t % period) + detrended
    counts[t % period] = at(counts, t % period) + 1
  }
  let total = 0
  for (let k = 0; k < period; k++) {
    figure[k] = at(figure, k) / at(counts, k)
    total += at(figure, k)
  }
  const centre = total / period
  return { figure: figure.map((value) => (kind === 'additive' ? value - centre : value / centre)), trend }
}

/** Moving average over one period, with half weights at both ends when the period is even. */
function centredAverage(values: ArrayLike<number>, period: number): Float64Array {
  const half = Math.floor(period / 2)
  const trend = new Float64Array(values.length).fill(Number.NaN)
  for (let t = half; t + half < values.length; t++) {
    let sum = 0
    for (let k = -half; k <= half; k++) {
      const weight = period % 2 === 0 && Math.abs(k) === half ? 0.5 : 1
      sum += weight * at(values, t + k)
    }
    trend[t] = sum / period
  }
  return trend
}
