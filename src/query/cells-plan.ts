import type { Catalog, Dataset } from '../domain/catalog.ts'
import type { BaseAggregate, RowExpr } from '../domain/formula/algebra.ts'
import {
  aggregate,
  binary,
  column,
  type Expr,
  type Join,
  type Output,
  param,
  type Query,
  type Relation,
} from '../sql/ast.ts'
import { type BaseGrain, baseGrain, dayRange } from './base-grain.ts'
import { canonical, type Demand } from './demand.ts'
import { covers, type Distinct, groupKeys, type Key, type KeyTest, lift } from './lift.ts'
import { calendarColumn, factsTable, Lowering } from './lower.ts'

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
  readonly partials: readonly Partial[]
  readonly tests: ReadonlyMap<RowExpr, KeyTest>
  readonly query: Query
}

/** Partials that an aggregate needs; `count` of a nullable argument tells "all missing" from zero. */
export function partialsOf(aggregateName: BaseAggregate, argument: RowExpr | null): readonly Partial[] {
  const make = (name: Partial['aggregate']): Partial => ({ id: canonical([name, argument]), aggregate: name, argument })
  if (argument === null) return []
  switch (aggregateName) {
    case 'count':
      return [make('count')]
    case 'sum':
      return [make('sum'), make('count')]
    case 'min':
    case 'max':
      return [make(aggregateName)]
    case 'first':
      return [make('first'), make('stamp_first')]
    case 'last':
      return [make('last'), make('stamp_last')]
    case 'count_distinct':
      return []
  }
}

/** Plans the lifted cells of one dataset (PERFORMANCE B.2, H.9). */
export function planCells(
  catalog: Catalog,
  dataset: Dataset,
  demands: readonly Demand[],
  distinct: Distinct,
  rows: number,
): CellsPlan {
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
    sets.push(keysOf([...demand.slice.conditions, ...demand.term.where]))
    for (const partial of partialsOf(demand.term.aggregate, demand.term.argument)) partials.set(partial.id, partial)
  }
  const base = dataset.time === null ? null : baseGrain(demands)
  const range = base === null ? null : dayRange(demands)
  const groups = groupKeys(distinctSets(sets), rows, periodsIn(range, base))
  const keys = distinctKeys(groups)
  const list = [...partials.values()]
  const query = cellsQuery(catalog, dataset, { base, range, keys, groups, partials: list })
  return { dataset, base, keys, groups, partials: list, tests, query }
}

function distinctSets(sets: readonly Key[][]): Key[][] {
  const byText = new Map<string, Key[]>()
  for (const set of sets) byText.set(canonical(set.map((key) => key.id).sort()), set)
  return [...byText.values()]
}

function distinctKeys(groups: readonly (readonly Key[])[]): Key[] {
  const keys = new Map<string, Key>()
  for (const group of groups) for (const key of group) keys.set(key.id, key)
  return [...keys.values()]
}

const daysPerPeriod: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30, quarter: 91, year: 365 }

function periodsIn(range: { readonly from: number; readonly until: number } | null, base: BaseGrain | null): number {
  if (base === null) return 1
  if (range === null) return 1_000
  return Math.max(1, Math.ceil((range.until - range.from) / (daysPerPeriod[base.grain] ?? 1)))
}

interface Shape {
  readonly base: BaseGrain | null
  readonly range: { readonly from: number; readonly until: number } | null
  readonly keys: readonly Key[]
  readonly groups: readonly (readonly Key[])[]
  readonly partials: readonly Partial[]
}

/** Inside: one row per fact with its period, keys and arguments. Outside: narrow grouping over names only. */
function cellsQuery(catalog: Catalog, dataset: Dataset, shape: Shape): Query {
  const lowering = new Lowering(catalog, dataset)
  const inner: Output[] = []
  const bucket = periodExpr(shape.base)
  if (bucket !== null) inner.push({ expr: bucket, as: 'period' })
  shape.keys.forEach((key, index) => inner.push({ expr: keyExpr(lowering, key), as: `k${index}` }))
  const args = argumentsOf(shape.partials)
  args.forEach((arg, index) => inner.push({ expr: lowering.lower(arg), as: `a${index}` }))
  const stamped = shape.partials.some((partial) =>
    ['first', 'last', 'stamp_first', 'stamp_last'].includes(partial.aggregate),
  )
  if (stamped) inner.push({ expr: column('f', '_at'), as: 'at' })
  if (inner.length === 0) inner.push({ expr: { kind: 'integer', value: 1 }, as: 'one' })
  const joins = [...calendarJoins(dataset, shape.base), ...lowering.joins()]
  const source: Query = {
    kind: 'select',
    outputs: inner,
    from: factsOf(dataset),
    joins,
    where: within(shape.range),
    groupBy: null,
  }
  return outerQuery(source, shape, args, bucket !== null)
}

function outerQuery(source: Query, shape: Shape, args: readonly RowExpr[], timed: boolean): Query {
  const own = (name: string) => column('q', name)
  const keyColumn = (key: Key) => own(`k${shape.keys.indexOf(key)}`)
  const period = timed ? [own('period')] : []
  const outputs: Output[] = timed ? [{ expr: own('period'), as: 'period' }] : []
  shape.keys.forEach((_, index) => outputs.push({ expr: own(`k${index}`), as: `k${index}` }))
  if (shape.groups.length > 1) outputs.push({ expr: { kind: 'grouping', args: shape.keys.map(keyColumn) }, as: 'set' })
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

export const factsOf = (dataset: Dataset): Relation => ({ kind: 'table', name: factsTable(dataset.id), as: 'f' })

/** The period of a row: its stored day looked up in the calendar, never arithmetic on dates. */
export function periodExpr(base: BaseGrain | null): Expr | null {
  if (base === null || base.grain === 'total') return null
  return base.grain === 'day' ? column('f', '_day') : column('c', calendarColumn(base.calendar.id, base.grain))
}

/** The calendar, and for snapshots the last day with rows of each period. */
export function calendarJoins(dataset: Dataset, base: BaseGrain | null): readonly Join[] {
  const joins: Join[] = []
  const calendar: Relation = { kind: 'table', name: 'calendar', as: 'c' }
  const day = column('f', '_day')
  if (base !== null && base.grain !== 'day' && base.grain !== 'total') {
    joins.push({ kind: 'inner', to: calendar, on: binary('=', column('c', 'day'), day) })
  }
  if (dataset.rows !== 'snapshot' || dataset.time === null || base?.grain === 'day') return joins
  const period = periodExpr(base)
  const lastDays: Query = {
    kind: 'select',
    outputs: [{ expr: aggregate('max', day), as: 'day' }],
    from: factsOf(dataset),
    joins: [...joins],
    where: [],
    groupBy: period === null ? null : [[period]],
  }
  joins.push({
    kind: 'inner',
    to: { kind: 'query', query: lastDays, as: 's' },
    on: binary('=', column('s', 'day'), day),
  })
  return joins
}

export const within = (range: { readonly from: number; readonly until: number } | null): readonly Expr[] =>
  range === null
    ? []
    : [
        binary('>=', column('f', '_day'), param(range.from, { kind: 'integer' })),
        binary('<', column('f', '_day'), param(range.until, { kind: 'integer' })),
      ]

export const groupFor = (plan: Pick<CellsPlan, 'groups'>, keys: readonly Key[]): number =>
  plan.groups.findIndex((group) => covers(group, keys))
