import type { Sentence } from './sentence/kpi.ts'
import type { PeriodLabel, ScopeLabel, UnitLabel } from './view.ts'

/** A figure with the range that holds it with 95 % certainty. */
export interface EffectEstimate {
  readonly value: number
  readonly lower: number
  readonly upper: number
}

/** One period around the day. `expected` and `sum` are there since, where the period counts. */
export interface EffectStep {
  readonly label: PeriodLabel
  /** Its final value. */
  readonly value: number | null
  /** What was expected of it as if nothing had been done. */
  readonly expected: EffectEstimate | null
  /** Actual less expected, added up since; of values that do not add up their mean. */
  readonly gap: EffectEstimate | null
}

/** What a KPI did since a day, beside what a forecast from before expected without what was done then. */
export interface EffectView {
  readonly kpi: string
  readonly name: string
  readonly unit: UnitLabel
  readonly grain: string
  readonly scope: ScopeLabel
  readonly sentence: Sentence
  /** The day on which it was done. */
  readonly day: PeriodLabel
  /** The first period that counts: the first that begins on the day or after it. */
  readonly from: PeriodLabel
  /** The last period that the forecast learnt from; null where there is none. */
  readonly learntUntil: PeriodLabel | null
  /** Where it should have moved the KPI. */
  readonly wanted: 'up' | 'down'
  readonly verdict: 'worked' | 'worsened' | 'no-visible-effect' | 'too-early' | 'not-measurable'
  /** How many periods count. */
  readonly counted: number
  /** What the figures below are: sums over the periods since where values add up, else means. */
  readonly of: 'total' | 'mean'
  readonly actual: number | null
  readonly expected: number | null
  readonly effect: EffectEstimate | null
  /** The effect as a share of what was expected; null where that is not above zero. */
  readonly relative: EffectEstimate | null
  readonly periods: readonly EffectStep[]
}
