import { describe, expect, test } from 'vitest'
import { average } from '../../src/insight/forecast/ets/average.ts'
import { type EtsFit, fitEts } from '../../src/insight/forecast/ets/fit.ts'
import { candidateForms, type EtsForm, nameOf } from '../../src/insight/forecast/ets/form.ts'
import { likelihoodOf } from '../../src/insight/forecast/ets/likelihood.ts'
import { pack } from '../../src/insight/forecast/ets/parameters.ts'
import { type EtsRun, type EtsState, type EtsWeights, projectEts, runEts } from '../../src/insight/forecast/ets/run.ts'
import { seasonalNaive } from '../../src/insight/forecast/naive.ts'
import { Stretch } from '../../src/insight/forecast/stretch.ts'
import { theta } from '../../src/insight/forecast/theta.ts'
import { at } from '../../src/insight/statistics/at.ts'
import { normalQuantileOfTail } from '../../src/insight/statistics/normal.ts'
import { randomOf } from '../../src/insight/statistics/random.ts'
import { hasOracles, type OracleSeries, oracleText } from './oracle.ts'

interface Modelled extends OracleSeries {
  readonly ets_auto: {
    readonly model: string
    readonly par: readonly number[]
    readonly par_names: readonly string[]
    readonly loglik: number
    readonly aicc: number
    readonly sigma2: number
    readonly point: readonly number[]
  }
  readonly ets_ANN: {
    readonly alpha: number
    readonly l0: number
    readonly loglik: number
    readonly sigma2: number
    readonly cumulative_variance_over_h: number
  }
  readonly theta: { readonly point: readonly number[] }
  readonly snaive: { readonly point: readonly number[] }
  readonly 'ses_alpha_0.3_start_first': { readonly next_level: number; readonly sse: number }
  readonly 'holt_0.4_0.1': {
    readonly level: number
    readonly trend: number
    readonly sse: number
    readonly point: number[]
  }
  readonly 'holt_winters_additive_0.3_0.05_0.2'?: {
    readonly l_start: number
    readonly b_start: number
    readonly sse: number
    readonly point: readonly number[]
  }
  readonly cumulative: {
    readonly mean: number
    readonly sd: number
    readonly targets: readonly number[]
    readonly prob_sum_at_least_target: readonly number[]
  }
}

const all = hasOracles ? (JSON.parse(oracleText('oracles/forecast_models.json')) as Modelled[]) : []
const each = all.map((series) => [series.id, series] as const)
const off = (found: number, wanted: number) => Math.abs(found - wanted) / Math.max(1, Math.abs(wanted))

function near(found: ArrayLike<number>, wanted: readonly number[], tolerance: number): void {
  for (const [index, value] of wanted.entries()) expect(off(at(found, index), value)).toBeLessThan(tolerance)
}

/** The model that R chose, with R's parameters. R lists the seasonal states from the latest to the earliest. */
function chosenByR({ ets_auto: { model, par, par_names }, period }: Modelled) {
  const [error, trend, season] = model.slice(4, -1).split(',') as [
    EtsForm['error'],
    EtsForm['trend'],
    EtsForm['season'],
  ]
  const named = (name: string, otherwise: number) => {
    const index = par_names.indexOf(name)
    return index < 0 ? otherwise : at(par, index)
  }
  const states = new Float64Array(season === 'N' ? 0 : period)
  let rest = season === 'M' ? period : 0
  for (let k = 0; k + 1 < states.length; k++) {
    states[period - 1 - k] = named(`s${k}`, Number.NaN)
    rest -= named(`s${k}`, Number.NaN)
  }
  if (states.length > 0) states[0] = rest
  const weights: EtsWeights = {
    alpha: named('alpha', 0),
    beta: named('beta', 0),
    gamma: named('gamma', 0),
    phi: named('phi', 1),
  }
  const start: EtsState = { level: named('l', Number.NaN), slope: named('b', 0), season: states }
  return { form: { error, trend, season } satisfies EtsForm, weights, start }
}

