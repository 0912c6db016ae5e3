import { floatAt } from '../../statistics/at.ts'
import type { Slope } from '../../statistics/minimise.ts'
import type { EtsForm } from './form.ts'
import { layoutOf, type WeightSlopes, weightsOf, writeSeason, writeWeightSlopes } from './parameters.ts'
import type { EtsWeights } from './run.ts'

/** Added to the mean squared error of the scaled series, so that an exact fit has a finite likelihood. */
const exactFit = 1e-14

/** What the forward recursion leaves for the adjoint one. */
interface Tape {
  readonly multiplicativeError: boolean
  readonly season: EtsForm['season']
  readonly period: number
  readonly values: Float64Array
  readonly trends: Float64Array
  readonly slopes: Float64Array
  readonly seasons: Float64Array
  readonly errors: Float64Array
  readonly forecasts: Float64Array
  readonly seasonAdjoint: Float64Array
}

/**
 * -2 log likelihood of a series: n log(sum of squared errors) + 2 sum log(forecast) for a multiplicative error, without
 * the constants (Hyndman et al. 2008, 5.1), with its exact gradient by the adjoint recursion. The search over seventeen
 * parameters needs a few dozen evaluations with it, thousands without.
 */
export function likelihoodOf(form: EtsForm, period: number, values: Float64Array): Slope {
  const layout = layoutOf(form, period)
  const cycle = form.season === 'N' ? 0 : period
  const size = values.length
  const tape: Tape = {
    multiplicativeError: form.error === 'M',
    season: form.season,
    period: cycle,
    values,
    trends: new Float64Array(size),
    slopes: new Float64Array(size + 1),
    seasons: new Float64Array(size + cycle),
    errors: new Float64Array(size),
    forecasts: new Float64Array(size),
    seasonAdjoint: new Float64Array(size + cycle),
  }
  return (point, gradient) => {
    const weights = weightsOf(layout, point)
    writeSeason(form, layout, point, tape.seasons, cycle)
    const slope = layout.slope < 0 ? 0 : floatAt(point, layout.slope)
    const sums = forward(tape, weights, floatAt(point, layout.level), slope)
    if (sums === null) return Number.POSITIVE_INFINITY
    const by = { toAlpha: 0, toBeta: 0, toGamma: 0, toPhi: 0, toLevel: 0, toSlope: 0 }
    backward(tape, weights, sums.squares, by)
    writeWeightSlopes(layout, point, by, gradient)
    gradient[layout.level] = by.toLevel
    if (layout.slope >= 0) gradient[layout.slope] = by.toSlope
    if (layout.season >= 0) {
      const last = floatAt(tape.seasonAdjoint, period - 1)
      for (let k = 0; k + 1 < period; k++) gradient[layout.season + k] = floatAt(tape.seasonAdjoint, k) - last
    }
    return size * Math.log(sums.squares) + 2 * sums.logs
  }
}

/** Runs the recursion; null where a multiplicative form loses its positive level, season or forecast. */
function forward(
  tape: Tape,
  weights: EtsWeights,
  startLevel: number,
  startSlope: number,
): { squares: number; logs: number } | null {
  const { values, trends, slopes, seasons, errors, forecasts, period, multiplicativeError } = tape
  const { alpha, beta, gamma, phi } = weights
  const times = tape.season === 'M'
  let level = startLevel
  let slope = startSlope
  slopes[0] = slope
  let squares = exactFit * values.length
  let logs = 0
  for (let t = 0; t < values.length; t++) {
    const trend = level + phi * slope
    const season = period > 0 ? floatAt(seasons, t) : 0
    const forecast = times ? trend * season : trend + season
    if ((multiplicativeError && !(forecast > 0)) || (times && !(season > 0))) return null
    const error = floatAt(values, t) - forecast
    const pull = times ? error / season : error
    level = trend + alpha * pull
    slope = phi * slope + beta * pull
    if (period > 0) seasons[t + period] = season + (times ? (gamma * error) / trend : gamma * error)
    trends[t] = trend
    slopes[t + 1] = slope
    errors[t] = error
    forecasts[t] = forecast
    const relative = multiplicativeError ? error / forecast : error
    squares += relative * relative
    if (multiplicativeError) logs += Math.log(forecast)
  }
  return Number.isFinite(squares + logs) ? { squares, logs } : null
}

/** Carries the derivatives of the likelihood from the last period to the first. */
function backward(
  tape: Tape,
  weights: EtsWeights,
  squares: number,
  by: WeightSlopes & { toLevel: number; toSlope: number },
): void {
  const { values, trends, slopes, seasons, errors, forecasts, period, seasonAdjoint, multiplicativeError } = tape
  const { alpha, beta, gamma, phi } = weights
  const times = tape.season === 'M'
  const scale = (2 * values.length) / squares
  let toLevel = 0
  let toSlope = 0
  seasonAdjoint.fill(0)
  for (let t = values.length - 1; t >= 0; t--) {
    const error = floatAt(errors, t)
    const forecast = floatAt(forecasts, t)
    const trend = floatAt(trends, t)
    const season = period > 0 ? floatAt(seasons, t) : 0
    const later = period > 0 ? floatAt(seasonAdjoint, t + period) : 0
    const relative = multiplicativeError ? error / forecast : error
    const pull = times ? error / season : error
    const pulled = alpha * toLevel + beta * toSlope
    by.toAlpha += pull * toLevel
    by.toBeta += pull * toSlope
    by.toGamma += (times ? error / trend : error) * later
    const toError =
      (multiplicativeError ? (scale * relative) / forecast : scale * relative) +
      (times ? pulled / season + (gamma * later) / trend : pulled + gamma * later)
    const toForecast = (multiplicativeError ? (2 - scale * relative * relative) / forecast : 0) - toError
    let toTrend = toLevel
    if (times) {
      toTrend += toForecast * season - (later * gamma * error) / (trend * trend)
      seasonAdjoint[t] = later + toForecast * trend - (pulled * error) / (season * season)
    } else {
      toTrend += toForecast
      if (period > 0) seasonAdjoint[t] = later + toForecast
    }
    by.toPhi += floatAt(slopes, t) * (toTrend + toSlope)
    toLevel = toTrend
    toSlope = phi * (toTrend + toSlope)
  }
  by.toLevel = toLevel
  by.toSlope = toSlope
}
