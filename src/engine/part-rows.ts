import type { DuckDBConnection } from '@duckdb/node-api'
import type { PartRef } from '../ports.ts'
import type { Shape } from './messages.ts'
import { columnType, quoted, text } from './names.ts'

/**
 * The rows of these parts that stand, as a query of the dataset's columns, `_day`, `_at`, `_part` and where kept `_line`; null where none can.
 * Of upserted parts the last row of each key, marked or not: see `unmarked`.
 */
export async function rowsOf(
  connection: DuckDBConnection,
  shape: Shape,
  parts: readonly PartRef[],
): Promise<string | null> {
  const filled = parts.filter(({ rows, days }) => rows > 0 && days?.length !== 0)
  if (filled.length === 0) return null
  const files = `read_parquet([${filled.map(({ file }) => text(file))}], union_by_name = true)`
  const columns = await columnsOf(connection, shape, files)
  const part = `CAST(list_extract([${filled.map(({ part }) => part)}], CAST(file_index + 1 AS BIGINT)) AS INTEGER)`
  const line = shape.lines === true ? ', _line' : ''
  const all = `SELECT ${columns}, _day, _at, ${part} AS _part, file_index AS _layer${line} FROM ${files}`
  const ranges = filled.flatMap(({ days }, layer) =>
    (days ?? []).map(([from, until]) => `(${layer}, ${from}, ${until})`),
  )
  const standing =
    ranges.length === 0
      ? all
      : `SELECT a.* FROM (${all}) a JOIN (VALUES ${ranges.join(', ')}) w (layer, first, until)
          ON a._layer = w.layer AND a._day >= w.first AND a._day < w.until`
  const latest =
    shape.deliveries?.kind === 'upsert' && shape.key !== null
      ? `QUALIFY row_number() OVER (PARTITION BY ${shape.key.map(quoted)} ORDER BY _layer DESC) = 1`
      : ''
  return `SELECT * EXCLUDE (_layer) FROM (${standing}) ${latest}`
}

/** A condition that holds for rows that are not marked as deleted. */
export function unmarked({ deliveries, columns }: Shape): string {
  const mark = deliveries?.kind === 'upsert' ? deliveries.deleted : null
  if (mark === null) return 'true'
  const column = quoted(mark.column)
  if (mark.words !== null) return `(${column} IS NULL OR ${column} NOT IN (${mark.words.map(text)}))`
  const boolean = columns.find(({ name }) => name === mark.column)?.type.kind === 'boolean'
  return boolean ? `${column} IS NOT TRUE` : `${column} IS NULL`
}

/** How many rows of these parts stand: as accepted, or counted in their files where windows cut into them. */
export async function standingRows(
  connection: DuckDBConnection,
  shape: Shape,
  parts: readonly PartRef[],
): Promise<number> {
  const cut = parts.filter(({ days }) => days !== undefined)
  const whole = parts.reduce((sum, { rows, days }) => sum + (days === undefined ? rows : 0), 0)
  const rows = await rowsOf(connection, shape, cut)
  if (rows === null) return whole
  const counted = await connection.runAndReadAll(`SELECT count(*) FROM (${rows})`)
  return whole + Number(counted.getRows()[0]?.[0])
}

/** The dataset's columns as the files have them; a column that no file has is NULL until the dataset is loaded again. */
async function columnsOf(connection: DuckDBConnection, shape: Shape, files: string): Promise<string> {
  const found = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${files}`)
  const names = new Set(found.getRows().map(([name]) => name))
  return shape.columns
    .map(({ name, type }) => (names.has(name) ? quoted(name) : `CAST(NULL AS ${columnType(type)}) AS ${quoted(name)}`))
    .join(', ')
}

/** A condition on the table's rows: those that go, or are laid anew. */
export function leavingOf(
  shape: Shape,
  work: { readonly rebuild: boolean; readonly remove: readonly number[] },
  arriving: string,
): string {
  if (work.rebuild) return 'true'
  if (shape.deliveries?.kind === 'upsert' && shape.key !== null) {
    const key = shape.key.map(quoted).join(', ')
    return `(${key}) IN (SELECT (${key}) FROM (${arriving}))`
  }
  return work.remove.length === 0 ? 'false' : `_part IN (${work.remove})`
}
