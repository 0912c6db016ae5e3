import { at } from '../statistics/at.ts'
import { adjustSeason } from './adjust-season.ts'
import type { Method } from './fitted.ts'
import { residualDraw } from './residuals.ts'

/** Seasonal naive: the value of the same season one period ago; the last value where the period is 1. Needs two periods. */
export const seasonalNaive =
  (period: number): Method =>
  ({ values }) => {
    const size = values.length
    if (size < 2 * period) return null
    const changes = new Float64Array(size - period).map((_, t) => at(values, t + period) - at(values, t))
    const error = residualDraw(changes, 0)
    const before = (path: Float64Array, h: number) =>
      h < period ? at(values, size - period + h) : at(path, h - period)
    return {
      name: period > 1 ? 'Seasonal naive' : 'Naive',
      points: (horizon) => {
        const points = new Float64Array(horizon)
        for (let h = 0; h < horizon; h++) points[h] = before(points, h)
        return points
      },
      draw: (random, path) => {
        for (let h = 0; h < path.length; h++) path[h] = before(path, h) + error(random)
      },
      refit: seasonalNaive(period),
    }
  }

/** Naive2 of the M competitions, the yardstick of OWA: the last seasonally adjusted value with the season put back. */
export function naive2Points(values: Float64Array, period: number, horizon: number): Float64Array {
  const { adjusted, restore } = adjustSeason(values, period)
  const last = at(adjusted, adjusted.length - 1)
  return new Float64Array(horizon).map((_, h) => restore(last, values.length + h))
}
