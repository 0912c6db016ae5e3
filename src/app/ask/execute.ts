import type { Catalog, Dataset } from '../../domain/catalog.ts'
import { hasHours } from '../../domain/clock-zone.ts'
import { Failure } from '../../domain/failure.ts'
import type { BatchPart, DatasetStats, Facts, ResultSet } from '../../ports.ts'
import { Cells, readCells, rowsIn } from '../../query/cells.ts'
import { planCells } from '../../query/cells-plan.ts'
import type { Demand, Demands, TermSeries, TermTable } from '../../query/demand.ts'
import { merges } from '../../query/holistic.ts'
import { planHolistic } from '../../query/holistic-plan.ts'
import { readHolistic } from '../../query/holistic-read.ts'
import { Layers } from '../../query/layers.ts'
import { Lowering } from '../../query/lower.ts'
import { naiveQuery, readNaive } from '../../query/naive.ts'
import { type Cell, trackWith } from '../../query/track.ts'
import type { Query } from '../../sql/ast.ts'
import { duckdb } from '../../sql/dialects/duckdb.ts'
import { readable, render } from '../../sql/render.ts'
import { isClockGrain } from '../../time/calendar.ts'
import type { Day } from '../../time/day.ts'
import { appliedParts, appliedRevisions, isTurning, tableTurns } from './applied.ts'
import type { FactsState } from './facts-state.ts'
import { type KeptCells, keptCells, largestSheet } from './kept-cells.ts'
import { reach, revisionsOf } from './reads.ts'
import { touchedPeriods } from './touched-periods.ts'
import type { Turns } from './turns.ts'

/** One statement as it ran. */
export interface RanStatement {
  readonly dataset: string
  /** Its text with the parameters written in. */
  readonly sql: string
  readonly ms: number
  /** Rows that came back. */
  readonly rows: number
}

export interface Execution {
  readonly catalog: Catalog
  readonly facts: Facts
  readonly states: ReadonlyMap<string, FactsState>
  /** No row is in force on a later day: what will be is not known. */
  readonly today: Day
  readonly plan: 'cells' | 'naive'
  /** Whether statements run although kept cells could answer. */
  readonly fresh: boolean
  readonly signal?: AbortSignal
  readonly ran: RanStatement[]
  readonly turns: Turns
}

/** Answers all demands, datasets side by side: at most two statements each, one for what merges and one for what does not. */
export async function execute(run: Execution, demands: Demands): Promise<TermTable> {
  const work: Promise<readonly [string, TermTable]>[] = []
  for (const [id, list] of demands.byDataset()) {
    const dataset = run.catalog.datasets.get(id)
    if (dataset !== undefined) work.push(answerDataset(run, dataset, list).then((table) => [id, table] as const))
  }
  const tables = new Map(await Promise.all(work))
  return (demand) => tables.get(demand.term.dataset)?.(demand)
}

async function answerDataset(run: Execution, dataset: Dataset, demands: readonly Demand[]): Promise<TermTable> {
  const answerable = demands.filter(({ frame, term }) =>
    isClockGrain(frame.grain) ? hasHours(run.catalog, term) : dataset.time !== null || frame.grain === 'total',
  )
  if (run.plan === 'naive') return naively(run, dataset, answerable)
  const [days, hours] = [false, true].map((clock) =>
    answerable.filter(({ frame }) => isClockGrain(frame.grain) === clock),
  )
  if (hours === undefined || hours.length === 0) return inStatements(run, dataset, answerable)
  // Hours stand in a spine of their own, on the clocks of one zone: a frame at a time.
  const frames = [...Map.groupBy(hours, ({ frame }) => frame)]
  const tables = new Map(
    await Promise.all(frames.map(async ([frame, list]) => [frame, await inStatements(run, dataset, list)] as const)),
  )
  const others = await answered(days, (list) => inStatements(run, dataset, list))
  return (demand) => (tables.get(demand.frame) ?? others)(demand)
}

/** One statement for what merges and one for what does not. */
async function inStatements(run: Execution, dataset: Dataset, answerable: readonly Demand[]): Promise<TermTable> {
  const [mergeable, others] = [true, false].map((wanted) =>
    answerable.filter(({ term }) => merges(dataset, term) === wanted),
  )
  const [cells, beside] = await Promise.all([
    answered(mergeable, (list) => fitting(run, dataset, (wide) => fromCells(run, dataset, list, wide))),
    answered(others, (list) => fitting(run, dataset, (wide) => fromRows(run, dataset, list, wide))),
  ])
  return (demand) => (merges(dataset, demand.term) ? cells : beside)(demand)
}

