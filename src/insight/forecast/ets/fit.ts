import { minimise } from '../../statistics/minimise.ts'
import { type EtsForm, parameterCount } from './form.ts'
import { likelihoodOf } from './likelihood.ts'
import { inside, pack, unpack } from './parameters.ts'
import { type EtsRun, type EtsState, type EtsWeights, runEts } from './run.ts'
import { startState, startWeights } from './start.ts'

/** A form with its parameters estimated from a series. */
export interface EtsFit {
  readonly form: EtsForm
  readonly weights: EtsWeights
  readonly start: EtsState
  readonly run: EtsRun
  /** Log likelihood without the constants n/2 (log 2πe / n), as R's `ets` reports it. */
  readonly logLikelihood: number
  /** Akaike's criterion corrected for small samples. */
  readonly aicc: number
  /** Variance of the one-step errors (relative ones for a multiplicative error), divided by n less the parameters. */
  readonly variance: number
}

/** Gains of -2 log likelihood below these end the search; a refit starts close by, and is averaged over many. */
const gain = 1e-5
const gainOfRefit = 1e-3
const stepsMax = 200

/** How many values a form needs: two more than it has parameters, and two periods if it is seasonal. */
export const needs = (form: EtsForm, period: number): number =>
  Math.max(parameterCount(form, period) + 2, form.season === 'N' ? 0 : 2 * period)

/** Parameters and states to start a search from. */
export type EtsGuess = Pick<EtsFit, 'weights' | 'start'>

/** The first guess for a form: middling weights and states from a decomposition. */
export const firstGuess = (form: EtsForm, period: number, values: Float64Array): EtsGuess => ({
  weights: startWeights(form)[1],
  start: startState(form, period, values),
})

/**
 * Estimates a form by maximum likelihood over smoothing parameters and initial states: from three starts, or quickly
 * from one that is near. Null if the series is too short or the form is not defined on it.
 */
export function fitEts(form: EtsForm, period: number, values: Float64Array, near?: EtsGuess): EtsFit | null {
  const count = parameterCount(form, period)
  if (values.length < needs(form, period)) return null
  const scale = meanSize(values)
  const scaled = values.map((value) => value / scale)
  const slope = likelihoodOf(form, period, scaled)
  let best: { point: Float64Array; value: number } | null = null
  for (const point of starts(form, period, scaled, scale, near)) {
    const found = minimise(slope, point, near === undefined ? gain : gainOfRefit, stepsMax)
    if (Number.isFinite(found.value) && (best === null || found.value < best.value)) best = found
  }
  if (best === null) return null
  const { weights, start: unit } = unpack(form, period, best.point)
  const start = rescale(form, unit, scale)
  const run = runEts(form, weights, start, values)
  const logLikelihood = -0.5 * (best.value + 2 * values.length * Math.log(scale))
  const aicc = -2 * logLikelihood + 2 * count + (2 * count * (count + 1)) / (values.length - count - 1)
  const squares = run.errors.reduce((sum, error) => sum + error * error, 0)
  return { form, weights, start, run, logLikelihood, aicc, variance: squares / (values.length - count + 1) }
}

function starts(form: EtsForm, period: number, scaled: Float64Array, scale: number, near?: EtsGuess): Float64Array[] {
  if (near !== undefined) return [pack(form, period, inside(near.weights), rescale(form, near.start, 1 / scale))]
  const state = startState(form, period, scaled)
  return startWeights(form).map((weights) => pack(form, period, inside(weights), state))
}

const rescale = (form: EtsForm, state: EtsState, by: number): EtsState => ({
  level: state.level * by,
  slope: state.slope * by,
  season: form.season === 'A' ? state.season.map((value) => value * by) : state.season,
})

function meanSize(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += Math.abs(value)
  return sum > 0 ? sum / values.length : 1
}
