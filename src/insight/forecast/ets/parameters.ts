import { floatAt } from '../../statistics/at.ts'
import type { EtsForm } from './form.ts'
import type { EtsState, EtsWeights } from './run.ts'

/**
 * Bounds of the smoothing parameters: 0 < beta < alpha < 1, gamma < 1 - alpha, 0.8 <= phi <= 0.98 (Hyndman et al. 2008,
 * 2.4 and 5.3: the usual region; more damping cannot be told from none in samples of this size, less is a step).
 */
const smallest = 1e-4
const largest = 0.9999
const phiLow = 0.8
const phiHigh = 0.98

/**
 * A number in bounds as a share of them, by any real number: sin². Many optima lie on a bound, which the search so
 * reaches in a few steps, where the usual logit would creep for ever.
 */
const share = (x: number) => Math.sin(x) ** 2
const shareSlope = (x: number) => Math.sin(2 * x)
const angle = (part: number) => Math.asin(Math.sqrt(Math.min(1, Math.max(0, part))))

/** Where each parameter stands in the vector that the search moves; -1 if the form lacks it. */
export interface Layout {
  readonly beta: number
  readonly gamma: number
  readonly phi: number
  readonly level: number
  readonly slope: number
  readonly season: number
  readonly size: number
}

/** The layout of a form's search vector. */
export function layoutOf(form: EtsForm, period: number): Layout {
  let next = 1
  const beta = form.trend === 'N' ? -1 : next++
  const gamma = form.season === 'N' ? -1 : next++
  const phi = form.trend === 'Ad' ? next++ : -1
  const level = next++
  const slope = form.trend === 'N' ? -1 : next++
  const season = form.season === 'N' ? -1 : next
  return { beta, gamma, phi, level, slope, season, size: next + (season < 0 ? 0 : period - 1) }
}

/** The search vector as parameters and initial states. */
export function unpack(form: EtsForm, period: number, point: Float64Array): { weights: EtsWeights; start: EtsState } {
  const layout = layoutOf(form, period)
  const season = new Float64Array(layout.season < 0 ? 0 : period)
  writeSeason(form, layout, point, season, season.length)
  const slope = layout.slope < 0 ? 0 : floatAt(point, layout.slope)
  return { weights: weightsOf(layout, point), start: { level: floatAt(point, layout.level), slope, season } }
}

/** The smoothing parameters of a search vector. */
export function weightsOf(layout: Layout, point: Float64Array): EtsWeights {
  const alpha = smallest + (largest - smallest) * share(floatAt(point, 0))
  const beta = layout.beta < 0 ? 0 : smallest + (alpha - smallest) * share(floatAt(point, layout.beta))
  const gamma = layout.gamma < 0 ? 0 : smallest + (1 - alpha - smallest) * share(floatAt(point, layout.gamma))
  const phi = layout.phi < 0 ? 1 : phiLow + (phiHigh - phiLow) * share(floatAt(point, layout.phi))
  return { alpha, beta, gamma, phi }
}

/** Writes the seasonal states of a search vector; the last one makes them sum to 0 or, multiplicative, to the period. */
export function writeSeason(
  form: EtsForm,
  layout: Layout,
  point: Float64Array,
  into: Float64Array,
  period: number,
): void {
  if (period === 0) return
  let rest = form.season === 'M' ? period : 0
  for (let k = 0; k + 1 < period; k++) {
    const state = floatAt(point, layout.season + k)
    into[k] = state
    rest -= state
  }
  into[period - 1] = rest
}

/** The search vector of parameters and initial states; the inverse of `unpack`. */
export function pack(form: EtsForm, period: number, weights: EtsWeights, start: EtsState): Float64Array {
  const layout = layoutOf(form, period)
  const point = new Float64Array(layout.size)
  const { alpha, beta, gamma, phi } = weights
  point[0] = angle((alpha - smallest) / (largest - smallest))
  if (layout.beta >= 0) point[layout.beta] = angle((beta - smallest) / (alpha - smallest))
  if (layout.gamma >= 0) point[layout.gamma] = angle((gamma - smallest) / (1 - alpha - smallest))
  if (layout.phi >= 0) point[layout.phi] = angle((phi - phiLow) / (phiHigh - phiLow))
  point[layout.level] = start.level
  if (layout.slope >= 0) point[layout.slope] = start.slope
  if (layout.season >= 0) for (let k = 0; k + 1 < period; k++) point[layout.season + k] = floatAt(start.season, k)
  return point
}

/** The parameters moved off their bounds, where a search would stand still: sin² is flat there. */
export function inside(weights: EtsWeights): EtsWeights {
  const within = (value: number, low: number, high: number) => {
    const margin = 0.005 * (high - low)
    return Math.min(high - margin, Math.max(low + margin, value))
  }
  const alpha = within(weights.alpha, smallest, largest)
  return {
    alpha,
    beta: within(weights.beta, smallest, alpha),
    gamma: within(weights.gamma, smallest, 1 - alpha),
    phi: within(weights.phi, phiLow, phiHigh),
  }
}

/** Derivatives by the smoothing parameters themselves. */
export interface WeightSlopes {
  toAlpha: number
  toBeta: number
  toGamma: number
  toPhi: number
}

/** Writes the derivatives by the search vector's smoothing parameters: the chain rule through `unpack`. */
export function writeWeightSlopes(layout: Layout, point: Float64Array, by: WeightSlopes, gradient: Float64Array): void {
  const alpha = smallest + (largest - smallest) * share(floatAt(point, 0))
  let toAlpha = by.toAlpha
  if (layout.beta >= 0) {
    const x = floatAt(point, layout.beta)
    toAlpha += by.toBeta * share(x)
    gradient[layout.beta] = by.toBeta * (alpha - smallest) * shareSlope(x)
  }
  if (layout.gamma >= 0) {
    const x = floatAt(point, layout.gamma)
    toAlpha -= by.toGamma * share(x)
    gradient[layout.gamma] = by.toGamma * (1 - alpha - smallest) * shareSlope(x)
  }
  if (layout.phi >= 0) gradient[layout.phi] = by.toPhi * (phiHigh - phiLow) * shareSlope(floatAt(point, layout.phi))
  gradient[0] = toAlpha * (largest - smallest) * shareSlope(floatAt(point, 0))
}