describe.skipIf(!hasOracles)('models equal those of R (skipped where ../shared/data is absent)', () => {
  test.each(each)('%s: likelihood and points of the model that R chose', (_, series) => {
    const { form, weights, start } = chosenByR(series)
    const values = Float64Array.from(series.train)
    const point = pack(form, series.period, weights, start)
    const value = likelihoodOf(form, series.period, values)(point, new Float64Array(point.length))
    expect(off(-0.5 * value, series.ets_auto.loglik)).toBeLessThan(1e-6)
    const { end } = runEts(form, weights, start, values)
    // R gives the exact mean of a multiplicative season, which differs a little from the recursion without errors.
    near(projectEts(form, weights.phi, end, series.h), series.ets_auto.point, form.season === 'M' ? 2e-3 : 1e-6)
  })

  test.each(each)('%s: the search finds likelihoods not below those of R', (_, series) => {
    const values = Float64Array.from(series.train)
    const { form } = chosenByR(series)
    expect(fitEts(form, series.period, values)?.logLikelihood).toBeGreaterThan(series.ets_auto.loglik - 0.05)
    const simple = fitEts({ error: 'A', trend: 'N', season: 'N' }, 1, values)
    expect(off(simple?.logLikelihood ?? 0, series.ets_ANN.loglik)).toBeLessThan(1e-6)
    expect(off(simple?.variance ?? 0, series.ets_ANN.sigma2)).toBeLessThan(1e-3)
    const forms = candidateForms(
      values.every((value) => value > 0),
      series.period > 1,
    )
    const best = Math.min(...forms.map((one) => fitEts(one, series.period, values)?.aicc ?? Number.POSITIVE_INFINITY))
    expect(best).toBeLessThan(series.ets_auto.aicc + 0.1)
  })

  test.each(each)('%s: Theta and the seasonal naive', (_, series) => {
    const stretch = new Stretch(Float64Array.from(series.train))
    near(theta(series.period)(stretch)?.points(series.h) ?? [], series.theta.point, 1e-3)
    near(seasonalNaive(series.period)(stretch)?.points(series.h) ?? [], series.snaive.point, 1e-12)
  })

  test.each(each)('%s: smoothing with given parameters', (_, series) => {
    const none = new Float64Array(0)
    const [first = 0, second = 0] = series.train
    const squares = (form: EtsForm, weights: EtsWeights, start: EtsState, values: readonly number[]) => {
      const { errors, end } = runEts(form, weights, start, values)
      return { sse: errors.reduce((sum, error) => sum + error * error, 0), end }
    }
    const level = { error: 'A', trend: 'N', season: 'N' } as const
    const wanted = series['ses_alpha_0.3_start_first']
    const ses = squares(
      level,
      { alpha: 0.3, beta: 0, gamma: 0, phi: 1 },
      { level: first, slope: 0, season: none },
      series.train,
    )
    expect(off(ses.end.level, wanted.next_level)).toBeLessThan(1e-6)
    expect(off(ses.sse, wanted.sse)).toBeLessThan(1e-6)
    const trend = { error: 'A', trend: 'A', season: 'N' } as const
    const holtStart = { level: second, slope: second - first, season: none }
    const holt = squares(trend, { alpha: 0.4, beta: 0.04, gamma: 0, phi: 1 }, holtStart, series.train.slice(2))
    expect(off(holt.end.level, series['holt_0.4_0.1'].level)).toBeLessThan(1e-6)
    expect(off(holt.end.slope, series['holt_0.4_0.1'].trend)).toBeLessThan(1e-6)
    expect(off(holt.sse, series['holt_0.4_0.1'].sse)).toBeLessThan(1e-6)
    near(projectEts(trend, 1, holt.end, series.h), series['holt_0.4_0.1'].point, 1e-6)
    const seasonal = series['holt_winters_additive_0.3_0.05_0.2']
    if (seasonal === undefined) return
    const form = { error: 'A', trend: 'A', season: 'A' } as const
    const season = Float64Array.from(series.train.slice(0, series.period), (value) => value - seasonal.l_start)
    const start = { level: seasonal.l_start, slope: seasonal.b_start, season }
    const weights = { alpha: 0.3, beta: 0.015, gamma: 0.2 * 0.7, phi: 1 }
    const winters = squares(form, weights, start, series.train.slice(series.period))
    expect(off(winters.sse, seasonal.sse)).toBeLessThan(1e-6)
    near(projectEts(form, 1, winters.end, series.h), seasonal.point, 1e-6)
  })

  test.each(each)('%s: totals of the simulated futures and the odds of a target', (_, series) => {
    const { form, weights, start } = chosenByR(series)
    const run = withNormalErrors(runEts(form, weights, start, series.train), series.ets_auto.sigma2)
    const totals = totalsOf({ form, weights, start, run, logLikelihood: 0, aicc: 0, variance: 0 }, series)
    const { mean, sd, targets, prob_sum_at_least_target: odds } = series.cumulative
    const own = totals.reduce((sum, value) => sum + value, 0) / totals.length
    const spread = Math.sqrt(totals.reduce((sum, value) => sum + (value - own) ** 2, 0) / totals.length)
    expect(Math.abs(own - mean)).toBeLessThan(0.05 * sd)
    expect(Math.abs(spread / sd - 1)).toBeLessThan(0.03)
    for (const [index, target] of targets.entries()) {
      const reached = totals.filter((value) => value >= target).length / totals.length
      expect(Math.abs(reached - at(odds, index))).toBeLessThan(0.02)
    }
  })

  test.each(each)('%s: the variance of a total is that of the closed form', (_, series) => {
    const form = { error: 'A', trend: 'N', season: 'N' } as const
    const weights = { alpha: series.ets_ANN.alpha, beta: 0, gamma: 0, phi: 1 }
    const start = { level: series.ets_ANN.l0, slope: 0, season: new Float64Array(0) }
    const run = withNormalErrors(runEts(form, weights, start, series.train), series.ets_ANN.sigma2)
    const totals = totalsOf({ form, weights, start, run, logLikelihood: 0, aicc: 0, variance: 0 }, series)
    const own = totals.reduce((sum, value) => sum + value, 0) / totals.length
    const variance = totals.reduce((sum, value) => sum + (value - own) ** 2, 0) / totals.length
    expect(off(variance, series.ets_ANN.cumulative_variance_over_h)).toBeLessThan(0.02)
  })
})

