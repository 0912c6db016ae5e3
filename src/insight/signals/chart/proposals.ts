import { mean } from '../../statistics/order.ts'
import { isCounted, type SignalSeries } from '../types.ts'
import type { Chart } from './chart.ts'

/** One of Wheeler's questions ("When do I recalculate my limits?") and what the data say to it. */
export interface LimitQuestion {
  readonly id: 'behaves-differently' | 'cause-known' | 'change-wanted' | 'expected-to-last'
  readonly text: string
  /** `person`: only a person knows. */
  readonly answer: 'yes' | 'no' | 'person'
}

/** Suggests new limits from a period on. Nothing moves until a person confirms it and writes the reason. */
export interface Proposal {
  /** First period of the run. */
  readonly from: number
  /** Successive values on one side of the centre so far. */
  readonly length: number
  readonly side: -1 | 1
  /** Centre of the limits now, and mean of the run (season and trend of the chart aside), in the KPI's unit. */
  readonly before: number
  readonly after: number
  readonly questions: readonly LimitQuestion[]
  /** All that the data can answer is answered with yes. */
  readonly advisable: boolean
}

/** Values of a run by Wheeler's rules. */
const runLength = 8
const runRules: readonly string[] = ['run-of-7', 'run-of-8', 'run-of-9']

/** The latest run that began after the baseline of its segment; null without one. */
export function proposalOf(chart: Chart, series: SignalSeries, good: 'up' | 'down' | 'between'): Proposal | null {
  const last = chart.segments.at(-1)
  const runs = chart.findings.filter(({ rule }) => runRules.includes(rule))
  const end = baselineEnd(chart, series)
  const run = runs.findLast(({ since }) => last !== undefined && since >= end)
  if (!last || !run || run.side === 0) return null
  const periods = countedFrom(series, run.since).filter((t) => t <= run.at)
  const lasts = lastCounted(series) === run.at
  const where = run.side > 0 ? 'above' : 'below'
  return proposed(chart, series, good, {
    periods,
    side: run.side,
    differs: { text: `${periods.length} values in a row lie ${where} the centre.`, answer: 'yes' },
    lasts: { text: `The run ${lasts ? 'goes on' : 'has ended'}.`, answer: lasts ? 'yes' : 'no' },
  })
}

/** New limits from any period on, as a person may want them; null where no value since has limits to be compared with. */
export function proposalFrom(
  chart: Chart,
  series: SignalSeries,
  good: 'up' | 'down' | 'between',
  from: number,
): Proposal | null {
  const periods = countedFrom(series, from).filter((t) => chart.periods[t] != null)
  if (periods.length === 0) return null
  const apart = (t: number) => (series.values[t] ?? 0) - (chart.periods[t]?.centre ?? 0)
  // Whether it begins there, the first values tell, as many as a run of the chart has.
  const first = periods.slice(0, runLength)
  const side = mean(first.map(apart)) < 0 ? -1 : 1
  const where = side > 0 ? 'above' : 'below'
  const until = first.at(-1) ?? from
  const told = chart.findings.some((one) => one.since >= from && one.at <= until && one.side === side)
  const lasts = apart(periods.at(-1) ?? from) * side > 0
  const count = first.length
  return proposed(chart, series, good, {
    periods,
    side,
    differs: {
      text: `The first ${count === 1 ? 'value lies' : `${count} values lie`} ${where} the centre on average, and ${told ? 'complete a rule of the chart' : 'complete no rule of the chart'}.`,
      answer: told ? 'yes' : 'no',
    },
    lasts: {
      text: `The newest value lies ${lasts ? 'there too' : 'on the other side'}.`,
      answer: lasts ? 'yes' : 'no',
    },
  })
}

interface Change {
  readonly periods: readonly number[]
  readonly side: -1 | 1
  readonly differs: { readonly text: string; readonly answer: 'yes' | 'no' }
  readonly lasts: { readonly text: string; readonly answer: 'yes' | 'no' }
}

function proposed(
  chart: Chart,
  series: SignalSeries,
  good: 'up' | 'down' | 'between',
  { periods, side, differs, lasts }: Change,
): Proposal {
  const wanted = good === 'between' ? 'person' : (good === 'up') === side > 0 ? 'yes' : 'no'
  const questions: readonly LimitQuestion[] = [
    { id: 'behaves-differently', ...differs, text: `Do the data behave differently? ${differs.text}` },
    { id: 'cause-known', text: 'Is the cause of the change known?', answer: 'person' },
    { id: 'change-wanted', text: 'Is the change wanted, or at least accepted?', answer: wanted },
    { id: 'expected-to-last', ...lasts, text: `Is it expected to last? ${lasts.text}` },
  ]
  return {
    from: periods[0] ?? 0,
    length: periods.length,
    side,
    before: mean(periods.flatMap((t) => chart.periods[t]?.centre ?? [])),
    after: mean(periods.flatMap((t) => series.values[t] ?? [])),
    questions,
    advisable: questions.every(({ answer }) => answer !== 'no'),
  }
}

const countedFrom = (series: SignalSeries, from: number): readonly number[] =>
  series.values.flatMap((_, t) => (t >= from && isCounted(series, t) ? [t] : []))

/** First period after the baseline of the last segment. */
function baselineEnd(chart: Chart, series: SignalSeries): number {
  const last = chart.segments.at(-1)
  if (!last) return 0
  let points = 0
  for (let t = last.from; t < last.until; t++) {
    if (isCounted(series, t)) points++
    if (points === last.points) return t + 1
  }
  return last.until
}

const lastCounted = (series: SignalSeries): number =>
  series.values.findLastIndex((_, t) => isCounted(series, t) && series.flags?.[t] !== 'restated')
