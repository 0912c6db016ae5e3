import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api'
import { Failure } from '../domain/failure.ts'
import type { ValueType } from '../domain/formula/algebra.ts'
import type { PartRef } from '../ports.ts'
import { appendBlock } from './fill.ts'
import type { DuplicateKey, PackedColumn, Shape, Written } from './messages.ts'
import { columnType, quoted, tableName, text } from './names.ts'
import { appliedParts } from './tables.ts'

/** Keys that are shown when some stand twice, and lines shown of each. */
const shownKeys = 20
const shownLines = 20

/** The staging area of one part: a temporary table on a connection of its own. */
export interface StagingTable {
  readonly append: (lines: Int32Array, columns: readonly PackedColumn[]) => void
  readonly duplicates: (kept: readonly PartRef[]) => Promise<readonly DuplicateKey[]>
  readonly write: (file: string) => Promise<Written>
  readonly close: () => void
}

/** Opens a staging area: the dataset's columns, `_day`, `_at` and `_line`. */
export async function openStaging(connection: DuckDBConnection, shape: Shape): Promise<StagingTable> {
  const columns = shape.columns.map(({ name, type }) => `${quoted(name)} ${columnType(type)}`)
  await connection.run(
    `CREATE TEMP TABLE staged (${[...columns, '_day INTEGER', '_at BIGINT', '_line INTEGER'].join(', ')})`,
  )
  const appender = await connection.createAppender('staged', null, 'temp')
  const types = Array.from({ length: appender.columnCount }, (_, index) => appender.columnType(index))
  return {
    append: (lines, packed) => {
      appendBlock(appender, types, [...packed, { kind: 'int32', values: lines, valid: null }])
    },
    duplicates: async (kept) => {
      appender.flushSync()
      return shape.key === null ? [] : duplicateKeys(connection, shape, shape.key, kept)
    },
    write: async (file) => {
      appender.flushSync()
      return writeParquet(connection, file)
    },
    close: () => closeStaging(connection, appender),
  }
}

function closeStaging(connection: DuckDBConnection, appender: DuckDBAppender): void {
  try {
    appender.closeSync()
  } finally {
    connection.closeSync()
  }
}

async function duplicateKeys(
  connection: DuckDBConnection,
  shape: Shape,
  key: readonly string[],
  kept: readonly PartRef[],
): Promise<readonly DuplicateKey[]> {
  const names = key.map(quoted)
  const list = names.join(', ')
  const same = (a: string, b: string) =>
    names.map((name) => `${a}.${name} IS NOT DISTINCT FROM ${b}.${name}`).join(' AND ')
  const sources = await keptSources(connection, shape, list, kept)
  const again = sources.map(
    (source) => `SELECT ${list} FROM staged s WHERE EXISTS (FROM (${source}) k WHERE ${same('k', 's')})`,
  )
  const twice = [`SELECT ${list} FROM staged GROUP BY ${list} HAVING count(*) > 1`, ...again].join(' UNION ')
  const shown = key.map((name) => `coalesce(${keyText(name, shape)}, '')`).join(', ')
  const found = await connection.runAndReadAll(`
    WITH twice AS (${twice}),
    found AS (SELECT ${list}, min(_line) AS first_line FROM staged SEMI JOIN twice ON ${same('staged', 'twice')}
      GROUP BY ${list} ORDER BY first_line LIMIT ${shownKeys})
    SELECT f.first_line, s._line, ${shown} FROM found f JOIN staged s ON ${same('f', 's')}
    QUALIFY row_number() OVER (PARTITION BY f.first_line ORDER BY s._line) <= ${shownLines}
    ORDER BY f.first_line, s._line`)
  const byKey = new Map<number, { readonly key: readonly string[]; readonly lines: number[] }>()
  for (const [first, line, ...values] of found.getRows()) {
    const entry = byKey.get(Number(first)) ?? { key: values.map(String), lines: [] }
    entry.lines.push(Number(line))
    byKey.set(Number(first), entry)
  }
  return [...byKey.values()]
}

/** Where the keys of the kept parts stand: in the facts table as far as they are applied there, else in their files. */
async function keptSources(
  connection: DuckDBConnection,
  shape: Shape,
  list: string,
  kept: readonly PartRef[],
): Promise<readonly string[]> {
  const applied = await appliedParts(connection, shape.dataset)
  const inTable = kept.filter(({ part }) => applied.has(part)).map(({ part }) => part)
  const inFiles = kept.filter(({ part, rows }) => !applied.has(part) && rows > 0).map(({ file }) => text(file))
  return [
    ...(inTable.length > 0
      ? [`SELECT ${list} FROM ${quoted(tableName(shape.dataset))} WHERE _part IN (${inTable})`]
      : []),
    ...(inFiles.length > 0 ? [`SELECT ${list} FROM read_parquet([${inFiles}], union_by_name = true)`] : []),
  ]
}

/** A key column as a person would write it: ISO days and instants, numbers without trailing zeros. */
export function keyText(name: string, shape: Shape): string {
  const type: ValueType = shape.columns.find((column) => column.name === name)?.type ?? { kind: 'text' }
  const column = `s.${quoted(name)}`
  switch (type.kind) {
    case 'date':
      return `CAST(DATE '1970-01-01' + ${column} AS VARCHAR)`
    case 'instant':
      return `strftime(make_timestamp(${column}), '%Y-%m-%dT%H:%M:%S.%fZ')`
    case 'decimal':
      return type.scale === 0 ? `CAST(${column} AS VARCHAR)` : `rtrim(rtrim(CAST(${column} AS VARCHAR), '0'), '.')`
    default:
      return `CAST(${column} AS VARCHAR)`
  }
}

/**
 * Writes the staged rows, sorted by day and then source line, as one Parquet file that is either absent or whole: a
 * temporary name, fsync, the totals read back and compared, rename, fsync of the folder.
 */
async function writeParquet(connection: DuckDBConnection, file: string): Promise<Written> {
  const temporary = `${file}.tmp`
  const staged = await connection.runAndReadAll('SELECT count(*), min(_day), max(_day) FROM staged')
  await makeFolder(dirname(file))
  try {
    await connection.run(
      `COPY (FROM staged ORDER BY _day, _line) TO ${text(temporary)} (FORMAT parquet, COMPRESSION zstd)`,
    )
    await syncPath(temporary)
    const written = await totalsOf(connection, temporary)
    if (String(written) !== String(staged.getRows()[0])) {
      throw new Failure('write-differs', `${file} holds ${written}, but ${staged.getRows()[0]} were staged.`)
    }
    await rename(temporary, file)
    await syncPath(dirname(file))
    const [rows, first, last] = written
    return { rows: Number(rows), firstDay: dayOrNull(first), lastDay: dayOrNull(last) }
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

const dayOrNull = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value))

/** Rows, first and last day as the Parquet file's own metadata tell them. */
async function totalsOf(connection: DuckDBConnection, file: string): Promise<readonly unknown[]> {
  const totals = await connection.runAndReadAll(`
    SELECT (SELECT num_rows FROM parquet_file_metadata(${text(file)})),
      min(CAST(stats_min_value AS INTEGER)), max(CAST(stats_max_value AS INTEGER))
    FROM parquet_metadata(${text(file)}) WHERE path_in_schema = '_day'`)
  return totals.getRows()[0] ?? []
}

/** Makes the dataset's folder of batches, durably: its entry stands in the folder above. */
async function makeFolder(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true })
  if (made !== undefined) await syncPath(dirname(folder))
}

async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
