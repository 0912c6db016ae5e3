import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Deps, stateFolder } from './deps.ts'

/**
 * Removes the files of parts that were written but never accepted: a load that was cut short. Only before anything is
 * loaded, because a file that is being written is not accepted yet either. Gives what it removed, relative to the state folder.
 */
export async function removeOrphans(deps: Pick<Deps, 'folder' | 'store' | 'fail'>): Promise<readonly string[]> {
  const state = stateFolder(deps)
  const kept = new Set((await deps.store.batches.list()).flatMap((batch) => batch.parts.map((part) => part.file)))
  const removed: string[] = []
  for (const folder of await names(join(state, 'batches'))) {
    for (const name of await names(join(state, 'batches', folder))) {
      const file = `batches/${folder}/${name}`
      if (kept.has(file) || !/\.parquet(\.tmp)?$/.test(name)) continue
      await rm(join(state, file), { force: true })
      deps.fail('orphan:removed')
      removed.push(file)
    }
  }
  return removed
}

/** What stands in a folder; nothing where there is none. */
const names = (folder: string): Promise<readonly string[]> =>
  readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return []
    throw error
  })
