import { type FSWatcher, watch } from 'node:fs'
import { sep } from 'node:path'
import { localOwner } from '../domain/access.ts'
import { todayOf } from './ask.ts'
import type { Workspace } from './workspace.ts'

/** Writers rarely finish in one step: wait until a folder was still for so long. */
const stillMs = 200
/** Some file systems tell nobody what changes on them. */
const sweepMs = 30_000

/**
 * Follows a workspace's folder while it is served: definitions are read again when a YAML file changes, sources when any
 * other file does. Gives the function that stops it and waits for what it began.
 */
export function followFolder(workspace: Workspace): () => Promise<void> {
  let waiting: NodeJS.Timeout | undefined
  let [definitions, data] = [false, false]
  let busy: Promise<void> = Promise.resolve()
  const act = () => {
    const [reread, load] = [definitions, data]
    definitions = data = false
    busy = busy.then(() => catchUp(workspace, reread, load))
  }
  const notice = (name: string) => {
    if (name.split(sep).some((part) => part.startsWith('.') || part === 'node_modules')) return
    if (name.endsWith('.partial')) return
    if (/\.ya?ml$/.test(name)) definitions = true
    else data = true
    clearTimeout(waiting)
    waiting = setTimeout(act, stillMs)
  }
  const watcher = watchFolder(workspace, notice)
  let today = todayOf(workspace.deps)
  const sweep = setInterval(() => {
    definitions = data = true
    act()
    // A new day makes values late, final or due without any row.
    if (today !== todayOf(workspace.deps)) busy = busy.then(async () => void (await workspace.changed()))
    today = todayOf(workspace.deps)
  }, sweepMs)
  return async () => {
    clearTimeout(waiting)
    clearInterval(sweep)
    watcher?.close()
    await busy
  }
}

/** Null where the system cannot watch: the sweep finds changes all the same. */
function watchFolder(workspace: Workspace, notice: (name: string) => void): FSWatcher | null {
  try {
    const watcher = watch(workspace.folder, { recursive: true }, (_, name) => notice(name ?? ''))
    watcher.on('error', (error) => workspace.log('warn', `The folder is looked at every 30 s only: ${error.message}`))
    return watcher
  } catch (error) {
    workspace.log('warn', `The folder is looked at every 30 s only: ${error instanceof Error ? error.message : error}`)
    return null
  }
}

async function catchUp(workspace: Workspace, definitions: boolean, data: boolean): Promise<void> {
  try {
    if (definitions) await workspace.reread()
    if (data) await workspace.load('all', localOwner, { keepUndone: true })
  } catch (error) {
    workspace.log(
      'error',
      `A change in the folder could not be followed: ${error instanceof Error ? error.message : error}`,
    )
  }
}
