import { at } from '../statistics/at.ts'
import { leastSquares } from '../statistics/least-squares.ts'
import { fitEts } from './ets/fit.ts'
import { candidateForms } from './ets/form.ts'
import { bridge } from './prepare.ts'

/** A calendar effect or plan that is known for the future too: one number for each period of history and horizon. */
export interface Regressor {
  readonly name: string
  readonly values: readonly number[]
}

/** A series freed of what the calendar explains, and how to put it back. */
export interface Adjusted {
  readonly values: Float64Array
  /** A value of period `t` (from the start of the series, beyond its end too) with the calendar put back. */
  readonly restore: (value: number, t: number) => number
  /** What was adjusted for: `exposure`, and regressors by name. */
  readonly by: readonly string[]
}

/** A regressor stays if its t value is beyond this. */
const significant = 2

/**
 * Divides the values by an exposure (working days, opening hours, days of the month) if that explains them better: by
 * AICc of the best smoothing model, the likelihood being that of the values as they are. A period without exposure has
 * value 0.
 */
export function adjustForExposure(values: Float64Array, exposure: readonly number[], period: number): Adjusted {
  const days = values.map((_, t) => at(exposure, t))
  const rates = Array.from(values, (value, t) => (at(days, t) > 0 ? value / at(days, t) : null))
  const perDay = bridge(rates, period)
  const logs = days.reduce((sum, count) => sum + (count > 0 ? Math.log(count) : 0), 0)
  const closed = days.some((count) => count <= 0)
  if (!closed && leastAicc(perDay, period) + 2 * logs >= leastAicc(values, period)) return unadjusted(values)
  return { values: perDay, restore: (value, t) => value * Math.max(0, at(exposure, t)), by: ['exposure'] }
}

export const unadjusted = (values: Float64Array): Adjusted => ({ values, restore: (value) => value, by: [] })

function leastAicc(values: Float64Array, period: number): number {
  const forms = candidateForms(
    values.every((value) => value > 0),
    period > 1,
  )
  return forms.reduce(
    (least, form) => Math.min(least, fitEts(form, period, values)?.aicc ?? least),
    Number.POSITIVE_INFINITY,
  )
}

/**
 * Takes out the effect of regressors: estimated on the changes over one period and one season, where trend and season
 * are gone and errors nearly independent; in logarithms, as a factor, where all values are positive. Regressors without
 * a significant effect are left out.
 */
export function adjustForRegressors(values: Float64Array, regressors: readonly Regressor[], period: number): Adjusted {
  const log = values.every((value) => value > 0)
  const changes = (series: ArrayLike<number>) => {
    const once = differences(
      Float64Array.from({ length: values.length }, (_, t) => at(series, t)),
      1,
    )
    return period > 1 ? differences(once, period) : once
  }
  const target = changes(log ? values.map(Math.log) : values)
  let kept = regressors.filter(({ values: known }) => changes(known).some((change) => change !== 0))
  let effects: Float64Array = new Float64Array(0)
  while (kept.length > 0) {
    const columns = kept.map(({ values: known }) => changes(known))
    const found = leastSquares(columns, target)
    const weakest = found === null ? 0 : Math.min(...found.tValues.map(Math.abs))
    if (found !== null && weakest > significant) {
      effects = found.coefficients
      break
    }
    const drop = found === null ? kept.length - 1 : found.tValues.findIndex((t) => Math.abs(t) === weakest)
    kept = kept.filter((_, index) => index !== drop)
  }
  if (kept.length === 0) return unadjusted(values)
  const effect = (t: number) => kept.reduce((sum, one, index) => sum + at(one.values, t) * at(effects, index), 0)
  const restore = (value: number, t: number) => (log ? value * Math.exp(effect(t)) : value + effect(t))
  return {
    values: values.map((value, t) => (log ? value / Math.exp(effect(t)) : value - effect(t))),
    restore,
    by: kept.map(({ name }) => name),
  }
}

function differences(values: Float64Array, lag: number): Float64Array {
  return new Float64Array(Math.max(0, values.length - lag)).map((_, t) => at(values, t + lag) - at(values, t))
}
