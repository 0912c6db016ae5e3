import { average } from '../../src/insight/forecast/ets/average.ts'
import { fitEts } from '../../src/insight/forecast/ets/fit.ts'
import { candidateForms } from '../../src/insight/forecast/ets/form.ts'
import { forecast, landings, probabilityOf, seasonsOf } from '../../src/insight/forecast/index.ts'
import { naive2Points } from '../../src/insight/forecast/naive.ts'
import { intervalScore, naiveScale, symmetricError } from '../../src/insight/forecast/scores.ts'
import { at } from '../../src/insight/statistics/at.ts'
import { quantileOfSorted } from '../../src/insight/statistics/quantile.ts'
import { randomOf } from '../../src/insight/statistics/random.ts'
import { type OracleSeries, oracleSeries, oracleText } from './oracle.ts'

/** A set of public series: what part of their past is known, and the seasons of their grain. */
export interface SeriesSet {
  readonly name: string
  readonly seasons: readonly number[]
  readonly series: readonly OracleSeries[]
}

const lastOf = (series: readonly OracleSeries[], count: number) =>
  series.map((one) => ({ ...one, train: one.train.slice(-count) }))

/** The sets that `forecast_reference_scores.csv` has scores for. */
export function seriesSets(): SeriesSet[] {
  const m3 = oracleSeries('m3_sample/series.jsonl')
  const ofM3 = (period: number, horizon: number) => m3.filter((one) => one.period === period && one.h === horizon)
  const weekly = lastOf(oracleSeries('m4_sample/weekly.jsonl'), 260)
  const hourly = lastOf(oracleSeries('m4_sample/hourly.jsonl'), 672)
  return [
    { name: 'm3_monthly', seasons: seasonsOf('month'), series: ofM3(12, 18) },
    { name: 'm3_quarterly', seasons: seasonsOf('quarter'), series: ofM3(4, 8) },
    { name: 'm3_yearly', seasons: seasonsOf('year'), series: ofM3(1, 6) },
    { name: 'm4_weekly_last260', seasons: seasonsOf('week'), series: weekly },
    { name: 'm4_hourly_last672', seasons: seasonsOf('hour'), series: hourly },
  ]
}

/** OWA of the best method of each set among those that R was asked for. */
export function bestReferences(): ReadonlyMap<string, number> {
  const best = new Map<string, number>()
  for (const line of oracleText('oracles/forecast_reference_scores.csv').trim().split('\n').slice(1)) {
    const [set = '', , , , , owa] = line.split(',')
    best.set(set, Math.min(best.get(set) ?? Number.POSITIVE_INFINITY, Number(owa)))
  }
  return best
}

/** One promise and what came of it: the probability given that a total reaches a target, and whether it did. */
export interface Bet {
  readonly probability: number
  /** The same from the single smoothing model of least AICc, not calibrated: the usual tool. */
  readonly reference: number
  readonly reached: boolean
}

export interface SetScore {
  readonly owa: number
  readonly smape: number
  readonly mase: number
  readonly msis: number
  /** Share of the values inside the ranges of 50, 80 and 95 %. */
  readonly coverage: readonly number[]
  /** The same for totals over the whole horizon. */
  readonly totals: readonly number[]
  readonly bets: readonly Bet[]
}

/** Targets in units of the last total that is known. */
const targets = [0.95, 1, 1.05, 1.1]

