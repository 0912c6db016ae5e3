import { describe, expect, test } from 'vitest'
import { attributeLimits } from '../../src/insight/signals/attribute-charts.ts'
import { chanceBeyond, limitMultiplier } from '../../src/insight/signals/limit-multiplier.ts'
import { rules } from '../../src/insight/signals/rules/index.ts'
import type { ChartPoint, Rule } from '../../src/insight/signals/rules/rule.ts'
import { runLength } from '../../src/insight/signals/run-length.ts'
import { runsOnMedian } from '../../src/insight/signals/runs-on-median.ts'
import { trendTest } from '../../src/insight/signals/trend-test.ts'
import { movingRanges, usualXmr, type XmrLimits, type XmrOptions, xmrLimits } from '../../src/insight/signals/xmr.ts'
import { hasOracles, type OracleSeries, oracleText } from './oracle.ts'

interface Limits {
  readonly center: number
  readonly mr: number
  readonly sigma: number
  readonly unpl: number
  readonly lnpl: number
  readonly url: number
}

interface Case {
  readonly values: readonly number[]
  readonly baseline_points: number
  readonly published_constants: Limits
  readonly exact_constants: Limits
  readonly 'table_constants_d2_1.128': Limits
  readonly median_moving_range: Limits
  readonly signals_published_constants: Readonly<Record<string, readonly number[]>>
  readonly runs_on_median: Readonly<Record<string, number | boolean>>
  readonly numerator?: readonly number[]
  readonly denominator?: readonly number[]
  readonly pchart_breaches?: {
    readonly pbar: number
    readonly sigma_z: number
    readonly limits: readonly (readonly [number, number])[]
    readonly laney_limits: readonly (readonly [number, number])[]
  }
}

const nameInOracle: Readonly<Record<string, string>> = {
  'beyond-limits': 'beyond_limits',
  'run-of-7': 'run_of_7',
  'run-of-8': 'run_of_8',
  'run-of-9': 'run_of_9',
  'three-of-four': 'three_of_four_beyond_half',
  'two-of-three': 'two_of_three_beyond_2s',
  'four-of-five': 'four_of_five_beyond_1s',
  'six-in-trend': 'six_in_trend',
  'moving-range': 'moving_range_beyond_url',
}

const conventions = [
  ['published_constants', usualXmr],
  ['exact_constants', { ...usualXmr, convention: 'exact' }],
  ['table_constants_d2_1.128', { ...usualXmr, convention: 'table' }],
  ['median_moving_range', { ...usualXmr, spread: 'median' }],
] as const satisfies readonly (readonly [keyof Case, XmrOptions])[]

/** 1e-9 relative, and the tenth decimal to which the series and the expected values are rounded. */
const near = (found: number, wanted: number) =>
  expect(Math.abs(found - wanted)).toBeLessThan(1e-9 * Math.abs(wanted) + 3e-10)

function pointsOf(values: readonly number[], limits: XmrLimits): readonly ChartPoint[] {
  const ranges = movingRanges(values)
  return values.map((value, index) => ({
    index,
    value,
    ...limits,
    open: { lower: true, upper: true },
    range: ranges[index] ?? null,
  }))
}

