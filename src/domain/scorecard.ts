import type { Day } from '../time/day.ts'
import type { Decimal } from './decimal.ts'

export interface Scorecard {
  readonly id: string
  readonly name: string
  readonly unit: string | null
  /** The grain its columns show. */
  readonly grain: 'day' | 'week' | 'month' | 'quarter' | 'year'
  readonly groups: readonly ScorecardGroup[]
  /** How its objectives make the whole. */
  readonly rollUp: RollUpRule
  /** The version of targets that judges on it; null: as each KPI says. */
  readonly judgedBy: string | null
  /** `common`: every KPI reads to the earliest day that all of them have; `latest`: each as far as its data reaches. */
  readonly dataThrough: 'latest' | 'common'
  /** Expected false alarms per month of each of its KPIs; null: as the workspace says. */
  readonly falseAlarms: number | null
  /** Null: one scorecard. Else one for each of many units, by one template. */
  readonly cascade: Cascade | null
}

/** The units that share a scorecard, and what is otherwise in some of them. */
export interface Cascade {
  readonly units: readonly string[]
  readonly differences: ReadonlyMap<string, Difference>
}

/** What one unit has besides its template, without it, or otherwise. */
export interface Difference {
  readonly add: readonly { readonly objective: string; readonly kpi: string; readonly weights: Weights }[]
  readonly leaveOut: readonly string[]
  readonly weights: ReadonlyMap<string, Weights>
  /** Who answers for a KPI there. */
  readonly owners: ReadonlyMap<string, string>
}

export interface ScorecardGroup {
  readonly objective: string
  readonly weights: Weights
  readonly kpis: readonly ScorecardItem[]
  /** How its KPIs make the objective. */
  readonly rollUp: RollUpRule
}

export interface ScorecardItem {
  readonly kpi: string
  readonly weights: Weights
  /** Who answers for it here; null: the KPI's own owner. */
  readonly owner?: string | null
}

/** How scores make the score and the status of what stands above them. */
export interface RollUpRule {
  readonly method: 'weighted' | 'geometric' | 'worst-child' | 'worst-colour'
  readonly missing: 'renormalise' | 'zero' | 'strict'
  /** So many of its KPIs must have a score; 0 where any number will do. */
  readonly atLeast: number
}

/** Ascending by `from`; the first has none. A period counts with the weight in force on its last day. */
export type Weights = readonly { readonly from: Day | null; readonly weight: Decimal }[]

/** The weight in force on a period's last day; null asks for the newest. */
export function weightAt(weights: Weights, lastDay: Day | null): Decimal {
  const entry = weights.findLast(({ from }) => from === null || lastDay === null || from <= lastDay) ?? weights[0]
  if (entry === undefined) throw new Error('there is always a weight')
  return entry.weight
}
