import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Failure } from '../domain/failure.ts'
import type { Clock, Store } from '../ports.ts'
import { isoInstant } from '../time/zone.ts'
import { readDefinitionFiles } from './definitions/read-folder.ts'
import { stateFolder } from './deps.ts'

/** What a backup holds: every file with its size and SHA-256, so that a damaged one is found before it is trusted. */
interface Manifest {
  readonly format: 'bellwether-backup'
  readonly version: 1
  readonly at: string
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[]
}

const manifestName = 'backup.json'

/**
 * Copies a workspace into a new folder: its definitions, its state and every accepted batch. Sources' own files are not
 * part of it, since accepted rows are. May run beside a server: the state is copied as of one moment, batches never change.
 */
export async function backup(
  folder: string,
  target: string,
  store: Store,
  clock: Clock,
): Promise<{ readonly files: number; readonly bytes: number }> {
  if (await exists(target))
    throw new Failure('backup', `${target} exists already; a backup never overwrites.`, 'Name a new folder.')
  const half = `${target}.partial`
  await rm(half, { recursive: true, force: true })
  await mkdir(join(half, '.bellwether'), { recursive: true })
  await store.backup(join(half, '.bellwether/state.sqlite'))
  for (const { file, text } of await readDefinitionFiles(folder)) {
    await mkdir(dirname(join(half, file)), { recursive: true })
    await writeFile(join(half, file), text, { flush: true })
  }
  for (const file of await batchFiles(store))
    await copyDurably(join(stateFolder({ folder }), file), join(half, '.bellwether', file))
  const files = []
  for (const path of await filesBelow(half)) {
    files.push({ path, bytes: (await stat(join(half, path))).size, sha256: await digest(join(half, path)) })
  }
  const manifest: Manifest = { format: 'bellwether-backup', version: 1, at: isoInstant(clock.now()), files }
  await writeFile(join(half, manifestName), `${JSON.stringify(manifest, null, 2)}\n`, { flush: true })
  await rename(half, target)
  return { files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) }
}

/** Files of every batch ever accepted: undone ones count too, since undoing may be looked into later. */
async function batchFiles(store: Store): Promise<readonly string[]> {
  const batches = await store.batches.list()
  return [...new Set(batches.flatMap(({ parts }) => parts.map(({ file }) => file)).filter((file) => file !== ''))]
}

/** Puts a backup into a folder that is new or empty, after every file of it was found whole. */
export async function restore(
  source: string,
  folder: string,
): Promise<{ readonly at: string; readonly files: number }> {
  const manifest = await readManifest(source)
  if ((await exists(folder)) && (await readdir(folder)).length > 0)
    throw new Failure('restore', `${folder} is not empty; restoring never overwrites.`, 'Name a new folder.')
  for (const { path, bytes, sha256 } of manifest.files) {
    const found = await stat(join(source, path)).catch(() => null)
    if (found === null || found.size !== bytes || (await digest(join(source, path))) !== sha256)
      throw new Failure(
        'restore',
        `${path} of the backup is ${found === null ? 'missing' : 'damaged'}.`,
        'Nothing was written. Use another backup.',
      )
  }
  const half = `${folder}.partial`
  await rm(half, { recursive: true, force: true })
  for (const { path } of manifest.files) await copyDurably(join(source, path), join(half, path))
  await rm(folder, { recursive: true, force: true })
  await rename(half, folder)
  return { at: manifest.at, files: manifest.files.length }
}

async function readManifest(source: string): Promise<Manifest> {
  const text = await readFile(join(source, manifestName), 'utf8').catch(() => null)
  const found: unknown = text === null ? null : parse(text)
  if (!isManifest(found))
    throw new Failure('restore', `${source} is no backup of Bellwether.`, `It has no sound ${manifestName}.`)
  // A manifest is a person's file too: nothing in it may lead out of the folder.
  const stray = found.files.find(({ path }) => path.startsWith('/') || path.split(/[\\/]/).includes('..'))
  if (stray !== undefined) throw new Failure('restore', `The backup names ${stray.path}, which lies outside it.`)
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
  found.format === 'bellwether-backup' &&
  'files' in found

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}

async function copyDurably(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await copyFile(from, to)
  const handle = await open(to, 'r')
  await handle.sync()
  await handle.close()
}

async function digest(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