/** Forecasts every series of a set and scores it on the part that was kept back, as the M4 competition does. */
export function scoreSet({ seasons, series }: SeriesSet, progress: () => void = () => {}): SetScore {
  const own = { smape: 0, mase: 0, msis: 0 }
  const naive = { smape: 0, mase: 0 }
  const [coverage, totals, bets] = [[0, 0, 0], [0, 0, 0], [] as Bet[]]
  let values = 0
  for (const one of series) {
    const found = forecast(one.train, { horizon: one.h, seasons, seed: 1 })
    const scale = naiveScale(one.train, one.period)
    const points = found.points.map(({ mean }) => mean)
    const naive2 = naive2Points(Float64Array.from(one.train), one.period, one.h)
    values += one.h
    for (const [h, actual] of one.test.entries()) {
      own.smape += symmetricError(actual, at(points, h)) / one.h
      own.mase += Math.abs(actual - at(points, h)) / scale / one.h
      naive.smape += symmetricError(actual, at(naive2, h)) / one.h
      naive.mase += Math.abs(actual - at(naive2, h)) / scale / one.h
      for (const [index, { lower, upper, level }] of (found.points[h]?.ranges ?? []).entries()) {
        if (actual >= lower && actual <= upper) coverage[index] = at(coverage, index) + 1
        if (index === 2) own.msis += intervalScore(actual, lower, upper, level) / scale / one.h
      }
    }
    countTotal(landings(found, { of: 'total' }), one.test, totals)
    bets.push(...betsOf(one, found))
    progress()
  }
  const count = series.length
  return {
    owa: (own.smape / naive.smape + own.mase / naive.mase) / 2,
    smape: own.smape / count,
    mase: own.mase / count,
    msis: own.msis / count,
    coverage: coverage.map((inside) => inside / values),
    totals: totals.map((inside) => inside / count),
    bets,
  }
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

function countTotal(sorted: Float64Array, test: readonly number[], inside: number[]): void {
  const total = sum(test)
  for (const [index, level] of [0.5, 0.8, 0.95].entries()) {
    const [lower, upper] = [quantileOfSorted(sorted, (1 - level) / 2), quantileOfSorted(sorted, (1 + level) / 2)]
    if (total >= lower && total <= upper) inside[index] = at(inside, index) + 1
  }
}

/** Bets on the total of half the horizon and of all of it. */
function betsOf(one: OracleSeries, found: ReturnType<typeof forecast>): Bet[] {
  const reference = referenceTotals(one)
  return [Math.ceil(one.h / 2), one.h].flatMap((periods) => {
    const before = sum(one.train.slice(-periods))
    const total = sum(one.test.slice(0, periods))
    const usual = reference(periods)
    return targets.map((share): Bet => {
      const target = share * before
      const odds = probabilityOf(found, { atLeast: target }, { of: 'total', periods })
      return {
        probability: odds?.probability ?? Number.NaN,
        reference: usual.filter((value) => value >= target).length / usual.length,
        reached: total >= target,
      }
    })
  })
}

/** Totals simulated by the single smoothing form of least AICc. */
function referenceTotals({ train, period, h }: OracleSeries): (periods: number) => Float64Array {
  const values = Float64Array.from(train)
  const season = values.length > 2 * period ? period : 1
  const forms = candidateForms(
    values.every((value) => value > 0),
    season > 1,
  )
  const fits = forms.flatMap((form) => fitEts(form, season, values) ?? []).sort((a, b) => a.aicc - b.aicc)
  const fitted = average(fits.slice(0, 1), season)
  const random = randomOf(1)
  const paths = Array.from({ length: 2000 }, () => {
    const path = new Float64Array(h)
    fitted?.draw(random, path)
    return path
  })
  return (periods) => Float64Array.from(paths, (path) => sum([...path.subarray(0, periods)]))
}

/** Mean squared difference between the probability given and what happened. */
export const brier = (bets: readonly Bet[], given: 'probability' | 'reference'): number =>
  sum(bets.map((bet) => (bet[given] - (bet.reached ? 1 : 0)) ** 2)) / bets.length

/** Mean distance, over five bins of probability, between what was promised and how often it happened. */
export function calibrationError(bets: readonly Bet[], given: 'probability' | 'reference'): number {
  let error = 0
  for (let bin = 0; bin < 5; bin++) {
    const own = bets.filter((bet) => Math.min(4, Math.floor(bet[given] * 5)) === bin)
    error += Math.abs(sum(own.map((bet) => bet[given] - (bet.reached ? 1 : 0))))
  }
  return error / bets.length
}
