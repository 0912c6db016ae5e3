import { stat } from 'node:fs/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import { Failure } from '../domain/failure.ts'
import type { PartRef } from '../ports.ts'
import { consequence } from './child-failure.ts'
import type { Shape } from './messages.ts'
import { columnType, text } from './names.ts'
import type { AppliedPart } from './tables.ts'

/** A part that is to be read from its file; the stamp tells the file from another of the same name. */
export interface Delivery extends PartRef {
  readonly stamp: string
  /** False when only the table still holds it. */
  readonly present: boolean
}

/**
 * Each part with the stamp of its file (size and time of writing). A part already applied may lack its file, which is
 * logged; any other missing file is a Failure.
 */
export async function deliveries(
  shape: Shape,
  parts: readonly PartRef[],
  applied: ReadonlyMap<number, AppliedPart>,
  log: (message: string) => void,
): Promise<readonly Delivery[]> {
  const stamped: Delivery[] = []
  for (const part of parts) {
    const there = applied.get(part.part)
    const found =
      part.rows === 0 && part.file === '' ? { size: 0, mtimeMs: 0 } : await stat(part.file).catch(() => null)
    const cut = part.days === undefined ? '' : ` ${part.days.map((range) => range.join('-')).join()}`
    if (found !== null) stamped.push({ ...part, stamp: `${found.size}:${found.mtimeMs}${cut}`, present: true })
    else if (there === undefined || !there.stamp.endsWith(cut)) throw missing(shape, part)
    else {
      log(`The file ${part.file} of ${shape.dataset} is missing; its rows still stand in the engine, but nowhere else.`)
      stamped.push({ ...part, stamp: there.stamp, present: false })
    }
  }
  return stamped
}

const missing = (shape: Shape, { file, part }: PartRef): Failure =>
  new Failure(
    'part-missing',
    `The file ${file} of dataset ${shape.dataset} (part ${part}) is missing.`,
    'Restore the batches folder from a backup, or load the dataset again.',
  )

/** Row counts and column types of the files, from their metadata, before anything is changed. */
export async function checkFiles(connection: DuckDBConnection, shape: Shape, all: readonly Delivery[]): Promise<void> {
  const insert = all.filter(({ file }) => file !== '')
  if (insert.length === 0) return
  const files = `[${insert.map(({ file }) => text(file))}]`
  const read = async (sql: string) => {
    try {
      return (await connection.runAndReadAll(sql)).getRows()
    } catch (error) {
      throw (await unreadableFile(connection, shape, insert)) ?? error
    }
  }
  const counts = new Map<string, number>()
  for (const [file, rows] of await read(`SELECT file_name, num_rows FROM parquet_file_metadata(${files})`)) {
    counts.set(String(file), Number(rows))
  }
  for (const { file, rows } of insert) {
    if (counts.get(file) === rows) continue
    throw new Failure(
      'part-rows',
      `The file ${file} of dataset ${shape.dataset} holds ${counts.get(file)} rows; ${rows} were acknowledged.`,
      'Restore it from a backup, or load the dataset again.',
    )
  }
  const types = new Map([...shape.columns.map(({ name, type }) => [name, columnType(type)] as const)])
  for (const [file, name, found] of await read(`SELECT file_name, name, duckdb_type FROM parquet_schema(${files})`)) {
    const wanted = types.get(String(name))
    if (wanted === undefined || wanted === found || widens(String(found), wanted)) continue
    throw new Failure(
      'part-shape',
      `Column ${name} of dataset ${shape.dataset} is ${wanted} now, but ${found} in ${file}.`,
      'Load the dataset again, so that its files have the columns of its definition.',
    )
  }
}

/** May every value of a decimal type be written in the other without loss? Only digits after the point were added. */
function widens(from: string, to: string): boolean {
  const scale = (type: string) => /^DECIMAL\(18,(\d+)\)$/.exec(type)?.[1]
  const [before, after] = [scale(from), scale(to)]
  return before !== undefined && after !== undefined && Number(before) <= Number(after)
}

/** The first file whose rows cannot be read to the end, as a Failure; null when all can. For after an error. */
export async function unreadableFile(
  connection: DuckDBConnection,
  shape: Shape,
  insert: readonly Delivery[],
): Promise<Failure | null> {
  for (const { file, part } of insert) {
    if (file === '') continue
    try {
      await connection.run(`SELECT bit_xor(hash(r)) FROM read_parquet(${text(file)}) r`)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      if (consequence(error) !== 'none') return null
      return new Failure(
        'part-unreadable',
        `The file ${file} of dataset ${shape.dataset} (part ${part}) cannot be read: ${reason}`,
        'Restore the batches folder from a backup, or load the dataset again.',
        { cause: error },
      )
    }
  }
  return null
}
