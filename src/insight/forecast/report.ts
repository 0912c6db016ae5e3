import { at } from '../statistics/at.ts'
import type { BackTest } from './back-test.ts'
import { type ByLevel, calibrationFactors, levels, mapLevels, type TestedPoint } from './calibration.ts'
import { intervalScore, naiveScale, symmetricError } from './scores.ts'

/** Errors of one method over the back-test. */
export interface Errors {
  /** Mean absolute error in units of the series' mean change over a season (Hyndman and Koehler 2006). */
  readonly mase: number
  /** Symmetric mean absolute percentage error, 0 to 200. */
  readonly smape: number
}

/** How well a series would have been forecast, had it been forecast in the past. */
export interface BackTestReport {
  /** From how many points of the past it was forecast, and how many values were compared. */
  readonly origins: number
  readonly values: number
  readonly combination: Errors
  readonly seasonalNaive: Errors
  readonly naive2: Errors
  /** Mean of both errors in units of Naive2's (Makridakis et al. 2018). Below 1 is better than naive. */
  readonly owa: number
  /** Share of the values inside the central ranges of `levels`, each range calibrated without the origin it is judged on. */
  readonly coverage: ByLevel
  /** Mean scaled interval score at 95 %. */
  readonly msis: number
}

/** The scores of a back-test; `restore` gives values and forecasts their calendar back. Null where nothing was tested. */
export function reportOf(
  values: Float64Array,
  period: number,
  horizon: number,
  test: BackTest,
  tested: readonly TestedPoint[],
  restore: (value: number, t: number) => number,
): BackTestReport | null {
  if (tested.length === 0) return null
  const original = values.map(restore)
  const sums = { own: noErrors(), seasonal: noErrors(), naive2: noErrors(), msis: 0 }
  const inside = [0, 0, 0]
  const factorsOf = test.origins.map((_, origin) => factorsWithout(tested, origin, test.stretches, horizon))
  for (const point of tested) {
    const t = point.size + point.step
    const scale = naiveScale(original.subarray(0, point.size), period)
    const origin = test.origins[point.origin]
    const seasonal = at(original, point.size - period + (point.step % period))
    const actual = at(original, t)
    addError(sums.own, actual, restore(point.point, t), scale)
    addError(sums.seasonal, actual, seasonal, scale)
    addError(sums.naive2, actual, restore(at(origin?.naive2 ?? [], point.step), t), scale)
    const factors = factorsOf[point.origin] ?? [1, 1, 1]
    const bounds = mapLevels((_, index) => (point.scores[index] <= factors[index] ? 1 : 0))
    for (const index of [0, 1, 2] as const) inside[index] = at(inside, index) + bounds[index]
    const lower = restore(point.median - (point.median - point.lower[2]) * factors[2], t)
    const upper = restore(point.median + (point.upper[2] - point.median) * factors[2], t)
    sums.msis += scale > 0 ? intervalScore(actual, lower, upper, levels[2]) / scale : 0
  }
  const count = tested.length
  const [combination, seasonalNaive, naive2] = [sums.own, sums.seasonal, sums.naive2].map((sum) => meanOf(sum, count))
  if (combination === undefined || seasonalNaive === undefined || naive2 === undefined) return null
  return {
    origins: test.origins.length,
    values: count,
    combination,
    seasonalNaive,
    naive2,
    owa: (ratio(combination.smape, naive2.smape) + ratio(combination.mase, naive2.mase)) / 2,
    coverage: mapLevels((_, index) => at(inside, index) / count),
    msis: sums.msis / count,
  }
}

const ratio = (own: number, other: number) => (other > 0 ? own / other : own > 0 ? Number.POSITIVE_INFINITY : 1)
const noErrors = () => ({ mase: 0, smape: 0 })
const meanOf = (sum: Errors, count: number): Errors => ({ mase: sum.mase / count, smape: sum.smape / count })

function addError(sum: { mase: number; smape: number }, actual: number, forecast: number, scale: number): void {
  sum.mase += scale > 0 ? Math.abs(actual - forecast) / scale : 0
  sum.smape += symmetricError(actual, forecast)
}

function factorsWithout(tested: readonly TestedPoint[], origin: number, stretches: number, horizon: number): ByLevel {
  const others = tested.filter((point) => point.origin !== origin)
  return calibrationFactors(others, (stretches * others.length) / tested.length, horizon)
}