describe.skipIf(!hasOracles)(
  'control charts equal the expected values (skipped where ../shared/data is absent)',
  () => {
    const cases = hasOracles
      ? (JSON.parse(oracleText('oracles/xmr.json')) as { cases: Record<string, Case> }).cases
      : {}
    const all = Object.entries(cases)

    test.each(all)('%s: limits by four conventions', (_, { values, baseline_points, ...wanted }) => {
      for (const [name, options] of conventions) {
        const found = xmrLimits(values.slice(0, baseline_points), options)
        const { center, mr, sigma, unpl, lnpl, url } = wanted[name]
        near(found?.centre ?? Number.NaN, center)
        near(found?.movingRange ?? Number.NaN, mr)
        near(found?.sigma ?? Number.NaN, sigma)
        near(found?.upper ?? Number.NaN, unpl)
        near(found?.lower ?? Number.NaN, lnpl)
        near(found?.rangeUpper ?? Number.NaN, url)
      }
    })

    test.each(all)('%s: every rule at the periods that complete it', (_, { values, baseline_points, ...wanted }) => {
      const limits = xmrLimits(values.slice(0, baseline_points))
      if (limits === null) throw new Error('no limits')
      const found = rules.map((rule) => [
        nameInOracle[rule.id],
        rule.hits(pointsOf(values, limits)).map(({ at }) => at),
      ])
      expect(Object.fromEntries(found)).toEqual(wanted.signals_published_constants)
    })

    test.each(all)('%s: runs on the median', (_, { values, runs_on_median: wanted }) => {
      const found = runsOnMedian(values)
      near(found?.median ?? Number.NaN, Number(wanted.median))
      expect(found).toMatchObject({
        useful: wanted.useful,
        longestRun: wanted.longest_run,
        longestRunMax: wanted.longest_run_max,
        crossings: wanted.crossings,
        crossingsMin: wanted.crossings_min,
        signal: wanted.signal,
      })
    })

    const shares = all.flatMap(([name, { numerator, denominator, pchart_breaches }]) =>
      numerator && denominator && pchart_breaches
        ? [[name, { numerator, denominator, ...pchart_breaches }] as const]
        : [],
    )

    test.each(shares)('%s: p chart and Laney’s p′', (_, { numerator, denominator, ...wanted }) => {
      const points = numerator.map((top, index) => ({ numerator: top, denominator: denominator[index] ?? 0 }))
      const found = attributeLimits(points, 'proportion')
      if (found === null) throw new Error('no limits')
      near(found.centre, wanted.pbar)
      near(found.sigmaZ, wanted.sigma_z)
      for (const [index, n] of denominator.entries()) {
        const half = 3 * found.errorAt(n, found.centre)
        near(found.centre - half, wanted.limits[index]?.[0] ?? Number.NaN)
        near(found.centre + half, wanted.limits[index]?.[1] ?? Number.NaN)
        near(found.centre - half * found.sigmaZ, wanted.laney_limits[index]?.[0] ?? Number.NaN)
        near(found.centre + half * found.sigmaZ, wanted.laney_limits[index]?.[1] ?? Number.NaN)
      }
    })
  },
)

describe.skipIf(!hasOracles)('false alarms equal the expected values (skipped where ../shared/data is absent)', () => {
  interface FalseAlarms {
    readonly exact_known_limits: Readonly<
      Record<string, { arl0: number; prob_signal_within_12: number; prob_signal_within_24: number }>
    >
    readonly sigma_multiplier_for_false_alarm_per_point: Readonly<Record<string, Readonly<Record<string, number>>>>
  }
  const wanted = hasOracles ? (JSON.parse(oracleText('oracles/spc_false_alarms.json')) as FalseAlarms) : null
  const sets: Readonly<Record<string, readonly string[]>> = {
    '1 limits': ['beyond-limits'],
    '1+run8': ['beyond-limits', 'run-of-8'],
    'wheeler 1+run8+3of4': ['beyond-limits', 'run-of-8', 'three-of-four'],
  }

  test.each(Object.entries(wanted?.exact_known_limits ?? {}))('run lengths of %s', (name, exact) => {
    const patterns = (sets[name] ?? []).map(
      (id) => rules.find((rule: Rule) => rule.id === id)?.pattern ?? expect.fail(`no rule ${id}`),
    )
    const found = runLength(patterns)
    near(found.mean, exact.arl0)
    near(found.within(12), exact.prob_signal_within_12)
    near(found.within(24), exact.prob_signal_within_24)
  })

  test.each(Object.entries(wanted?.sigma_multiplier_for_false_alarm_per_point ?? {}))(
    'multipliers of limits that rest on %s points (simulated: within 1 %%)',
    (points, multipliers) => {
      for (const [chance, multiplier] of Object.entries(multipliers)) {
        const found =
          chance === 'false_alarm_at_3_sigma'
            ? chanceBeyond(Number(points), 3)
            : limitMultiplier(Number(points), Number(chance))
        expect(Math.abs(found / multiplier - 1)).toBeLessThan(0.01)
      }
    },
  )
})

describe.skipIf(!hasOracles)('trend tests equal those of R (skipped where ../shared/data is absent)', () => {
  interface Trended extends OracleSeries {
    readonly trend: { kendall_tau: number; p_normal_approximation: number; theil_sen_slope: number }
  }
  const all = hasOracles ? (JSON.parse(oracleText('oracles/forecast_models.json')) as Trended[]) : []

  test.each(all.map((series) => [series.id, series] as const))('%s', (_, { train, trend }) => {
    const found = trendTest(train)
    near(found?.tau ?? Number.NaN, trend.kendall_tau)
    near(found?.slope ?? Number.NaN, trend.theil_sen_slope)
    expect(Math.abs((found?.pIndependent ?? Number.NaN) / trend.p_normal_approximation - 1)).toBeLessThan(1e-6)
  })
})
