import { columnCount, rowsOf, type Terms } from './terms.ts'

/** How the periods of a window depend on their expectation and on each other. */
export interface Model {
  readonly terms: Terms
  /** Autoregression of the deviations from the expectation, lag 1 first. */
  readonly phi: readonly number[]
}

/** What was expected of one period when only the earlier ones were known. All on the model's scale. */
export interface Expectation {
  readonly expected: number
  /** Standard error of the forecast in units of the innovations' standard deviation: √(1 + leverage), wider after a gap. */
  readonly width: number
  /** (value - expected) ÷ width; null where there is no value, or too little before it to expect anything. */
  readonly innovation: number | null
}

/** What becomes of a period's value: learnt; only the past of the next periods; or treated as if it were missing. */
export type Treatment = 'learn' | 'carry' | 'aside'

export interface Recursion {
  /**
   * The expectation of period `t` and the surprise of its value, without learning it; values from `blindFrom` on are not
   * seen. Periods come in order.
   */
  readonly look: (t: number, value: number, blindFrom?: number) => Expectation
  /** The same, and then the value is treated as said. */
  readonly take: (t: number, value: number, treatment: Treatment) => Expectation
}

/** Leverage beyond which a coefficient is not known yet. */
const unknown = 1e4

/** Where the values lie and how far they spread, roughly: keeps the arithmetic well scaled. */
export interface Measure {
  readonly origin: number
  readonly unit: number
}

/** Periods that a recursion may be asked about, [from, until), and their noise relative to a usual one (null: alike). */
export interface Reach {
  readonly from: number
  readonly until: number
  readonly noise: Float64Array | null
}

/**
 * Recursive residuals (Brown, Durbin and Evans 1975): one-step errors of a regression that learns period by period, each
 * divided by its own standard error. For a stable KPI they are independent with one variance, exactly where the errors are
 * normal and φ is known, however few periods the coefficients rest on.
 */
export function recursionOf(model: Model, measure: Measure, reach: Reach): Recursion {
  const state = stateOf(model, reach)
  const { width, row, gain } = state
  const unitAt = (t: number) => measure.unit * (reach.noise?.[t - reach.from] ?? 1)
  const look = (t: number, value: number, blindFrom = Number.POSITIVE_INFINITY): Expectation => {
    whiten(state, t - reach.from, blindFrom - reach.from)
    const leverage = multiply(state.covariance, row, gain)
    const fitted = dot(row, state.beta)
    const spread = Math.sqrt(1 + leverage)
    const { factor, carried } = state
    const unit = unitAt(t)
    const error = ((value - measure.origin) / unit) * factor - carried - fitted
    return {
      expected: ((fitted + carried) / factor) * unit + measure.origin,
      width: (spread / factor) * unit,
      innovation: leverage < unknown && !Number.isNaN(value) ? exact(error / spread) : null,
    }
  }
  const take = (t: number, value: number, treatment: Treatment): Expectation => {
    const seen = look(t, value)
    if (treatment === 'aside' || Number.isNaN(value)) return seen
    const scaled = (value - measure.origin) / unitAt(t)
    if (treatment === 'learn') learn(state, width, scaled * state.factor - state.carried - dot(row, state.beta))
    state.scaled[t - reach.from] = scaled
    return seen
  }
  return { look, take }
}

/** What rounding alone leaves of an error in usual standard deviations is none: a constant KPI has no errors. */
const exact = (error: number): number => (Math.abs(error) < 1e-6 ? 0 : error)

interface State {
  readonly phi: readonly number[]
  readonly width: number
  readonly rows: Float64Array
  /** Values of the past that are seen; NaN where there is none. */
  readonly scaled: Float64Array
  readonly beta: Float64Array
  readonly covariance: Float64Array
  /** √(1 - φ²) and its like: scales a period whose past is not known. */
  readonly lone: number
  /** The whitened row of the period at hand, its scale, and what the autoregression carries into it. */
  readonly row: Float64Array
  readonly gain: Float64Array
  factor: number
  carried: number
}

function stateOf({ terms, phi }: Model, { from, until, noise }: Reach): State {
  const width = columnCount(terms)
  const covariance = new Float64Array(width * width)
  // A wide prior stands for "not known".
  for (let i = 0; i < width; i++) covariance[i * width + i] = 1e7
  return {
    phi,
    width,
    rows: rowsOf(terms, from, until, noise),
    scaled: new Float64Array(until - from).fill(Number.NaN),
    beta: new Float64Array(width),
    covariance,
    lone: 1 / Math.sqrt(varianceRatio(phi)),
    row: new Float64Array(width),
    gain: new Float64Array(width),
    factor: 1,
    carried: 0,
  }
}

/** Writes the whitened row of the period at `index` into the state. */
function whiten(state: State, index: number, blindFrom: number): void {
  const { phi, width, row, rows, scaled } = state
  let carried = 0
  for (let lag = 0; lag < phi.length; lag++) {
    const past = index - 1 - lag
    carried += (phi[lag] ?? 0) * (past < 0 || past >= blindFrom ? Number.NaN : (scaled[past] ?? Number.NaN))
  }
  const paired = !Number.isNaN(carried)
  state.carried = paired ? carried : 0
  state.factor = paired ? 1 : state.lone
  for (let i = 0; i < width; i++) {
    let value = (rows[index * width + i] ?? 0) * state.factor
    if (paired)
      for (let lag = 0; lag < phi.length; lag++) value -= (phi[lag] ?? 0) * (rows[(index - 1 - lag) * width + i] ?? 0)
    row[i] = value
  }
}

/** One step of recursive least squares; `multiply` has left the gain in the state. */
function learn(state: State, width: number, error: number): void {
  const { gain, beta, covariance, row } = state
  const divisor = 1 + dot(row, gain)
  for (let i = 0; i < width; i++) {
    const share = (gain[i] ?? 0) / divisor
    beta[i] = (beta[i] ?? 0) + share * error
    for (let j = 0; j < width; j++)
      covariance[i * width + j] = (covariance[i * width + j] ?? 0) - share * (gain[j] ?? 0)
  }
}

/** Variance of the deviations ÷ variance of the innovations. */
export function varianceRatio(phi: readonly number[]): number {
  // Impulse responses of the autoregression, squared and summed.
  const response = [1]
  let total = 1
  for (let k = 1; k < 400; k++) {
    const value = phi.reduce((sum, weight, lag) => sum + weight * (response[k - 1 - lag] ?? 0), 0)
    response.push(value)
    total += value * value
    if (Math.abs(value) < 1e-6 && k > phi.length) break
  }
  return total
}

function multiply(matrix: Float64Array, vector: Float64Array, into: Float64Array): number {
  const size = vector.length
  let quadratic = 0
  for (let i = 0; i < size; i++) {
    let sum = 0
    for (let j = 0; j < size; j++) sum += (matrix[i * size + j] ?? 0) * (vector[j] ?? 0)
    into[i] = sum
    quadratic += sum * (vector[i] ?? 0)
  }
  return Math.max(quadratic, 0)
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}
