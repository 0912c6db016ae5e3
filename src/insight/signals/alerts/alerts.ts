import { mean } from '../../statistics/order.ts'
import type { ConfirmedSegment } from '../chart/segments.ts'
import { type Finding, isCounted, type SignalSeries } from '../types.ts'
import type { Incident } from './incident.ts'
import type { Part } from './learner.ts'
import { type AlertPolicy, levelOf } from './policy.ts'
import { type JudgedPeriod, type Replay, replay } from './replay.ts'

/** An alert: one for a whole incident. */
export interface Alert extends Finding {
  readonly source: 'alert'
  readonly rule: 'point' | 'shift' | 'spread'
  /** The last period that stood out. */
  readonly until: number
  /** `open`: still watched. `back`: as expected again. `moved`: it goes on from there. `lasting`: a new level or spread. */
  readonly ending: Incident['ending']
}

export interface Alerts {
  readonly alerts: readonly Alert[]
  readonly replay: Replay
}

/**
 * Replays the series period by period, each judged by what was known before it, under the policy's false-alarm rate. A level
 * that a person confirmed is expected from the period on at which it was known.
 */
export function alertsOf(series: SignalSeries, policy: AlertPolicy, levels: readonly ConfirmedSegment[] = []): Alerts {
  const { values, rhythm, ratio } = series
  const parts = values.map((_, t): Part => {
    if (!isCounted(series, t)) return 'skip'
    return series.flags?.[t] === 'restated' ? 'learn' : 'judge'
  })
  const done = replay({
    values,
    parts,
    rhythm,
    ratio: ratio ?? null,
    level: levelOf(policy, rhythm),
    firstJudged: rhythm.firstJudged,
    coolDown: policy.coolDown,
    minimumEffect: policy.minimumEffect,
    levels: levels.map(({ from, known = from }) => ({ from, known: Math.max(from, known) })),
  })
  return { alerts: done.incidents.map((incident) => alertOf(incident, series, parts, done.judged)), replay: done }
}

function alertOf(
  incident: Incident,
  series: SignalSeries,
  parts: readonly Part[],
  judged: readonly (JudgedPeriod | null)[],
): Alert {
  const { kind, from, at, until, surprise, ending } = incident
  const periods = series.values.flatMap((_, t) => (t >= from && t <= at && parts[t] !== 'skip' ? [t] : []))
  const seen = periods.flatMap((t) => {
    const expectation = judged[t]
    const value = series.values[t] ?? null
    return expectation && value !== null ? [{ value, expected: expectation.expected }] : []
  })
  const observed = mean(seen.map(({ value }) => value))
  const expected = mean(seen.map(({ expected: value }) => value))
  return {
    source: 'alert',
    rule: kind,
    at,
    since: from,
    until,
    periods,
    side: kind === 'spread' ? 0 : surprise.size > 0 ? 1 : -1,
    ending,
    figures: {
      observed,
      expected,
      difference: observed - expected,
      lower: judged[at]?.lower ?? null,
      upper: judged[at]?.upper ?? null,
      size: Number.isFinite(surprise.size) ? surprise.size : null,
      chance: surprise.p,
    },
  }
}
