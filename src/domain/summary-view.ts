import type { PeriodLabel, ScopeLabel } from './view.ts'

/** One thing that a sentence says, with the figure that it rests on. */
export interface Claim {
  readonly name: string
  /** As the sentence has it, rounded as everywhere. */
  readonly text: string
  /** Unrounded; the id or text of what is no number. */
  readonly value: string | number
  /** Of a number: the unit of measure, `%`, `points`; empty for what has none. */
  readonly unit: string
  readonly period: string | null
  /**
   * Where the same figure stands in what the API says: the call and the path in its answer, such as `forecast.landing.median`; sums,
   * differences and products of such; `count(…)` for how many there are.
   */
  readonly source: string
}

/** A sentence that says nothing but its claims and plain words. */
export interface ToldSentence {
  /** What changed, what that means, where it is heading. */
  readonly about: 'changed' | 'means' | 'heading'
  /** Which part of Bellwether knows it: a page leaves out what it says anyway. */
  readonly from: 'value' | 'signal' | 'cause' | 'status' | 'pace' | 'forecast' | 'score' | 'data'
  readonly text: string
  readonly claims: readonly Claim[]
}

/** What changed, what it means and where it is heading: of a KPI or a scorecard, for one period and scope. */
export interface SummaryView {
  readonly id: string
  readonly name: string
  readonly grain: string
  readonly period: PeriodLabel
  readonly scope: ScopeLabel
  readonly sentences: readonly ToldSentence[]
}
