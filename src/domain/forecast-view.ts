import type { Sentence } from './sentence/kpi.ts'
import type { PeriodLabel, ScopeLabel, UnitLabel } from './view.ts'

/** A central range: the value lies inside with the chance `level`. */
export interface ForecastRange {
  readonly level: number
  readonly lower: number
  readonly upper: number
}

/** A chance as it may be said: in steps of 5 %, and no more than below 5 or above 95. */
export interface SaidOdds {
  readonly word: 'below' | 'about' | 'above'
  readonly percent: number
}

/** One period ahead. */
export interface ForecastPeriod {
  readonly label: PeriodLabel
  readonly mean: number
  readonly median: number
  /** None where nothing is known of the spread. */
  readonly ranges: readonly ForecastRange[]
  readonly target: number | null
  /** Chance of reaching the target. */
  readonly odds: SaidOdds | null
  /** What came, where the forecast was made from an earlier point of the past than is known now. */
  readonly actual: number | null
}

/** One period that was learnt from, or that has no final value. */
export interface ForecastPast {
  readonly label: PeriodLabel
  readonly value: number | null
  readonly target: number | null
}

/** Where the longer period that the forecast begins in will end: the year, or of days the month. */
export interface ForecastLanding {
  readonly label: PeriodLabel
  /** How its value comes of its parts: their sum, the last, or their mean weighted by what they divide by. */
  readonly of: 'total' | 'last' | 'mean'
  /** How many of its parts are known, of how many. */
  readonly known: number
  readonly parts: number
  /** What the known parts make; null where none is known. */
  readonly toDate: number | null
  readonly mean: number
  readonly median: number
  readonly ranges: readonly ForecastRange[]
  readonly target: number | null
  readonly odds: SaidOdds | null
  readonly actual: number | null
}

/** How the forecasts of a series would have done from points of its past. */
export interface ForecastBackTest {
  readonly origins: number
  readonly values: number
  /** Mean absolute errors in units of the usual change over a season: of the forecast, and of repeating the last season. */
  readonly error: number
  readonly naive: number
  /** The same as symmetric percentage errors, 0 to 200. */
  readonly percent: number
  readonly naivePercent: number
  /** Share of the values that lay inside each range, calibrated without the stretch it is judged on. */
  readonly coverage: readonly { readonly level: number; readonly share: number }[]
}

/** Where a KPI is heading from its last complete period on, how sure that is, and how well such forecasts did before. */
export interface ForecastView {
  readonly kpi: string
  readonly name: string
  readonly unit: UnitLabel
  readonly good: 'up' | 'down' | 'between'
  readonly grain: string
  readonly scope: ScopeLabel
  readonly sentence: Sentence
  /** The last period that was learnt from; null where there is none. */
  readonly origin: PeriodLabel | null
  readonly past: readonly ForecastPast[]
  readonly periods: readonly ForecastPeriod[]
  readonly landing: ForecastLanding | null
  readonly model: string
  /** What was combined, most weight first. */
  readonly methods: readonly { readonly name: string; readonly weight: number }[]
  /** Null where nothing was tested. */
  readonly backTest: ForecastBackTest | null
  /** Of the values that came after the last one learnt from, those inside each range; null where none has come. */
  readonly since: {
    readonly values: number
    readonly inside: readonly { readonly level: number; readonly values: number }[]
  } | null
  /** Why only a simple model was used, and what to keep in mind. */
  readonly cautions: readonly string[]
}
