import type { Answer, MissingRate } from '../../domain/answer.ts'
import type { Catalog, Dataset } from '../../domain/catalog.ts'
import type { Conversion, RowExpr } from '../../domain/formula/algebra.ts'
import { conversionsOf } from '../../domain/formula/algebra-walk.ts'
import type { Facts, ResultSet } from '../../ports.ts'
import { canonical, type Demand } from '../../query/demand.ts'
import { factsOf, Lowering } from '../../query/lower.ts'
import { isUnrated } from '../../query/unrated.ts'
import { aggregate, binary, type Expr, integer } from '../../sql/ast.ts'
import { duckdb } from '../../sql/dialects/duckdb.ts'
import { render } from '../../sql/render.ts'
import { type Day, day, printDay } from '../../time/day.ts'
import { spanOf } from '../../time/frame.ts'

/** Where a value is not known because money in it has no rate: what counts such rows, and the period. */
export interface Unrated {
  readonly demand: Demand
  readonly ordinal: number
}

/** Collects, while answers are written one after the other, which of them lack rates. */
export class UnratedAnswers {
  readonly found = new Map<number, readonly Unrated[]>()
  #last: Unrated[] = []

  /** Told while a value is worked out. */
  readonly told = (demand: Demand, ordinal: number): void => {
    this.#last.push({ demand, ordinal })
  }

  /** The value is that of the answer at this place; null: of none. */
  settle(place: number | null): void {
    if (this.#last.length === 0) return
    if (place !== null) this.found.set(place, this.#last)
    this.#last = []
  }
}

/** So many are named of an answer, and so many statements look for them: whoever reads it mends the first and sees the next. */
const [namedPerAnswer, mostStatements] = [10, 40]

type Deps = { readonly catalog: Catalog; readonly facts: Facts; readonly today: Day }

/** Rows of one currency and day that have no rate. */
interface Lacking {
  readonly currency: string | null
  readonly to: string
  readonly day: number
  readonly rows: number
}

/** Answers with the currencies and days whose rates are missing, by the place of the answer. */
export async function withMissingRates(
  deps: Deps,
  answers: readonly Answer[],
  unrated: ReadonlyMap<number, readonly Unrated[]>,
): Promise<readonly Answer[]> {
  if (unrated.size === 0) return answers
  const wanted = [...unrated.values()].flat()
  const looked = new Map<string, Promise<readonly Lacking[]>>()
  const found = (one: Unrated): Promise<readonly Lacking[]> => {
    const key = keyOf(one)
    let rows = looked.get(key)
    if (rows === undefined && looked.size < mostStatements) looked.set(key, (rows = lookFor(deps, one, wanted)))
    return rows ?? Promise.resolve([])
  }
  const named = new Map<number, readonly MissingRate[]>()
  for (const [index, list] of unrated) {
    const rows = (await Promise.all(list.map(async (one) => within(await found(one), one)))).flat()
    named.set(index, together(rows))
  }
  return answers.map((answer, index) => {
    const missingRates = named.get(index)
    return missingRates === undefined || answer.state !== 'no-data' ? answer : { ...answer, missingRates }
  })
}

const readsLastDay = (conversion: Conversion): boolean => conversion.day.kind === 'apply'

/** Rates of the day that is read are looked for by period, others for all periods of a demand at once. */
function keyOf({ demand, ordinal }: Unrated): string {
  const { term, slice, frame } = demand
  const own = conversionsOf(term).some(readsLastDay) ? ordinal : ''
  return `${canonical([term.dataset, term.where, term.per])}\u0000${slice.id}\u0000${frame.id}\u0000${own}`
}

async function lookFor(deps: Deps, one: Unrated, all: readonly Unrated[]): Promise<readonly Lacking[]> {
  const dataset = deps.catalog.datasets.get(one.demand.term.dataset)
  if (dataset === undefined) return []
  const key = keyOf(one)
  const last = all.filter((other) => keyOf(other) === key).reduce((end, other) => Math.max(end, untilOf(other)), -1e9)
  const conversions = new Map(conversionsOf(one.demand.term).map((found) => [canonical(found), found]))
  const lists = await Promise.all(
    [...conversions.values()].map(async (conversion) => {
      const conditions = [...one.demand.slice.conditions, ...conditionsOf(one.demand), isUnrated(conversion)]
      return rowsOf(deps, dataset, conversion, conditions, last)
    }),
  )
  return lists.flat()
}

const conditionsOf = ({ term }: Demand): readonly RowExpr[] => (term.per === undefined ? term.where : [])

const untilOf = ({ demand, ordinal }: Unrated): number => spanOf(demand.frame, ordinal)?.until ?? 1_000_000

/** Rows before `until` that lack a rate, by currency and day. */
async function rowsOf(
  { catalog, facts, today }: Deps,
  dataset: Dataset,
  conversion: Conversion,
  conditions: readonly RowExpr[],
  until: number,
): Promise<readonly Lacking[]> {
  const lowering = new Lowering(catalog, dataset, true)
  const read = integer(Math.min(until - 1, today))
  lowering.readAt(read)
  const currency = lowering.lower(conversion.currency)
  const on = lowering.lower(conversion.day)
  const where: Expr[] = [
    ...conditions.map((condition) => lowering.lower(condition)),
    binary('<', lowering.day(), integer(until)),
    ...(readsLastDay(conversion) ? [binary('>', lowering.ends(), read)] : []),
  ]
  const outputs = [
    { expr: currency, as: 'currency' },
    { expr: on, as: 'day' },
    { expr: aggregate('count'), as: 'rows' },
  ]
  const joins = lowering.joins()
  const query = { kind: 'select', outputs, from: factsOf(dataset), joins, where, groupBy: [[currency, on]] } as const
  return lacking(await facts.query(render(query, duckdb), { lane: 'short' }), conversion.to)
}

function lacking({ rows, columns }: ResultSet, to: string): readonly Lacking[] {
  const [codes, days, counts] = columns
  if (codes?.kind !== 'codes' || days === undefined || days.kind === 'codes') return []
  if (counts === undefined || counts.kind === 'codes') return []
  return Array.from({ length: rows }, (_, row) => ({
    currency: codes.members[codes.values[row] ?? -1] ?? null,
    to,
    day: Number(days.values[row]),
    rows: Number(counts.values[row]),
  }))
}

/** Those that a period reads: its own days, but for entities, which may look further back. */
function within(rows: readonly Lacking[], { demand, ordinal }: Unrated): readonly Lacking[] {
  const span = spanOf(demand.frame, ordinal)
  if (span === null) return rows
  const from = demand.term.per === undefined ? span.from : Number.NEGATIVE_INFINITY
  return rows.filter((one) => one.day >= from && one.day < span.until)
}

/** The earliest of them, each currency and day once. */
function together(rows: readonly Lacking[]): readonly MissingRate[] {
  const byDay = new Map(rows.map((one) => [`${one.day} ${one.currency} ${one.to}`, one]))
  return [...byDay.values()]
    .sort((a, b) => a.day - b.day || ((a.currency ?? '') < (b.currency ?? '') ? -1 : 1))
    .slice(0, namedPerAnswer)
    .map((one) => ({ from: one.currency, to: one.to, day: printDay(day(one.day)), rows: one.rows }))
}
