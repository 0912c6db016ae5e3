import type { PeriodLabel, ScopeLabel, UnitLabel } from './view.ts'

/** One period ahead. */
export interface ForecastPeriod {
  readonly label: PeriodLabel
  readonly mean: number
  /** Central ranges: the value lies inside with the chance `level`; none where nothing is known of the spread. */
  readonly ranges: readonly { readonly level: number; readonly lower: number; readonly upper: number }[]
  readonly target: number | null
  /** Chance of reaching the target, as it may be said: in steps of 5 %, and no more than below 5 or above 95. */
  readonly odds: { readonly word: 'below' | 'about' | 'above'; readonly percent: number } | null
}

/** Where a KPI is heading from its last complete period on, how sure that is, and how well such forecasts did before. */
export interface ForecastView {
  readonly kpi: string
  readonly name: string
  readonly unit: UnitLabel
  readonly good: 'up' | 'down' | 'between'
  readonly grain: string
  readonly scope: ScopeLabel
  /** The last period that was learnt from; null where there is none. */
  readonly origin: PeriodLabel | null
  readonly periods: readonly ForecastPeriod[]
  readonly model: string
  /** Errors in units of the usual change, of this forecast and of repeating the last season; null where nothing was tested. */
  readonly backTest: { readonly values: number; readonly error: number; readonly naive: number } | null
  /** Why only a simple model was used, and what to keep in mind. */
  readonly cautions: readonly string[]
}
