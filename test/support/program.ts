import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The program as a person runs it: a process of its own, through the launcher. */

const root = join(import.meta.dirname, '../..')
const launcher = join(root, 'bin/bellwether.js')
const environment = { ...process.env, BELLWETHER_ENGINE_MEMORY_MB: '512', BELLWETHER_ENGINE_THREADS: '1' }

export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs one command to its end. */
export function bellwether(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<Ran> {
  const child = spawn(process.execPath, [launcher, ...args], {
    cwd: options.cwd ?? root,
    env: { ...environment, ...options.env },
  })
  return ended(child)
}

function ended(child: ChildProcess): Promise<Ran> {
  const [out, err] = [collect(child.stdout), collect(child.stderr)]
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out: out(), err: err() })))
}

function collect(stream: ChildProcess['stdout']): () => string {
  const parts: Buffer[] = []
  stream?.on('data', (part: Buffer) => parts.push(part))
  return () => Buffer.concat(parts).toString()
}

export interface Served {
  readonly url: string
  readonly process: ChildProcess
  /** Everything said on stderr so far. */
  readonly err: () => string
  /** Asks it to stop and waits. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>
}

const served = new Set<ChildProcess>()

/** Kills what a failed test left running. */
export function killServed(): void {
  for (const child of served) child.kill('SIGKILL')
}

/** Starts `bellwether serve` on a free port and waits until it says where. */
export async function serveFolder(folder: string, env: Record<string, string> = {}): Promise<Served> {
  const child = spawn(process.execPath, [launcher, 'serve', folder, '--port', '0'], { env: { ...environment, ...env } })
  served.add(child)
  child.on('close', () => served.delete(child))
  const err = collect(child.stderr)
  const gone = new Promise<void>((resolve) => child.on('close', () => resolve()))
  const url = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stdout?.on('data', (part: Buffer) => {
      said += part
      const found = / at (http:\S+)/.exec(said)?.[1]
      if (found !== undefined) resolve(found)
    })
    void gone.then(() => reject(new Error(`serve ended: ${said}${err()}`)))
  })
  return {
    url,
    process: child,
    err,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal)
      await gone
    },
  }
}

/** A copy of an example workspace in a folder of its own. */
export function copyOf(example: string): { readonly folder: string; readonly remove: () => void } {
  const place = mkdtempSync(join(tmpdir(), 'bellwether-'))
  const folder = join(place, example)
  cpSync(join(root, 'examples', example), folder, { recursive: true, filter: (path) => !path.includes('.bellwether') })
  return { folder, remove: () => rmSync(place, { recursive: true, force: true }) }
}
