import {
  type Forecast,
  type ForecastOptions,
  forecast,
  type Landing,
  type Odds,
  type Outcome,
  outcomeOf,
  probabilityOf,
  type Series,
  type Target,
} from '../../insight/forecast/index.ts'

/** Where a longer period ends that the forecast begins in: its first `periods` periods ahead belong to it. */
export interface LandingTask {
  readonly of: 'total' | 'last' | 'mean'
  readonly periods: number
  /** What its known parts make, and for a mean what they divide by. */
  readonly toDate: { readonly value: number; readonly weight: number }
  /** What a mean divides by in each period of the series: foretold as well. */
  readonly weights: Series | null
  readonly target: Target | null
}

/** What is to be foretold: a series, and a target per period ahead where there is one. */
export interface ForecastTask {
  readonly series: Series
  readonly options: ForecastOptions
  readonly targets: readonly (Target | null)[]
  readonly landing: LandingTask | null
}

/** Of a forecast what travels between threads; its thousands of paths stay where they are. */
export interface Foretold extends Pick<Forecast, 'points' | 'model' | 'methods' | 'refusal' | 'cautions' | 'backTest'> {
  readonly odds: readonly (Odds | null)[]
  readonly landing: { readonly outcome: Outcome; readonly odds: Odds | null } | null
}

export function foretell({ series, options, targets, landing }: ForecastTask): Foretold {
  const found = forecast(series, options)
  const { points, model, methods, refusal, cautions, backTest } = found
  const odds = targets.map((target, step) =>
    target === null || found.paths.length === 0
      ? null
      : probabilityOf(found, target, { of: 'last', periods: step + 1 }),
  )
  const landed = landing === null || found.paths.length === 0 ? null : land(found, landing, options)
  return { points, model, methods, refusal, cautions, backTest, odds, landing: landed }
}

function land(found: Forecast, task: LandingTask, options: ForecastOptions): Foretold['landing'] {
  const landing = landingOf(task, options)
  const outcome = outcomeOf(found, landing)
  return outcome && { outcome, odds: task.target && probabilityOf(found, task.target, landing) }
}

function landingOf(
  { of, periods, toDate, weights }: LandingTask,
  options: ForecastOptions,
): Exclude<Landing, { of: 'every' }> {
  switch (of) {
    case 'total':
      return { of, periods, toDate: toDate.value }
    case 'last':
      return { of, periods }
    case 'mean': {
      const { horizon, seasons, seed } = options
      const ahead = weights && forecast(weights, { horizon, seasons, seed, lowest: 0, paths: 100 }).points
      return { of, periods, toDate, ...(ahead && { weights: ahead.map(({ mean }) => mean) }) }
    }
  }
}
