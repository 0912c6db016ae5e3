import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, mkdir, open, readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** A file inside a folder with its size and SHA-256 (hex). */
export interface FileDigest {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

export const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** Every file below a folder, as sorted paths inside it. */
export async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}

/** Copies a file, and the copy reaches the disk. */
export async function copyDurably(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await copyFile(from, to)
  const handle = await open(to, 'r')
  await handle.sync()
  await handle.close()
}

export async function digestOf(folder: string, path: string): Promise<FileDigest> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(join(folder, path)), hash)
  return { path, bytes: (await stat(join(folder, path))).size, sha256: hash.digest('hex') }
}

/** The first of the files that is missing or not what its digest says; null where all are whole. */
export async function firstUnsound(
  folder: string,
  files: readonly FileDigest[],
): Promise<{ readonly path: string; readonly how: 'missing' | 'damaged' } | null> {
  for (const { path, bytes, sha256 } of files) {
    const found = (await exists(join(folder, path))) ? await digestOf(folder, path) : null
    if (found === null) return { path, how: 'missing' }
    if (found.bytes !== bytes || found.sha256 !== sha256) return { path, how: 'damaged' }
  }
  return null
}

/** A path that leads out of the folder: a manifest is a person's file too. */
export const strays = ({ path }: FileDigest): boolean => path.startsWith('/') || path.split(/[\\/]/).includes('..')
