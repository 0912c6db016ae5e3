import type { Issue } from '../../domain/issue.ts'
import { at } from '../statistics/at.ts'
import { forecastIssue } from './issues.ts'

/** A series as it is given: a number for each period, null (or NaN) where there is no value. */
export type Series = readonly (number | null)[]

/** A series made ready: without leading and trailing periods that have no value, bridged where there were few gaps. */
export interface Prepared {
  readonly values: Float64Array
  /** Index of its first value in the series given. */
  readonly from: number
  /** Periods at the end of the given series that have no value yet; they are forecast too. */
  readonly late: number
  readonly refusal: Issue | null
  readonly cautions: readonly Issue[]
}

/** Fewer values tell nothing about how well a method does. */
export const fewestValues = 8
/** Values come less often than every 1.32 periods: intermittent (Syntetos, Boylan and Croston 2005). */
const intermittentInterval = 1.32
/** More missing than this, or more in a row, and a bridge would be most of the pattern. */
const bridgedShare = 0.1

/** Looks at a series before any method does: what is missing, and whether a forecast is to be refused. Closed periods miss nothing. */
export function prepare(
  series: Series,
  seasons: readonly number[],
  closed: (index: number) => boolean = () => false,
): Prepared {
  const has = (index: number) => Number.isFinite(series[index] ?? Number.NaN)
  let from = 0
  let to = series.length
  while (from < to && !has(from)) from++
  while (to > from && !has(to - 1)) to--
  const known: number[] = []
  let missing = 0
  let longest = 0
  for (let index = from, run = 0; index < to; index++) {
    run = has(index) || closed(index) ? 0 : run + 1
    longest = Math.max(longest, run)
    if (has(index)) known.push(series[index] ?? Number.NaN)
    else if (!closed(index)) missing++
  }
  const periods = to - from
  const values = bridge(series.slice(from, to), seasons[0] ?? 1)
  const refusal = refuse(known, missing, periods, longest)
  const cautions =
    refusal === null && missing > 0 ? [forecastIssue('forecast/gaps-filled', { missing, periods }, {})] : []
  return { values, from, late: series.length - to, refusal, cautions }
}

function refuse(known: readonly number[], missing: number, periods: number, longest: number): Issue | null {
  const values = known.length
  if (values === 0) return forecastIssue('forecast/no-values', {}, {})
  if (values < fewestValues) return forecastIssue('forecast/too-short', { values, needed: fewestValues }, {})
  if (missing > bridgedShare * periods || longest > Math.max(2, bridgedShare * periods))
    return forecastIssue('forecast/gaps', { missing, periods, longest }, {})
  if (known.every((value) => value === known[0])) return forecastIssue('forecast/constant', { values }, {})
  const zeros = known.filter((value) => value === 0).length
  const interval = values / (values - zeros)
  if (interval >= intermittentInterval && known.every((value) => value >= 0))
    return forecastIssue('forecast/intermittent', { zeros, values }, {})
  return null
}

/** Values with the missing ones bridged: each by a line between its neighbours, moved as far as the same season lay off its own line before. */
export function bridge(series: Series, period: number): Float64Array {
  const values = Float64Array.from(series, (value) => value ?? Number.NaN)
  const isGap = values.map((value) => (Number.isFinite(value) ? 0 : 1))
  for (let t = 0; t < values.length; t++) {
    if (at(isGap, t) === 0) continue
    let right = t + 1
    while (at(isGap, right) === 1) right++
    const left = t - 1
    const line = (place: number, a: number, b: number) =>
      at(values, a) + ((at(values, b) - at(values, a)) * (place - a)) / (b - a)
    for (let place = t; place < right; place++) {
      const off = at(values, place - period) - line(place - period, left - period, right - period)
      values[place] = line(place, left, right) + (period > 1 && Number.isFinite(off) ? off : 0)
    }
    t = right
  }
  return values
}
