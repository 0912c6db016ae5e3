import { minus, plus, type Rational, rational, times, zero } from './rational.ts'

/** Players told apart one by one, in groups of at most this many: beyond it the orders to count are too many. */
export const mostPlayers = 6

/** Who shares a change: one driver, or several that share theirs among themselves first. */
export type Player =
  | { readonly driver: number }
  | { readonly group: readonly Player[] }
  | { readonly together: readonly number[] }

/** The value when exactly these drivers have their new reading; null where there is none. */
export type Game = (moved: ReadonlySet<number>) => Rational | null

/** What one player adds; those told together are one. */
export interface Share {
  readonly drivers: readonly number[]
  readonly effect: Rational
}

/**
 * Each player's mean contribution over every order in which the players of its group can move (Shapley 1953; within nested
 * groups as Owen 1977 and Winter 1989: a group's members stand next to each other in every order). Shares add up to the change
 * exactly. Null where a mixture of old and new readings has no value.
 */
export function shapley(players: readonly Player[], game: Game): readonly Share[] | null {
  return shares(players, game, new Set())
}

function shares(players: readonly Player[], game: Game, moved: ReadonlySet<number>): readonly Share[] | null {
  if (players.length > mostPlayers) return shares(grouped(players), game, moved)
  const found = new Map<string, Share>()
  for (const [index, player] of players.entries()) {
    const others = players.filter((_, at) => at !== index)
    for (const coalition of subsets(others)) {
      const weight = orderWeight(coalition.length, players.length)
      const own = gain(player, game, new Set([...moved, ...coalition.flatMap(driversOf)]))
      if (own === null) return null
      for (const { drivers, effect } of own) {
        const key = drivers.join()
        const before = found.get(key)?.effect ?? zero
        found.set(key, { drivers, effect: plus(before, times(weight, effect)) })
      }
    }
  }
  return [...found.values()]
}

/** What a player's move adds when these have moved already; a group tells it by its members. */
function gain(player: Player, game: Game, moved: ReadonlySet<number>): readonly Share[] | null {
  if ('group' in player) return shares(player.group, game, moved)
  const drivers = driversOf(player)
  const [before, after] = [game(moved), game(new Set([...moved, ...drivers]))]
  return before === null || after === null ? null : [{ drivers, effect: minus(after, before) }]
}

export function driversOf(player: Player): readonly number[] {
  if ('group' in player) return player.group.flatMap(driversOf)
  return 'together' in player ? player.together : [player.driver]
}

/** Neighbours in groups of six, and these again, until six or fewer are left. */
function grouped(players: readonly Player[]): readonly Player[] {
  const groups: Player[] = []
  const size = Math.ceil(players.length / Math.ceil(players.length / mostPlayers))
  for (let at = 0; at < players.length; at += size) groups.push({ group: players.slice(at, at + size) })
  return groups
}

function subsets<T>(of: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: 2 ** of.length }, (_, mask) => of.filter((_, bit) => (mask & (2 ** bit)) !== 0))
}

/** The share of orders in which exactly such a coalition stands before a player: |S|! (n − |S| − 1)! ÷ n!. */
function orderWeight(before: number, players: number): Rational {
  return rational(factorial(before) * factorial(players - before - 1), factorial(players))
}

function factorial(n: number): bigint {
  let product = 1n
  for (let factor = 2; factor <= n; factor++) product *= BigInt(factor)
  return product
}
