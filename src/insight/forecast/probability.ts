import { at } from '../statistics/at.ts'
import { quantileOfSorted } from '../statistics/quantile.ts'
import { levels } from './calibration.ts'
import type { Forecast, Range } from './forecast.ts'

/**
 * What a target is set on, over the first `periods` of the forecast (all of it by default):
 * `total` of a flow, with what there is to date; `last` for a stock at the end; `mean` of an average or ratio weighted by
 * its denominators, those to date included; `every` for each single period; `highest` or `lowest` for an extreme.
 */
export type Landing =
  | { readonly of: 'total'; readonly periods?: number; readonly toDate?: number }
  | { readonly of: 'last'; readonly periods?: number }
  | {
      readonly of: 'mean'
      readonly periods?: number
      /** Expected denominator of each period ahead; alike by default. */
      readonly weights?: readonly number[]
      readonly toDate?: { readonly value: number; readonly weight: number }
    }
  | { readonly of: 'every'; readonly periods?: number }
  | { readonly of: 'highest' | 'lowest'; readonly periods?: number; readonly toDate?: number }

/** A target: the number, and on which side of it is good. */
export type Target =
  | { readonly atLeast: number }
  | { readonly atMost: number }
  | { readonly atLeast: number; readonly atMost: number }

export interface Odds {
  /** Share of the simulated futures that reach the target. */
  readonly probability: number
  /** As it may be said: steps of 5 %, and no more than "below 5 %" or "above 95 %". */
  readonly said: { readonly word: 'below' | 'about' | 'above'; readonly percent: number }
}

/** Where a period will end: expected value, and ranges as a forecast has them. */
export interface Outcome {
  readonly mean: number
  readonly median: number
  readonly ranges: readonly Range[]
}

/** The value that each simulated future lands on, sorted. Empty where a forecast has no paths. */
export function landings(forecast: Forecast, landing: Exclude<Landing, { of: 'every' }>): Float64Array {
  const count = forecast.paths.length / forecast.horizon
  const periods = periodsOf(forecast, landing)
  const result = new Float64Array(count)
  for (let p = 0; p < count; p++) {
    const from = p * forecast.horizon
    result[p] = landOne(forecast.paths.subarray(from, from + periods), landing)
  }
  return result.sort()
}

function landOne(path: Float64Array, landing: Exclude<Landing, { of: 'every' }>): number {
  switch (landing.of) {
    case 'total':
      return path.reduce((sum, value) => sum + value, landing.toDate ?? 0)
    case 'last':
      return at(path, path.length - 1)
    case 'mean': {
      const { toDate = { value: 0, weight: 0 }, weights } = landing
      let weight = toDate.weight
      let sum = toDate.value * toDate.weight
      for (let h = 0; h < path.length; h++) {
        const own = weights === undefined ? 1 : at(weights, h)
        weight += own
        sum += own * at(path, h)
      }
      return sum / weight
    }
    case 'highest':
      return path.reduce((most, value) => Math.max(most, value), landing.toDate ?? Number.NEGATIVE_INFINITY)
    case 'lowest':
      return path.reduce((least, value) => Math.min(least, value), landing.toDate ?? Number.POSITIVE_INFINITY)
  }
}

function periodsOf(forecast: Forecast, landing: Landing): number {
  const periods = landing.periods ?? forecast.horizon
  if (!Number.isInteger(periods) || periods < 1 || periods > forecast.horizon)
    throw new RangeError(`A landing lies 1 to ${forecast.horizon} periods ahead, not ${periods}.`)
  return periods
}

/** Expected landing and its ranges; null where a forecast has no paths. */
export function outcomeOf(forecast: Forecast, landing: Exclude<Landing, { of: 'every' }>): Outcome | null {
  const sorted = landings(forecast, landing)
  if (sorted.length === 0) return null
  return {
    mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
    median: quantileOfSorted(sorted, 0.5),
    ranges: levels.map((level) => ({
      level,
      lower: quantileOfSorted(sorted, (1 - level) / 2),
      upper: quantileOfSorted(sorted, (1 + level) / 2),
    })),
  }
}

/** The probability of reaching a target; null where a forecast has no paths. */
export function probabilityOf(forecast: Forecast, target: Target, landing: Landing): Odds | null {
  const reaches = (value: number) =>
    (!('atLeast' in target) || value >= target.atLeast) && (!('atMost' in target) || value <= target.atMost)
  const count = forecast.paths.length / forecast.horizon
  if (count === 0) return null
  const reached =
    landing.of === 'every' ? countEvery(forecast, landing, reaches) : countOf(landings(forecast, landing), reaches)
  return { probability: reached / count, said: said(reached / count) }
}

const countOf = (values: Float64Array, reaches: (value: number) => boolean) =>
  values.reduce((sum, value) => sum + (reaches(value) ? 1 : 0), 0)

function countEvery(forecast: Forecast, landing: Landing, reaches: (value: number) => boolean): number {
  const periods = periodsOf(forecast, landing)
  let reached = 0
  for (let from = 0; from < forecast.paths.length; from += forecast.horizon)
    if (forecast.paths.subarray(from, from + periods).every(reaches)) reached++
  return reached
}

/** Odds as they may honestly be said: the back-test does not know them better than by 5 %. */
function said(probability: number): Odds['said'] {
  if (probability < 0.05) return { word: 'below', percent: 5 }
  if (probability > 0.95) return { word: 'above', percent: 95 }
  return { word: 'about', percent: Math.round(probability * 20) * 5 }
}
