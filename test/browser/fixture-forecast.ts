import type { ForecastLanding, ForecastPeriod, ForecastRange, ForecastView } from '../../src/domain/forecast-view.ts'
import { toNumber } from '../../src/domain/number-format.ts'
import type { KpiView, PeriodLabel } from '../../src/domain/view.ts'
import { LAST, monthLabel } from './fixture-answers.ts'

const ahead = 12

const backTest: ForecastView['backTest'] = {
  origins: 11,
  values: 66,
  error: 0.55,
  naive: 0.92,
  percent: 5.49,
  naivePercent: 9.61,
  coverage: [
    { level: 0.5, share: 0.5 },
    { level: 0.8, share: 0.88 },
    { level: 0.95, share: 0.98 },
  ],
}

/** The forecast of the fixture: its last value carried on with ranges that grow, and targets until the year's end. */
export function forecastOf(view: KpiView): ForecastView {
  const { row, trend, labels, period, scope, grain } = view
  const until = labels.findIndex(({ text }) => text === period.text) + 1
  const past = trend.slice(0, until).map(({ state, value, target }, index) => ({
    label: labels[index] ?? period,
    value: state === 'value' ? toNumber(value) : null,
    target: typeof target === 'object' ? null : toNumber(target),
  }))
  const last = past.findLast(({ value }) => value !== null)?.value ?? null
  const share = row.unit.kind === 'percent'
  const ranges = (middle: number, step: number): readonly ForecastRange[] =>
    ([0.5, 0.8, 0.95] as const).map((level, index) => {
      const half = Math.abs(middle) * 0.02 * (index + 1) * Math.sqrt(step + 1)
      return { level, lower: Math.max(0, middle - half), upper: share ? Math.min(1, middle + half) : middle + half }
    })
  const target = past.at(-1)?.target ?? null
  const periods = (last === null ? [] : Array.from({ length: ahead }, (_, step) => step)).map(
    (step): ForecastPeriod => {
      const middle = (last ?? 0) * (1 + 0.02 * Math.sin(step))
      const promised = step < 9 ? target : null
      return {
        label: monthLabel(LAST + step),
        mean: middle,
        median: middle,
        ranges: ranges(middle, step),
        target: promised,
        odds: promised === null ? null : { word: 'about', percent: 65 },
        actual: null,
      }
    },
  )
  return {
    kpi: row.kpi,
    name: row.name,
    unit: row.unit,
    good: row.good,
    grain,
    scope,
    sentence:
      last === null
        ? { lead: `Where ${row.name} is heading cannot be told.`, rest: 'There is no value yet.' }
        : {
            lead: `${row.name} is heading for its target: the odds are about 65 %.`,
            rest: 'Tested on 66 past values, it erred 41 % less than repeating the last season would have.',
          },
    origin: last === null ? null : period,
    past,
    periods,
    landing: last === null ? null : landingOf(period, last, ranges(last, 2), target),
    model: 'ETS(A,N,A)',
    methods: [
      { name: 'ETS(A,N,A)', weight: 0.51 },
      { name: 'Seasonal naive', weight: 0.26 },
      { name: 'Theta', weight: 0.23 },
    ],
    backTest,
    since: null,
    cautions: [
      'It looks 12 periods ahead, but only the last 11 could be used to test it. Its ranges are wider for that.',
    ],
  }
}

const landingOf = (
  period: PeriodLabel,
  median: number,
  ranges: readonly ForecastRange[],
  target: number | null,
): ForecastLanding => ({
  label: { ...period, text: '2026', label: '2026', short: '2026', start: '2026-01-01', end: '2027-01-01' },
  of: 'mean',
  known: 3,
  parts: 12,
  toDate: median,
  mean: median,
  median,
  ranges,
  target,
  odds: target === null ? null : { word: 'about', percent: 65 },
  actual: null,
})
