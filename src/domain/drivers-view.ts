import type { ForecastRange } from './forecast-view.ts'
import type { PeriodLabel, ScopeLabel, UnitLabel } from './view.ts'

/**
 * What a period is held against: an earlier one, what a version of its targets promised (null: the version that judges), or what
 * Bellwether itself would have expected from the periods before. `name` is how people ask for it.
 */
export type DriversBaseline =
  | { readonly kind: 'earlier'; readonly name: 'prior' | 'year' }
  | { readonly kind: 'promise'; readonly name: string; readonly version: string | null }
  | { readonly kind: 'expected'; readonly name: 'expected' }

/** Mean contribution over all orders (Shapley), or by logarithmic means (Ang 2005), which suits products of factors. */
export type DriversMethod = 'shapley' | 'lmdi'

/** Amounts are strings where they are exact decimals and numbers where they are ratios, as in answers. */
export type Figure = string | number

/**
 * Why a number moved: what its members, its rates and mixes, and the drivers of its formula contributed. Effects are in the KPI's
 * own unit and add up to `change` exactly; every `shown` is an effect rounded such that the shown ones add up to `shownChange`.
 */
export interface DriversView {
  readonly kpi: string
  readonly name: string
  readonly unit: UnitLabel
  readonly good: 'up' | 'down' | 'between'
  readonly grain: string
  readonly period: PeriodLabel
  readonly scope: ScopeLabel
  /** The baseline as people ask for it: `prior`, `year`, `target`, a version of targets, `expected`. */
  readonly compare: string
  readonly basis: DriversBaseline['kind']
  /** The baseline's name: `February 2026`, `the budget`, `what was expected`. */
  readonly against: string
  /** Every baseline that this KPI and grain have, by the names they are asked by. */
  readonly baselines: readonly string[]
  /** What is known of the expectation; null where it is not asked for, or nothing can be foretold. */
  readonly expectation: Expectation | null
  readonly from: Figure | null
  readonly to: Figure | null
  readonly change: Figure | null
  readonly shownChange: string | null
  /** Digits after the point that `shown` figures have; negative for thousands and millions. */
  readonly decimals: number
  readonly sentence: { readonly lead: string; readonly rest: string }
  /** Ranked: the dimension whose few members explain most beyond their size stands first. */
  readonly splits: readonly DriverSplitView[]
  /** Dimensions that tell nothing exact, with the reason. */
  readonly unsplit: readonly { readonly dimension: string; readonly reason: string }[]
  /** Dimensions and crossings that were searched for what moved it; of crossings `splits` has those that tell it. */
  readonly searched: readonly string[]
  /** Drivers of the KPI's formula, each with its effect on the KPI; null where it has none that can be told. */
  readonly tree: DriverNode | null
  /** How the tree shares the change: LMDI where that was asked for and has a value, else Shapley; null without a tree. */
  readonly method: DriversMethod | null
  readonly volume: VolumeView | null
}

/** What a period was expected to be, by data up to an earlier one as they are known now. */
export interface Expectation {
  /** The last period that was learnt from. */
  readonly learntTo: PeriodLabel
  readonly model: string
  readonly ranges: readonly ForecastRange[]
  /** Why only a simple model was used, and what to keep in mind. */
  readonly cautions: readonly string[]
}

export interface DriverSplitView {
  /** A dimension's name, or those of two that are crossed: `region/product`. */
  readonly dimension: string
  /** `ratio`: each effect is rate and mix (and what has no denominator); `sum`: the member's own change. */
  readonly kind: 'sum' | 'ratio'
  /** The few members that explain most of the change; null where none does. */
  readonly found: { readonly members: readonly string[]; readonly explained: number; readonly size: number } | null
  /** For a ratio, what moved it; `paradox` where every member that stayed moved the other way. */
  readonly because: 'rate' | 'mix' | 'both' | 'paradox' | null
  readonly rate: EffectFigure | null
  readonly mix: EffectFigure | null
  readonly unallocated: EffectFigure | null
  /** Found members whose ratio every part of another dimension inside them contradicts (Simpson). */
  readonly turned: readonly { readonly member: string; readonly by: string }[]
  /** How many small members stand together as one part. */
  readonly merged: number
  /** Largest effect first; small ones and what belongs to no member last. */
  readonly parts: readonly DriverPart[]
}

export interface EffectFigure {
  readonly effect: Figure
  readonly shown: string
}

export interface DriverPart extends EffectFigure {
  readonly name: string
  /** Where it can be chosen; null for parts that are no member. */
  readonly scope: string | null
  /** `rest`: belongs to no member; `small`: members under the floor as one. */
  readonly presence: 'both' | 'new' | 'gone' | 'small' | 'rest'
  readonly from: Figure | null
  readonly to: Figure | null
  readonly rate: EffectFigure | null
  readonly mix: EffectFigure | null
  readonly unallocated: EffectFigure | null
}

export interface DriverNode extends EffectFigure {
  readonly name: string
  /** The KPI it is; null for a part of one, such as its numerator. */
  readonly kpi: string | null
  readonly unit: UnitLabel
  readonly from: Figure | null
  readonly to: Figure | null
  /** True where this effect cannot be told apart from that of its siblings marked so, which show it once. */
  readonly together: boolean
  readonly below: readonly DriverNode[]
}

/** Price, volume and mix of the items of one dimension. */
export interface VolumeView {
  readonly dimension: string
  readonly quantity: string
  readonly effects: readonly (EffectFigure & { readonly name: string })[]
  readonly items: number
}
