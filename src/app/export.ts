import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { Failure } from '../domain/failure.ts'
import type { RecordRow, Store } from '../ports.ts'
import { batchFiles } from './backup.ts'
import { readDefinitionFiles } from './definitions/read-folder.ts'
import { stateFolder } from './deps.ts'
import { copyDurably, digestOf, exists, type FileDigest, filesBelow, firstUnsound, strays } from './files.ts'

/** What an export holds; nothing in it says when or where it was made, so that equal workspaces export equal bytes. */
interface Manifest {
  readonly format: 'bellwether-export'
  readonly version: 1
  /** Rows of each table of the state. */
  readonly rows: Readonly<Record<string, number>>
  readonly files: readonly FileDigest[]
}

const manifestName = 'export.json'

/**
 * The full way out: every definition as it stands, every version of each, every delivery with its rows (Parquet), typed
 * value, change, closing, seal and acceptance (JSON lines), with a checksum of each file. Needs no Bellwether to be read.
 */
export async function exportWorkspace(
  folder: string,
  target: string,
  store: Store,
  openStore: (file: string) => Promise<Store>,
): Promise<ExportReport> {
  if (await exists(target))
    throw new Failure('export', `${target} exists already; an export never overwrites.`, 'Name a new folder.')
  const half = `${target}.partial`
  await rm(half, { recursive: true, force: true })
  for (const { file, text } of await readDefinitionFiles(folder)) await put(join(half, 'definitions', file), text)
  const rows = await writeState(half, store, openStore)
  for (const file of await batchFiles(store)) await copyDurably(join(stateFolder({ folder }), file), join(half, file))
  const files: FileDigest[] = []
  for (const path of await filesBelow(half)) files.push(await digestOf(half, path))
  const manifest: Manifest = { format: 'bellwether-export', version: 1, rows, files }
  await put(join(half, manifestName), `${JSON.stringify(manifest, null, 2)}\n`)
  await rename(half, target)
  return reportOf(manifest)
}

export interface ExportReport {
  readonly files: number
  readonly bytes: number
  readonly rows: Readonly<Record<string, number>>
}

const reportOf = ({ files, rows }: Manifest): ExportReport => ({
  files: files.length,
  bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
  rows,
})

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text, { flush: true })
}

/** Reads a copy, so that all tables are of one moment although a server may be writing. */
async function writeState(
  folder: string,
  store: Store,
  openStore: (file: string) => Promise<Store>,
): Promise<Readonly<Record<string, number>>> {
  const place = join(folder, '.copy')
  await mkdir(place, { recursive: true })
  await store.backup(join(place, 'state.sqlite'))
  const copy = await openStore(join(place, 'state.sqlite'))
  const rows: Record<string, number> = {}
  try {
    for (const name of copy.records.names)
      rows[name] = await writeLines(join(folder, 'state', `${name}.jsonl`), copy, name)
  } finally {
    await copy.close()
    await rm(place, { recursive: true, force: true })
  }
  return rows
}

async function writeLines(path: string, store: Store, name: string): Promise<number> {
  await mkdir(dirname(path), { recursive: true })
  const file = await open(path, 'w')
  let count = 0
  try {
    for await (const rows of store.records.read(name)) {
      await file.write(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
      count += rows.length
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return count
}

/**
 * The way in: makes a workspace of an export, in a folder that is new or empty, after every file was found whole. Exported
 * again it gives the same bytes.
 */
export async function importWorkspace(
  source: string,
  folder: string,
  openStore: (file: string) => Promise<Store>,
): Promise<ExportReport> {
  const manifest = await readManifest(source)
  if ((await exists(folder)) && (await readdir(folder)).length > 0)
    throw new Failure('import', `${folder} is not empty; importing never overwrites.`, 'Name a new folder.')
  const unsound = await firstUnsound(source, manifest.files)
  if (unsound !== null) {
    const what = `${unsound.path} of the export is ${unsound.how}.`
    throw new Failure('import', what, 'Nothing was written. Use another export.')
  }
  const half = `${folder}.partial`
  await rm(half, { recursive: true, force: true })
  for (const { path } of manifest.files) {
    if (path.startsWith('definitions/'))
      await copyDurably(join(source, path), join(half, path.slice('definitions/'.length)))
    else if (path.startsWith('batches/')) await copyDurably(join(source, path), join(half, '.bellwether', path))
  }
  const store = await openStore(join(half, '.bellwether', 'state.sqlite'))
  try {
    for (const name of store.records.names) await readLines(join(source, 'state', `${name}.jsonl`), store, name)
  } finally {
    await store.close()
  }
  await rm(folder, { recursive: true, force: true })
  await rename(half, folder)
  return reportOf(manifest)
}

const rowsPerWrite = 5_000

async function readLines(path: string, store: Store, name: string): Promise<void> {
  let rows: RecordRow[] = []
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    rows.push(JSON.parse(line))
    if (rows.length < rowsPerWrite) continue
    await store.records.write(name, rows)
    rows = []
  }
  await store.records.write(name, rows)
}

async function readManifest(source: string): Promise<Manifest> {
  const text = await readFile(join(source, manifestName), 'utf8').catch(() => null)
  const found: unknown = text === null ? null : parse(text)
  if (!isManifest(found))
    throw new Failure('import', `${source} is no export of Bellwether.`, `It has no sound ${manifestName}.`)
  const stray = found.files.find(strays)
  if (stray !== undefined) throw new Failure('import', `The export names ${stray.path}, which lies outside it.`)
  return found
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const isManifest = (found: unknown): found is Manifest =>
  typeof found === 'object' &&
  found !== null &&
  'format' in found &&
  found.format === 'bellwether-export' &&
  'files' in found
