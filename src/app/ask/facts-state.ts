import type { Catalog, Dataset } from '../../domain/catalog.ts'
import { coveredThrough } from '../../domain/covers.ts'
import type { DatasetStats, Facts, Store } from '../../ports.ts'
import { factsOf, Lowering } from '../../query/lower.ts'
import { aggregate, binary, integer } from '../../sql/ast.ts'
import { duckdb } from '../../sql/dialects/duckdb.ts'
import { render } from '../../sql/render.ts'
import { type Revisions, revisionsOf } from './reads.ts'

/** What `ask` must know of a dataset besides its rows. */
export interface FactsState {
  /** Of the catalog, of its rows and of those it looks up. */
  readonly revisions: string
  /** The last day that its rows speak for. */
  readonly lastDay: number | null
  readonly stats: DatasetStats
}

const known = new WeakMap<Facts, Map<string, FactsState>>()

/** Statistics and last day of a dataset at a revision; looked up once per revision. */
export async function factsState(
  deps: { readonly catalog: Catalog; readonly facts: Facts; readonly store: Store },
  dataset: Dataset,
  revisions: Revisions,
): Promise<FactsState> {
  let states = known.get(deps.facts)
  if (states === undefined) known.set(deps.facts, (states = new Map()))
  const key = `${dataset.id}/${dataset.shape}`
  const now = `${deps.catalog.revision} ${revisionsOf(deps.catalog, dataset.id, revisions)}`
  const found = states.get(key)
  if (found?.revisions === now) return found
  const state = { revisions: now, ...(await read(deps, dataset)) }
  states.set(key, state)
  return state
}

async function read(
  deps: { readonly catalog: Catalog; readonly facts: Facts; readonly store: Store },
  dataset: Dataset,
): Promise<Omit<FactsState, 'revisions'>> {
  const through = dataset.time?.through !== undefined
  // Where deliveries overlap, a delivered row need not stand: only the table knows the last one that does.
  const overlap = dataset.deliveries !== undefined
  const days = through ? lastDayIn(deps, dataset) : overlap ? null : lastStored(deps, dataset)
  const [stats, lastDay] = await Promise.all([deps.facts.stats(dataset), days])
  const last = overlap && !through ? stats.lastDay : lastDay
  return { lastDay: coveredThrough(deps.catalog, dataset, last), stats }
}

async function lastStored({ store }: { readonly store: Store }, dataset: Dataset): Promise<number | null> {
  const parts = await store.batches.parts(dataset.id)
  return parts.reduce<number | null>(
    (last, part) => (part.lastDay !== null && (last === null || part.lastDay > last) ? part.lastDay : last),
    null,
  )
}

/** The last day (before one, where it is stated) that any of its rows has, looked up where rows take their day from others. */
export async function lastDayIn(
  deps: { readonly catalog: Catalog; readonly facts: Facts },
  dataset: Dataset,
  before?: number,
): Promise<number | null> {
  const lowering = new Lowering(deps.catalog, dataset)
  const last = { expr: aggregate('max', lowering.day()), as: 'last' }
  const where = before === undefined ? [] : [binary('<', lowering.day(), integer(before))]
  const joins = lowering.joins()
  const statement = render(
    { kind: 'select', outputs: [last], from: factsOf(dataset), joins, where, groupBy: null },
    duckdb,
  )
  const column = (await deps.facts.query(statement, { lane: 'short' })).columns[0]
  if (column?.kind !== 'numbers' || column.valid?.[0] === 0) return null
  return column.values[0] ?? null
}
