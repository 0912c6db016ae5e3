import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DuckDBInstance, version } from '@duckdb/node-api'
import { ask, askNumbers } from '../src/app/ask.ts'
import type { Deps } from '../src/app/deps.ts'
import { syncFacts } from '../src/app/sync.ts'
import { connectors } from '../src/connectors/index.ts'
import { localOwner } from '../src/domain/access.ts'
import type { Question } from '../src/domain/answer.ts'
import type { Catalog, Dataset } from '../src/domain/catalog.ts'
import { everything } from '../src/domain/scope.ts'
import { openFacts } from '../src/engine/open.ts'
import type { ResultSet } from '../src/ports.ts'
import { openStore } from '../src/store/open.ts'
import { parsePeriod } from '../src/time/period.ts'
import { catalogWith, type KpiText } from './documents.ts'
import type { BenchKpi } from './kpis.ts'

/** A workspace with facts in the real engine, accepted by the real store, and what benches ask of it. */
export interface World {
  readonly rows: number
  readonly folder: string
  readonly deps: Deps
  /** The same workspace with other KPIs. */
  readonly with: (kpis: readonly (BenchKpi | KpiText)[]) => Deps
  /** Delivers some more orders of the last two months; gives what takes them back. */
  readonly deliver: () => Promise<() => Promise<void>>
  /** A statement in the engine's own process, as the program's statements run. */
  readonly sql: (text: string) => Promise<ResultSet>
  readonly close: () => Promise<void>
}

/** 1 November 2025. */
const lastTwoMonths = 20_393

/**
 * Opens the bench's workspace of that many orders. It is kept in the temporary folder and made anew when the rows' recipe,
 * the engine's version or the number of rows is another.
 */
export async function openWorld(rows: number, log: (line: string) => void): Promise<World> {
  const recipe = await recipeOf('orders')
  const recipes = `${recipe} ${await recipeOf('contracts')}`
  const key = createHash('sha256').update(`${recipes} ${version()}`).digest('hex').slice(0, 8)
  const folder = join(tmpdir(), `bellwether-bench-${key}-${rows}`)
  const state = join(folder, '.bellwether')
  const clock = { now: () => Date.UTC(2026, 0, 15, 12) }
  const store = await openStore({ file: join(state, 'state.sqlite'), clock })
  const threads = availableParallelism()
  const facts = await openFacts({ folder: state, memoryMb: 4096, threads, log: (_, message) => log(message) })
  const catalog = catalogWith([])
  const deps: Deps = { catalog, facts, store, clock, folder, connectors, fail: () => {} }
  const [orders, contracts] = [catalog.datasets.get('orders'), catalog.datasets.get('contracts')]
  if (orders === undefined || contracts === undefined) throw new Error('the bench lacks a dataset')
  if ((await store.batches.parts('orders')).length === 0) {
    log(`making ${rows} orders in ${folder}`)
    await deliverOrders(deps, orders, recipe, rows)
  }
  if ((await store.batches.parts('contracts')).length === 0) {
    const select = (await recipeOf('contracts')).replaceAll('{rows}', String(Math.ceil(rows / 10)))
    await deliver(deps, contracts, { origin: 'contracts.csv', select })
  }
  await syncFacts(deps)
  return {
    rows,
    folder,
    deps,
    with: (kpis) => ({ ...deps, catalog: catalogWith(kpis) }),
    deliver: async () => {
      const [all] = await store.batches.parts('orders')
      if (all === undefined) throw new Error('the bench has no orders')
      const batch = await deliver(deps, orders, { origin: 'more.csv', select: moreOrders(join(state, all.file)) })
      await syncFacts(deps)
      return async () => {
        await store.batches.undo(batch, localOwner, null)
        await syncFacts(deps)
      }
    },
    sql: (text) => facts.query({ text, params: [] }),
    close: async () => {
      await facts.close()
      await store.close()
    },
  }
}

const recipeOf = (name: string) => readFile(new URL(`${name}.sql`, import.meta.url), 'utf8')

async function deliverOrders(deps: Deps, orders: Dataset, recipe: string, rows: number): Promise<void> {
  const select = recipe.replaceAll('{rows}', String(rows)).replaceAll('{customers}', String(Math.ceil(rows / 5)))
  await deliver(deps, orders, { origin: 'orders.csv', select })
}

/** One in a hundred of the orders of the last two months once more. */
const moreOrders = (file: string): string =>
  `SELECT * REPLACE (CAST(order_id + 1000000000 AS DECIMAL(18,0)) AS order_id) FROM read_parquet('${file}')
   WHERE _day >= ${lastTwoMonths} AND CAST(order_id AS BIGINT) % 100 = 0`

/** A part as a load leaves it, written by an engine of our own because ten million rows through CSV would take minutes. */
async function deliver(
  deps: Deps,
  dataset: Dataset,
  { origin, select }: { readonly origin: string; readonly select: string },
): Promise<string> {
  const part = await deps.store.batches.nextPart()
  const file = `batches/${dataset.id}/${part}.parquet`
  const path = join(deps.folder, '.bellwether', file)
  await mkdir(dirname(path), { recursive: true })
  await rm(`${path}.tmp`, { force: true })
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`COPY (${select}) TO '${path}.tmp' (FORMAT parquet, COMPRESSION zstd)`)
  const about = `SELECT count(*)::INTEGER, min(_day), max(_day) FROM read_parquet('${path}.tmp')`
  const [rows, firstDay, lastDay] = (await connection.runAndReadAll(about)).getRows()[0] ?? []
  instance.closeSync()
  await rename(`${path}.tmp`, path)
  const written = await open(path)
  await written.sync().finally(() => written.close())
  const one = { part, file, rows: Number(rows), origin, fingerprint: `made ${part}`, shape: dataset.shape, gone: false }
  const { id } = await deps.store.batches.accept({
    dataset: dataset.id,
    actor: localOwner.id,
    at: '2026-01-15T12:00:00.000Z',
    parts: [{ ...one, firstDay: Number(firstDay), lastDay: Number(lastDay) }],
    setAside: [],
    setAsideRows: 0,
  })
  return id
}

/** The months that the orders lie in, and the last two of them. */
export const fiveYears = ['2021-01', '2025-12'] as const
export const twoMonths = ['2025-11', '2025-12'] as const
export const lastYear = ['2024-12', '2025-12'] as const

/** By region, and all of them together. */
export const withTotals = [['region'], []]

/** Each KPI by month from one to another (both included), whole and by the members of dimensions. */
export function monthly(
  catalog: Catalog,
  kpis: readonly { readonly id: string }[],
  [from, to]: readonly [string, string],
  splits: readonly (readonly string[])[] = [[]],
): readonly Question[] {
  const ordinal = (text: string): number => {
    const period = parsePeriod(text, catalog.calendars, 'gregorian')
    if (period === null) throw new Error(`${text} is no period`)
    return period.ordinal
  }
  const range = { calendar: 'gregorian', grain: 'month', from: ordinal(from), until: ordinal(to) + 1 }
  return kpis.flatMap(({ id }) => splits.map((by): Question => ({ kpi: id, scope: everything, ...range, by })))
}

/** From facts: kept cells have rows of their own. */
export const askAs = (deps: Deps, questions: readonly Question[], fresh = true) =>
  ask(deps, questions, localOwner, { fresh })

/** The values alone, from facts: what statements written by hand give too. */
export const numbersAs = (deps: Deps, questions: readonly Question[]) =>
  askNumbers(deps, questions, localOwner, { fresh: true })
