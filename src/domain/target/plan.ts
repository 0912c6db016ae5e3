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
 * amount; `growth` is an amount that grows from actual values by a fraction.
 */
export type TargetPlan =
  | { readonly kind: 'values'; readonly grain: string; readonly values: ReadonlyMap<number, TargetValue> }
  | { readonly kind: 'constant'; readonly value: TargetValue; readonly from: Day | null; readonly until: Day | null }
  | {
      readonly kind: 'total'
      readonly total: Decimal
      readonly year: number
      readonly spread: 'even' | 'working-days' | 'last-year' | { readonly weights: readonly Decimal[] }
    }
  | {
      readonly kind: 'growth'
      /** A fraction: 0.08 is eight percent more. */
      readonly rate: Decimal
      readonly over: GrowthBase
      readonly from: Day | null
      readonly until: Day | null
    }

/** What growth is counted from: the same period a year earlier, the one before, the same place in a fixed period, or the mean of the last n. */
export type GrowthBase =
  | { readonly kind: 'year' }
  | { readonly kind: 'prior' }
  | { readonly kind: 'period'; readonly grain: string; readonly ordinal: number }
  | { readonly kind: 'average'; readonly periods: number }

/** One number for up and down; a band for `good: between`. */
export type TargetValue = { readonly value: Decimal } | { readonly low: Decimal; readonly high: Decimal }
