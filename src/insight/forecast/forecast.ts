import type { Issue } from '../../domain/issue.ts'
import { at } from '../statistics/at.ts'
import { quantileOfSorted } from '../statistics/quantile.ts'
import { type Adjusted, adjustForExposure, adjustForRegressors, type Regressor, unadjusted } from './adjust.ts'
import { levels } from './calibration.ts'
import { type CoreForecast, coreForecast } from './core.ts'
import { forecastIssue } from './issues.ts'
import { usableSeasons } from './methods.ts'
import { type Prepared, prepare, type Series } from './prepare.ts'
import { type BackTestReport, reportOf } from './report.ts'
import { carriedOn, meanOfPast } from './simple.ts'

export interface ForecastOptions {
  /** Periods to forecast after the last of the series. */
  readonly horizon: number
  /** Seasons to look for, in periods, such as `[12]` for months (see `seasonsOf`). */
  readonly seasons: readonly number[]
  /** The same seed gives the same forecast, path by path. */
  readonly seed: number
  /** Bounds that the KPI cannot leave: 0 for counts and amounts that are never negative, 1 for shares. */
  readonly lowest?: number
  readonly highest?: number
  /** Simulated futures; 5,000 by default. */
  readonly paths?: number
  /** Working days, opening hours or days of each period, history and horizon: values are forecast per unit of it if that fits better. */
  readonly exposure?: readonly number[]
  /** Calendar effects and plans known ahead, history and horizon. */
  readonly regressors?: readonly Regressor[]
}

/** One of the central ranges: the value lies inside with probability `level`. */
export interface Range {
  readonly level: number
  readonly lower: number
  readonly upper: number
}

export interface ForecastPoint {
  readonly mean: number
  /** The middle of the simulated futures; the mean where there are none. */
  readonly median: number
  /** Ranges of 50, 80 and 95 %; none where nothing is known of the spread. */
  readonly ranges: readonly Range[]
}

export interface Forecast {
  /** The method of most weight, or the simple model that stands in for a refused forecast. */
  readonly model: string
  /** All methods by name with their weights, most weight first. */
  readonly methods: readonly { readonly name: string; readonly weight: number }[]
  /** What the calendar was taken out by: `exposure`, and regressors by name. */
  readonly adjustedBy: readonly string[]
  /** One point for each period of the horizon. */
  readonly points: readonly ForecastPoint[]
  /** Simulated futures, one after the other, `horizon` numbers each: what totals and odds are read from. */
  readonly paths: Float64Array
  readonly horizon: number
  /** Why only a simple model was used; null for a full forecast. */
  readonly refusal: Issue | null
  readonly cautions: readonly Issue[]
  /** How past forecasts of this series did; null for a simple model. */
  readonly backTest: BackTestReport | null
}

const defaultPaths = 5000

/**
 * Forecasts a series with calibrated ranges and joint paths, or says why it does not and carries on simply. Missing
 * periods at the end are forecast on the way; a mistake of the caller (no horizon, too short an exposure) is thrown.
 */
export function forecast(series: Series, options: ForecastOptions): Forecast {
  check(series, options)
  const { exposure } = options
  const prepared = prepare(series, options.seasons, (index) => exposure !== undefined && at(exposure, index) <= 0)
  const ahead = prepared.late + options.horizon
  const seasons = usableSeasons(options.seasons, prepared.values.length, ahead)
  if (prepared.refusal !== null) return refused(prepared, prepared.refusal, seasons, options)
  const adjusted = adjust(prepared, seasons[0] ?? 1, options)
  const found = coreForecast(adjusted.values, seasons, ahead, sampling(options))
  if (found === null) throw new RangeError('No method fits a series that was found fit to forecast.')
  const size = prepared.values.length
  const back = (value: number, step: number) => clamp(adjusted.restore(value, size + step), options)
  return {
    model: found.methods[0]?.name ?? '',
    methods: found.methods,
    adjustedBy: adjusted.by,
    ...outlook(found, prepared.late, options.horizon, back),
    horizon: options.horizon,
    refusal: null,
    cautions: [...prepared.cautions, ...cautions(found, options, seasons, size)],
    backTest: reportOf(adjusted.values, seasons[0] ?? 1, ahead, found.test, found.tested, adjusted.restore),
  }
}

