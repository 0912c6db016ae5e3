/** Forecasts: where a KPI is heading, with honest ranges, and how likely a target is. */
export type { Regressor } from './adjust.ts'
export { levels } from './calibration.ts'
export { type Forecast, type ForecastOptions, type ForecastPoint, forecast, type Range } from './forecast.ts'
export { forecastIssues } from './issues.ts'
export type { Series } from './prepare.ts'
export {
  type Landing,
  landings,
  type Odds,
  type Outcome,
  outcomeOf,
  probabilityOf,
  type Target,
} from './probability.ts'
export type { BackTestReport, Errors } from './report.ts'
export { type ForecastGrain, seasonsOf } from './seasons.ts'
