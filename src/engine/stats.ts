import type { DuckDBConnection } from '@duckdb/node-api'
import { Failure } from '../domain/failure.ts'
import type { DatasetStats } from '../ports.ts'
import { countHeld, type Held } from './held.ts'
import type { Shape } from './messages.ts'
import { quoted, tableName } from './names.ts'

/** Distinct counts up to this are counted exactly. */
const exactUpTo = 10_000
/** Counts are kept until this share of the rows came or went; they only steer plans. Small tables are always counted. */
const keptChange = 0.05
const keptFrom = 100_000

interface Counts {
  /** The table's change number when they were counted. */
  readonly change: number
  /** Rows of the table when they were counted. */
  readonly rows: number
  readonly distinct: Readonly<Record<string, number>>
}

export interface TableStats {
  readonly stats: DatasetStats
  /** Newly counted, to be kept by `keepCounts`; null when the kept ones still serve. */
  readonly counted: { readonly change: number; readonly distinct: Counts | null; readonly held: Held | null } | null
}

/**
 * Rows, day range and distinct values (without NULL) per column of a dataset's facts; rows and days are always exact.
 * Throws a Failure before the dataset's first sync.
 */
export async function tableStats(connection: DuckDBConnection, shape: Shape): Promise<TableStats> {
  const [changes, kept, held] = await oneRow(
    connection,
    'SELECT changes, distinct_counts, held FROM bellwether_tables WHERE dataset = $1',
    [shape.dataset],
  )
  if (changes === undefined) {
    throw new Failure('no-table', `The facts of ${shape.dataset} are not in the engine yet.`, 'Load the dataset.')
  }
  const change = Number(changes)
  const known: Held | null = typeof held === 'string' ? JSON.parse(held) : null
  const { rows, firstDay, lastDay, filled } = known ?? (await countHeld(connection, shape))
  const complete = shape.columns.flatMap(({ name }) => (filled[name] === rows ? [name] : []))
  const old: Counts | null = typeof kept === 'string' ? JSON.parse(kept) : null
  const near = old !== null && rows >= keptFrom && Math.abs(rows - old.rows) <= rows * keptChange
  const serves = old !== null && (old.change === change || near)
  const distinct = serves ? old.distinct : await countDistinct(connection, shape, quoted(tableName(shape.dataset)))
  const counted = {
    change,
    distinct: serves ? null : { change, rows, distinct },
    held: known === null ? { rows, firstDay, lastDay, filled } : null,
  }
  return {
    stats: { rows, firstDay, lastDay, distinct, complete },
    counted: counted.distinct === null && counted.held === null ? null : counted,
  }
}

/** Keeps counts for the next question, unless the table changed since they were taken. */
export async function keepCounts(connection: DuckDBConnection, shape: Shape, { counted }: TableStats): Promise<void> {
  if (counted === null) return
  const { change, distinct, held } = counted
  const set = async (column: string, value: object | null) => {
    if (value === null) return
    await connection.run(`UPDATE bellwether_tables SET ${column} = $1 WHERE dataset = $2 AND changes = $3`, [
      JSON.stringify(value),
      shape.dataset,
      change,
    ])
  }
  await set('distinct_counts', distinct)
  await set('held', held)
}

async function countDistinct(
  connection: DuckDBConnection,
  shape: Shape,
  table: string,
): Promise<Readonly<Record<string, number>>> {
  const names = shape.columns.map(({ name }) => name)
  const rough = await countAll(connection, table, names, (column) => `approx_count_distinct(${column})`)
  const small = names.filter((name) => (rough[name] ?? 0) <= exactUpTo)
  return { ...rough, ...(await countAll(connection, table, small, (column) => `count(DISTINCT ${column})`)) }
}

async function countAll(
  connection: DuckDBConnection,
  table: string,
  names: readonly string[],
  count: (column: string) => string,
): Promise<Readonly<Record<string, number>>> {
  if (names.length === 0) return {}
  const counts = await oneRow(connection, `SELECT ${names.map((name) => count(quoted(name))).join(', ')} FROM ${table}`)
  return Object.fromEntries(names.map((name, index) => [name, Number(counts[index])]))
}

async function oneRow(connection: DuckDBConnection, sql: string, params: string[] = []): Promise<readonly unknown[]> {
  const result = await connection.runAndReadAll(sql, params)
  return result.getRows()[0] ?? []
}
