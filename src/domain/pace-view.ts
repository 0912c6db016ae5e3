import type { Pace } from './target/plan.ts'
import type { PeriodLabel, ScopeLabel, UnitLabel } from './view.ts'

/** What is promised and what came from the beginning of a period to the end of a day in it. */
export interface PacePoint {
  readonly day: string
  readonly promised: number
  /** Null for days that have not passed, or that no data have come for. */
  readonly actual: number | null
}

/** A period's promise as it grows with its days, beside what really came. */
export interface PaceCourse {
  readonly grain: string
  readonly label: PeriodLabel
  readonly pace: Pace
  /** What is promised to the whole period. */
  readonly target: number
  /** The last day that is counted; null where none is. */
  readonly through: string | null
  readonly points: readonly PacePoint[]
  readonly sentence: string
}

/** How a promise is to come about: the asked period and the quarter and year that it lies in. */
export interface PaceView {
  readonly kpi: string
  readonly name: string
  readonly unit: UnitLabel
  readonly good: 'up' | 'down' | 'between'
  readonly period: PeriodLabel
  readonly scope: ScopeLabel
  readonly version: string
  readonly courses: readonly PaceCourse[]
  /** Why there is no course; null where there is one. */
  readonly none: string | null
}
