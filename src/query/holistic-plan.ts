import type { Catalog, Dataset } from '../domain/catalog.ts'
import type { Cohort, CohortReturn, PerEntity, RowExpr, Term } from '../domain/formula/algebra.ts'
import { readsAsOf } from '../domain/formula/algebra-walk.ts'
import { typeOfTerm } from '../domain/formula/entity.ts'
import {
  aggregate,
  binary,
  column,
  type Expr,
  integer,
  type Output,
  type Query,
  type Relation,
  type SqlType,
} from '../sql/ast.ts'
import { instantsOf } from '../time/clock-calendar.ts'
import type { Day } from '../time/day.ts'
import { spanOf } from '../time/frame.ts'
import { cohortRows } from './cohort-rows.ts'
import { canonical, type Demand } from './demand.ts'
import { countedTogether, daysOf, inChunks, maskedRows, type RowsAt } from './distinct-masks.ts'
import { aggregateOf, EntityRows, hasKey } from './entity-rows.ts'
import { shapeOf } from './holistic.ts'
import { type Frame, onlyPeriod, type Part, type PlacedDemand, type Source, scoped, textType } from './holistic-part.ts'
import { factsOf, Lowering } from './lower.ts'
import { type NumberedSpan, only, spanDays, windowsOf } from './windows.ts'

/** One statement for everything of a dataset that does not merge: each span and scope is worked out from rows. */
export interface HolisticPlan {
  readonly parts: readonly Part[]
  readonly terms: readonly Term[]
  readonly query: Query
}

/** Plans the demands that do not merge. Rows in force are never read on a day after `today`. */
export function planHolistic(
  catalog: Catalog,
  dataset: Dataset,
  demands: readonly Demand[],
  { wide, today, rows }: { readonly wide: boolean; readonly today: Day; readonly rows: RowsAt },
): HolisticPlan {
  const terms = [...new Map(demands.map(({ term }) => [canonical(term), term])).values()]
  const parts = partsOf(dataset, demands, terms, today)
  const width = Math.max(...parts.map(({ shape }) => shape.columns.length))
  const frame = { catalog, dataset, wide, terms, width }
  const queries = parts.flatMap((part, index) =>
    inChunks(part, dataset, rows).map((chunk) => partQuery(frame, chunk, index)),
  )
  const [first] = queries
  if (first === undefined) throw new Error('a plan needs a demand')
  return { parts, terms, query: queries.length === 1 ? first : { kind: 'union-all', parts: queries } }
}

function partsOf(dataset: Dataset, demands: readonly Demand[], terms: readonly Term[], today: Day): readonly Part[] {
  const countedBy = countedTogether(dataset, terms)
  const places = new Map(terms.map((term, index) => [canonical(term), index]))
  const parts = new Map<string, Drafted>()
  for (const demand of demands) {
    const { per, cohort } = demand.term
    const { shape, members } = shapeOf(demand.slice)
    const placed = (key: Part['key'], entered: Cohort | null, counted: RowExpr | null) => {
      const id = canonical([key, entered?.key, entered?.enters, shape.id, counted])
      let part = parts.get(id)
      if (part === undefined)
        parts.set(
          id,
          (part = { id, key, cohort: entered, counted, shape, spans: new SpanNumbers(today), demands: [], asked: [] }),
        )
      const { spans } = part
      part.asked.push(members)
      const numbers = Array.from({ length: demand.until - demand.from }, (_, index) =>
        spans.of(demand, demand.from + index),
      )
      return { part, spans: numbers }
    }
    const { part, spans } = placed(per?.key ?? null, cohort ?? null, countedBy(demand.term))
    // Who entered says nothing about whether there were rows at all.
    const rows = cohort === undefined ? null : placed(null, null, null)
    part.demands.push({
      demand,
      term: places.get(canonical(demand.term)) ?? 0,
      members,
      spans,
      rows: rows && { part: rows.part.id, spans: rows.spans },
    })
  }
  return [...parts.values()].map((part) => ({ ...part, spans: part.spans.all() }))
}

interface Drafted extends Omit<Part, 'spans' | 'demands' | 'asked'> {
  readonly spans: SpanNumbers
  readonly demands: PlacedDemand[]
  readonly asked: (readonly (string | null)[])[]
}

/** Spans of days, equal ones once. */
class SpanNumbers {
  readonly #today: Day
  readonly #known = new Map<string, NumberedSpan>()

  constructor(today: Day) {
    this.#today = today
  }

