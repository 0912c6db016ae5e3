import type { Issue } from '../../domain/issue.ts'
import { type ForecastOptions, forecast } from '../forecast/forecast.ts'
import type { Series } from '../forecast/prepare.ts'
import { at } from '../statistics/at.ts'
import { quantileOfSorted } from '../statistics/quantile.ts'

export interface EffectOptions extends Omit<ForecastOptions, 'horizon'> {
  /** The direction that the action is meant to move the KPI in. */
  readonly wanted: 'up' | 'down'
  /** The smallest effect worth having, as a share of what was expected without the action; 10 % by default. */
  readonly worthwhile?: number
  /** After so many periods an effect that cannot be told from chance is called none; by default a season, from 6 to 13. */
  readonly patience?: number
}

/** An effect with the range that holds it with 95 % probability. */
export interface Estimate {
  readonly value: number
  readonly lower: number
  readonly upper: number
}

/**
 * `worked` and `worsened`: the whole range lies on one side of zero. `too-early`: it does not, but an effect worth having
 * may still be in it, and patience is not over. `no-visible-effect`: neither. `not-measurable`: no forecast of what would
 * have happened, or no value since.
 */
export type Verdict = 'worked' | 'worsened' | 'no-visible-effect' | 'too-early' | 'not-measurable'

/** One period since the action that has a value. */
export interface EffectPeriod {
  /** Periods from the action's first one on, from 0. */
  readonly step: number
  readonly value: number
  /** What was expected of it without the action. */
  readonly expected: Estimate
  /** Actual less expected, added up from the action to this period. */
  readonly sum: Estimate
}

export interface Effect {
  readonly verdict: Verdict
  /** Periods since the action that have a value. */
  readonly periods: number
  /** Sum of the values since, and of what would have been expected without the action. */
  readonly actual: number
  readonly expected: number
  /** Actual less expected over all periods since; null if not measurable. */
  readonly total: Estimate | null
  /** The same as a share of what was expected; null where that is not positive. */
  readonly relative: Estimate | null
  readonly since: readonly EffectPeriod[]
  /** Why there was no proper forecast. */
  readonly refusal: Issue | null
}

const level = 0.95
const fewestPeriods = 2
const defaultWorthwhile = 0.1
const defaultPatience = 6
const longestPatience = 13

/**
 * The effect of an action on a KPI: the values from index `from` on against a forecast made from the values before, as
 * if nothing had been done (the idea of Brodersen et al. 2015, with the calibrated joint paths of this room). Uncertain
 * is the forecast; the values are what they are. Whatever else happened since is counted in, so the reader must know.
 */
export function effectOf(series: Series, from: number, options: EffectOptions): Effect {
  const after = series.slice(from)
  const known = after.flatMap((value, step) => (value !== null && Number.isFinite(value) ? [{ value, step }] : []))
  if (known.length === 0) return notMeasurable(0, null)
  const without = forecast(series.slice(0, from), { ...options, horizon: after.length })
  if (without.refusal !== null) return notMeasurable(known.length, without.refusal)
  const gap = new Float64Array(without.paths.length / after.length)
  const since: EffectPeriod[] = []
  let actual = 0
  let expected = 0
  for (const { value, step } of known) {
    actual += value
    const mean = without.points[step]?.mean ?? Number.NaN
    expected += mean
    const paths = gap.map((_, p) => at(without.paths, p * after.length + step))
    for (let p = 0; p < gap.length; p++) gap[p] = at(gap, p) + value - at(paths, p)
    since.push({ step, value, expected: estimate(mean, paths), sum: estimate(actual - expected, gap) })
  }
  const total = since.at(-1)?.sum ?? null
  return {
    verdict: total === null ? 'not-measurable' : verdictOf(total, expected, known.length, options),
    periods: known.length,
    actual,
    expected,
    total,
    relative: total === null || expected <= 0 ? null : shareOf(total, expected),
    since,
    refusal: null,
  }
}

function estimate(value: number, paths: Float64Array): Estimate {
  const sorted = Float64Array.from(paths).sort()
  return { value, lower: quantileOfSorted(sorted, (1 - level) / 2), upper: quantileOfSorted(sorted, (1 + level) / 2) }
}

const notMeasurable = (periods: number, refusal: Issue | null): Effect => ({
  verdict: 'not-measurable',
  periods,
  actual: 0,
  expected: 0,
  total: null,
  relative: null,
  since: [],
  refusal,
})

const shareOf = (estimate: Estimate, expected: number): Estimate => ({
  value: estimate.value / expected,
  lower: estimate.lower / expected,
  upper: estimate.upper / expected,
})

function verdictOf(total: Estimate, expected: number, periods: number, options: EffectOptions): Verdict {
  const up = options.wanted === 'up'
  if (periods >= fewestPeriods) {
    if (up ? total.lower > 0 : total.upper < 0) return 'worked'
    if (up ? total.upper < 0 : total.lower > 0) return 'worsened'
  }
  const season = options.seasons.find((period) => period > 1) ?? 0
  const patience = options.patience ?? Math.max(defaultPatience, Math.min(longestPatience, season))
  const worthwhile = (options.worthwhile ?? defaultWorthwhile) * Math.abs(expected)
  const mayStillBe = (up ? total.upper : -total.lower) >= worthwhile
  return mayStillBe && periods < patience ? 'too-early' : 'no-visible-effect'
}
