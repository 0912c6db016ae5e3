import type { Day } from '../../time/day.ts'
import type { Decimal } from '../decimal.ts'

export type Pace = 'even' | 'working-days' | 'last-year'

/** Who promised it, when and on what grounds, as its document says. */
export interface Provenance {
  readonly setBy: string | null
  readonly setOn: string | null
  readonly approvedBy: string | null
  readonly because: string | null
  readonly basedOn: string | null
}

/**
 * `values` are per period of one grain; `constant` holds for every period between `from` and `until`; `total` spreads a year's
 * amount; `growth` is an amount that grows from actual values by a fraction; `derived` is made of the targets of other KPIs.
 */
export type TargetPlan =
  | {
      readonly kind: 'values'
      readonly grain: string
      readonly values: ReadonlyMap<number, TargetValue>
      /** Where rows of a dataset say them: of each period the row. */
      readonly origins?: ReadonlyMap<number, RowOrigin>
    }
  | { readonly kind: 'constant'; readonly value: TargetValue; readonly from: Day | null; readonly until: Day | null }
  | {
      readonly kind: 'total'
      readonly total: Decimal
      readonly year: number
      readonly spread: 'even' | 'working-days' | 'last-year' | { readonly weights: readonly Decimal[] }
      /** How it is shared over units below its scope; absent where it is not. */
      readonly units?: Allocation
    }
  | {
      readonly kind: 'growth'
      /** A fraction: 0.08 is eight percent more. */
      readonly rate: Decimal
      readonly over: GrowthBase
      readonly from: Day | null
      readonly until: Day | null
    }
  | DerivedPlan

/** What the formula of a KPI, or one KPI over another, makes of their targets, in its scope and every part of it. */
export interface DerivedPlan {
  readonly kind: 'derived'
  /** Null: the KPI’s own formula. */
  readonly of: { readonly numerator: string; readonly denominator: string } | null
  readonly from: Day | null
  readonly until: Day | null
}

/** A total's shares of units: by what, and over which; by weights over those that have one. */
export interface Allocation {
  readonly by:
    | { readonly kind: 'equal' }
    /** By the KPI's own value of the year before in each unit. */
    | { readonly kind: 'last-year' }
    | { readonly kind: 'weights'; readonly weights: ReadonlyMap<string, Decimal> }
    /** By another KPI's value in each unit, of a period of its calendar; null: of the year before. */
    | {
        readonly kind: 'kpi'
        readonly kpi: string
        readonly period: { readonly grain: string; readonly ordinal: number } | null
      }
  /** Those of a level, however deep; null: those right below. */
  readonly level: string | null
}

/** The row of a dataset that says a target. */
export interface RowOrigin {
  readonly batch: string
  readonly file: string
  /** Null where the delivery did not keep it. */
  readonly row: number | null
}

/** What growth is counted from: the same period a year earlier, the one before, the same place in a fixed period, or the mean of the last n. */
export type GrowthBase =
  | { readonly kind: 'year' }
  | { readonly kind: 'prior' }
  | { readonly kind: 'period'; readonly grain: string; readonly ordinal: number }
  | { readonly kind: 'average'; readonly periods: number }

/** One number for up and down; a band for `good: between`. */
export type TargetValue = { readonly value: Decimal } | { readonly low: Decimal; readonly high: Decimal }
