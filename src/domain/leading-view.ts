import type { Sentence } from './sentence/kpi.ts'
import type { ScopeLabel } from './view.ts'

/** A KPI that moves with or before another. */
export interface LeadView {
  readonly kpi: string
  readonly name: string
  /** So many periods before. */
  readonly lag: number
  /** Correlation of what is new in each, −1 to 1: below zero one falls after the other rises. */
  readonly strength: number
  /** Pairs of periods that it rests on. */
  readonly pairs: number
  /** Chance that as strong a one is found anywhere among all that were looked at where there is none. */
  readonly chance: number
}

/** Which KPIs move before one, and which tell the same story. */
export interface LeadingView {
  readonly kpi: string
  readonly name: string
  readonly grain: string
  readonly scope: ScopeLabel
  readonly sentence: Sentence
  /** Strongest first. */
  readonly leads: readonly LeadView[]
  /** How many correlations were looked at: KPIs times lags. */
  readonly looked: number
  readonly kpis: number
  readonly longest: number
  /** KPIs whose changes go together with its own so closely that one of the two could be left out. */
  readonly alike: readonly {
    readonly kpi: string
    readonly name: string
    readonly strength: number
    readonly pairs: number
  }[]
  /** KPIs that were not looked at: too few periods have values of both. */
  readonly tooShort: readonly { readonly kpi: string; readonly name: string }[]
}
