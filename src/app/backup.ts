import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Failure } from '../domain/failure.ts'
import type { Clock, Store } from '../ports.ts'
import { isoInstant } from '../time/zone.ts'
import { readDefinitionFiles } from './definitions/read-folder.ts'
import { stateFolder } from './deps.ts'
import { copyDurably, digestOf, exists, type FileDigest, filesBelow, firstUnsound, strays } from './files.ts'

/** What a backup holds: every file with its size and SHA-256, so that a damaged one is found before it is trusted. */
interface Manifest {
  readonly format: 'bellwether-backup'
  readonly version: 1
  readonly at: string
  readonly files: readonly FileDigest[]
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
  const files: FileDigest[] = []
  for (const path of await filesBelow(half)) files.push(await digestOf(half, path))
  const manifest: Manifest = { format: 'bellwether-backup', version: 1, at: isoInstant(clock.now()), files }
  await writeFile(join(half, manifestName), `${JSON.stringify(manifest, null, 2)}\n`, { flush: true })
  await rename(half, target)
  return { files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) }
}

/** Files of every batch ever accepted: undone ones count too, since undoing may be looked into later. */
export async function batchFiles(store: Store): Promise<readonly string[]> {
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
  const unsound = await firstUnsound(source, manifest.files)
  if (unsound !== null) {
    const what = `${unsound.path} of the backup is ${unsound.how}.`
    throw new Failure('restore', what, 'Nothing was written. Use another backup.')
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
  const stray = found.files.find(strays)
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
