import { at } from '../statistics/at.ts'

/** Symmetric absolute percentage error of one forecast: 200 |y - f| / (|y| + |f|); 0 where both are 0. */
export function symmetricError(actual: number, forecast: number): number {
  const size = Math.abs(actual) + Math.abs(forecast)
  return size === 0 ? 0 : (200 * Math.abs(actual - forecast)) / size
}

/** Scale of MASE and MSIS: mean absolute change over one season within the series (Hyndman and Koehler 2006). */
export function naiveScale(values: ArrayLike<number>, period: number): number {
  let sum = 0
  for (let t = period; t < values.length; t++) sum += Math.abs(at(values, t) - at(values, t - period))
  return sum / Math.max(1, values.length - period)
}

/** Interval score of one value (Gneiting and Raftery 2007): the width, and what lies outside 2 / (1 - level) times. */
export function intervalScore(actual: number, lower: number, upper: number, level: number): number {
  const outside = Math.max(0, lower - actual) + Math.max(0, actual - upper)
  return upper - lower + (2 / (1 - level)) * outside
}
