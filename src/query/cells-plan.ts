import type { Catalog, Dataset } from '../domain/catalog.ts'
import type { BaseAggregate, RowExpr, Term } from '../domain/formula/algebra.ts'
import type { DatasetStats } from '../ports.ts'
import { aggregate, binary, column, type Expr, type Output, type Query } from '../sql/ast.ts'
import { isClockGrain } from '../time/calendar.ts'
import type { Day } from '../time/day.ts'
import { tiledBy } from '../time/frame.ts'
import { type BaseGrain, baseGrain, dayRange } from './base-grain.ts'
import { isComplete } from './complete.ts'
import { cellsIn, costOf, covers, extentOf, finest, groupKeys } from './cost.ts'
import { canonical, type Demand } from './demand.ts'
import { keySetsAsked } from './key-sets.ts'
import type { Distinct, Key, KeyTest } from './lift.ts'
import { lifting } from './lifting.ts'
import { factsOf, Lowering } from './lower.ts'
import { type DayRange, timeline } from './timeline.ts'
import { only } from './windows.ts'

/** A mergeable partial that cells hold: how it is asked for and which argument it is about. */
export interface Partial {
  readonly id: string
  readonly aggregate: Exclude<BaseAggregate, 'count_distinct' | 'quantile'> | 'stamp_first' | 'stamp_last'
  readonly argument: RowExpr | null
}

/** One statement that answers every mergeable demand of a dataset. */
export interface CellsPlan {
  readonly dataset: Dataset
  readonly base: BaseGrain | null
  readonly keys: readonly Key[]
  readonly groups: readonly (readonly Key[])[]
  /** Every set of keys that demands ask about, larger ones first: each is merged from one before it. */
  readonly sets: readonly (readonly Key[])[]
  readonly partials: readonly Partial[]
  /** Columns that have a value in every row. */
  readonly complete: ReadonlySet<string>
  /** How a condition is answered from the cells, where a group of them has its key. */
  readonly testOf: (condition: RowExpr) => KeyTest
  /** Days that the cells are of; null is every day. */
  readonly range: DayRange | null
  readonly query: Query
  /** The same cells of other days; null where cells of a period cannot be told alone. */
  readonly queryOf: ((range: DayRange) => Query) | null
  /** How many rows have a day in a range: what the cells of it must count. */
  readonly countOf: (range: DayRange | null) => Query
  /** Of rows with validity: the day after the last one that is read; cells are then what begins and ends on each day. */
  readonly readUntil: number | null
  /** How long it will take, and what its cells will take in memory, roughly. */
  readonly ms: number
  readonly bytes: number
}

/**
 * Partials that a term needs beside the number of rows. Where its argument may be missing, those that have it are counted,
 * to tell "all missing" from zero.
 */
export function partialsOf({ aggregate: name, argument }: Term, complete: ReadonlySet<string>): readonly Partial[] {
  if (argument === null) return []
  const make = (aggregateName: Partial['aggregate']): Partial => ({
    id: `${aggregateName} ${canonical(argument)}`,
    aggregate: aggregateName,
    argument,
  })
  switch (name) {
    case 'count':
      return isComplete(argument, complete) ? [] : [make('count')]
    case 'sum':
      return isComplete(argument, complete) ? [make('sum')] : [make('sum'), make('count')]
    case 'min':
    case 'max':
      return [make(name)]
    case 'first':
      return [make('first'), make('stamp_first')]
    case 'last':
      return [make('last'), make('stamp_last')]
    case 'count_distinct':
    case 'quantile':
      return []
  }
}

/** The partial of the stamps by which a first or last is the first or last. */
export const stampOf = ({ aggregate: name, argument }: Partial): string =>
  `${name === 'first' ? 'stamp_first' : 'stamp_last'} ${canonical(argument)}`

interface Planning {
  readonly stats: Omit<DatasetStats, 'distinct'>
  readonly wide: boolean
  readonly today: Day
  /** Columns to be lifted for the questions to come, and how many bytes of cells that may make. */
  readonly others?: { readonly columns: ReadonlySet<string>; readonly bytes: number }
}

