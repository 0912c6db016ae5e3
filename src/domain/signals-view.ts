import type { Ruling } from './ruling.ts'
import type { PeriodLabel, ScopeLabel, UnitLabel } from './view.ts'

/** One period of a control chart; limits are null while fewer values are known than they need. */
export interface SignalPeriod {
  readonly label: PeriodLabel
  readonly value: number | null
  /** What its counts are out of; null where that is not known, or the KPI is no ratio of counts. */
  readonly denominator: number | null
  readonly centre: number | null
  readonly lower: number | null
  readonly upper: number | null
  /** Left out of everything: unfinished or provisional. */
  readonly partial: boolean
}

/** A rule of the chart, or an alert, completed at a period. */
export interface SignalFinding {
  readonly rule: string
  readonly title: string
  /** Texts of the periods: the one that completes it, and where it began. */
  readonly at: string
  readonly since: string
  /** +1 above what is usual, −1 below, 0 neither. */
  readonly side: -1 | 0 | 1
  readonly text: string
  /** By whose word it needs no attention, and why; null where it waits. */
  readonly dismissed: {
    readonly id: number
    readonly at: string
    readonly actor: string
    readonly reason: string
  } | null
}

/** A stretch of the course with limits of its own, from its first period to its last. */
export interface SignalSegment {
  readonly from: string
  readonly to: string
  /** How far its limits may be trusted; `locked`: they no longer move. */
  readonly status: 'none' | 'provisional' | 'firm' | 'locked'
  /** Values that they rest on. */
  readonly points: number
  readonly kind: SignalsView['chart']['kind']
  /** The word that it begins with; null for the first. */
  readonly ruling: Ruling | null
}

/**
 * Whether a KPI changed or only varied: a control chart by the textbook, and alerts with a stated rate of false alarms. Charts and
 * alerts differ on purpose: a chart shows what to look at, an alert is worth waking somebody.
 */
export interface SignalsView {
  readonly kpi: string
  readonly name: string
  readonly unit: UnitLabel
  readonly good: 'up' | 'down' | 'between'
  readonly grain: string
  readonly period: PeriodLabel
  readonly scope: ScopeLabel
  readonly sentence: { readonly lead: string; readonly rest: string }
  /** Which chart it is (`p-prime` and `u-prime` are Laney's), and why, in one sentence; empty while there are no limits. */
  readonly chart: {
    readonly kind: 'xmr' | 'p' | 'p-prime' | 'u' | 'u-prime'
    readonly text: string
    /** Whether denominators are known. */
    readonly counts: boolean
  }
  /** The latest periods, up to the asked one. */
  readonly periods: readonly SignalPeriod[]
  /** Rules completed in these periods. */
  readonly findings: readonly SignalFinding[]
  /** Alerts of the whole past: what would have been sent, each once. */
  readonly alerts: readonly SignalFinding[]
  /** Expected false alarms per month while nothing changes. */
  readonly falseAlarmsPerMonth: number
  readonly segments: readonly SignalSegment[]
  /** New limits that a person may confirm; nothing moves by itself. */
  readonly proposal: {
    readonly from: string
    readonly before: number
    readonly after: number
    readonly advisable: boolean
    readonly questions: readonly { readonly text: string; readonly answer: 'yes' | 'no' | 'person' }[]
  } | null
  /** What people said of these signals, newest first, the words taken back too. */
  readonly rulings: readonly Ruling[]
  /** What was done and found, in plain words. */
  readonly facts: readonly string[]
}
