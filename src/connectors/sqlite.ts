import { existsSync, statSync } from 'node:fs'
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { BadPart } from '../domain/bad-part.ts'
import type { Issue } from '../domain/issue.ts'
import { loadIssue } from '../domain/load-issues.ts'
import { nearest } from '../domain/nearest.ts'
import type { RawCell } from '../domain/raw-cell.ts'
import type { RawRow, ReadRequest } from '../ports.ts'
import { isoInstant } from '../time/zone.ts'
import { fingerprintOf, type Opened, pathOption, readFiles, reasonOf } from './file-parts.ts'
import { type FoundFile, findFiles } from './files.ts'
import { defineConnector } from './plug.ts'
import { RowPrint } from './row-print.ts'
import { quotedName, type Wanted, wantedOf } from './table-name.ts'

const options = z.strictObject({
  path: pathOption(),
  file: z.string().min(1).meta({
    title: 'File',
    description: 'The database file in the folder; a pattern reads the same table of several.',
  }),
})

type Options = z.infer<typeof options>

const rowsPerBlock = 1_000

/** SQLite databases in the workspace's folder: a dataset's `from` is a table, a view or a query. */
export const sqlite = defineConnector<Options>({
  id: 'sqlite',
  title: 'SQLite database',
  help: 'Reads a table, a view or a query (from: select …) of SQLite files. They are never written nor locked for others; whole numbers are exact at any size, dates are text or counted (format: unix).',
  fetches: true,
  since: true,
  options,
  examples: ['kind: source\nid: shop\nconnector: sqlite\npath: data\nfile: shop.db\n'],
  read: (request, chosen) =>
    readFiles(request, chosen.path, (file, print) => openPart(request, file, print), chosen.file),
  reach: async (request, chosen) => {
    const found = await findFiles(request.folder, chosen.path, chosen.file)
    if ('issues' in found) return found.issues
    const looked = await Promise.all(found.files.map((file) => withDatabase(file, request, columnsOf)))
    return looked.flatMap((one) => ('issues' in one ? one.issues : []))
  },
})

/** The column names of what is wanted; the part reads its rows from a connection of its own. */
async function openPart(request: ReadRequest, file: FoundFile, fingerprint: string): Promise<Opened> {
  const wanted = wantedOf(request.dataset.from)
  const origin = `${file.origin}#${wanted.kind === 'table' ? request.dataset.from : 'query'}`
  const before = readBefore.get(`${file.path}#${request.dataset.from}`)
  const isSame = before?.bytes === fingerprint && before.rows === request.known.get(origin)
  if (isSame && isQuiet(file)) return { parts: [], unchanged: [origin] }
  const found = await withDatabase(file, request, columnsOf)
  if ('issues' in found) return found
  const header = found.value
  const rows = new RowPrint()
  const print = () => {
    const made = rows.print(header)
    readBefore.set(`${file.path}#${request.dataset.from}`, { bytes: fingerprint, rows: made })
    return made
  }
  const part = {
    origin,
    file: file.origin,
    header,
    fingerprint: print,
    rows: blocksOf(file, fingerprint, wanted, rows, request.since),
  }
  return { parts: [part] }
}

/** What the rows of a file were when its bytes were these: another table may change without this one being read again. */
const readBefore = new Map<string, { readonly bytes: string; readonly rows: string }>()

type Found<T> = { readonly value: T } | { readonly issues: readonly Issue[] }

/** Opens, does one thing and closes; what SQLite says against it becomes an issue. */
async function withDatabase<T>(
  file: FoundFile,
  request: ReadRequest,
  act: (database: DatabaseSync, wanted: Wanted) => T,
): Promise<Found<T>> {
  const wanted = wantedOf(request.dataset.from)
  let database: DatabaseSync | null = null
  try {
    database = open(file)
    return { value: act(database, wanted) }
  } catch (error) {
    return { issues: [issueOf(error, file, wanted, database)] }
  } finally {
    database?.close()
  }
}

function columnsOf(database: DatabaseSync, wanted: Wanted): readonly string[] {
  return database
    .prepare(statementOf(wanted))
    .columns()
    .map(({ name }) => name)
}