/** Plans the lifted cells of one dataset (PERFORMANCE B.2, H.9). */
export function planCells(
  catalog: Catalog,
  dataset: Dataset,
  demands: readonly Demand[],
  distinct: Distinct,
  options: Planning,
): CellsPlan {
  const { columns, bytes } = options.others ?? { columns: new Set<string>(), bytes: 0 }
  if (columns.size > 0) {
    const plan = planWith(catalog, dataset, demands, lifting(distinct, demands, columns), options)
    if (plan.bytes <= bytes) return plan
  }
  return planWith(catalog, dataset, demands, lifting(distinct, demands), options)
}

function planWith(
  catalog: Catalog,
  dataset: Dataset,
  demands: readonly Demand[],
  testOf: (condition: RowExpr) => KeyTest,
  options: Planning,
): CellsPlan {
  const complete = new Set(options.stats.complete)
  const partials = new Map<string, Partial>()
  for (const term of termsOf(demands))
    for (const partial of partialsOf(term, complete)) partials.set(partial.id, partial)
  const validity = dataset.rows === 'validity' ? daysInForce(demands, options.today) : null
  const coarse = validity?.base ?? (dataset.time === null ? null : baseGrain(demands))
  const range = validity !== null ? null : coarse === null ? null : dayRange(demands)
  const extent = extentOf(options.stats, range)
  const asked = keySetsAsked(demands, testOf)
  const groups = groupKeys(asked, coarse, extent)
  const base = dataset.rows !== 'event' ? coarse : finest(coarse, groups, extent)
  const keys = distinctKeys(groups)
  const list = [...partials.values()]
  const shape: Shape = { base, range, keys, groups, partials: list }
  const lowering = () => new Lowering(catalog, dataset, options.wide)
  const query =
    validity === null ? cellsQuery(lowering(), dataset, shape) : movesQuery(lowering, dataset, shape, validity.until)
  const ms = costOf(groups, base, extent)
  const bytes = cellsIn(groups, base, extent) * (keys.length + list.length + 2) * 8
  const readUntil = validity?.until ?? null
  const alone = dataset.rows === 'event' && dataset.time !== null && dataset.time.through === undefined && base !== null
  const queryOf = alone ? (days: DayRange) => cellsQuery(lowering(), dataset, { ...shape, range: days }) : null
  const countOf = (days: DayRange | null) => countQuery(lowering(), dataset, days)
  return {
    dataset,
    base,
    range,
    keys,
    groups,
    sets: asked,
    partials: list,
    complete,
    testOf,
    query,
    queryOf,
    countOf,
    ms,
    bytes,
    readUntil,
  }
}

/** Whether the cells of a plan answer other demands on the same rows exactly: days, grain, keys and partials are all there. */
export function answersToo(plan: CellsPlan, demands: readonly Demand[], today: Day): boolean {
  if (
    plan.readUntil === null
      ? !reaches(plan.range, dayRange(demands))
      : daysInForce(demands, today).until > plan.readUntil
  )
    return false
  const partials = new Set(plan.partials.map(({ id }) => id))
  return (
    demands.every((demand) => tiles(plan.base, demand)) &&
    termsOf(demands).every((term) => partialsOf(term, plan.complete).every(({ id }) => partials.has(id))) &&
    keySetsAsked(demands, plan.testOf).every((keys) => groupFor(plan, keys) >= 0)
  )
}

const termsOf = (demands: readonly Demand[]): readonly Term[] => [...new Set(demands.map(({ term }) => term))]

const reaches = (kept: DayRange | null, wanted: DayRange | null): boolean =>
  kept === null || (wanted !== null && wanted.from >= kept.from && wanted.until <= kept.until)

function tiles(base: BaseGrain | null, { frame, term }: Demand): boolean {
  // Hours stand in the spine of one question: no cells of days answer them, and theirs answer no other.
  if (isClockGrain(frame.grain) || base?.instants !== undefined) return false
  if (base?.grain === 'day') return true
  if (term.over !== undefined) return false
  if (base === null || frame.grain === 'total') return frame.grain === 'total'
  return frame.calendar.id === base.calendar.id && tiledBy(frame, base.grain)
}

