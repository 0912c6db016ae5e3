import type { Dataset } from '../domain/catalog.ts'
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
import type { BaseGrain } from './base-grain.ts'
import { calendarColumn, factsOf, type Lowering } from './lower.ts'

/** Days [from, until). */
export interface DayRange {
  readonly from: number
  readonly until: number
}

/** How the rows of a statement come by their period, and which rows have one. */
export interface Timeline {
  /** Null where all rows are of one period. */
  readonly period: Expr | null
  /** To be written before any other join. */
  readonly joins: readonly Join[]
  readonly where: readonly Expr[]
}

/** How rows are grouped by time: in periods of a grain, in spans that may overlap (a row counts in each), or not at all. */
export type Grouping = BaseGrain | { readonly spans: readonly NumberedSpan[] } | null

export interface NumberedSpan extends DayRange {
  readonly ordinal: number
}

/**
 * The period of each row of a dataset: its stored day looked up in the calendar, its instant in the spine of hours or
 * minutes that time/ wrote, never arithmetic on dates. A row without a
 * day belongs to no period, to all time neither, so that the whole is its parts. Asked for before other expressions are
 * lowered, so that the joins it needs come first.
 */
export function timeline(lowering: Lowering, dataset: Dataset, grouping: Grouping, range: DayRange | null): Timeline {
  if (dataset.time === null) return { period: null, joins: [], where: [] }
  const day = lowering.day()
  const joins: Join[] = [...lowering.joins()]
  const days = grouping !== null && 'grain' in grouping && grouping.grain === 'day'
  const { period, join } = periodOf(grouping, day, lowering.at())
  if (join !== null) joins.push(join)
  if (dataset.rows === 'snapshot' && !days) joins.push(lastDays(dataset, day, period, joins))
  const inner = joins.some((one) => one.kind === 'inner')
  return { period, joins, where: range === null && inner ? [] : within(range, day) }
}

function periodOf(
  grouping: Grouping,
  day: Expr,
  at: Expr,
): { readonly period: Expr | null; readonly join: Join | null } {
  if (grouping === null) return { period: null, join: null }
  if ('spans' in grouping) return inSpans(grouping.spans, day)
  if (grouping.instants !== undefined) return inSpans(grouping.instants, at)
  const { calendar, grain } = grouping
  if (grain === 'total') return { period: null, join: null }
  if (grain === 'day') return { period: day, join: null }
  const to: Relation = { kind: 'table', name: 'calendar', as: 'c' }
  const join: Join = { kind: 'inner', to, on: binary('=', column('c', 'day'), day) }
  return { period: column('c', calendarColumn(calendar.id, grain)), join }
}

/** A row counts in each span that its day, or its instant, lies in. */
function inSpans(spans: readonly NumberedSpan[], day: Expr): { readonly period: Expr; readonly join: Join } {
  const rows = spans.map(({ ordinal, from, until }) => [ordinal, from, until])
  const to: Relation = { kind: 'values', columns: ['ordinal', 'from', 'until'], rows, as: 'p' }
  const on: Expr = {
    kind: 'and',
    args: [binary('>=', day, column('p', 'from')), binary('<', day, column('p', 'until'))],
  }
  return { period: column('p', 'ordinal'), join: { kind: 'inner', to, on } }
}

/** Each period of a dataset of snapshots is read on its last day with rows. */
function lastDays(dataset: Dataset, day: Expr, period: Expr | null, joins: readonly Join[]): Join {
  const latest: Output = { expr: aggregate('max', day), as: 'day' }
  const query: Query = {
    kind: 'select',
    outputs: period === null ? [latest] : [latest, { expr: period, as: 'period' }],
    from: factsOf(dataset),
    joins: [...joins],
    where: [],
    groupBy: period === null ? null : [[period]],
  }
  const sameDay = binary('=', column('s', 'day'), day)
  const on: Expr =
    period === null ? sameDay : { kind: 'and', args: [sameDay, binary('=', column('s', 'period'), period)] }
  return { kind: 'inner', to: { kind: 'query', query, as: 's' }, on }
}

/** Conditions on a row's day; null takes every row that has one. */
export const within = (range: DayRange | null, day: Expr): readonly Expr[] =>
  range === null
    ? [{ kind: 'is-null', arg: day, negated: true }]
    : [
        binary('>=', day, param(range.from, { kind: 'integer' })),
        binary('<', day, param(range.until, { kind: 'integer' })),
      ]
