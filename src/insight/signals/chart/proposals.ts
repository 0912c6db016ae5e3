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

const runRules: readonly string[] = ['run-of-7', 'run-of-8', 'run-of-9']

/** The latest run that began after the baseline of its segment; null without one. */
export function proposalOf(chart: Chart, series: SignalSeries, good: 'up' | 'down' | 'between'): Proposal | null {
  const last = chart.segments.at(-1)
  const runs = chart.findings.filter(({ rule }) => runRules.includes(rule))
  const end = baselineEnd(chart, series)
  const run = runs.findLast(({ since }) => last !== undefined && since >= end)
  if (!last || !run || run.side === 0) return null
  const from = run.since
  const periods = series.values.flatMap((_, t) => (t >= from && t <= run.at && isCounted(series, t) ? [t] : []))
  const observed = periods.flatMap((t) => series.values[t] ?? [])
  const centre = mean(periods.flatMap((t) => chart.periods[t]?.centre ?? []))
  const lasts = lastCounted(series) === run.at
  const wanted = good === 'between' ? 'person' : (good === 'up') === run.side > 0 ? 'yes' : 'no'
  const questions: readonly LimitQuestion[] = [
    {
      id: 'behaves-differently',
      text: `Do the data behave differently? ${periods.length} values in a row lie ${run.side > 0 ? 'above' : 'below'} the centre.`,
      answer: 'yes',
    },
    { id: 'cause-known', text: 'Is the cause of the change known?', answer: 'person' },
    { id: 'change-wanted', text: 'Is the change wanted, or at least accepted?', answer: wanted },
    {
      id: 'expected-to-last',
      text: `Is it expected to last? The run ${lasts ? 'goes on' : 'has ended'}.`,
      answer: lasts ? 'yes' : 'no',
    },
  ]
  const advisable = questions.every(({ answer }) => answer !== 'no')
  return {
    from,
    length: periods.length,
    side: run.side,
    before: centre,
    after: mean(observed),
    questions,
    advisable,
  }
}

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
