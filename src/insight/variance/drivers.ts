import { divisorsIn, driversIn, evaluate, type Formula } from './formula-tree.ts'
import { isZero, minus, type Rational } from './rational.ts'
import { type Game, type Player, shapley } from './shapley.ts'

/** A driver's readings; null where it has none. */
export interface Driver {
  readonly name: string
  readonly from: Rational | null
  readonly to: Rational | null
}

export interface DriverEffect {
  /** One driver; several where their effects cannot be told apart because a mixture of their readings divides by zero. */
  readonly drivers: readonly number[]
  readonly effect: Rational
}

export interface DriverSplit {
  readonly from: Rational
  readonly to: Rational
  readonly change: Rational
  readonly effects: readonly DriverEffect[]
}

/**
 * The change of a formula's value as effects of its drivers, exactly and whatever their order (Shapley). More than six drivers
 * share by the formula's own branches: those of a sub-formula move next to each other. Null where the value is undefined before
 * or after.
 */
export function driverSplit(formula: Formula, drivers: readonly Driver[]): DriverSplit | null {
  const from = evaluate(
    formula,
    drivers.map((one) => one.from),
  )
  const to = evaluate(
    formula,
    drivers.map((one) => one.to),
  )
  if (from === null || to === null) return null
  const game = gameOf(formula, drivers)
  const used = driversIn(formula)
  const moving = used.filter((index) => !unmoved(drivers[index]))
  const players = playersOf(formula, moving)
  const effects = shapley(players, game) ?? shapley(joined(formula, drivers, players), game)
  const told = effects ?? [{ drivers: moving, effect: minus(to, from) }]
  const still = used.filter((index) => !moving.includes(index))
  const nothing = minus(from, from)
  return {
    from,
    to,
    change: minus(to, from),
    effects: [...told, ...still.map((index) => ({ drivers: [index], effect: nothing }))],
  }
}

const unmoved = (driver: Driver | undefined): boolean =>
  driver === undefined ||
  (driver.from === null ? driver.to === null : driver.to !== null && isZero(minus(driver.to, driver.from)))

function gameOf(formula: Formula, drivers: readonly Driver[]): Game {
  const known = new Map<string, Rational | null>()
  return (moved) => {
    const key = [...moved].sort((a, b) => a - b).join()
    let value = known.get(key)
    if (value === undefined) {
      value = evaluate(
        formula,
        drivers.map((one, index) => (moved.has(index) ? one.to : one.from)),
      )
      known.set(key, value)
    }
    return value
  }
}

/** Six drivers or fewer are equals; more are grouped as the formula groups them, each driver in the branch that reads it first. */
function playersOf(formula: Formula, moving: readonly number[]): readonly Player[] {
  if (moving.length <= 6) return moving.map((driver) => ({ driver }))
  const left = new Set(moving)
  const take = (part: Formula): readonly Player[] => {
    const branches = branchesOf(part)
    if (branches.length === 0) {
      const own = driversIn(part).filter((index) => left.delete(index))
      return own.map((driver) => ({ driver }))
    }
    return branches.flatMap((branch): readonly Player[] => {
      const own = take(branch)
      return own.length > 1 ? [{ group: own }] : own
    })
  }
  return take(formula)
}

/** The terms of a sum and the factors of a product are each other's equals; a quotient has two branches. */
function branchesOf(formula: Formula): readonly Formula[] {
  if (formula.kind === 'apply') return formula.args
  if (formula.kind !== 'arithmetic') return []
  const family = formula.op === '-' ? '+' : formula.op
  const flat = (part: Formula): readonly Formula[] =>
    part.kind === 'arithmetic' && part.op !== '/' && (part.op === '-' ? '+' : part.op) === family
      ? [...flat(part.left), ...flat(part.right)]
      : [part]
  return family === '/' ? [formula.left, formula.right] : flat(formula)
}

/** Drivers of a divisor that can become zero half-way, or that come or go, move together: then every mixture has a value. */
function joined(formula: Formula, drivers: readonly Driver[], players: readonly Player[]): readonly Player[] {
  const moving = new Set(players.flatMap(leaves))
  const risky = new Set<number>()
  for (const divisor of divisorsIn(formula)) {
    const own = driversIn(divisor).filter((index) => moving.has(index))
    if (own.length > 1) for (const index of own) risky.add(index)
  }
  for (const index of moving) {
    const driver = drivers[index]
    if (driver?.from === null || driver?.to === null) risky.add(index)
  }
  if (risky.size === 0) return players
  const rest = [...moving].filter((index) => !risky.has(index)).map((driver): Player => ({ driver }))
  return [{ together: [...risky] }, ...rest]
}

const leaves = (player: Player): readonly number[] =>
  'group' in player ? player.group.flatMap(leaves) : 'together' in player ? player.together : [player.driver]
