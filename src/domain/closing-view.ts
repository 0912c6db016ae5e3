import type { Issue } from './issue.ts'
import type { Closing, PeriodLabel, Restatement, UnitLabel } from './view.ts'

/**
 * Where a period stands on its way to being published: it goes on, no data has come of it, something stands in the way, it
 * can be closed, or it is closed.
 */
export type ClosingState = 'going-on' | 'nothing' | 'blocked' | 'ready' | 'closed'

export interface ClosingPeriod {
  readonly period: PeriodLabel
  readonly state: ClosingState
  /** Tracked readings that lie in it, and how many of them are sealed. */
  readonly readings: number
  readonly sealed: number
  /** What stands in the way: late sources first; at most a handful, `more` says how many are left out. */
  readonly obstacles: readonly Issue[]
  readonly more: number
  /** The closing that stands. */
  readonly closing: Closing | null
  /** Closings that were taken back, newest first. */
  readonly reopened: readonly Closing[]
}

/** A restatement with the words that a page needs. */
export interface RestatementLine extends Restatement {
  readonly name: string
  readonly unit: UnitLabel
  readonly scopeName: string
  readonly periodName: string
  /** The share of the published value that may differ without a word; null: none. */
  readonly tolerance: number | null
}

/** Periods on their way to being published, newest first, and what became of those that were. */
export interface ClosingView {
  readonly grain: string
  readonly grains: readonly { readonly grain: string; readonly label: string }[]
  /** Whether a period may be closed, with a reason, while values are late or may still change. */
  readonly lateClosing: 'with-reason' | 'refuse'
  readonly periods: readonly ClosingPeriod[]
  readonly restatements: readonly RestatementLine[]
}
