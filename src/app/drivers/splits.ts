import type { Actor } from '../../domain/access.ts'
import { type Catalog, calculationAt, type Kpi } from '../../domain/catalog.ts'
import { unsplitReasons } from '../../domain/sentence/drivers.ts'
import { type Group, turnedInside } from '../../insight/variance/index.ts'
import { partsOf } from '../../query/calculation.ts'
import { lastDayOf } from '../../query/collect.ts'
import { appliedRevisions } from '../ask/applied.ts'
import { membersOf } from '../ask/members.ts'
import { readsOf } from '../ask/reads.ts'
import { type AskDeps, ask } from '../ask.ts'
import { addsUp } from './adds-up.ts'
import { crossedOf, isCrossing } from './crossing.ts'
import { Book, type Pair, questionsOf, sameTwo, unitDimension } from './readings.ts'
import { fractionOf, type Split, splitBy } from './split.ts'

/** Of the dimensions that can be told, so many are crossed with each other by themselves: those that tell most. */
const mostCrossed = 4

/** A crossing of more cells than this is not looked at. */
export const mostCells = 2000

export interface SplitWorld {
  readonly catalog: Catalog
  readonly book: Book
  readonly pair: Pair
  readonly kpi: Kpi
}

export interface Splits {
  readonly splits: readonly Split[]
  readonly unsplit: readonly { readonly dimension: string; readonly reason: string }[]
  /** Every dimension and crossing that was looked at. */
  readonly searched: readonly string[]
}

/** A KPI's change by each dimension, or the reason why its members do not make up the whole. */
export function splitChange(world: SplitWorld, dimensions: readonly string[]): Splits {
  const { catalog, book, pair, kpi } = world
  const whole = book.two(kpi.id, pair.place.scope)
  const parted = partable(catalog, kpi, pair) !== null
  const splits: Split[] = []
  const unsplit: { dimension: string; reason: string }[] = []
  for (const dimension of dimensions) {
    const found = parted ? splitBy({ ...world, kpi: kpi.id }, whole, dimension) : 'overlap'
    if (typeof found === 'string') unsplit.push({ dimension, reason: unsplitReasons[found] })
    else splits.push(found)
  }
  const searched = splits.map(({ dimension }) => dimension)
  return { splits: splits.map((split) => withTurned(world, split, dimensions)), unsplit, searched }
}

/** How members of this KPI can make up the whole: its sums add, or both parts of its rate do; null where neither. */
export function partable(catalog: Catalog, kpi: Kpi, pair: Pair): 'sum' | 'ratio' | null {
  const found = [pair.from, pair.to].map((ordinal) => {
    const calculation = calculationAt(kpi, lastDayOf(pair.place, ordinal))
    const parts = partsOf(calculation)
    const calcs = parts === null ? [calculation.calc] : [parts.numerator, parts.denominator]
    return calcs.every((calc) => addsUp(catalog, calc)) ? (parts === null ? 'sum' : 'ratio') : null
  })
  return found.includes(null) ? null : found.includes('ratio') ? 'ratio' : 'sum'
}

const scoreOf = ({ found }: Split): number => found?.score ?? Number.NEGATIVE_INFINITY

/** The dimension whose few members explain most stands first. */
export const inRank = (splits: readonly Split[]): readonly Split[] =>
  [...splits].sort((a, b) => scoreOf(b) - scoreOf(a))

/**
 * The crossings of the dimensions that tell most, two by two, beside their own splits: a change may sit in one cell that neither
 * dimension shows alone. Those are told that tell more than both of theirs. None where the rows became others meanwhile.
 */
export async function withCrossings(deps: AskDeps, world: SplitWorld, single: Splits, actor: Actor): Promise<Splits> {
  const { catalog, pair, kpi, book } = world
  const known = inRank(single.splits).filter(({ dimension }) => dimension !== unitDimension)
  const names = known.slice(0, mostCrossed).map(({ dimension }) => dimension)
  const sizes = new Map(names.map((name) => [name, book.members(name).length]))
  const pairs = names
    .flatMap((first, at) => names.slice(at + 1).map((second) => `${first}/${second}`))
    .filter((name) => crossedOf(name).reduce((cells, one) => cells * (sizes.get(one) ?? 0), 1) <= mostCells)
  if (pairs.length === 0) return single
  const { answers } = await ask(deps, questionsOf(catalog, pair, kpi.id, pairs, []), actor)
  const crossed = { ...world, book: new Book(pair, answers) }
  const { scope } = pair.place
  if (!sameTwo(crossed.book.two(kpi.id, scope), book.two(kpi.id, scope))) return single
  // A crossing of a dimension with one that it lies in, as cities in regions, is the former alone.
  const real = pairs.filter(
    (name) => crossed.book.members(name).length > Math.max(...crossedOf(name).map((one) => sizes.get(one) ?? 0)),
  )
  // What cannot be told of a crossing is no finding, and nobody asked for it.
  const alone = new Map(single.splits.map((split) => [split.dimension, scoreOf(split)]))
  const told = splitChange(crossed, real).splits.filter((split) =>
    crossedOf(split.dimension).every((one) => scoreOf(split) > (alone.get(one) ?? Number.NEGATIVE_INFINITY)),
  )
  return {
    splits: [...single.splits.map((split) => withTurned(crossed, split, real)), ...told],
    unsplit: single.unsplit,
    searched: [...single.searched, ...real],
  }
}

/** Says of the members that a split names where another dimension contradicts them from inside. */
function withTurned({ book, pair, kpi }: SplitWorld, split: Split, dimensions: readonly string[]): Split {
  if (split.kind !== 'ratio' || split.found === null || isCrossing(split.dimension)) return split
  const turned = split.found.members.flatMap(({ name }) => {
    const scope = split.parts.find((part) => part.name === name)?.member ?? null
    const [member] = scope?.where[split.dimension] ?? []
    if (member === undefined) return []
    return dimensions.flatMap((crossing) => {
      const by = crossedOf(crossing).filter((one) => one !== split.dimension)
      const [other] = by
      if (!isCrossing(crossing) || by.length !== 1 || other === undefined) return []
      const cells = book
        .members(crossing)
        .filter((cell) => cell.scope.where[split.dimension]?.[0] === member)
        .map((cell): Group => {
          const { from, to } = book.two(kpi.id, cell.scope)
          return { name: cell.name, from: fractionOf(from), to: fractionOf(to) }
        })
      return pair.cut || !turnedInside(cells) ? [] : [{ member: name, by: other }]
    })
  })
  return turned.length === 0 ? split : { ...split, turned }
}

/** Whether a crossing has more cells than anyone would look at. */
export async function isTooWide(deps: AskDeps, kpi: Kpi, crossing: string): Promise<boolean> {
  const revisions = appliedRevisions(deps.facts)
  let cells = 1
  for (const name of crossedOf(crossing)) {
    const members = new Set<string>()
    for (const id of readsOf(deps.catalog, kpi.id).facts) {
      const dataset = deps.catalog.datasets.get(id)
      if (dataset === undefined) continue
      for (const member of await membersOf(deps, dataset, name, revisions)) members.add(member)
    }
    cells *= members.size
  }
  return cells > mostCells
}
