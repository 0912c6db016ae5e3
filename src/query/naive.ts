import type { Dataset } from '../domain/catalog.ts'
import type { ResultColumn, ResultSet } from '../ports.ts'
import { aggregate, binary, column, type Expr, integer, type Join, param, type Query } from '../sql/ast.ts'
import { instantsOf } from '../time/clock-calendar.ts'
import { type Frame, spanOf } from '../time/frame.ts'
import type { Demand } from './demand.ts'
import { factsOf, type Lowering } from './lower.ts'
import { naiveDays, naiveEntities, naiveInForce, quantile } from './naive-state.ts'
import { within } from './timeline.ts'
import type { Cell } from './track.ts'

/** The obvious statement for one term, slice and period: a WHERE and an aggregate. No cells, no lifting, no calendar. */
export function naiveQuery(
  lowering: Lowering,
  dataset: Dataset,
  demand: Demand,
  ordinal: number,
  today: number,
): Query {
  const { per, over } = demand.term
  const span = spanOf(demand.frame, ordinal)
  lowering.readAt(integer(Math.min((span?.until ?? today + 1) - 1, today)))
  if (per !== undefined) return naiveEntities(lowering, dataset, { ...demand, per, span, today })
  if (over === 'each-day' || over === 'days') return naiveDays(lowering, dataset, { ...demand, span, today })
  if (dataset.rows === 'validity') return naiveInForce(lowering, dataset, { ...demand, span, today })
  const slice = demand.slice.conditions.map((condition) => lowering.lower(condition))
  const own = demand.term.where.map((condition) => lowering.lower(condition))
  const value = valueExpr(lowering, demand, own)
  const argument = demand.term.argument === null ? null : lowering.lower(demand.term.argument)
  const dayed = dataset.time === null ? [] : inPeriod(lowering, demand.frame, ordinal)
  const lookUps = lowering.joins()
  const last = lastDay(lowering, dataset, demand, { dayed, slice, own, lookUps })
  return {
    kind: 'select',
    outputs: [
      { expr: value, as: 'value' },
      { expr: aggregate('count', when(own, { kind: 'integer', value: 1 })), as: 'matched' },
      { expr: aggregate('count', when(own, argument ?? { kind: 'integer', value: 1 })), as: 'counted' },
      { expr: aggregate('count'), as: 'rows' },
    ],
    from: factsOf(dataset),
    joins: [...lookUps, ...last],
    where: [...dayed, ...slice],
    groupBy: null,
  }
}

function inPeriod(lowering: Lowering, frame: Frame, ordinal: number): readonly Expr[] {
  const instants = instantsOf(frame.calendar, frame.grain, ordinal)
  if (instants === null) return within(spanOf(frame, ordinal), lowering.day())
  const [start, end] = [instants.start * 1000, instants.end * 1000]
  const at = lowering.at()
  return [binary('>=', at, param(start, { kind: 'bigint' })), binary('<', at, param(end, { kind: 'bigint' }))]
}

function when(conditions: readonly Expr[], value: Expr): Expr {
  const [first] = conditions
  if (first === undefined) return value
  return {
    kind: 'case',
    when: conditions.length === 1 ? first : { kind: 'and', args: conditions },
    then: value,
    otherwise: null,
  }
}

function valueExpr(lowering: Lowering, demand: Demand, own: readonly Expr[]): Expr {
  const { aggregate: name, argument, probability } = demand.term
  if (argument === null) return aggregate('count', when(own, { kind: 'integer', value: 1 }))
  const arg = when(own, lowering.lower(argument))
  if (name === 'quantile') return quantile(arg, probability)
  if (name !== 'first' && name !== 'last') return aggregate(name, arg)
  const order: Expr = { kind: 'row', args: [lowering.at(), arg] }
  const present: Expr = { kind: 'case', when: { kind: 'is-null', arg, negated: true }, then: order, otherwise: null }
  return aggregate(name === 'first' ? 'arg_min' : 'arg_max', arg, present)
}

/** Snapshots read their last day of the period; levels typed in by hand the last day that has one. */
function lastDay(
  lowering: Lowering,
  dataset: Dataset,
  demand: Demand,
  parts: {
    readonly dayed: readonly Expr[]
    readonly slice: readonly Expr[]
    readonly own: readonly Expr[]
    readonly lookUps: readonly Join[]
  },
): readonly Join[] {
  const typed = demand.term.over === 'last'
  if (dataset.time === null || (!typed && dataset.rows !== 'snapshot')) return []
  const query: Query = {
    kind: 'select',
    outputs: [{ expr: aggregate('max', lowering.day()), as: 'day' }],
    from: factsOf(dataset),
    joins: parts.lookUps,
    where: [...parts.dayed, ...(typed ? [...parts.slice, ...parts.own] : [])],
    groupBy: null,
  }
  return [{ kind: 'inner', to: { kind: 'query', query, as: 's' }, on: binary('=', column('s', 'day'), lowering.day()) }]
}

/** The naive statement's only row: rows of the slice, rows that the term used, and its value under the same rule for nothing as cells have. */
export function readNaive(
  demand: Demand,
  result: ResultSet,
): { readonly rows: number; readonly matched: number; readonly value: Cell } {
  const at = (name: string): Cell => cell(result.columns[result.names.indexOf(name)])
  const [matched, counted, rows] = [Number(at('matched') ?? 0), Number(at('counted') ?? 0), Number(at('rows') ?? 0)]
  const value = at('value')
  const sum = counted > 0 ? value : matched > 0 ? null : 0
  return { rows, matched, value: demand.term.aggregate === 'sum' ? sum : value }
}

function cell(from: ResultColumn | undefined): Cell {
  if (from === undefined || from.kind === 'codes') return null
  if (from.valid !== null && from.valid[0] === 0) return null
  return from.values[0] ?? null
}
