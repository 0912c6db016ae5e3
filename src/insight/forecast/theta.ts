import { leastSquaresLine } from '../statistics/least-squares-line.ts'
import { adjustSeason } from './adjust-season.ts'
import { type EtsFit, fitEts } from './ets/fit.ts'
import type { Fitted, Method } from './fitted.ts'
import { residualDraw } from './residuals.ts'

/**
 * The Theta method (Assimakopoulos and Nikolopoulos 2000) as simple exponential smoothing with drift: on the seasonally
 * adjusted series, level + slope / 2 × (k - 1 + (1 - (1 - alpha)^n) / alpha), where slope is that of the least-squares
 * line (Hyndman and Billah 2003). Needs five values.
 */
export const theta =
  (period: number, near?: EtsFit): Method =>
  ({ values }): Fitted | null => {
    const { adjusted, restore, seasonal } = adjustSeason(values, period)
    const smooth = fitEts({ error: 'A', trend: 'N', season: 'N' }, 1, adjusted, near)
    if (smooth === null) return null
    const size = values.length
    const { alpha } = smooth.weights
    const drift = leastSquaresLine(adjusted).slope / 2
    const ahead = (1 - (1 - alpha) ** size) / alpha
    const error = residualDraw(smooth.run.errors, seasonal ? 3 + period : 3)
    return {
      name: 'Theta',
      points: (horizon) =>
        new Float64Array(horizon).map((_, h) => restore(smooth.run.end.level + drift * (h + ahead), size + h)),
      draw: (random, path) => {
        let level = smooth.run.end.level
        for (let h = 0; h < path.length; h++) {
          const drawn = error(random)
          path[h] = restore(level + drift * (h + ahead) + drawn, size + h)
          level += alpha * drawn
        }
      },
      refit: theta(period, smooth),
    }
  }