/** A query stands inside ours, so that two statements in one text are a mistake and not half ignored. */
const statementOf = (wanted: Wanted, since: ReadRequest['since'] = undefined): string => {
  const all = wanted.kind === 'table' ? `SELECT * FROM ${tableOf(wanted)}` : `SELECT * FROM (\n${wanted.text}\n)`
  return since === undefined ? all : `SELECT * FROM (${all}) WHERE ${newerRows(since)}`
}

const counted: ReadonlyMap<string | null, number> = new Map([
  ['unix', 0.001],
  ['unix-ms', 1],
  ['unix-us', 1_000],
])

/** Times as text that SQLite does not know are read each time. */
function newerRows({ column, ms }: NonNullable<ReadRequest['since']>): string {
  const name = quotedName(column.from)
  const factor = counted.get(column.format)
  if (factor !== undefined) return `(${name} IS NULL OR ${name} >= ${Math.floor(ms * factor)})`
  return `(julianday(${name}) IS NULL OR julianday(${name}) >= julianday('${isoInstant(ms)}'))`
}

const tableOf = ({ schema, name }: Extract<Wanted, { kind: 'table' }>): string =>
  schema === null ? quotedName(name) : `${quotedName(schema)}.${quotedName(name)}`

/**
 * A file with no open log or journal is read as immutable: without locks, and nothing beside it is made; the fingerprint
 * tells afterwards whether somebody wrote meanwhile. With one, SQLite's own read lock gives a snapshot.
 */
function open(file: FoundFile): DatabaseSync {
  const url = pathToFileURL(file.path)
  url.searchParams.set('mode', 'ro')
  if (isQuiet(file)) url.searchParams.set('immutable', '1')
  return new DatabaseSync(url, { readOnly: true, timeout: busyMs, returnArrays: true, readBigInts: true })
}

/** SQLite waits on this thread, which everybody shares. */
const busyMs = 1_000

const isQuiet = ({ path }: FoundFile): boolean =>
  ['-wal', '-journal'].every((end) => !existsSync(path + end) || statSync(path + end).size === 0)

async function* blocksOf(
  file: FoundFile,
  fingerprint: string,
  wanted: Wanted,
  print: RowPrint,
  since: ReadRequest['since'],
): AsyncGenerator<readonly RawRow[]> {
  const quiet = isQuiet(file)
  const database = open(file)
  try {
    let line = 0
    let block: RawRow[] = []
    for (const found of database.prepare(statementOf(wanted, since)).iterate()) {
      line++
      const cells = Object.values(found).map(cellOf)
      print.add(cells)
      block.push({ line, cells })
      if (block.length < rowsPerBlock) continue
      yield block
      block = []
    }
    if (block.length > 0) yield block
  } catch (error) {
    if (error instanceof BadPart || !isSqlite(error)) throw error
    throw new BadPart([issueOf(error, file, wanted, database)])
  } finally {
    database.close()
  }
  if (!quiet || (isQuiet(file) && (await fingerprintOf(file)) === fingerprint)) return
  throw new BadPart([loadIssue('load/changing', {}, { file: file.origin })])
}

function cellOf(value: SQLOutputValue): RawCell {
  if (!(value instanceof Uint8Array)) return value
  return { kind: 'refused', shown: `${value.length} bytes`, rule: 'is binary data, which no column holds' }
}

const isSqlite = (error: unknown): boolean => error instanceof Error && 'errcode' in error

function issueOf(error: unknown, file: FoundFile, wanted: Wanted, database: DatabaseSync | null): Issue {
  if (!isSqlite(error)) throw error
  const reason = reasonOf(error)
  const place = { file: file.origin }
  if (database === null || /not a database|malformed|unable to open/.test(reason)) {
    return loadIssue('load/unreadable', { reason }, place)
  }
  if (wanted.kind === 'query') return loadIssue('load/query', { reason }, place)
  if (!/no such table/.test(reason)) return loadIssue('load/unreadable', { reason }, place)
  const names = database
    .prepare("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%'")
    .all()
    .flatMap((row) => Object.values(row).map(String))
  return loadIssue('load/no-table', { name: wanted.name, near: nearest(wanted.name, names), names }, place)
}
