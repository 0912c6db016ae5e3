import type { Dataset } from '../domain/catalog.ts'
import { aggregate, binary, column, type Expr, type Join, param, type Query, type Relation } from '../sql/ast.ts'
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

/**
 * The period of each row of a dataset: its stored day looked up in the calendar, never arithmetic on dates. A row without a
 * day belongs to no period, to all time neither, so that the whole is its parts. Asked for before other expressions are
 * lowered, so that the joins it needs come first.
 */
export function timeline(
  lowering: Lowering,
  dataset: Dataset,
  base: BaseGrain | null,
  range: DayRange | null,
): Timeline {
  if (dataset.time === null) return { period: null, joins: [], where: [] }
  const day = lowering.day()
  const joins: Join[] = [...lowering.joins()]
  const period = periodOf(base, day)
  if (base !== null && base.grain !== 'day' && base.grain !== 'total') {
    const calendar: Relation = { kind: 'table', name: 'calendar', as: 'c' }
    joins.push({ kind: 'inner', to: calendar, on: binary('=', column('c', 'day'), day) })
  }
  if (dataset.rows === 'snapshot' && base?.grain !== 'day') joins.push(lastDays(dataset, day, period, joins))
  const inner = joins.some((join) => join.kind === 'inner')
  return { period, joins, where: range === null && inner ? [] : within(range, day) }
}

function periodOf(base: BaseGrain | null, day: Expr): Expr | null {
  if (base === null || base.grain === 'total') return null
  return base.grain === 'day' ? day : column('c', calendarColumn(base.calendar.id, base.grain))
}

/** Each period of a dataset of snapshots is read on its last day with rows. */
function lastDays(dataset: Dataset, day: Expr, period: Expr | null, joins: readonly Join[]): Join {
  const query: Query = {
    kind: 'select',
    outputs: [{ expr: aggregate('max', day), as: 'day' }],
    from: factsOf(dataset),
    joins: [...joins],
    where: [],
    groupBy: period === null ? null : [[period]],
  }
  return { kind: 'inner', to: { kind: 'query', query, as: 's' }, on: binary('=', column('s', 'day'), day) }
}

/** Conditions on a row's day; null takes every row that has one. */
export const within = (range: DayRange | null, day: Expr): readonly Expr[] =>
  range === null
    ? [{ kind: 'is-null', arg: day, negated: true }]
    : [
        binary('>=', day, param(range.from, { kind: 'integer' })),
        binary('<', day, param(range.until, { kind: 'integer' })),
      ]
