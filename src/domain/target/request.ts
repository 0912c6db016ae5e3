import type { GrainName } from '../../time/calendar.ts'
import type { Catalog, Kpi, Scope, Target } from '../catalog.ts'
import type { Decimal } from '../decimal.ts'
import type { Calc } from '../formula/algebra.ts'
import type { Actuals } from './actual.ts'
import type { AllocatedTotal, ShareOfUnits } from './allocation.ts'
import type { RowOrigin, TargetValue } from './plan.ts'
import type { YearShares } from './year.ts'

/**
 * How targets of parts make the target of a whole: amounts add, rates must agree, levels take the last. What grows with a
 * period's length in no simple way (distinct counts, flows over levels) is promised for its own periods only.
 */
export type TargetRollUp = 'add' | 'same' | 'last' | 'own'

/** One KPI and scope, judged by one version of its targets. */
export interface Subject {
  readonly catalog: Catalog
  readonly kpi: Kpi
  readonly scope: Scope
  readonly version: string
  readonly actuals: Actuals
  /** Targets of units make that of the unit above: sums and counts add over units, nothing else does. */
  readonly addsOverUnits: boolean
  /** Totals that are shared over units, worked out once for all scopes of a KPI that share the actual values. */
  readonly allocated?: Map<string, AllocatedTotal | null>
  /** Only what units promise by themselves, without shares of totals above them. */
  readonly ownOnly?: boolean
}

/** What was promised, and how it came about. */
export interface Promised {
  readonly value: TargetValue
  readonly how: How
}

export type How =
  /** As a target document says for this period. */
  | { readonly kind: 'stated'; readonly target: Target; readonly row?: RowOrigin }
  /** A part of a year's total; `unit` where the total is shared over units and this is one's share. */
  | { readonly kind: 'share'; readonly target: Target; readonly shares: YearShares; readonly unit?: ShareOfUnits }
  | { readonly kind: 'growth'; readonly target: Target; readonly over: Baseline }
  /** What a formula makes of the promises of other KPIs. */
  | {
      readonly kind: 'derived'
      readonly target: Target
      readonly calc: Calc
      readonly of: readonly { readonly kpi: string; readonly promised: Promised }[]
    }
  /** Made of the promises of its parts. */
  | {
      readonly kind: 'parts'
      readonly rule: 'add' | 'same' | 'last'
      readonly grain: GrainName
      readonly of: readonly Promised[]
    }
  /** The sum of the promises of the units below. */
  | { readonly kind: 'units'; readonly of: readonly { readonly unit: string; readonly promised: Promised }[] }

/** What an amount grows from: the periods it was taken from, and their value or mean. */
export interface Baseline {
  readonly periods: readonly string[]
  readonly amount: Decimal
}
