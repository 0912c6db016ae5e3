import { at } from '../../statistics/at.ts'
import { classicalDecomposition } from '../../statistics/classical-decomposition.ts'
import { leastSquaresLine } from '../../statistics/least-squares-line.ts'
import type { EtsForm } from './form.ts'
import type { EtsState, EtsWeights } from './run.ts'

/** Seasonal factors below this would make a multiplicative form divide by almost nothing. */
const smallestFactor = 0.01

/**
 * States to start the search from: the season by classical decomposition, level and slope by a line through the first
 * ten adjusted values or two periods (Hyndman et al. 2008, 2.6.1).
 */
export function startState(form: EtsForm, period: number, values: Float64Array): EtsState {
  const season = startSeason(form.season, period, values)
  const adjusted = values.map((value, t) => {
    if (form.season === 'N') return value
    const factor = at(season, t % period)
    return form.season === 'M' ? value / factor : value - factor
  })
  const count = Math.min(Math.max(10, 2 * period), values.length)
  if (form.trend === 'N') {
    let sum = 0
    for (let t = 0; t < count; t++) sum += at(adjusted, t)
    return { level: sum / count, slope: 0, season }
  }
  const line = leastSquaresLine(adjusted, count)
  const level = line.intercept - line.slope
  if ((form.error === 'M' || form.season === 'M') && !(level > 0 && line.intercept > 0)) {
    return { level: at(adjusted, 0), slope: 0, season }
  }
  return { level, slope: line.slope, season }
}

function startSeason(form: EtsForm['season'], period: number, values: Float64Array): Float64Array {
  if (form === 'N') return new Float64Array(0)
  const { figure } = classicalDecomposition(values, period, form === 'M' ? 'multiplicative' : 'additive')
  if (form === 'A') return figure
  const kept = figure.map((factor) => Math.max(factor, smallestFactor))
  const total = kept.reduce((sum, factor) => sum + factor, 0)
  return kept.map((factor) => (factor * period) / total)
}

/**
 * Smoothing parameters to start from, as the likelihood has several hills: a slow level with a quick season, a middling
 * one with a slow slope, and a quick one.
 */
export function startWeights(form: EtsForm): [EtsWeights, EtsWeights, EtsWeights] {
  const of = (alpha: number, beta: number, gamma: number): EtsWeights => ({
    alpha,
    beta: form.trend === 'N' ? 0 : beta,
    gamma: form.season === 'N' ? 0 : gamma,
    phi: form.trend === 'Ad' ? 0.95 : 1,
  })
  return [of(0.15, 0.05, 0.5), of(0.5, 0.01, 0.02), of(0.85, 0.25, 0.005)]
}
