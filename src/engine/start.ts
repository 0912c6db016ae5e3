import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Failure } from '../domain/failure.ts'
import { type ChildOptions, type FromChild, type LogLevel, shortConnections, type Unopenable } from './messages.ts'

/** The log and then the file may each have to be moved aside. */
const damageLimit = 3
/** How long to wait for another process to let go of the file, such as our own last child. */
const lockAttempts = 10
const lockWaitMs = 100
/** File system calls and stagings beside the lanes. */
const spareThreads = 8

type Log = (level: LogLevel, message: string) => void

type Opening =
  | { readonly kind: 'ready'; readonly child: ChildProcess; readonly fresh: boolean }
  | { readonly kind: 'unopenable'; readonly why: Unopenable; readonly message: string }

/**
 * Starts an engine process that has its file open. A damaged log or file is moved aside, since both are only a cache; one
 * of another version is deleted. Rejects with a Failure when another process holds the file or the machine refuses.
 */
export async function startChild(
  options: ChildOptions,
  log: Log,
): Promise<{ readonly child: ChildProcess; readonly fresh: boolean }> {
  let damages = 0
  let waits = 0
  for (;;) {
    const opening = await open(options, log)
    if (opening.kind === 'ready') return opening
    const { why, message } = opening
    if (why === 'held' && waits < lockAttempts) {
      waits += 1
      await new Promise((resolve) => setTimeout(resolve, lockWaitMs))
    } else if (why === 'held') {
      throw new Failure('engine-held', `Another process holds the engine's file: ${message}`, 'Stop the other server.')
    } else if (why === 'refused' || damages >= damageLimit) {
      throw new Failure('engine-unopenable', `The engine's file cannot be opened: ${message}`, 'Check disk and rights.')
    } else {
      damages += 1
      setAside(options.folder, why, message, log)
    }
  }
}

/** Takes the write-ahead log away first, which loses only what was not yet written back; then the file. */
function setAside(folder: string, why: Unopenable, message: string, log: Log): void {
  const file = join(folder, 'engine.duckdb')
  const wal = `${file}.wal`
  if (why === 'outdated') {
    rmSync(file, { force: true })
    rmSync(wal, { force: true })
    log('info', `The engine's file is built anew from the accepted batches. ${message}`)
    return
  }
  moveAside(existsSync(wal) ? wal : file, message, log)
}

/** Moves the engine's file aside because a block of it cannot be read. Its log belongs to it and goes too. */
export function replaceFile(folder: string, message: string, log: Log): void {
  const file = join(folder, 'engine.duckdb')
  rmSync(`${file}.wal`, { force: true })
  moveAside(file, message, log)
}

function moveAside(bad: string, message: string, log: Log): void {
  if (existsSync(bad)) renameSync(bad, `${bad}.damaged`)
  log(
    'warn',
    `${bad} was damaged and is now ${bad}.damaged; facts are filled again from the accepted batches. ${message}`,
  )
}

/** Forks the process and waits until it says how the opening went, or dies. */
function open(options: ChildOptions, log: Log): Promise<Opening> {
  const entry = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './child.ts' : './child.js', import.meta.url))
  const child = fork(entry, [JSON.stringify(options)], {
    serialization: 'advanced',
    // Its own heap is small; what is freed goes back to the machine.
    execArgv: ['--max-semi-space-size=4', '--heap-growing-percent=40'],
    // DuckDB runs each statement on a thread of libuv's pool: too few of them and short statements wait for heavy ones.
    env: {
      UV_THREADPOOL_SIZE: String(options.threads + shortConnections + spareThreads),
      TZ: 'UTC',
      // Each of these threads would keep a heap of its own.
      MALLOC_ARENA_MAX: '2',
    },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let lastWords = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-2000)
    log('warn', text.trim())
  })
  return new Promise((resolve, reject) => {
    let opening = false
    const settle = () => {
      child.off('message', onMessage)
      child.off('exit', onExit)
      child.off('error', reject)
    }
    const onMessage = (message: FromChild) => {
      if (message.kind === 'opening') opening = true
      if (message.kind !== 'ready' && message.kind !== 'unopenable') return
      settle()
      if (message.kind === 'ready') resolve({ kind: 'ready', child, fresh: message.fresh })
      else {
        child.once('exit', () => resolve({ kind: 'unopenable', why: message.why, message: message.message }))
        child.kill('SIGKILL')
      }
    }
    const onExit = (code: number | null, signal: string | null) => {
      settle()
      const message = `The engine died while opening (${signal ?? `exit code ${code}`}). ${lastWords}`
      if (opening) resolve({ kind: 'unopenable', why: 'damaged', message })
      else reject(new Failure('engine-unstartable', message))
    }
    child.on('message', onMessage)
    child.on('exit', onExit)
    child.on('error', reject)
  })
}
