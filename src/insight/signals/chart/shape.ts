import { type Fitted, fitOf } from '../model/fit.ts'
import { offsetAt } from '../model/profile.ts'
import { coefficientsOfTerms } from '../model/structure.ts'
import { columnCount, rowsOf } from '../model/terms.ts'
import { fromScale, toScale } from '../model/transform.ts'
import type { Rhythm } from '../rhythm.ts'

/** What is taken off a series before it is charted, and how to get back to its own unit. */
export interface Shape {
  readonly fitted: Fitted
  /** The part of a period's value that season and trend do not explain; in the KPI's unit where nothing is taken off. */
  readonly remainderAt: (t: number, value: number) => number
  readonly valueAt: (t: number, remainder: number) => number
  /** The value as it would be without its season, in the KPI's unit. */
  readonly seasonless: (t: number, value: number) => number
  readonly adjusted: boolean
  /** Mean of what season and trend leave of the periods that it rests on. */
  readonly meanRemainder: number
  /** Root of points ÷ degrees of freedom: a fitted past is calmer than the future. */
  readonly widening: number
  /** Share of the variance of season and rest that is season; 0 without one. */
  readonly seasonStrength: number
}

/**
 * Season and trend of the periods before `until`, where the data show them (an F test, on the scale of the greatest
 * likelihood). Levels begin at `starts`. Without either the series is charted as it is.
 */
export function shapeOf(
  values: readonly (number | null)[],
  until: number,
  starts: readonly number[],
  rhythm: Rhythm,
): Shape {
  const known = new Float64Array(until).map((_, t) => values[t] ?? Number.NaN)
  const fitted = fitOf({ values: known, from: 0, rhythm, steps: starts, noise: null })
  const { terms } = fitted.model
  const adjusted = terms.trend !== null || terms.cycles.length > 0 || fitted.profiles.length > 0
  if (!adjusted)
    return {
      fitted,
      adjusted,
      meanRemainder: meanOf(known),
      remainderAt: (_, value) => value,
      valueAt: (_, remainder) => remainder,
      seasonless: (_, value) => value,
      widening: 1,
      seasonStrength: 0,
    }
  const { scale, profiles } = fitted
  const scaled = known.map((value, t) => (Number.isNaN(value) ? value : toScale(scale, value) - offsetAt(profiles, t)))
  const beta = coefficientsOfTerms(scaled, 0, terms)
  const levels = 1 + terms.steps.length
  const rows = rowsOf(terms, 0, values.length)
  const width = columnCount(terms)
  const explained = (t: number, first: number) => {
    let sum = 0
    for (let i = first; i < width; i++) sum += (rows[t * width + i] ?? 0) * (beta[i] ?? 0)
    return sum
  }
  // The level itself stays in the remainder, so that a chart of it has a centre of its own in every segment.
  const taken = Float64Array.from(values, (_, t) => explained(t, levels) + offsetAt(profiles, t))
  const points = known.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0)
  const used = width + profiles.reduce((sum, { period }) => sum + period, 0)
  const line = levels + (terms.trend ? 1 : 0)
  const seasonAt = (t: number) => explained(t, line) + offsetAt(profiles, t)
  const rest = scaled.map((value, t) => value - explained(t, 0))
  return {
    fitted,
    adjusted,
    meanRemainder: meanOf(known.map((value, t) => toScale(scale, value) - (taken[t] ?? 0))),
    remainderAt: (t, value) => toScale(scale, value) - (taken[t] ?? 0),
    valueAt: (t, remainder) => fromScale(scale, remainder + (taken[t] ?? 0)),
    seasonless: (t, value) => fromScale(scale, toScale(scale, value) - seasonAt(t)),
    widening: Math.sqrt(points / Math.max(1, points - used)),
    seasonStrength: strengthOf(seasonAt, rest),
  }
}

/** The mean of what is there; NaN where a period does not count. */
function meanOf(values: Float64Array): number {
  const present = [...values].filter((value) => !Number.isNaN(value))
  return present.reduce((sum, value) => sum + value, 0) / Math.max(1, present.length)
}

/** max(0, 1 - Var(rest) ÷ Var(season + rest)) (Hyndman and Athanasopoulos, FPP3 4.3). */
function strengthOf(seasonAt: (t: number) => number, rest: Float64Array): number {
  const pairs = [...rest].flatMap((value, t) => (Number.isNaN(value) ? [] : [{ value, both: value + seasonAt(t) }]))
  const whole = varianceOf(pairs.map(({ both }) => both))
  return whole > 0 ? Math.max(0, 1 - varianceOf(pairs.map(({ value }) => value)) / whole) : 0
}

function varianceOf(values: readonly number[]): number {
  const centre = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / values.length
}
