import type { Dataset } from '../domain/catalog.ts'
import { type EndsOf, endsOf, type When } from '../domain/formula/algebra.ts'
import { aggregate, all, binary, column, type Expr, integer, type Join, type Query, type Relation } from '../sql/ast.ts'
import { factsOf, type Lowering } from './lower.ts'

/** Days [from, until) under a number; `last` is the day that is read: never one after today. */
export interface NumberedSpan {
  readonly span: number
  readonly from: number
  readonly until: number
  readonly last: number
  /** Whether its ends are instants, in µs since 1970 UTC. */
  readonly clock: boolean
}

/** How the rows of a statement meet spans of days, each row once per span that it has to do with. */
export interface Windows {
  /** The number of the span; null where there is only one and rows have no time. */
  readonly span: Expr | null
  /** To be written before any other join. */
  readonly joins: readonly Join[]
  readonly where: readonly Expr[]
  /** Whether a row belongs to a window of its span; null: always. */
  readonly within: (when: When) => Expr | null
  /** Whether a row shows that the span has data at all; null: always. */
  readonly shows: Expr | null
  /** The day that is read: the span's last, today while it goes on. */
  readonly asOf: Expr
}

/**
 * The windows of a dataset's rows. Events lie on their day. Snapshots are read on the last day with rows, that of the span
 * and the one before it. Rows with validity are in force from their day until they end.
 */
export function windowsOf(
  lowering: Lowering,
  dataset: Dataset,
  spans: readonly NumberedSpan[],
  wanted: ReadonlySet<When>,
): Windows {
  if (dataset.time === null) {
    const asOf = integer(spans[0]?.last ?? 0)
    return { span: null, joins: [], where: [], within: () => null, shows: null, asOf }
  }
  switch (dataset.rows) {
    case 'event':
      if (spans[0]?.clock === true) return clockWindows(lowering, spans)
      return eventWindows(lowering, spans, wanted)
    case 'snapshot':
      return snapshotWindows(lowering, dataset, spans, wanted)
    case 'validity':
      return validityWindows(lowering, spans, wanted)
  }
}

const own = (name: string): Expr => column('w', name)
const at = (name: string): Expr => column('p', name)
const reachesBack = (wanted: ReadonlySet<When>): boolean =>
  wanted.has('before') || wanted.has('ever') || [...wanted].some((when) => endsOf(when) !== null)
const not = (arg: Expr): Expr => ({ kind: 'not', arg })
const both = (...args: Expr[]): Expr => ({ kind: 'and', args })

function spansAs(spans: readonly NumberedSpan[], as: string): Relation {
  const columns = ['span', 'from', 'until', 'last', 'prev']
  return {
    kind: 'values',
    columns,
    rows: spans.map((one) => [one.span, one.from, one.until, one.last, Math.min(one.from - 1, one.last)]),
    as,
  }
}

/** Days are paired with their spans first: rows then meet them by equality, which engines do fastest. */
function joined(lowering: Lowering, pairs: Query): readonly Join[] {
  const day = lowering.day()
  const on = binary('=', column('w', 'day'), day)
  return [...lowering.joins(), { kind: 'inner', to: { kind: 'query', query: pairs, as: 'w' }, on }]
}

/** Hours and minutes: a row lies in the one that holds its instant. */
function clockWindows(lowering: Lowering, spans: readonly NumberedSpan[]): Windows {
  const instant = lowering.at()
  const on = both(binary('>=', instant, at('from')), binary('<', instant, at('until')))
  const joins: readonly Join[] = [...lowering.joins(), { kind: 'inner', to: spansAs(spans, 'p'), on }]
  return { span: at('span'), joins, where: [], within: () => null, shows: null, asOf: lowering.day() }
}

/** Every day of spans, under each of them; `until` alone pairs a day with the spans that it lies in or before. */
export function spanDays(spans: readonly NumberedSpan[], back = false): Query {
  const day = column('c', 'day')
  const inPeriod = binary('>=', day, at('from'))
  const until = binary('<', day, at('until'))
  return {
    kind: 'select',
    outputs: [
      { expr: at('span'), as: 'span' },
      { expr: day, as: 'day' },
      { expr: inPeriod, as: 'period' },
      { expr: at('last'), as: 'as_of' },
    ],
    from: { kind: 'table', name: 'calendar', as: 'c' },
    joins: [{ kind: 'inner', to: spansAs(spans, 'p'), on: back ? until : both(inPeriod, until) }],
    where: [],
    groupBy: null,
  }
}

function eventWindows(lowering: Lowering, spans: readonly NumberedSpan[], wanted: ReadonlySet<When>): Windows {
  const back = reachesBack(wanted)
  const period = back ? own('period') : null
  return {
    span: own('span'),
    joins: joined(lowering, spanDays(spans, back)),
    where: [],
    within: (when) => (when === 'before' ? not(own('period')) : when === 'ever' ? null : period),
    shows: period,
    asOf: own('as_of'),
  }
}