  of({ frame }: Demand, ordinal: number): number {
    const instants = instantsOf(frame.calendar, frame.grain, ordinal)
    const clock = instants !== null
    const { from, until } = clock
      ? { from: instants.start * 1000, until: instants.end * 1000 }
      : (spanOf(frame, ordinal) ?? allTime)
    const id = `${from} ${until}`
    let known = this.#known.get(id)
    if (known === undefined) {
      known = { span: this.#known.size, from, until, last: clock ? until - 1 : Math.min(until - 1, this.#today), clock }
      this.#known.set(id, known)
    }
    return known.span
  }

  all(): readonly NumberedSpan[] {
    return [...this.#known.values()]
  }
}

/** Beyond every day that rows may have. */
const allTime = { from: -1_000_000, until: 1_000_000 }

const countType: SqlType = { kind: 'bigint' }

function partQuery(frame: Frame, part: Part, index: number): Query {
  const used = new Set(part.demands.map(({ term }) => term))
  const source = sourceOf(frame, part)
  const { span, members, rows } = source
  const outputs: Output[] = [
    { expr: integer(index), as: 'part' },
    { expr: span ?? integer(0), as: 'span' },
  ]
  for (let place = 0; place < frame.width; place++)
    outputs.push({ expr: members[place] ?? none(textType), as: `m${place}` })
  outputs.push({ expr: rows, as: 'rows' })
  frame.terms.forEach((term, place) => {
    const own = used.has(place)
    outputs.push({ expr: own ? source.value(term) : none(sqlTypeOf(term)), as: `v${place}` })
    outputs.push({ expr: own ? source.matched(term) : none(countType), as: `n${place}` })
  })
  const groupBy = [...(span === null ? [] : [span]), ...members]
  return { kind: 'select', outputs, ...source.rest(), groupBy: groupBy.length === 0 ? null : [groupBy] }
}

function sourceOf(frame: Frame, part: Part): Source {
  if (part.counted !== null) return maskedRows(frame, part, part.counted)
  if (part.cohort !== null) return cohortOf(frame, part, part.cohort)
  return part.key === null ? rowsOf(frame, part) : entitiesOf(frame, part, part.key)
}

const none = (type: SqlType | undefined): Expr => ({ kind: 'null', type: type ?? { kind: 'text' } })

/** The type in which values come back: parts of one statement must agree. */
function sqlTypeOf(term: Term): SqlType {
  const type = typeOfTerm(term)
  if (type.kind === 'double') return { kind: 'double' }
  if (term.aggregate === 'count' || term.aggregate === 'count_distinct') return { kind: 'bigint' }
  return { kind: 'decimal', precision: 38, scale: type.kind === 'decimal' ? type.scale : 0 }
}

function rowsOf({ catalog, dataset, wide }: Frame, part: Part): Source {
  const lowering = new Lowering(catalog, dataset, wide)
  const windows = windowsOf(lowering, dataset, part.spans, onlyPeriod)
  lowering.readAt(windows.asOf)
  const { members, where } = scoped(lowering, part)
  const conditionsOf = (term: Term) => [
    windows.within('period'),
    ...term.where.map((condition) => lowering.lower(condition)),
  ]
  return {
    span: windows.span,
    members,
    rows: aggregate('count', only([windows.within('period')], integer(1))),
    value: (term) => finished(term, aggregateOf(lowering, term, conditionsOf(term)), conditionsOf(term)),
    matched: (term) => aggregate('count', only(conditionsOf(term), integer(1))),
    rest: () => ({
      from: factsOf(dataset),
      joins: [...windows.joins, ...lowering.joins().filter((join) => !windows.joins.includes(join))],
      where: [...windows.where, ...daysOf(dataset, part, lowering), ...where],
    }),
  }
}

/** Inside: one row per entity and span with its aggregates. Outside: the formulas over them. */
function entitiesOf({ catalog, dataset, wide }: Frame, part: Part, key: PerEntity['key']): Source {
  const entities = new EntityRows(key)
  for (const { demand } of part.demands) if (demand.term.per !== undefined) entities.add(demand.term.per)
  const inner = new Lowering(catalog, dataset, wide)
  const windows = windowsOf(inner, dataset, part.spans, entities.windows)
  inner.readAt(windows.asOf)
  const { members, where } = scoped(inner, part)
  const grouped = [...(windows.span === null ? [] : [windows.span]), ...members, ...entities.keyExprs(inner)]
  const outputs: Output[] = [
    ...(windows.span === null ? [] : [{ expr: windows.span, as: 'span' }]),
    ...members.map((expr, place) => ({ expr, as: `m${place}` })),
    ...entities.outputs(inner, windows.within),
    { expr: aggregate('count', only([windows.shows], integer(1))), as: 'rows' },
    ...(part.demands.some(({ demand }) => readsAsOf(demand.term))
      ? [{ expr: aggregate('max', windows.asOf), as: 'as_of' }]
      : []),
  ]
  const query: Query = {
    kind: 'select',
    outputs,
    from: factsOf(dataset),
    joins: [...windows.joins, ...inner.joins().filter((join) => !windows.joins.includes(join))],
    where: [...windows.where, ...where, ...hasKey(entities.keyExprs(inner))],
    groupBy: [grouped],
  }
  return overEntities({ catalog, dataset, wide }, entities, query, {
    timed: windows.span !== null,
    members: members.length,
  })
}

function overEntities(
  { catalog, dataset, wide }: Pick<Frame, 'catalog' | 'dataset' | 'wide'>,
  entities: EntityRows,
  query: Query,
  has: { readonly timed: boolean; readonly members: number },
): Source {
  const lowering = new Lowering(catalog, dataset, wide)
  const own = (name: string) => column('f', name)
  lowering.readAt(own('as_of'))
  const perOf = ({ per }: Term): PerEntity => {
    if (per === undefined) throw new Error('a term over rows among those over entities')
    return per
  }
  const conditionsOf = (term: Term): readonly Expr[] => {
    const per = perOf(term)
    return [entities.exists(per, own), ...term.where.map((one) => lowering.lower(entities.lowerable(per, one)))]
  }
  const outerValue = (term: Term): Expr => {
    const argument = term.argument === null ? null : entities.lowerable(perOf(term), term.argument)
    const conditions = conditionsOf(term)
    return finished(term, aggregateOf(lowering, { ...term, argument }, conditions), conditions)
  }
  return {
    span: has.timed ? own('span') : null,
    members: Array.from({ length: has.members }, (_, place) => own(`m${place}`)),
    rows: aggregate('sum', own('rows')),
    value: outerValue,
    matched: (term) => aggregate('count', only(conditionsOf(term), integer(1))),
    rest: () => ({ from: { kind: 'query', query, as: 'f' }, joins: [], where: [] }),
  }
}

/** One row per entity with the day it entered, which decides its span. */
function cohortOf({ catalog, dataset, wide }: Frame, part: Part, cohort: Cohort): Source {
  const returns = [
    ...new Map(
      part.demands.flatMap(({ demand: { term } }) => {
        const one = term.cohort?.returns
        return one == null ? [] : [[canonical(withoutCounts(one)), one] as const]
      }),
    ).values(),
  ]
  const entering = { cohort, members: (lowering: Lowering) => scoped(lowering, part) }
  const { query, members } = cohortRows(catalog, dataset, wide, entering, returns)
  const own = (name: string) => column('f', name)
  const counted = ({ cohort: of }: Term): Expr => {
    const one = of?.returns
    if (one == null) return aggregate('count')
    const place = returns.findIndex((other) => canonical(withoutCounts(other)) === canonical(withoutCounts(one)))
    const came = binary('>', own(`r${place}`), integer(0))
    return aggregate('count', only([one.counts === 'lost' ? { kind: 'not', arg: came } : came], integer(1)))
  }
  const days: Relation = { kind: 'query', query: spanDays(part.spans), as: 'w' }
  return {
    span: column('w', 'span'),
    members: Array.from({ length: members }, (_, place) => own(`m${place}`)),
    rows: aggregate('count'),
    value: counted,
    matched: counted,
    rest: () => ({
      from: { kind: 'query', query, as: 'f' },
      joins: [{ kind: 'inner', to: days, on: binary('=', column('w', 'day'), own('entry')) }],
      where: [],
    }),
  }
}

const withoutCounts = ({ counts: _, ...rest }: CohortReturn) => rest

/** A sum of nothing that was asked for is zero; one of missing values is missing. */
function finished(term: Term, value: Expr, conditions: readonly (Expr | null)[]): Expr {
  const type = sqlTypeOf(term)
  if (term.aggregate !== 'sum') return { kind: 'cast', arg: value, type }
  const matched = aggregate('count', only(conditions, integer(1)))
  const sum: Expr = { kind: 'case', when: binary('=', matched, integer(0)), then: integer(0), otherwise: value }
  return { kind: 'cast', arg: sum, type }
}