const answered = async (
  demands: readonly Demand[] | undefined,
  answer: (demands: readonly Demand[]) => Promise<TermTable>,
): Promise<TermTable> => (demands === undefined || demands.length === 0 ? nothing : answer(demands))

/** Datasets at revisions whose rows once did not fit the engine's fast decimals. */
const needWide = new WeakMap<Facts, Set<string>>()

/** Runs in fast decimals, and where a row does not fit them once more in wide ones. */
async function fitting<T>(run: Execution, dataset: Dataset, answer: (wide: boolean) => Promise<T>): Promise<T> {
  const known = needWide.get(run.facts) ?? new Set()
  needWide.set(run.facts, known)
  const at = `${dataset.id} ${run.states.get(dataset.id)?.revisions ?? ''}`
  if (known.has(at)) return answer(true)
  try {
    return await answer(false)
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'overflow') throw error
    known.add(at)
    return answer(true)
  }
}

const nothing: TermTable = () => undefined

async function fromCells(
  run: Execution,
  dataset: Dataset,
  demands: readonly Demand[],
  wide: boolean,
): Promise<TermTable> {
  const { turns } = run
  const kept = keptCells(run.facts)
  if (turns.due) await turns.pass()
  const at = rowsAt(run, dataset, wide)
  const found = run.fresh ? null : kept.find(dataset.id, at.key, demands, run.today)
  if (found !== null) return readCells(found)
  const renewed = run.fresh ? null : await renew(run, dataset, kept, demands, at)
  if (renewed !== null) return readCells(renewed)
  const distinct = (path: readonly string[]) => distinctOf(run, dataset, path)
  const columns = run.fresh ? new Set<string>() : kept.othersAfter(dataset.id, demands)
  const others = { columns, bytes: largestSheet }
  if (turns.due) await turns.pass()
  const plan = planCells(run.catalog, dataset, demands, distinct, { stats: at.stats, wide, today: run.today, others })
  const { result, parts } = await steady(run, dataset, at, () => query(run, dataset, plan.query, plan.ms))
  if (parts === null) return readCells(new Cells(plan, result))
  const layers = new Layers(result)
  const sheet = { plan, layers, rows: rowsIn(plan, result), key: at.key, beside: at.beside, parts }
  kept.keep(dataset.id, sheet)
  return readCells(kept.cellsOf(sheet, demands))
}

interface RowsAt {
  readonly key: string
  readonly beside: string
  readonly revisions: string
  readonly stats: DatasetStats
}

/** Of which rows, definitions and number width cells are. */
function rowsAt({ catalog, states }: Execution, dataset: Dataset, wide: boolean): RowsAt {
  const { stats, revisions } = states.get(dataset.id) ?? { stats: noRows, revisions: '' }
  const others = revisions.split(' ').filter((one) => !one.startsWith(`${dataset.id}@`))
  return { key: `${revisions} ${wide}`, beside: `${others.join(' ')} ${wide} ${catalog.revision}`, revisions, stats }
}

/** Runs statements; the parts whose rows they read, where the table stood still at the asked revision all the while. */
async function steady<T>(
  { catalog, facts }: Execution,
  { id }: Dataset,
  { revisions }: RowsAt,
  act: () => Promise<T>,
): Promise<{ readonly result: T; readonly parts: readonly BatchPart[] | null }> {
  const read = [...reach(catalog, id)]
  const turns = () => read.map((one) => tableTurns(facts).get(one) ?? 0).join()
  const before = turns()
  const result = await act()
  const still = before === turns() && !read.some((one) => isTurning(facts, one))
  const asked = revisions === `${catalog.revision} ${revisionsOf(catalog, id, appliedRevisions(facts))}`
  return { result, parts: still && asked ? (appliedParts(facts).get(id) ?? null) : null }
}

/**
 * Kept cells of earlier rows brought to the rows of now: only the periods of parts that came or went are read again. Null where
 * that is no less work, or where the cells would not count the rows that the table has.
 */
