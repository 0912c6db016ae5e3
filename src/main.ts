import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { killAt } from './app/failpoint.ts'
import type { Hands } from './app/workspace.ts'
import { runCli } from './cli/run.ts'
import { connectors } from './connectors/index.ts'
import { localOwner } from './domain/access.ts'
import { openFacts } from './engine/open.ts'
import type { Clock } from './ports.ts'
import { localClient } from './server/handlers/index.ts'
import { readSettings, type Settings } from './settings.ts'
import { openStore } from './store/open.ts'

const root = dirname(import.meta.dirname)
/** In percent of what is in use. */
const heapGrowth = 40
const clock: Clock = { now: () => Date.now() }

/** Runs one command of the command line and gives its exit code: 0 good, 1 the check or the data failed, 2 wrong usage. */
export function run(args: readonly string[]): Promise<number> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endQuietly)
  const { version }: { version: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return runCli(args, {
    version,
    root,
    cwd: process.cwd(),
    settings: () => readSettings(process.env),
    out: process.stdout,
    err: process.stderr,
    hands: (settings, log) => handsOf(settings, log),
    localClient: (workspace) => localClient({ workspace, actor: localOwner }),
    serve: async (workspace, { host, port }) => {
      // A server runs for long: its heap is cleared when it has grown by this share, not by several times.
      setFlagsFromString(`--heap-growing-percent=${heapGrowth}`)
      // Only a server needs them: other commands start faster without.
      const [{ openPages }, { serve }] = await Promise.all([import('./server/pages.ts'), import('./server/serve.ts')])
      const pages = await openPages(join(root, 'dist'))
      return serve(workspace, { host, port, version, pages, giveBack: collector() })
    },
    untilStopped,
  })
}

/** What collects all garbage and returns the pages of the heap that are then free to the system. */
function collector(): () => void {
  setFlagsFromString('--expose-gc')
  const collect: NodeJS.GCFunction = runInNewContext('gc')
  setFlagsFromString('--no-expose-gc')
  return () => void collect({ type: 'major', flavor: 'last-resort', execution: 'sync' })
}

/** Whoever read the output has seen enough, as `head` has: what is left to say reaches nobody. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
}

function handsOf(settings: Settings, log: Hands['log']): Hands {
  const quarter = Math.min(8192, Math.max(512, Math.round(totalmem() / 4 / 1024 ** 2)))
  return {
    openStore: (file) => openStore({ file, clock }),
    openFacts: (folder) =>
      openFacts({
        folder,
        memoryMb: settings.engineMemoryMb ?? quarter,
        threads: settings.engineThreads ?? availableParallelism(),
        log,
      }),
    connectors,
    hash: (text) => createHash('sha256').update(text).digest('hex'),
    clock,
    environment: (name) => process.env[name],
    log,
    fail: killAt(settings.failpoint),
  }
}

/** Resolves when a person or the system asks the process to stop. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
}
