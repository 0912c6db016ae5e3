import { at } from '../../statistics/at.ts'
import type { EtsForm } from './form.ts'

/** Smoothing parameters: of level, slope and season, and the damping (1 without damping). `beta` is not divided by `alpha`. */
export interface EtsWeights {
  readonly alpha: number
  readonly beta: number
  readonly gamma: number
  readonly phi: number
}

/** State at one moment: `season[k]` belongs to the k-th period from now on (0 is the next one). */
export interface EtsState {
  readonly level: number
  readonly slope: number
  readonly season: Float64Array
}

export interface EtsRun {
  /** One-step forecasts of the given values. */
  readonly fitted: Float64Array
  /** One-step errors: value minus forecast (additive), or relative to the forecast (multiplicative). */
  readonly errors: Float64Array
  readonly end: EtsState
}

/**
 * Exponential smoothing in error-correction form (Hyndman et al. 2008, table 2.2 and 2.3). Additive and multiplicative
 * errors share one recursion: a multiplicative error is the additive one divided by the forecast.
 */
export function runEts(form: EtsForm, weights: EtsWeights, start: EtsState, values: ArrayLike<number>): EtsRun {
  const { alpha, beta, gamma, phi } = weights
  const period = start.season.length
  const season = Float64Array.from(start.season)
  const fitted = new Float64Array(values.length)
  const errors = new Float64Array(values.length)
  let level = start.level
  let slope = start.slope
  for (let t = 0, k = 0; t < values.length; t++, k = k + 1 === period ? 0 : k + 1) {
    const trend = level + phi * slope
    const seasonal = form.season === 'N' ? 0 : at(season, k)
    const forecast = form.season === 'M' ? trend * seasonal : trend + seasonal
    const error = at(values, t) - forecast
    const pull = form.season === 'M' ? error / seasonal : error
    level = trend + alpha * pull
    slope = phi * slope + beta * pull
    if (form.season !== 'N') season[k] = seasonal + (form.season === 'M' ? (gamma * error) / trend : gamma * error)
    fitted[t] = forecast
    errors[t] = form.error === 'M' ? error / forecast : error
  }
  return { fitted, errors, end: { level, slope, season: rotate(season, values.length) } }
}

/** The seasonal states beginning with the one of the next period. */
function rotate(season: Float64Array, by: number): Float64Array {
  const period = season.length
  return season.map((_, k) => at(season, (k + by) % period))
}

/** Point forecasts from a state: the recursion without errors. */
export function projectEts(form: EtsForm, phi: number, from: EtsState, horizon: number): Float64Array {
  const points = new Float64Array(horizon)
  let level = from.level
  let slope = from.slope
  for (let h = 0; h < horizon; h++) {
    level += phi * slope
    slope *= phi
    const seasonal = form.season === 'N' ? 0 : at(from.season, h % from.season.length)
    points[h] = form.season === 'M' ? level * seasonal : level + seasonal
  }
  return points
}
