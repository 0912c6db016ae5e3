import { at } from '../statistics/at.ts'
import { type Random, randomOf } from '../statistics/random.ts'
import type { Fitted, Method } from './fitted.ts'
import { naive2Points } from './naive.ts'
import { Stretch } from './stretch.ts'

/** What one method said at one origin: its points, and its paths one after the other. */
export interface Said {
  readonly points: Float64Array
  readonly paths: Float64Array
}

/** A point of the past at which the series is forecast as if the rest were not known. */
export interface Origin {
  /** Number of values that were known. */
  readonly size: number
  /** The values that came, at most one horizon of them. */
  readonly actual: Float64Array
  /** By method; null where it could not be fitted yet. */
  readonly said: readonly (Said | null)[]
  /** Naive2 of the M competitions and the seasonal naive, to measure against. */
  readonly naive2: Float64Array
}

export interface BackTest {
  readonly origins: readonly Origin[]
  /** How many horizons the tested part of the series holds: as many forecasts do not overlap. */
  readonly stretches: number
  readonly pathsPerMethod: number
}

/** Origins, spread evenly over the later half of the series. More tell little, as their forecasts overlap. */
const originsMost = 12
const pathsPerMethod = 250
/** Below this many values nothing is forecast, so nothing is tested. */
const smallestSize = 8

/**
 * Where a back-test begins: at half of the series, three of its shortest season and two of its longest, so that every
 * fit has something to learn from; but where that leaves less than one horizon to test, earlier.
 */
export function firstOrigin(size: number, seasons: readonly number[], horizon: number): number {
  const [shortest = 1] = seasons
  const least = Math.max(2 * (seasons.at(-1) ?? 1) + 1, smallestSize)
  const wanted = Math.max(Math.ceil(size / 2), 3 * shortest)
  return Math.max(least, Math.min(wanted, size - horizon))
}

function originSizes(size: number, seasons: readonly number[], horizon: number): number[] {
  const first = firstOrigin(size, seasons, horizon)
  const step = Math.max(1, Math.ceil((size - first) / originsMost))
  const sizes: number[] = []
  for (let known = size - step; known >= first; known -= step) sizes.push(known)
  return sizes
}

/**
 * Forecasts the series again from points of its past, latest first, every method refitted at each. `fitted` are the
 * methods on the whole series, from which the refits start their search.
 */
export function rollBack(
  values: Float64Array,
  seasons: readonly number[],
  horizon: number,
  fitted: readonly (Fitted | null)[],
  seed: number,
): BackTest {
  const random = randomOf(seed)
  const sizes = originSizes(values.length, seasons, horizon)
  let methods: readonly (Method | null)[] = fitted.map((one) => one?.refit ?? null)
  const origins: Origin[] = []
  for (const size of sizes) {
    const known = values.slice(0, size)
    const stretch = new Stretch(known)
    const refits = methods.map((method) => method?.(stretch) ?? null)
    methods = refits.map((one, index) => one?.refit ?? methods[index] ?? null)
    origins.push({
      size,
      actual: values.slice(size, size + horizon),
      said: refits.map((one) => (one === null ? null : sayOf(one, Math.min(horizon, values.length - size), random))),
      naive2: naive2Points(known, seasons[0] ?? 1, Math.min(horizon, values.length - size)),
    })
  }
  const tested = values.length - (sizes.at(-1) ?? values.length)
  return { origins, stretches: tested / horizon, pathsPerMethod }
}

function sayOf(fitted: Fitted, horizon: number, random: Random): Said {
  const paths = new Float64Array(pathsPerMethod * horizon)
  const path = new Float64Array(horizon)
  for (let p = 0; p < pathsPerMethod; p++) {
    fitted.draw(random, path)
    paths.set(path, p * horizon)
  }
  return { points: fitted.points(horizon), paths }
}

/** Mean absolute error of every method over the origins where all could be fitted, leaving one origin out if asked. */
export function meanErrors(test: BackTest, without: number): Float64Array {
  const count = test.origins[0]?.said.length ?? 0
  const sums = new Float64Array(count)
  let compared = 0
  for (const [index, { said, actual }] of test.origins.entries()) {
    if (index === without || said.some((one) => one === null)) continue
    for (const [method, one] of said.entries()) sums[method] = at(sums, method) + absoluteError(one, actual)
    compared += actual.length
  }
  return compared === 0 ? new Float64Array(count).fill(1) : sums.map((sum) => sum / compared)
}

function absoluteError(said: Said | null, actual: Float64Array): number {
  if (said === null) return 0
  let sum = 0
  for (let h = 0; h < actual.length; h++) sum += Math.abs(at(actual, h) - at(said.points, h))
  return sum
}
