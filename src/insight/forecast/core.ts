import { at } from '../statistics/at.ts'
import { randomOf } from '../statistics/random.ts'
import { type BackTest, rollBack } from './back-test.ts'
import { type ByLevel, calibrationFactors, stretchPaths, type TestedPoint, testedPoints } from './calibration.ts'
import { methodWeights, pathCounts, weightsAmong } from './combination.ts'
import type { Fitted } from './fitted.ts'
import { methodsFor } from './methods.ts'
import { Stretch } from './stretch.ts'

/** A series forecast by the combination of its methods, before bounds and words. */
export interface CoreForecast {
  /** Each method by name with its weight, most weight first. */
  readonly methods: readonly { readonly name: string; readonly weight: number }[]
  readonly points: Float64Array
  /** Calibrated paths one after the other, `horizon` numbers each. */
  readonly paths: Float64Array
  readonly factors: ByLevel
  readonly test: BackTest
  readonly tested: readonly TestedPoint[]
}

/** Fits, back-tests, weighs, simulates and calibrates. Null where no method can be fitted. */
export function coreForecast(
  values: Float64Array,
  seasons: readonly number[],
  horizon: number,
  options: { readonly seed: number; readonly paths: number },
): CoreForecast | null {
  const stretch = new Stretch(values)
  const fitted = methodsFor(seasons).map((method) => method(stretch))
  if (fitted.every((one) => one === null)) return null
  const test = rollBack(values, seasons, horizon, fitted, options.seed)
  const weights = weightsAmong(
    methodWeights(test),
    fitted.map((one) => one !== null),
  )
  const tested = testedPoints(test)
  const factors = calibrationFactors(tested, test.stretches, horizon)
  const paths = drawPaths(fitted, weights, horizon, options)
  stretchPaths(paths, horizon, factors)
  return { methods: named(fitted, weights), points: pointsOf(fitted, weights, horizon), paths, factors, test, tested }
}

function pointsOf(fitted: readonly (Fitted | null)[], weights: Float64Array, horizon: number): Float64Array {
  const points = new Float64Array(horizon)
  for (const [index, one] of fitted.entries()) {
    if (one === null || at(weights, index) === 0) continue
    const own = one.points(horizon)
    for (let h = 0; h < horizon; h++) points[h] = at(points, h) + at(weights, index) * at(own, h)
  }
  return points
}

/** Each method draws paths in proportion to its weight: where they disagree, the paths spread. */
function drawPaths(
  fitted: readonly (Fitted | null)[],
  weights: Float64Array,
  horizon: number,
  options: { readonly seed: number; readonly paths: number },
): Float64Array {
  const random = randomOf(options.seed)
  const paths = new Float64Array(options.paths * horizon)
  const path = new Float64Array(horizon)
  let from = 0
  for (const [index, count] of pathCounts(weights, options.paths).entries()) {
    for (let p = 0; p < count; p++, from += horizon) {
      fitted[index]?.draw(random, path)
      paths.set(path, from)
    }
  }
  return paths
}

const named = (fitted: readonly (Fitted | null)[], weights: Float64Array) =>
  fitted
    .flatMap((one, index) => (one === null ? [] : [{ name: one.name, weight: at(weights, index) }]))
    .sort((a, b) => b.weight - a.weight)
