import { at } from './at.ts'
import { type LoessSpan, loess, loessAt } from './loess.ts'

export interface StlOptions {
  /** Neighbours (years, weeks…) of the seasonal smoother, odd and at least 7; `periodic` keeps one figure for all time. */
  readonly seasonWindow: number | 'periodic'
  /** Fifteen passes that take weight from outliers. */
  readonly robust?: boolean
  /** Neighbours of the trend smoother; by default the next odd number of 1.5 period / (1 - 1.5 / seasonWindow). */
  readonly trendWindow?: number
}

export interface Stl {
  readonly season: Float64Array
  readonly trend: Float64Array
  readonly remainder: Float64Array
}

const nextOdd = (value: number) => {
  const rounded = Math.round(value)
  return rounded % 2 === 0 ? rounded + 1 : rounded
}
const spanOf = (window: number, degree: 0 | 1): LoessSpan => ({ window, degree, jump: Math.ceil(window / 10) })

/**
 * Seasonal-trend decomposition by loess (Cleveland, Cleveland, McRae and Terpenning 1990), with the defaults of R's
 * `stl`: seasonal degree 0, two inner passes (robust: one inner, fifteen outer). Needs two full periods.
 */
export function stl(values: ArrayLike<number>, period: number, options: StlOptions): Stl {
  const series = Float64Array.from(values)
  const size = series.length
  const seasonWindow = options.seasonWindow === 'periodic' ? 10 * size + 1 : options.seasonWindow
  const spans = {
    season: spanOf(seasonWindow, 0),
    trend: spanOf(options.trendWindow ?? nextOdd(Math.ceil((1.5 * period) / (1 - 1.5 / seasonWindow))), 1),
    low: spanOf(nextOdd(period), 1),
  }
  let season: Float64Array = new Float64Array(size)
  let trend: Float64Array = new Float64Array(size)
  let robustness: Float64Array | null = null
  for (let outer = 0; outer <= (options.robust === true ? 15 : 0); outer++) {
    for (let inner = 0; inner < (options.robust === true ? 1 : 2); inner++) {
      season = seasonOf(minus(series, trend), period, spans, robustness)
      trend = loess(minus(series, season), spans.trend, robustness)
    }
    robustness = bisquare(minus(minus(series, trend), season))
  }
  if (options.seasonWindow === 'periodic') season = averageByPosition(season, period)
  return { season, trend, remainder: minus(minus(series, season), trend) }
}

const minus = (a: Float64Array, b: Float64Array) => a.map((value, index) => value - at(b, index))

/** One seasonal pass: each position of the period smoothed by itself, then freed of what is trend. */
function seasonOf(
  detrended: Float64Array,
  period: number,
  spans: { readonly season: LoessSpan; readonly low: LoessSpan },
  robustness: Float64Array | null,
): Float64Array {
  const size = detrended.length
  const cycle = new Float64Array(size + 2 * period)
  for (let position = 0; position < period; position++) {
    const own = everyPeriod(detrended, position, period)
    const weights = robustness === null ? null : everyPeriod(robustness, position, period)
    const smooth = loess(own, spans.season, weights)
    const count = own.length
    const window = Math.min(spans.season.window, count)
    const before = loessAt(own, spans.season, -1, 0, window - 1, weights) ?? at(smooth, 0)
    const after = loessAt(own, spans.season, count, count - window, count - 1, weights) ?? at(smooth, count - 1)
    cycle[position] = before
    for (let k = 0; k < count; k++) cycle[(k + 1) * period + position] = at(smooth, k)
    cycle[(count + 1) * period + position] = after
  }
  const low = movingAverage(movingAverage(movingAverage(cycle, period), period), 3)
  const passed = loess(low, spans.low, null)
  return passed.map((value, t) => at(cycle, period + t) - value)
}

function everyPeriod(values: Float64Array, position: number, period: number): Float64Array {
  const own = new Float64Array(Math.ceil((values.length - position) / period))
  return own.map((_, k) => at(values, k * period + position))
}

function movingAverage(values: Float64Array, window: number): Float64Array {
  const result = new Float64Array(values.length - window + 1)
  let sum = 0
  for (let t = 0; t < values.length; t++) {
    sum += at(values, t) - (t >= window ? at(values, t - window) : 0)
    if (t >= window - 1) result[t - window + 1] = sum / window
  }
  return result
}

/** Weights that fall to 0 at six median absolute remainders. */
function bisquare(remainder: Float64Array): Float64Array {
  const sizes = remainder.map(Math.abs)
  const sorted = Float64Array.from(sizes).sort()
  const upper = sorted.length >> 1
  const reach = 3 * (at(sorted, upper) + at(sorted, sorted.length - 1 - upper))
  return sizes.map((size) => {
    if (size <= 0.001 * reach) return 1
    return size <= 0.999 * reach ? (1 - (size / reach) ** 2) ** 2 : 0
  })
}

function averageByPosition(season: Float64Array, period: number): Float64Array {
  const figure = new Float64Array(period)
  for (let position = 0; position < period && position < season.length; position++) {
    const own = everyPeriod(season, position, period)
    figure[position] = own.reduce((sum, value) => sum + value, 0) / own.length
  }
  return season.map((_, t) => at(figure, t % period))
}
