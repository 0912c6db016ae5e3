import { at } from './at.ts'
import { autocorrelation } from './autocorrelation.ts'

/** Normal quantile of the two-sided 90 % test that the M3 and M4 competitions use. */
const critical = 1.6448536269514722

/**
 * Whether a season of `period` shows: the autocorrelation at that lag lies outside its 90 % limits, given the shorter
 * lags (Bartlett). More than two full periods are needed; fewer say no. Makridakis and Hibon (2000).
 */
export function isSeasonal(values: ArrayLike<number>, period: number): boolean {
  if (period < 2 || values.length <= 2 * period) return false
  const correlation = autocorrelation(values, period)
  let squares = 0
  for (let lag = 0; lag + 1 < period; lag++) squares += at(correlation, lag) ** 2
  const limit = critical * Math.sqrt((1 + 2 * squares) / values.length)
  return Math.abs(at(correlation, period - 1)) > limit
}