/** Rows in force are kept by day, for every day up to the last one that is read. */
function daysInForce(demands: readonly Demand[], today: Day): { readonly base: BaseGrain; readonly until: number } {
  const [first] = demands
  if (first === undefined) throw new Error('a plan needs a demand')
  const { until } = dayRange(demands) ?? { until: today + 1 }
  return { base: { calendar: first.frame.calendar, grain: 'day' }, until: Math.min(until, today + 1) }
}

function distinctKeys(groups: readonly (readonly Key[])[]): Key[] {
  const keys = new Map<string, Key>()
  for (const group of groups) for (const key of group) keys.set(key.id, key)
  return [...keys.values()]
}

interface Shape {
  readonly base: BaseGrain | null
  readonly range: DayRange | null
  readonly keys: readonly Key[]
  readonly groups: readonly (readonly Key[])[]
  readonly partials: readonly Partial[]
}

function countQuery(lowering: Lowering, dataset: Dataset, range: DayRange | null): Query {
  const { where } = timeline(lowering, dataset, null, range)
  const outputs: Output[] = [{ expr: aggregate('count'), as: 'rows' }]
  return { kind: 'select', outputs, from: factsOf(dataset), joins: lowering.joins(), where, groupBy: null }
}

/** Inside: one row per fact with its period, keys and arguments. Outside: narrow grouping over names only. */
function cellsQuery(lowering: Lowering, dataset: Dataset, shape: Shape): Query {
  const { period, joins, where } = timeline(lowering, dataset, shape.base, shape.range)
  const args = argumentsOf(shape.partials)
  const inner: Output[] = [
    ...(period === null ? [] : [{ expr: period, as: 'period' }]),
    ...keysAndArgs(lowering, shape.keys, args, (arg) => arg),
  ]
  const stamped = shape.partials.some((partial) =>
    ['first', 'last', 'stamp_first', 'stamp_last'].includes(partial.aggregate),
  )
  if (stamped) inner.push({ expr: lowering.at(), as: 'at' })
  if (inner.length === 0) inner.push({ expr: { kind: 'integer', value: 1 }, as: 'one' })
  const source: Query = {
    kind: 'select',
    outputs: inner,
    from: factsOf(dataset),
    joins: [...joins, ...lowering.joins().filter((join) => !joins.includes(join))],
    where,
    groupBy: null,
  }
  return outerQuery(source, shape, args, period !== null)
}

const keysAndArgs = (
  lowering: Lowering,
  keys: readonly Key[],
  args: readonly RowExpr[],
  signed: (arg: Expr) => Expr,
): readonly Output[] => [
  ...keys.map((key, index) => ({ expr: keyExpr(lowering, key), as: `k${index}` })),
  ...args.map((arg, index) => ({ expr: signed(lowering.lower(arg)), as: `a${index}` })),
]

/** Rows in force as what moves: each is added on its day and taken out on the day it ends, so that days add up to levels. */
function movesQuery(makeLowering: () => Lowering, dataset: Dataset, shape: Shape, until: number): Query {
  const args = argumentsOf(shape.partials)
  const moves = (sign: 1 | -1): Query => {
    const lowering = makeLowering()
    const [begins, ends] = [lowering.day(), lowering.ends()]
    const on = sign === 1 ? begins : ends
    const signed = (arg: Expr): Expr => (sign === 1 ? arg : { kind: 'call', primitive: 'negate', args: [arg] })
    const outputs: readonly Output[] = [
      { expr: on, as: 'period' },
      { expr: { kind: 'integer', value: sign }, as: 'sign' },
      ...keysAndArgs(lowering, shape.keys, args, signed),
    ]
    const where = [binary('>', ends, begins), binary('<', on, { kind: 'integer', value: until })]
    return { kind: 'select', outputs, from: factsOf(dataset), joins: lowering.joins(), where, groupBy: null }
  }
  return outerQuery({ kind: 'union-all', parts: [moves(1), moves(-1)] }, shape, args, true, column('q', 'sign'))
}

