import type { Dataset } from '../domain/catalog.ts'
import { endsOf, type PerEntity, type Term, type When } from '../domain/formula/algebra.ts'
import { aggregate, binary, column, type Expr, integer, type Join, type Output, param, type Query } from '../sql/ast.ts'
import type { Span } from '../time/frame.ts'
import type { Slice } from './demand.ts'
import { aggregateOf, EntityRows, hasKey } from './entity-rows.ts'
import { factsOf, type Lowering } from './lower.ts'
import { only, seenAtEnds } from './windows.ts'

/** One term, slice and span of days; null is all time. */
interface Asked {
  readonly term: Term
  readonly slice: Slice
  readonly span: Span | null
  readonly today: number
}

export const quantile = (arg: Expr, probability: number | undefined): Expr =>
  aggregate('quantile', { kind: 'cast', arg, type: { kind: 'double' } }, param(probability ?? 0, { kind: 'double' }))

const both = (...args: Expr[]): Expr => ({ kind: 'and', args })
const wholeTime = { from: -999_999, until: 999_999 }

/** The four outputs that every naive statement has. */
function outputsOf(lowering: Lowering, term: Term, conditions: readonly Expr[], rows: Expr): readonly Output[] {
  const argument = term.argument === null ? integer(1) : lowering.lower(term.argument)
  return [
    { expr: aggregateOf(lowering, term, conditions), as: 'value' },
    { expr: aggregate('count', only(conditions, integer(1))), as: 'matched' },
    { expr: aggregate('count', only(conditions, argument)), as: 'counted' },
    { expr: rows, as: 'rows' },
  ]
}

/** Rows in force on the last day. */
export function naiveInForce(lowering: Lowering, dataset: Dataset, { term, slice, span, today }: Asked): Query {
  const { until } = span ?? wholeTime
  const own = term.where.map((condition) => lowering.lower(condition))
  const scope = slice.conditions.map((condition) => lowering.lower(condition))
  const outputs = outputsOf(lowering, term, own, aggregate('count'))
  const where = [inForce(lowering, integer(Math.min(until - 1, today))), ...scope]
  return { kind: 'select', outputs, from: factsOf(dataset), joins: lowering.joins(), where, groupBy: null }
}

const inForce = (lowering: Lowering, day: Expr): Expr =>
  both(binary('<=', lowering.day(), day), binary('>', lowering.ends(), day))

/** What each day reads, added up; or how many days that are. */
export function naiveDays(lowering: Lowering, dataset: Dataset, { term, slice, span, today }: Asked): Query {
  const { from, until } = span ?? wholeTime
  const day = lowering.day()
  const own = term.where.map((condition) => lowering.lower(condition))
  const scope = slice.conditions.map((condition) => lowering.lower(condition))
  const validity = dataset.rows === 'validity'
  const end = validity ? Math.min(until, today + 1) : until
  const read = validity ? column('c', 'day') : day
  const days: Join = {
    kind: 'inner',
    to: { kind: 'table', name: 'calendar', as: 'c' },
    on: validity ? inForce(lowering, read) : binary('=', read, day),
  }
  const where = [binary('>=', read, integer(from)), binary('<', read, integer(end))]
  const rows = aggregate('count', only(scope, integer(1)))
  const outputs = outputsOf(lowering, term, [...scope, ...own], rows)
  // All time of rows in force begins with the first of them.
  const sinceFirst = binary('-', integer(end), aggregate('min', day))
  const inSpan = span === null ? sinceFirst : integer(Math.max(0, end - from))
  const counted = validity ? inSpan : aggregate('count_distinct', read)
  return {
    kind: 'select',
    outputs: term.over === 'days' ? [{ expr: counted, as: 'value' }, ...outputs.slice(1)] : outputs,
    from: factsOf(dataset),
    // What is aggregated may be looked up too: all is written by now.
    joins: [...lowering.joins(), ...(validity ? [days] : [])],
    where,
    groupBy: null,
  }
}

