import { at } from '../statistics/at.ts'
import type { Fitted, Method } from './fitted.ts'
import { Stretch } from './stretch.ts'

/**
 * A method for series of long or several seasons: the seasons are taken out by STL, `inner` forecasts the rest, and the
 * last cycle of each season is put back. With `log` all of it happens to logarithms, so that seasons and errors grow
 * with the level. Needs two cycles of the longest season, and positive values for logarithms.
 */
export const decomposed =
  (periods: readonly number[], log: boolean, inner: Method): Method =>
  (stretch): Fitted | null => {
    const size = stretch.values.length
    if (size < 2 * Math.max(...periods) || (log && !stretch.positive)) return null
    const { seasons, adjusted } = stretch.decompose(periods, log)
    const fitted = inner(new Stretch(adjusted))
    if (fitted === null) return null
    const restore = (path: Float64Array) => {
      for (let h = 0; h < path.length; h++) {
        let sum = at(path, h)
        for (const [index, period] of periods.entries()) sum += at(seasons[index] ?? [], size - period + (h % period))
        path[h] = log ? Math.exp(sum) : sum
      }
    }
    return {
      name: `STL(${periods.join(', ')})${log ? ' of logarithms' : ''} + ${fitted.name}`,
      points: (horizon) => {
        const points = fitted.points(horizon)
        restore(points)
        return points
      },
      draw: (random, path) => {
        fitted.draw(random, path)
        restore(path)
      },
      refit: decomposed(periods, log, fitted.refit),
    }
  }
