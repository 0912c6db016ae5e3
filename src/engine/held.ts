import type { DuckDBConnection } from '@duckdb/node-api'
import type { Shape } from './messages.ts'
import { quoted, tableName } from './names.ts'

/** What a facts table holds, always exact: a sync carries it on by the rows that come and go, so that nobody counts the rest again. */
export interface Held {
  readonly rows: number
  readonly firstDay: number | null
  readonly lastDay: number | null
  /** Rows with a value, by column. */
  readonly filled: Readonly<Record<string, number>>
}

/** Counts the rows of a facts table that a condition selects. */
export async function countHeld(connection: DuckDBConnection, shape: Shape, where = 'true'): Promise<Held> {
  const names = shape.columns.map(({ name }) => name)
  const filled = names.map((name) => `, count(${quoted(name)})`).join('')
  const found = await connection.runAndReadAll(
    `SELECT count(*), min(_day), max(_day)${filled} FROM ${quoted(tableName(shape.dataset))} WHERE ${where}`,
  )
  const [rows, first, last, ...counts] = found.getRows()[0] ?? []
  return {
    rows: Number(rows),
    firstDay: dayOrNull(first),
    lastDay: dayOrNull(last),
    filled: Object.fromEntries(names.map((name, index) => [name, Number(counts[index])])),
  }
}

/** What is known of a table's rows; null where they must be counted. */
export async function heldOf(connection: DuckDBConnection, { dataset }: Shape): Promise<Held | null> {
  const found = await connection.runAndReadAll('SELECT held FROM bellwether_tables WHERE dataset = $1', [dataset])
  const text = found.getRows()[0]?.[0]
  return typeof text === 'string' ? JSON.parse(text) : null
}

export async function keepHeld(connection: DuckDBConnection, { dataset }: Shape, held: Held | null): Promise<void> {
  if (held === null) await connection.run('UPDATE bellwether_tables SET held = NULL WHERE dataset = $1', [dataset])
  else
    await connection.run('UPDATE bellwether_tables SET held = $1 WHERE dataset = $2', [JSON.stringify(held), dataset])
}

/** With the rows that came. */
export const withRows = (held: Held, more: Held): Held => ({
  rows: held.rows + more.rows,
  firstDay: extreme(Math.min, held.firstDay, more.firstDay),
  lastDay: extreme(Math.max, held.lastDay, more.lastDay),
  filled: added(held.filled, more.filled, 1),
})

/** Without the rows of some parts, which still stand in the table. */
export async function withoutParts(
  connection: DuckDBConnection,
  shape: Shape,
  held: Held,
  parts: readonly number[],
): Promise<Held> {
  const fewer = await countHeld(connection, shape, `_part IN (${parts})`)
  const ends = fewer.firstDay === held.firstDay || fewer.lastDay === held.lastDay
  const { firstDay, lastDay } = ends ? await daysOf(connection, shape, `_part NOT IN (${parts})`) : held
  return { rows: held.rows - fewer.rows, firstDay, lastDay, filled: added(held.filled, fewer.filled, -1) }
}

async function daysOf(
  connection: DuckDBConnection,
  shape: Shape,
  where: string,
): Promise<Pick<Held, 'firstDay' | 'lastDay'>> {
  const table = quoted(tableName(shape.dataset))
  const found = await connection.runAndReadAll(`SELECT min(_day), max(_day) FROM ${table} WHERE ${where}`)
  const [first, last] = found.getRows()[0] ?? []
  return { firstDay: dayOrNull(first), lastDay: dayOrNull(last) }
}

const added = (filled: Held['filled'], other: Held['filled'], sign: 1 | -1): Held['filled'] =>
  Object.fromEntries(Object.entries(filled).map(([name, count]) => [name, count + sign * (other[name] ?? 0)]))

const extreme = (pick: (a: number, b: number) => number, a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : pick(a, b)

const dayOrNull = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value))