/** R draws normal errors where this house draws errors as they were; given these, both must agree. */
function withNormalErrors(run: EtsRun, variance: number): EtsRun {
  const spread = Math.sqrt(variance)
  return {
    ...run,
    errors: Float64Array.from({ length: 5000 }, (_, k) => spread * normalQuantileOfTail((k + 0.5) / 5000)),
  }
}

function totalsOf(fit: EtsFit, { period, h }: OracleSeries): Float64Array {
  const fitted = average([fit], period)
  const random = randomOf(12)
  const path = new Float64Array(h)
  return new Float64Array(40_000).map(() => {
    fitted?.draw(random, path)
    return path.reduce((sum, value) => sum + value, 0)
  })
}

test('AirPassengers as published: ETS(M,Ad,M) of R reaches AICc 1400.64, the search here no less', () => {
  const form = { error: 'M', trend: 'Ad', season: 'M' } as const
  const fit = fitEts(form, 12, Float64Array.from(airPassengers))
  expect(nameOf(form)).toBe('ETS(M,Ad,M)')
  expect(fit?.aicc).toBeLessThan(1400.638 + 0.1)
})

/** Monthly airline passengers in thousands, 1949 to 1960 (Box and Jenkins 1976, series G). */
const airPassengers = [
  112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170, 170, 158, 133, 114,
  140, 145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166, 171, 180, 193, 181, 183, 218, 230, 242, 209, 191,
  172, 194, 196, 196, 236, 235, 229, 243, 264, 272, 237, 211, 180, 201, 204, 188, 235, 227, 234, 264, 302, 293, 259,
  229, 203, 229, 242, 233, 267, 269, 270, 315, 364, 347, 312, 274, 237, 278, 284, 277, 317, 313, 318, 374, 413, 405,
  355, 306, 271, 306, 315, 301, 356, 348, 355, 422, 465, 467, 404, 347, 305, 336, 340, 318, 362, 348, 363, 435, 491,
  505, 404, 359, 310, 337, 360, 342, 406, 396, 420, 472, 548, 559, 463, 407, 362, 405, 417, 391, 419, 461, 472, 535,
  622, 606, 508, 461, 390, 432,
]
