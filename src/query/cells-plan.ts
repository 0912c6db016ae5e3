import type { Catalog, Dataset } from '../domain/catalog.ts'
import type { BaseAggregate, RowExpr, Term } from '../domain/formula/algebra.ts'
import type { DatasetStats } from '../ports.ts'
import { aggregate, column, type Expr, type Output, type Query } from '../sql/ast.ts'
import { type BaseGrain, baseGrain, dayRange } from './base-grain.ts'
import { isComplete } from './complete.ts'
import { costOf, covers, extentOf, finest, groupKeys } from './cost.ts'
import { canonical, type Demand } from './demand.ts'
import { type Distinct, type Key, type KeyTest, lift } from './lift.ts'
import { factsOf, Lowering } from './lower.ts'
import { type DayRange, timeline } from './timeline.ts'

/** A mergeable partial that cells hold: how it is asked for and which argument it is about. */
export interface Partial {
  readonly id: string
  readonly aggregate: Exclude<BaseAggregate, 'count_distinct'> | 'stamp_first' | 'stamp_last'
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
  readonly tests: ReadonlyMap<RowExpr, KeyTest>
  readonly query: Query
  /** How long it will take, roughly. */
  readonly ms: number
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
      return []
  }
}

/** The partial of the stamps by which a first or last is the first or last. */
export const stampOf = ({ aggregate: name, argument }: Partial): string =>
  `${name === 'first' ? 'stamp_first' : 'stamp_last'} ${canonical(argument)}`

/** Plans the lifted cells of one dataset (PERFORMANCE B.2, H.9). */
export function planCells(
  catalog: Catalog,
  dataset: Dataset,
  demands: readonly Demand[],
  distinct: Distinct,
  options: { readonly stats: Omit<DatasetStats, 'distinct'>; readonly wide: boolean },
): CellsPlan {
  const complete = new Set(options.stats.complete)
  const tests = new Map<RowExpr, KeyTest>()
  const byText = new Map<string, KeyTest>()
  const keysOf = (conditions: readonly RowExpr[]): Key[] => {
    const keys = new Map<string, Key>()
    for (const condition of conditions) {
      const text = canonical(condition)
      const test = byText.get(text) ?? lift(condition, distinct)
      byText.set(text, test)
      tests.set(condition, test)
      keys.set(test.key.id, test.key)
    }
    return [...keys.values()]
  }
  const partials = new Map<string, Partial>()
  const sets: Key[][] = []
  for (const demand of demands) {
    sets.push(keysOf(demand.slice.conditions), keysOf([...demand.slice.conditions, ...demand.term.where]))
    for (const partial of partialsOf(demand.term, complete)) partials.set(partial.id, partial)
  }
  const coarse = dataset.time === null ? null : baseGrain(demands)
  const range = coarse === null ? null : dayRange(demands)
  const extent = extentOf(options.stats, range)
  const asked = distinctSets(sets)
  const groups = groupKeys(asked, coarse, extent)
  const base = dataset.rows === 'snapshot' ? coarse : finest(coarse, groups, extent)
  const keys = distinctKeys(groups)
  const list = [...partials.values()]
  const lowering = new Lowering(catalog, dataset, options.wide)
  const query = cellsQuery(lowering, dataset, { base, range, keys, groups, partials: list })
  const ms = costOf(groups, base, extent)
  return { dataset, base, keys, groups, sets: asked, partials: list, complete, tests, query, ms }
}

/** Each set once, larger ones first. */
function distinctSets(sets: readonly Key[][]): Key[][] {
  const byText = new Map<string, Key[]>()
  for (const set of sets)
    byText.set(
      set
        .map((key) => key.id)
        .sort()
        .join('\u0000'),
      set,
    )
  return [...byText.values()].sort((a, b) => b.length - a.length)
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

/** Inside: one row per fact with its period, keys and arguments. Outside: narrow grouping over names only. */
function cellsQuery(lowering: Lowering, dataset: Dataset, shape: Shape): Query {
  const inner: Output[] = []
  const { period, joins, where } = timeline(lowering, dataset, shape.base, shape.range)
  if (period !== null) inner.push({ expr: period, as: 'period' })
  shape.keys.forEach((key, index) => inner.push({ expr: keyExpr(lowering, key), as: `k${index}` }))
  const args = argumentsOf(shape.partials)
  args.forEach((arg, index) => inner.push({ expr: lowering.lower(arg), as: `a${index}` }))
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

function outerQuery(source: Query, shape: Shape, args: readonly RowExpr[], timed: boolean): Query {
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
  outputs.push({ expr: aggregate('count'), as: 'rows' })
  const argNames = new Map(args.map((arg, index) => [canonical(arg), `a${index}`]))
  shape.partials.forEach((partial, index) => {
    const arg = partial.argument === null ? null : own(argNames.get(canonical(partial.argument)) ?? 'a0')
    outputs.push({ expr: partialExpr(partial, arg, own('at')), as: `p${index}` })
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
