import { at } from '../statistics/at.ts'
import { normalQuantileOfTail } from '../statistics/normal.ts'
import { randomOf } from '../statistics/random.ts'
import { studentQuantileOfTail } from '../statistics/student.ts'
import { mapLevels, stretchPaths } from './calibration.ts'

/** What a refused series gets instead of a forecast. `paths` is empty where not even a spread is known. */
export interface SimpleForecast {
  readonly name: string
  readonly points: Float64Array
  readonly paths: Float64Array
}

/** One change says nothing about how much changes differ. */
const fewestChanges = 2
/** Normal numbers to draw from: a thousand quantiles, evenly spread. */
const normals = Float64Array.from({ length: 1000 }, (_, k) => normalQuantileOfTail((k + 0.5) / 1000))

/**
 * The last values carried on (the last period's where a season shows), as a random walk of normal changes; its ranges are
 * those of Student's t, as the size of a change is known from few.
 */
export function carriedOn(
  values: Float64Array,
  seasons: readonly number[],
  horizon: number,
  options: { readonly seed: number; readonly paths: number },
): SimpleForecast {
  const period = seasons[0] ?? 1
  const size = values.length
  const before = (path: Float64Array, h: number) => (h < period ? at(values, size - period + h) : at(path, h - period))
  const points = new Float64Array(horizon)
  for (let h = 0; h < horizon; h++) points[h] = before(points, h)
  const changes = size - period
  if (changes < fewestChanges) return { name: 'Last value', points, paths: new Float64Array(0) }
  let squares = 0
  for (let t = period; t < size; t++) squares += (at(values, t) - at(values, t - period)) ** 2
  const spread = Math.sqrt(squares / changes)
  const random = randomOf(options.seed)
  const paths = new Float64Array(options.paths * horizon)
  const path = new Float64Array(horizon)
  for (let p = 0; p < options.paths; p++) {
    for (let h = 0; h < horizon; h++)
      path[h] = before(path, h) + spread * at(normals, Math.floor(random.uniform() * normals.length))
    paths.set(path, p * horizon)
  }
  stretchPaths(
    paths,
    horizon,
    mapLevels((level) => studentQuantileOfTail((1 - level) / 2, changes) / normalQuantileOfTail((1 - level) / 2)),
  )
  return { name: period > 1 ? 'Seasonal naive' : 'Naive', points, paths }
}

/** The mean of the past, with values drawn from the past: for series that are mostly zero. */
export function meanOfPast(
  values: Float64Array,
  horizon: number,
  options: { readonly seed: number; readonly paths: number },
): SimpleForecast {
  const random = randomOf(options.seed)
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const paths = new Float64Array(options.paths * horizon)
  return {
    name: 'Mean of the past',
    points: new Float64Array(horizon).fill(mean),
    paths: paths.map(() => at(values, Math.floor(random.uniform() * values.length))),
  }
}