async function renew(
  run: Execution,
  dataset: Dataset,
  kept: KeptCells,
  demands: readonly Demand[],
  at: RowsAt,
): Promise<Cells | null> {
  const earlier = kept.earlier(dataset.id, at.key, at.beside, demands, run.today)
  const now = appliedParts(run.facts).get(dataset.id)
  const complete = earlier !== null && [...earlier.plan.complete].every((name) => at.stats.complete.includes(name))
  if (earlier === null || now === undefined || !complete) return null
  const { plan } = earlier
  const touched = touchedPeriods(plan, earlier.parts, now, at.stats)
  if (touched === null || plan.queryOf === null) return null
  const { queryOf, countOf } = plan
  const { result, parts } = await steady(run, dataset, at, async () => {
    const [fresh, count] = await Promise.all([
      query(run, dataset, queryOf(touched.days), plan.ms),
      query(run, dataset, countOf(plan.range), 0),
    ])
    return { fresh, count: numberIn(count) }
  })
  const { fresh, count } = result
  const { from, until } = touched
  const rows = earlier.rows - rowsIn(plan, earlier.layers.within(from, until)) + rowsIn(plan, fresh)
  if (parts !== now || rows !== count) return null
  const sheet = { ...earlier, layers: earlier.layers.with(fresh, from, until), rows, key: at.key, parts }
  kept.keep(dataset.id, sheet)
  return kept.cellsOf(sheet, demands)
}

function numberIn({ columns }: ResultSet): number {
  const [only] = columns
  return only?.kind === 'numbers' ? (only.values[0] ?? 0) : Number.NaN
}

async function fromRows(
  run: Execution,
  dataset: Dataset,
  demands: readonly Demand[],
  wide: boolean,
): Promise<TermTable> {
  const { rows, firstDay, lastDay } = run.states.get(dataset.id)?.stats ?? noRows
  const plan = planHolistic(run.catalog, dataset, demands, {
    wide,
    today: run.today,
    rows: { rows, firstDay, lastDay },
  })
  return readHolistic(plan, await query(run, dataset, plan.query))
}

/** Members of a column, through look-ups the other dataset's. */
function distinctOf(run: Execution, dataset: Dataset, path: readonly string[]): number | undefined {
  let at = dataset
  for (const name of path.slice(0, -1)) {
    const lookUp = at.lookUps.find((candidate) => candidate.name === name)
    const next = lookUp === undefined ? undefined : run.catalog.datasets.get(lookUp.dataset)
    if (next === undefined) return undefined
    at = next
  }
  const column = path.at(-1)
  return column === undefined ? undefined : run.states.get(at.id)?.stats.distinct[column]
}

async function naively(run: Execution, dataset: Dataset, demands: readonly Demand[]): Promise<TermTable> {
  const found = new Map<Demand, TermSeries>()
  for (const demand of demands) {
    // Who entered is worked out one way only; tests compare it with plain arithmetic.
    if (demand.term.cohort !== undefined) {
      const table = await fitting(run, dataset, (wide) => fromRows(run, dataset, [demand], wide))
      found.set(demand, table(demand) ?? nothingFound)
      continue
    }
    const [rows, matched]: [number[], number[]] = [[], []]
    const values: Cell[] = []
    for (let ordinal = demand.from; ordinal < demand.until; ordinal++) {
      const result = await fitting(run, dataset, (wide) =>
        query(run, dataset, naiveQuery(new Lowering(run.catalog, dataset, wide), dataset, demand, ordinal, run.today)),
      )
      const read = readNaive(demand, result)
      rows.push(read.rows)
      matched.push(read.matched)
      values.push(read.value)
    }
    found.set(demand, { from: demand.from, rows, matched: () => matched, values: trackWith(values) })
  }
  return (demand) => found.get(demand)
}

const nothingFound: TermSeries = { from: 0, rows: [], matched: () => [], values: [] }

const noRows: DatasetStats = { rows: 0, firstDay: null, lastDay: null, distinct: {}, complete: [] }

/** Statements that take longer than this wait for each other, so that short ones never wait for them. */
const shortMs = 30

async function query(
  run: Execution,
  dataset: Dataset,
  tree: Query,
  ms: number = Number.POSITIVE_INFINITY,
): Promise<ResultSet> {
  const statement = render(tree, duckdb)
  const options = run.signal === undefined ? {} : { signal: run.signal }
  const result = await run.facts.query(statement, { lane: ms <= shortMs ? 'short' : 'heavy', ...options })
  run.ran.push({ dataset: dataset.id, sql: readable(statement), ms: result.elapsedMs, rows: result.rows })
  return result
}