/** `sign`: what a row counts for, where that is not one. */
function outerQuery(
  source: Query,
  shape: Shape,
  args: readonly RowExpr[],
  timed: boolean,
  sign: Expr | null = null,
): Query {
  const own = (name: string) => column('q', name)
  const position = new Map(shape.keys.map((key, index) => [key.id, index]))
  const keyColumn = (key: Key) => own(`k${position.get(key.id)}`)
  const period = timed ? [own('period')] : []
  const outputs: Output[] = timed ? [{ expr: own('period'), as: 'period' }] : []
  shape.keys.forEach((_, index) => outputs.push({ expr: own(`k${index}`), as: `k${index}` }))
  if (shape.groups.length > 1) {
    keySets(shape.keys).forEach((keys, index) =>
      outputs.push({ expr: { kind: 'grouping', args: keys.map(keyColumn) }, as: `set${index}` }),
    )
  }
  outputs.push({ expr: sign === null ? aggregate('count') : aggregate('sum', sign), as: 'rows' })
  const argNames = new Map(args.map((arg, index) => [canonical(arg), `a${index}`]))
  shape.partials.forEach((partial, index) => {
    const arg = partial.argument === null ? null : own(argNames.get(canonical(partial.argument)) ?? 'a0')
    const counted = sign !== null && partial.aggregate === 'count' && arg !== null
    const expr = counted ? aggregate('sum', only([isThere(arg)], sign)) : partialExpr(partial, arg, own('at'))
    outputs.push({ expr, as: `p${index}` })
  })
  const groupBy = shape.groups.map((group) => [...period, ...group.map(keyColumn)])
  const ungrouped = groupBy.length === 1 && groupBy[0]?.length === 0
  return {
    kind: 'select',
    outputs,
    from: { kind: 'query', query: source, as: 'q' },
    joins: [],
    where: [],
    groupBy: ungrouped ? null : groupBy,
  }
}

/** Keys in runs that one grouping() tells apart: engines allow at most 63, and 30 of them fit a double with room to spare. */
export const keySets = (keys: readonly Key[]): readonly (readonly Key[])[] =>
  Array.from({ length: Math.ceil(keys.length / 30) }, (_, index) => keys.slice(index * 30, index * 30 + 30))

function argumentsOf(partials: readonly Partial[]): readonly RowExpr[] {
  const args = new Map<string, RowExpr>()
  for (const partial of partials) if (partial.argument !== null) args.set(canonical(partial.argument), partial.argument)
  return [...args.values()]
}

/** Predicates are true or not; lifted numbers travel as text so that every key is a dictionary. */
function keyExpr(lowering: Lowering, key: Key): Expr {
  const expr = lowering.lower(key.expr)
  if (key.kind === 'predicate') {
    const truth = (value: boolean): Expr => ({ kind: 'param', value, type: { kind: 'boolean' } })
    return { kind: 'case', when: expr, then: truth(true), otherwise: truth(false) }
  }
  return key.expr.type.kind === 'decimal' ? { kind: 'cast', arg: expr, type: { kind: 'text' } } : expr
}

const isThere = (arg: Expr): Expr => ({ kind: 'is-null', arg, negated: true })

function partialExpr(partial: Partial, arg: Expr | null, at: Expr): Expr {
  if (arg === null) return aggregate('count')
  const order: Expr = { kind: 'row', args: [at, arg] }
  const stamp: Expr = { kind: 'case', when: { kind: 'is-null', arg, negated: true }, then: at, otherwise: null }
  switch (partial.aggregate) {
    case 'first':
      return aggregate('arg_min', arg, {
        kind: 'case',
        when: { kind: 'is-null', arg, negated: true },
        then: order,
        otherwise: null,
      })
    case 'last':
      return aggregate('arg_max', arg, {
        kind: 'case',
        when: { kind: 'is-null', arg, negated: true },
        then: order,
        otherwise: null,
      })
    case 'stamp_first':
      return aggregate('min', stamp)
    case 'stamp_last':
      return aggregate('max', stamp)
    default:
      return aggregate(partial.aggregate, arg)
  }
}

export const groupFor = (plan: Pick<CellsPlan, 'groups'>, keys: readonly Key[]): number =>
  plan.groups.findIndex((group) => covers(group, keys))
