import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Failure } from '../domain/failure.ts'

/** Who has a workspace open: one process at a time owns its engine. */
export interface Owner {
  readonly pid: number
  /** When the process began, as the system counts it, because process ids are used again; null where it does not tell. */
  readonly started: string | null
  /** What it does: `serve`, `load`. */
  readonly doing: string
  /** Where it answers, once it serves. */
  readonly url: string | null
}

export interface Lock {
  /** Tells other commands where the owner answers. */
  readonly announce: (url: string) => Promise<void>
  readonly release: () => Promise<void>
}

/** While another process takes a dead one's lock away. */
const [attempts, patienceMs] = [100, 20]

let names = 0
/** A name that no other process and no other act of this one takes. */
const nextName = (): string => `${process.pid}-${++names}`

const fileOf = (stateFolder: string): string => join(stateFolder, 'owner.json')

/** The process that has the workspace open now; null where there is none, or it died. */
export async function ownerOf(stateFolder: string): Promise<Owner | null> {
  const owner = await read(fileOf(stateFolder))
  return owner !== null && (await lives(owner)) ? owner : null
}

/** Takes the workspace for this process, or gives who has it. A lock whose process died is taken over. */
export async function takeLock(stateFolder: string, doing: string): Promise<Lock | Owner> {
  const path = fileOf(stateFolder)
  await mkdir(stateFolder, { recursive: true })
  const mine: Owner = { pid: process.pid, started: await startOf(process.pid), doing, url: null }
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (await create(path, mine)) return held(path, mine)
    const owner = await read(path)
    if (owner !== null && (await lives(owner))) return owner
    await removeStale(path, mine)
  }
  throw new Failure('lock', `The lock ${path} cannot be taken.`, 'Remove it if no other process uses the workspace.')
}

/** A link is made or not, never half: of two processes only one succeeds, and nobody reads a half-written lock. */
async function create(path: string, owner: Owner): Promise<boolean> {
  const own = `${path}.${nextName()}`
  await writeFile(own, JSON.stringify(owner))
  try {
    await link(own, path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    await rm(own, { force: true })
  }
}

function held(path: string, mine: Owner): Lock {
  return {
    announce: async (url) => {
      const half = `${path}.${nextName()}`
      await writeFile(half, JSON.stringify({ ...mine, url }))
      await rename(half, path)
    },
    release: () => rm(path, { force: true }),
  }
}

/**
 * Takes a dead owner's lock away. Only who holds the right to do so may: between reading a dead owner and removing its file
 * somebody else may have taken the place.
 */
async function removeStale(path: string, mine: Owner): Promise<void> {
  const right = `${path}.removing`
  if (!(await create(right, mine))) {
    const other = await read(right)
    if (other === null || !(await lives(other))) await rm(right, { force: true })
    await setTimeout(patienceMs)
    return
  }
  try {
    // A place that is free may be taken the next moment; what stands in it goes only by this right.
    const text = await readFile(path, 'utf8').catch(() => null)
    const owner = text === null ? null : ownerIn(text)
    if (text !== null && (owner === null || !(await lives(owner)))) await rm(path, { force: true })
  } finally {
    await rm(right, { force: true })
  }
}

async function read(path: string): Promise<Owner | null> {
  const text = await readFile(path, 'utf8').catch(() => null)
  return text === null ? null : ownerIn(text)
}

function ownerIn(text: string): Owner | null {
  try {
    const found: unknown = JSON.parse(text)
    return isOwner(found) ? found : null
  } catch {
    return null
  }
}

const isOwner = (found: unknown): found is Owner =>
  typeof found === 'object' && found !== null && 'pid' in found && typeof found.pid === 'number' && 'url' in found

async function lives({ pid, started }: Owner): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  const now = await startOf(pid)
  return started === null || now === null || started === now
}

/** Field 22 of /proc/PID/stat; the name before it may hold anything, so fields count from its closing bracket. */
async function startOf(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
}
