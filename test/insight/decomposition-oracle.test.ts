import { describe, expect, test } from 'vitest'
import { autocorrelation } from '../../src/insight/statistics/autocorrelation.ts'
import { stl } from '../../src/insight/statistics/stl.ts'
import { hasOracles, type OracleSeries, oracleText } from './oracle.ts'

interface Decomposed extends OracleSeries {
  readonly acf: readonly number[]
  readonly stl_periodic?: {
    readonly seasonal_first_cycle: readonly number[]
    readonly trend: readonly number[]
    readonly remainder: readonly number[]
  }
  readonly stl_window7_robust?: { readonly seasonal: readonly number[]; readonly trend: readonly number[] }
}

function closest(found: ArrayLike<number>, wanted: readonly number[], tolerance: number): void {
  for (const [index, value] of wanted.entries())
    expect(Math.abs((found[index] ?? Number.NaN) - value)).toBeLessThan(tolerance * Math.max(1, Math.abs(value)))
}

describe.skipIf(!hasOracles)('decompositions equal those of R (skipped where ../shared/data is absent)', () => {
  const all = hasOracles ? (JSON.parse(oracleText('oracles/forecast_models.json')) as Decomposed[]) : []

  test.each(all.map((series) => [series.id, series] as const))('autocorrelations of %s', (_, series) => {
    closest(autocorrelation(series.train, series.acf.length), series.acf, 1e-8)
  })

  test.each(
    all.flatMap((series) =>
      series.stl_periodic === undefined ? [] : [[series.id, series, series.stl_periodic] as const],
    ),
  )('STL with a periodic season of %s', (_, series, wanted) => {
    const found = stl(series.train, series.period, { seasonWindow: 'periodic' })
    closest(found.season, wanted.seasonal_first_cycle, 1e-6)
    closest(found.trend, wanted.trend, 1e-6)
    closest(found.remainder, wanted.remainder, 1e-6)
  })

  test.each(
    all.flatMap((series) =>
      series.stl_window7_robust === undefined ? [] : [[series.id, series, series.stl_window7_robust] as const],
    ),
  )('robust STL with a season of seven neighbours of %s', (_, series, wanted) => {
    const found = stl(series.train, series.period, { seasonWindow: 7, robust: true })
    closest(found.season, wanted.seasonal, 1e-6)
    closest(found.trend, wanted.trend, 1e-6)
  })
})
