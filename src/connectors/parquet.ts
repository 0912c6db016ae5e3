import { type FileHandle, open } from 'node:fs/promises'
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import {
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetScan,
  type SchemaElement,
} from 'hyparquet'
import { z } from 'zod'
import { BadPart } from '../domain/bad-part.ts'
import type { Dataset } from '../domain/catalog.ts'
import type { Issue } from '../domain/issue.ts'
import { loadIssue } from '../domain/load-issues.ts'
import type { RawCell } from '../domain/raw-cell.ts'
import type { RawRow } from '../ports.ts'
import { fingerprintOf, type Opened, pathOption, reachFiles, readFiles, reasonOf } from './file-parts.ts'
import type { FoundFile } from './files.ts'
import { type CellOfStored, storedReader } from './parquet-cells.ts'
import { defineConnector } from './plug.ts'

const options = z.strictObject({ path: pathOption() })

type Options = z.infer<typeof options>

const rowsPerBlock = 1_000

/** Beside Snappy, which the library has itself. */
const compressors: Compressors = {
  GZIP: (input) => gunzipSync(input),
  BROTLI: (input) => brotliDecompressSync(input),
  ZSTD: (input) => zstdDecompressSync(input),
}

/** Parquet files: a dataset's `from` is the pattern of file names; only the columns it declares are read. */
export const parquet = defineConnector<Options>({
  id: 'parquet',
  title: 'Parquet files',
  help: 'Reads Parquet files from a folder of the workspace, one row group after the other and only the columns that a dataset declares. Decimals, days and timestamps keep their types: adjusted to UTC they are instants, else local to the dataset’s zone. Lists, maps and structs cannot be columns.',
  fetches: true,
  options,
  examples: ['kind: source\nid: lake\nconnector: parquet\npath: lake\n'],
  read: (request, chosen) => readFiles(request, chosen.path, (file, print) => openPart(file, print, request.dataset)),
  reach: (request, chosen) => reachFiles(request, chosen.path),
})

interface Wanted {
  readonly name: string
  readonly read: CellOfStored
}

async function openPart(file: FoundFile, fingerprint: string, dataset: Dataset): Promise<Opened> {
  const handle = await open(file.path)
  const close = () => handle.close()
  const buffer = await bufferOf(handle)
  const metadata = await parquetMetadataAsync(buffer).catch((error: unknown) => reasonOf(error))
  if (typeof metadata === 'string') {
    await close()
    return { issues: [loadIssue('load/unreadable', { reason: metadata }, { file: file.origin })] }
  }
  const elements = topElements(metadata)
  const issues: Issue[] = []
  const wanted: Wanted[] = []
  for (const element of elements) {
    if (!dataset.columns.some(({ from }) => from === element.name)) continue
    const read = storedReader(element)
    if (read === null) issues.push(loadIssue('load/nested', { name: element.name }, { file: file.origin }))
    else wanted.push({ name: element.name, read })
  }
  if (issues.length > 0) {
    await close()
    return { issues }
  }
  // With a column missing nothing is read, and all names help to find the right one.
  const isWhole = dataset.columns.every(({ from }) => wanted.some(({ name }) => name === from))
  const header = isWhole ? wanted.map(({ name }) => name) : elements.map(({ name }) => name)
  const rows = blocksOf(file, fingerprint, buffer, withoutLogicalTypes(metadata), wanted)
  return { parts: [{ origin: file.origin, fingerprint, header, everyRow: true, rows, close }] }
}

async function bufferOf(handle: FileHandle): Promise<AsyncBuffer> {
  const { size } = await handle.stat()
  return {
    byteLength: size,
    slice: async (start, end = size) => {
      const from = start < 0 ? size + start : start
      const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - from))
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, from)
      if (bytesRead < bytes.length) throw new Error('it is shorter than its directory says')
      return bytes.buffer
    },
  }
}

/** The columns of the table: the children of the schema's root, whose own children follow each of them. */
function topElements({ schema }: FileMetaData): readonly SchemaElement[] {
  const found: SchemaElement[] = []
  const skip = (at: number): number => {
    let next = at + 1
    for (let left = schema[at]?.num_children ?? 0; left > 0; left--) next = skip(next)
    return next
  }
  for (let at = 1; at < schema.length; at = skip(at)) {
    const element = schema[at]
    if (element !== undefined) found.push(element)
  }
  return found
}

/** The library would round decimals and cut timestamps: without their logical types values come as they are stored. */
function withoutLogicalTypes(metadata: FileMetaData): FileMetaData {
  const schema = metadata.schema.map((element): SchemaElement => {
    const stored: SchemaElement = { ...element }
    delete stored.converted_type
    delete stored.logical_type
    return stored
  })
  return { ...metadata, schema }
}

async function* blocksOf(
  file: FoundFile,
  fingerprint: string,
  buffer: AsyncBuffer,
  metadata: FileMetaData,
  wanted: readonly Wanted[],
): AsyncGenerator<readonly RawRow[]> {
  try {
    const columns = wanted.map(({ name }) => name)
    const scan = await parquetScan({
      file: buffer,
      metadata,
      columns,
      utf8: false,
      parsers: { timestampFromNanoseconds: (nanos) => nanos },
      compressors,
    })
    for (const { rowStart, rowEnd } of scan.ranges) {
      const stored: ArrayLike<unknown>[] = []
      for (const column of columns) stored.push(await scan.readColumn({ column, rowStart, rowEnd }))
      for (let from = rowStart; from < rowEnd; from += rowsPerBlock) {
        yield rowsOf(stored, wanted, rowStart, from, Math.min(rowEnd, from + rowsPerBlock))
      }
    }
  } catch (error) {
    if (error instanceof BadPart) throw error
    throw new BadPart([loadIssue('load/unreadable', { reason: reasonOf(error) }, { file: file.origin })])
  }
  if ((await fingerprintOf(file)) === fingerprint) return
  throw new BadPart([loadIssue('load/changing', {}, { file: file.origin })])
}

function rowsOf(
  stored: readonly ArrayLike<unknown>[],
  wanted: readonly Wanted[],
  rowStart: number,
  from: number,
  until: number,
): readonly RawRow[] {
  const rows: RawRow[] = []
  for (let row = from; row < until; row++) {
    const cells = wanted.map(({ read }, at): RawCell => {
      const value = stored[at]?.[row - rowStart] ?? null
      return value === null ? null : read(value)
    })
    rows.push({ line: row + 1, cells })
  }
  return rows
}
