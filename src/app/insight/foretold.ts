import {
  type Forecast,
  type ForecastOptions,
  forecast,
  type Odds,
  probabilityOf,
  type Series,
  type Target,
} from '../../insight/forecast/index.ts'

/** What is to be foretold: a series, and a target per period ahead where there is one. */
export interface ForecastTask {
  readonly series: Series
  readonly options: ForecastOptions
  readonly targets: readonly (Target | null)[]
}

/** Of a forecast what travels between threads; its thousands of paths stay where they are. */
export interface Foretold extends Pick<Forecast, 'points' | 'model' | 'refusal' | 'cautions' | 'backTest'> {
  readonly odds: readonly (Odds | null)[]
}

export function foretell({ series, options, targets }: ForecastTask): Foretold {
  const found = forecast(series, options)
  const { points, model, refusal, cautions, backTest } = found
  const odds = targets.map((target, step) =>
    target === null || found.paths.length === 0
      ? null
      : probabilityOf(found, target, { of: 'last', periods: step + 1 }),
  )
  return { points, model, refusal, cautions, backTest, odds }
}
