import { type Alert, type Alerts, alertsOf } from './alerts/alerts.ts'
import { type AlertPolicy, usualPolicy } from './alerts/policy.ts'
import type { JudgedPeriod } from './alerts/replay.ts'
import { type Chart, type ChartOptions, chartOf, usualChart } from './chart/chart.ts'
import { type Proposal, proposalFrom, proposalOf } from './chart/proposals.ts'
import { factsOf } from './facts.ts'
import { type RunsOnMedian, runsOnMedian } from './runs-on-median.ts'
import { type TrendTest, trendTest } from './trend-test.ts'
import { type Fact, isCounted, type SignalSeries } from './types.ts'

export type { Alert } from './alerts/alerts.ts'
export { type AlertPolicy, levelOf, usualPolicy } from './alerts/policy.ts'
export type { JudgedPeriod } from './alerts/replay.ts'
export {
  type Chart,
  type ChartKind,
  type ChartOptions,
  type ChartPeriod,
  type ChartSegment,
  usualChart,
} from './chart/chart.ts'
export type { LimitQuestion, Proposal } from './chart/proposals.ts'
export type { ConfirmedSegment, LimitStatus } from './chart/segments.ts'
export { falseDiscoveries } from './false-discovery.ts'
export { type Rhythm, rhythmOf, rhythmOfMinutes, rhythms, type SignalGrain } from './rhythm.ts'
export { type RuleSet, ruleSets, rules } from './rules/index.ts'
export type { Rule } from './rules/rule.ts'
export type { RunsOnMedian } from './runs-on-median.ts'
export type { TrendTest } from './trend-test.ts'
export type { Fact, Figures, Finding, PeriodFlag, SignalSeries } from './types.ts'
export { isCounted } from './types.ts'

export interface SignalOptions {
  /** What is left out is as `usualPolicy` and `usualChart` say. */
  readonly policy?: Partial<AlertPolicy>
  readonly chart?: Partial<ChartOptions>
  /** Which direction of the KPI is good; answers whether a new level is wanted. */
  readonly good?: 'up' | 'down' | 'between'
  /** A period from which a person asks for new limits; unless stated the latest run proposes its own. */
  readonly proposeFrom?: number
  /** Latest periods that alerts are replayed over, all unless stated: what a KPI was long ago says little of what is usual. */
  readonly memory?: number
}

/** Everything that can be said of whether a KPI has changed. Lists of periods have one entry per period of the series. */
export interface Signals {
  readonly policy: AlertPolicy
  /** Locked limits and the rules completed, to be drawn. */
  readonly chart: Chart
  /** What each period was expected to be, and the alert's limits; null where it is not judged. */
  readonly judged: readonly (JudgedPeriod | null)[]
  /** To be sent: at most the policy's false alarms per month while nothing changes. */
  readonly alerts: readonly Alert[]
  readonly proposal: Proposal | null
  /** Runs on the median of what season and trend leave; null for fewer than ten values. */
  readonly runs: RunsOnMedian | null
  readonly trend: TrendTest | null
  readonly facts: readonly Fact[]
}

/** Fewer useful values than this tell nothing by their runs (Anhøj and Olesen 2014). */
const leastForRuns = 10

/**
 * Signals of one KPI: a control chart by the textbook, and alerts whose false-alarm rate is stated. Missing, partial and
 * restated periods never signal. The same series gives the same answer, and a period's alert never depends on later ones.
 */
export function signals(series: SignalSeries, options: SignalOptions = {}): Signals {
  checkLengths(series)
  const policy = { ...usualPolicy(series.rhythm), ...options.policy }
  const chartOptions = { ...usualChart(series), ...options.chart }
  const chart = chartOf(series, chartOptions)
  const alerts = recentAlerts(series, policy, chartOptions.segments, options.memory ?? series.values.length)
  const shape = chart.segments.at(-1)?.shape ?? null
  const counted = series.values.map((value, t) => (isCounted(series, t) ? value : null))
  const trend = trendTest(counted.map((value, t) => (value === null ? null : (shape?.seasonless(t, value) ?? value))))
  const useful = counted.flatMap((value, t) => (value === null ? [] : [shape?.remainderAt(t, value) ?? value]))
  return {
    policy,
    chart,
    judged: alerts.replay.judged,
    alerts: alerts.alerts,
    proposal:
      options.proposeFrom === undefined
        ? proposalOf(chart, series, options.good ?? 'between')
        : proposalFrom(chart, series, options.good ?? 'between', options.proposeFrom),
    runs: useful.length < leastForRuns ? null : runsOnMedian(useful),
    trend,
    facts: factsOf({ series, policy, options: chartOptions, chart, alerts, trend }),
  }
}

/** Alerts of the latest `memory` periods, as if nothing had been known before them; places are those of the whole series. */
function recentAlerts(
  series: SignalSeries,
  policy: AlertPolicy,
  levels: ChartOptions['segments'],
  memory: number,
): Alerts {
  const cut = Math.max(0, series.values.length - memory)
  if (cut === 0) return alertsOf(series, policy, levels)
  const { values, flags, ratio } = series
  const recent = {
    ...series,
    values: values.slice(cut),
    ...(flags && { flags: flags.slice(cut) }),
    ...(ratio && { ratio: { ...ratio, denominators: ratio.denominators.slice(cut) } }),
  }
  const moved = levels.map(({ from, known = from, ...rest }) => ({ ...rest, from: from - cut, known: known - cut }))
  const found = alertsOf(
    recent,
    policy,
    moved.filter(({ from }) => from > 0),
  )
  return {
    alerts: found.alerts.map((alert) => ({
      ...alert,
      at: alert.at + cut,
      since: alert.since + cut,
      until: alert.until + cut,
      periods: alert.periods.map((t) => t + cut),
    })),
    replay: {
      ...found.replay,
      echoes: found.replay.echoes.map(({ at, like }) => ({ at: at + cut, like: like + cut })),
      judged: [...values.slice(0, cut).map(() => null), ...found.replay.judged],
    },
  }
}

/** Lists of another length than the values are a bug of the caller. */
function checkLengths({ values, flags, ratio }: SignalSeries): void {
  for (const list of [flags, ratio?.denominators])
    if (list && list.length !== values.length)
      throw new Error(`the series has ${values.length} values, but a list beside them has ${list.length}`)
}