function snapshotWindows(
  lowering: Lowering,
  dataset: Dataset,
  spans: readonly NumberedSpan[],
  wanted: ReadonlySet<When>,
): Windows {
  const day = lowering.day()
  const days: Query = {
    kind: 'select',
    outputs: [{ expr: day, as: 'day' }],
    from: factsOf(dataset),
    joins: lowering.joins(),
    where: [{ kind: 'is-null', arg: day, negated: true }],
    groupBy: [[day]],
  }
  const seen = column('d', 'day')
  const latest = (when: Expr): Expr => aggregate('max', { kind: 'case', when, then: seen, otherwise: null })
  const pictures: Query = {
    kind: 'select',
    outputs: [
      { expr: at('span'), as: 'span' },
      { expr: at('from'), as: 'from' },
      { expr: at('until'), as: 'until' },
      { expr: at('last'), as: 'as_of' },
      { expr: latest(binary('>=', seen, at('from'))), as: 'last' },
      { expr: latest(binary('<', seen, at('from'))), as: 'prev' },
    ],
    from: { kind: 'query', query: days, as: 'd' },
    joins: [{ kind: 'inner', to: spansAs(spans, 'p'), on: binary('<', seen, at('until')) }],
    where: [],
    groupBy: [[at('span'), at('from'), at('until'), at('last')]],
  }
  const last = binary('=', seen, column('l', 'last'))
  const prev = binary('=', seen, column('l', 'prev'))
  const touched = reachesBack(wanted)
    ? binary('<', seen, column('l', 'until'))
    : wanted.has('start')
      ? ({ kind: 'or', args: [last, prev] } as const)
      : last
  const pairs: Query = {
    kind: 'select',
    outputs: [
      { expr: column('l', 'span'), as: 'span' },
      { expr: seen, as: 'day' },
      { expr: last, as: 'period' },
      { expr: prev, as: 'start' },
      { expr: binary('<', seen, column('l', 'from')), as: 'before' },
      { expr: column('l', 'as_of'), as: 'as_of' },
    ],
    from: { kind: 'query', query: pictures, as: 'l' },
    joins: [{ kind: 'inner', to: { kind: 'query', query: days, as: 'd' }, on: touched }],
    where: [],
    groupBy: null,
  }
  const flags = { period: own('period'), end: own('period'), start: own('start'), before: own('before'), ever: null }
  return {
    span: own('span'),
    joins: joined(lowering, pairs),
    where: [],
    within: (when) => flags[stated(when)],
    shows: own('period'),
    asOf: own('as_of'),
  }
}

function validityWindows(lowering: Lowering, spans: readonly NumberedSpan[], wanted: ReadonlySet<When>): Windows {
  const [day, end] = [lowering.day(), lowering.ends()]
  const begun = binary('<=', day, at('last'))
  const stillAt = (name: string) => binary('>', end, at(name))
  const back = reachesBack(wanted)
  const shows = stillAt(wanted.has('start') ? 'prev' : 'last')
  const period = back || wanted.has('start') ? stillAt('last') : null
  const flags: Readonly<Record<Stated, Expr | null>> = {
    period,
    end: period,
    start: both(binary('<=', day, at('prev')), stillAt('prev')),
    before: binary('<', day, at('from')),
    ever: null,
  }
  const seen = new Map([...wanted].map((when) => [when, seenAtEnds(lowering, when, at('from'))]))
  return {
    span: at('span'),
    joins: [...lowering.joins(), { kind: 'inner', to: spansAs(spans, 'p'), on: back ? begun : both(begun, shows) }],
    // A row that ends on the day it begins was never in force.
    where: [binary('>', end, day)],
    within: (when) => seen.get(when) ?? flags[stated(when)],
    shows: back ? shows : null,
    asOf: at('last'),
  }
}

type Stated = Exclude<When, EndsOf>

/** A window that is no end of earlier periods: those are for rows with validity alone. */
function stated(when: When): Stated {
  if (endsOf(when) !== null) throw new Error('only rows with validity are seen at the ends of periods')
  return when as Stated
}

/** Whether a row was in force at the end of a period that was over before a day: at the first end that it can have seen. */
export function seenAtEnds(lowering: Lowering, when: When, before: Expr): Expr | null {
  const ends = endsOf(when)
  if (ends === null) return null
  const first = lowering.periodEnd(ends.calendar, ends.grain)
  return both(binary('<', first, before), binary('>', lowering.ends(), first))
}

/** A value where conditions hold; null elsewhere. */
export function only(conditions: readonly (Expr | null)[], value: Expr): Expr {
  const when = all(conditions.filter((one) => one !== null))
  return when === null ? value : { kind: 'case', when, then: value, otherwise: null }
}
