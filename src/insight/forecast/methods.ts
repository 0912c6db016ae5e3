import { decomposed } from './decomposed.ts'
import { averagedEts } from './ets/average.ts'
import type { Method } from './fitted.ts'
import { seasonalNaive } from './naive.ts'
import { theta } from './theta.ts'

/** The longest season that exponential smoothing carries as states of its own; longer ones are taken out by STL. */
const longestState = 24

/**
 * The seasons that a series of this size can show: two full cycles and one more value. A longer one beside the shortest
 * waits until it can be tested over a whole horizon as well: untested it would displace what has been.
 */
export const usableSeasons = (seasons: readonly number[], size: number, horizon: number): number[] =>
  [...new Set(seasons.map(Math.round))]
    .filter((period) => period > 1)
    .sort((a, b) => a - b)
    .filter((period, index) => size > 2 * period + (index === 0 ? 0 : horizon))

/**
 * The methods that a series of these seasons is forecast by. One short season or none: ETS, Theta and the seasonal
 * naive. Long or several seasons: the naive of each, and STL by the shortest one, two, … of them with ETS and Theta for
 * the rest, on values and on logarithms; the back-test weighs them.
 */
export function methodsFor(seasons: readonly number[]): Method[] {
  const [shortest = 1] = seasons
  const direct = shortest <= longestState ? shortest : 1
  if (seasons.length <= 1 && direct === shortest) return [averagedEts(direct), theta(direct), seasonalNaive(direct)]
  const methods: Method[] = direct === 1 ? [averagedEts(1), theta(1), seasonalNaive(1)] : []
  for (const period of seasons) methods.push(seasonalNaive(period))
  for (let count = 1; count <= seasons.length; count++) {
    const periods = seasons.slice(0, count)
    for (const log of [false, true])
      for (const inner of [averagedEts(1), theta(1)]) methods.push(decomposed(periods, log, inner))
  }
  return methods
}
