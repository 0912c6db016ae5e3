import { floatAt } from '../statistics/at.ts'
import type { Random } from '../statistics/random.ts'

/**
 * Draws one-step errors as they were: residuals freed of their mean and widened by the degrees of freedom that the fit
 * took, as residuals are smaller than errors by that much.
 */
export function residualDraw(residuals: Float64Array, parameters: number): (random: Random) => number {
  const size = residuals.length
  const mean = residuals.reduce((sum, value) => sum + value, 0) / size
  const wider = Math.sqrt(size / Math.max(1, size - parameters))
  const errors = residuals.map((value) => (value - mean) * wider)
  return (random) => floatAt(errors, Math.floor(random.uniform() * size))
}
