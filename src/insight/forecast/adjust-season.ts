import { at } from '../statistics/at.ts'
import { classicalDecomposition } from '../statistics/classical-decomposition.ts'
import { isSeasonal } from '../statistics/seasonal-test.ts'

/** A series without its season, and how to give a forecast the season back. */
export interface SeasonAdjusted {
  readonly adjusted: Float64Array
  readonly seasonal: boolean
  /** Value of period `t` (counted from the start of the series, beyond its end too) with the season put back. */
  readonly restore: (value: number, t: number) => number
}

const smallestFactor = 1e-4

/**
 * Seasonal adjustment as the M competitions and Theta use it: classical decomposition if the autocorrelation at the
 * period is significant at 90 %, multiplicative where every value and factor is positive, else additive.
 */
export function adjustSeason(values: Float64Array, period: number): SeasonAdjusted {
  if (!isSeasonal(values, period)) return { adjusted: values, seasonal: false, restore: (value) => value }
  if (values.every((value) => value > 0)) {
    const { figure } = classicalDecomposition(values, period, 'multiplicative')
    if (figure.every((factor) => factor > smallestFactor)) {
      return {
        adjusted: values.map((value, t) => value / at(figure, t % period)),
        seasonal: true,
        restore: (value, t) => value * at(figure, t % period),
      }
    }
  }
  const { figure } = classicalDecomposition(values, period, 'additive')
  return {
    adjusted: values.map((value, t) => value - at(figure, t % period)),
    seasonal: true,
    restore: (value, t) => value + at(figure, t % period),
  }
}
