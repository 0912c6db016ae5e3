import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Writes beside the file, forces it to the disk and renames: a crash leaves the old text or the new one, never half. */
export async function writeDurably(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const half = `${path}.partial`
  try {
    const handle = await open(half, 'w')
    try {
      await handle.writeFile(text, 'utf8')
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(half, path)
  } catch (error) {
    await rm(half, { force: true })
    throw error
  }
  await forceFolder(dirname(path))
}

/** Removes a file, and the removal reaches the disk. */
export async function removeDurably(path: string): Promise<void> {
  await rm(path, { force: true })
  await forceFolder(dirname(path))
}

async function forceFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  await folder.sync().finally(() => folder.close())
}
