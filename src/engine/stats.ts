import type { DuckDBConnection } from '@duckdb/node-api'
import { Failure } from '../domain/failure.ts'
import type { DatasetStats } from '../ports.ts'
import type { Shape } from './messages.ts'
import { quoted, tableName } from './names.ts'

/** Distinct counts up to this are counted exactly. */
const exactUpTo = 10_000

/** Rows, day range and distinct values (without NULL) per column of a dataset's facts. Throws a Failure before its first sync. */
export async function tableStats(connection: DuckDBConnection, shape: Shape): Promise<DatasetStats> {
  const known = await connection.runAndReadAll('SELECT 1 FROM bellwether_tables WHERE dataset = $1', [shape.dataset])
  if (known.currentRowCount === 0) {
    throw new Failure('no-table', `The facts of ${shape.dataset} are not in the engine yet.`, 'Load the dataset.')
  }
  const table = quoted(tableName(shape.dataset))
  const names = shape.columns.map(({ name }) => name)
  const totals = await oneRow(connection, `SELECT count(*), min(_day), max(_day) FROM ${table}`, [])
  const rough = await oneRow(
    connection,
    `SELECT $1 FROM ${table}`,
    names.map((name) => `approx_count_distinct(${quoted(name)})`),
  )
  const small = names.filter((_, index) => Number(rough[index]) <= exactUpTo)
  const exact = await oneRow(
    connection,
    `SELECT $1 FROM ${table}`,
    small.map((name) => `count(DISTINCT ${quoted(name)})`),
  )
  const distinct: Record<string, number> = {}
  names.forEach((name, index) => {
    const place = small.indexOf(name)
    distinct[name] = Number(place < 0 ? rough[index] : exact[place])
  })
  return { rows: Number(totals[0]), firstDay: dayOrNull(totals[1]), lastDay: dayOrNull(totals[2]), distinct }
}

const dayOrNull = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value))

/** The first row of `sql` with its `$1` replaced by a list of expressions; nothing when the list is asked to be empty. */
async function oneRow(
  connection: DuckDBConnection,
  sql: string,
  expressions: readonly string[],
): Promise<readonly unknown[]> {
  if (sql.includes('$1') && expressions.length === 0) return []
  const result = await connection.runAndReadAll(sql.replace('$1', () => expressions.join(', ')))
  return result.getRows()[0] ?? []
}