/** Entities first, in a statement inside; its windows are compared day by day. */
export function naiveEntities(lowering: Lowering, dataset: Dataset, asked: Asked & { readonly per: PerEntity }): Query {
  const { term, per, slice, span, today } = asked
  const rows = new EntityRows(per.key)
  rows.add(per)
  const { joins, within } = naiveWindows(lowering, dataset, span ?? wholeTime, today)
  const scope = slice.conditions.map((condition) => lowering.lower(condition))
  const shown =
    rows.windows.has('start') && dataset.rows === 'validity' ? touched(lowering, span, today) : within('period')
  const key = rows.keyExprs(lowering)
  const inner: Query = {
    kind: 'select',
    outputs: [...rows.outputs(lowering, within), { expr: aggregate('count', only([shown], integer(1))), as: 'rows' }],
    from: factsOf(dataset),
    joins: [...lowering.joins(), ...joins],
    where: [...scope, ...hasKey(key)],
    groupBy: [[...key]],
  }
  const conditions = [
    rows.exists(per, (name) => column('f', name)),
    ...term.where.map((one) => lowering.lower(rows.lowerable(per, one))),
  ]
  const argument = term.argument === null ? null : rows.lowerable(per, term.argument)
  return {
    kind: 'select',
    outputs: outputsOf(lowering, { ...term, argument }, conditions, aggregate('sum', column('f', 'rows'))),
    from: { kind: 'query', query: inner, as: 'f' },
    joins: [],
    where: [],
    groupBy: null,
  }
}

/** Rows in force on any day from the one before the span to its last. */
const touched = (lowering: Lowering, span: Span | null, today: number): Expr => {
  const { from, until } = span ?? wholeTime
  const [day, end] = [lowering.day(), lowering.ends()]
  const begun = binary('<=', day, integer(Math.min(until - 1, today)))
  return both(begun, binary('>', end, integer(Math.min(from - 1, today))), binary('>', end, day))
}

function naiveWindows(
  lowering: Lowering,
  dataset: Dataset,
  { from, until }: { readonly from: number; readonly until: number },
  today: number,
): { readonly joins: readonly Join[]; readonly within: (when: When) => Expr } {
  const always: Expr = { kind: 'param', value: true, type: { kind: 'boolean' } }
  if (dataset.time === null) return { joins: [], within: () => always }
  const day = lowering.day()
  const [before, ever] = [binary('<', day, integer(from)), binary('<', day, integer(until))]
  const inPeriod = both(binary('>=', day, integer(from)), ever)
  switch (dataset.rows) {
    case 'event':
      return { joins: [], within: (when) => (when === 'before' ? before : when === 'ever' ? ever : inPeriod) }
    case 'snapshot': {
      const lastOf = (as: string, where: Expr): Join => ({
        kind: 'left',
        to: { kind: 'query', query: latest(lowering, dataset, where), as },
        on: always,
      })
      const joins = [lastOf('last', inPeriod), lastOf('prev', before)]
      const [last, prev] = ['last', 'prev'].map((name) => binary('=', day, column(name, 'day')))
      const flags = { period: last, end: last, start: prev, before, ever }
      return { joins, within: (when) => (endsOf(when) === null ? flags[when as keyof typeof flags] : always) ?? always }
    }
    case 'validity': {
      const last = Math.min(until - 1, today)
      const real = binary('>', lowering.ends(), day)
      const [now, then] = [inForce(lowering, integer(last)), inForce(lowering, integer(Math.min(from - 1, last)))]
      const flags = {
        period: now,
        end: now,
        start: then,
        before: both(real, before, binary('<=', day, integer(last))),
        ever: both(real, binary('<=', day, integer(last))),
      }
      return {
        joins: [],
        within: (when) => seenAtEnds(lowering, when, integer(from)) ?? flags[when as keyof typeof flags],
      }
    }
  }
}

function latest(lowering: Lowering, dataset: Dataset, where: Expr): Query {
  const outputs = [{ expr: aggregate('max', lowering.day()), as: 'day' }]
  const joins = lowering.joins()
  return { kind: 'select', outputs, from: factsOf(dataset), joins, where: [where], groupBy: null }
}