function check(series: Series, options: ForecastOptions): void {
  const { horizon, exposure, regressors = [], paths = defaultPaths } = options
  if (!Number.isInteger(horizon) || horizon < 1)
    throw new RangeError(`A horizon is a whole number from 1, not ${horizon}.`)
  if (!Number.isInteger(paths) || paths < 100) throw new RangeError(`A forecast takes 100 paths or more, not ${paths}.`)
  const needed = series.length + horizon
  for (const [name, values] of [
    ['exposure', exposure] as const,
    ...regressors.map((one) => [one.name, one.values] as const),
  ])
    if (values !== undefined && values.length < needed)
      throw new RangeError(`${name} has ${values.length} values; history and horizon need ${needed}.`)
}

const sampling = (options: ForecastOptions) => ({ seed: options.seed, paths: options.paths ?? defaultPaths })

const clamp = (value: number, { lowest, highest }: ForecastOptions) =>
  Math.min(highest ?? Number.POSITIVE_INFINITY, Math.max(lowest ?? Number.NEGATIVE_INFINITY, value))

function adjust(prepared: Prepared, period: number, options: ForecastOptions): Adjusted {
  const ahead = (values: readonly number[]) => values.slice(prepared.from)
  const { exposure, regressors = [] } = options
  const first =
    exposure === undefined ? unadjusted(prepared.values) : adjustForExposure(prepared.values, ahead(exposure), period)
  if (regressors.length === 0) return first
  const own = regressors.map(({ name, values }) => ({ name, values: ahead(values) }))
  const second = adjustForRegressors(first.values, own, period)
  return {
    values: second.values,
    restore: (value, t) => first.restore(second.restore(value, t), t),
    by: [...first.by, ...second.by],
  }
}

/** Points, ranges and paths of the horizon, in the units and within the bounds of the KPI. */
function outlook(
  found: { readonly points: Float64Array; readonly paths: Float64Array },
  late: number,
  horizon: number,
  back: (value: number, step: number) => number,
): { points: ForecastPoint[]; paths: Float64Array } {
  const count = found.paths.length / (late + horizon)
  const paths = new Float64Array(count * horizon)
  const column = new Float64Array(count)
  const points: ForecastPoint[] = []
  for (let h = 0; h < horizon; h++) {
    for (let p = 0; p < count; p++) {
      const value = back(at(found.paths, p * (late + horizon) + late + h), late + h)
      column[p] = value
      paths[p * horizon + h] = value
    }
    column.sort()
    const ranges =
      count === 0
        ? []
        : levels.map((level) => ({
            level,
            lower: quantileOfSorted(column, (1 - level) / 2),
            upper: quantileOfSorted(column, (1 + level) / 2),
          }))
    const mean = back(at(found.points, late + h), late + h)
    points.push({ mean, median: count === 0 ? mean : quantileOfSorted(column, 0.5), ranges })
  }
  return { points, paths }
}

function refused(prepared: Prepared, refusal: Issue, seasons: readonly number[], options: ForecastOptions): Forecast {
  const base = {
    methods: [],
    adjustedBy: [],
    horizon: options.horizon,
    refusal,
    cautions: prepared.cautions,
    backTest: null,
  }
  if (prepared.values.length === 0) return { ...base, model: '', points: [], paths: new Float64Array(0) }
  const ahead = prepared.late + options.horizon
  const simple =
    refusal.code === 'forecast/intermittent'
      ? meanOfPast(prepared.values, ahead, sampling(options))
      : carriedOn(prepared.values, seasons, ahead, sampling(options))
  const back = (value: number) => clamp(value, options)
  return { ...base, model: simple.name, ...outlook(simple, prepared.late, options.horizon, back) }
}

function cautions(found: CoreForecast, options: ForecastOptions, usable: readonly number[], size: number): Issue[] {
  const unseen = options.seasons.find((season) => season > 1 && !usable.includes(Math.round(season)))
  const tested = Math.round(found.test.stretches * found.points.length)
  const list: Issue[] = []
  if (unseen !== undefined && usable.length === 0)
    list.push(forecastIssue('forecast/season-unseen', { season: Math.round(unseen), values: size }, {}))
  if (tested < options.horizon)
    list.push(forecastIssue('forecast/barely-tested', { tested, horizon: options.horizon }, {}))
  return list
}
