import type { SaidOdds } from './forecast-view.ts'
import type { ToldSentence } from './summary-view.ts'
import type { PeriodLabel, ScopeLabel, UnitLabel } from './view.ts'

/** Where one KPI of a scorecard ends: the year, or of days the month; else the last period that is foretold. */
export interface OutlookKpi {
  readonly kpi: string
  readonly name: string
  readonly unit: UnitLabel
  /** Null where nothing can be foretold yet; then nothing below is known. */
  readonly end: PeriodLabel | null
  readonly median: number | null
  /** Null where there is none, or it is a band. */
  readonly target: number | null
  /** Chance of reaching the target. */
  readonly odds: SaidOdds | null
}

/** Where the KPIs of a scorecard are heading, some of them at a time: each is a forecast of its own. */
export interface OutlookView {
  readonly id: string
  readonly name: string
  readonly grain: string
  readonly period: PeriodLabel
  readonly scope: ScopeLabel
  /** How many KPIs the scorecard has. */
  readonly total: number
  /** The place of the first of `kpis` among them. */
  readonly from: number
  readonly kpis: readonly OutlookKpi[]
  /** What all of them together say; none where these are not all. */
  readonly sentences: readonly ToldSentence[]
}
