import type { ChildProcess } from 'node:child_process'
import { Failure } from '../domain/failure.ts'
import type { ChildOptions, FromChild, LogLevel, OperationName, Operations, RequestOf } from './messages.ts'
import { replaceFile, startChild } from './start.ts'

/** An orderly end that takes longer is cut short. */
const closeWaitMs = 10_000
/** Requests between two recyclings, so that a limit set too low cannot make the engine restart all the time. */
const requestsPerRecycle = 200
/** How much later than its deadline a request is given up when the child does not answer at all. */
const graceMs = 2_000

export interface SupervisorOptions extends ChildOptions {
  /** The child is drained and started anew when its resident memory passes this many MiB. */
  readonly recycleMb: number
  readonly log: (level: LogLevel, message: string) => void
  /** Writes again what a lost file lost, before waiting requests go on. */
  readonly restore: (ask: Ask) => Promise<void>
}

/** Asks one engine process one thing. */
export type Ask = <K extends OperationName>(op: K, ask: Operations[K]['ask']) => Promise<Operations[K]['give']>

export interface CallOptions {
  readonly deadlineMs?: number
  readonly signal?: AbortSignal
  /** Asked once more when the engine dies meanwhile: for what may run twice. */
  readonly again?: boolean
}

interface Pending {
  readonly child: ChildProcess
  readonly resolve: (value: unknown) => void
  /** Called when the child died before it answered. */
  readonly died: () => void
  readonly reject: (reason: Failure) => void
}

/** Keeps one engine process alive and carries requests to it: restart after a crash, recycling, orderly end. */
export class Supervisor {
  readonly #options: SupervisorOptions
  readonly #pending = new Map<number, Pending>()
  #running: Promise<ChildProcess> | null = null
  #child: ChildProcess | null = null
  #nextId = 1
  #closed = false
  #requests = 0
  /** Its last process died without writing back: what the file lost must be looked after. */
  #crashed = false
  /** Why its file must be moved aside before the next start. */
  #unreadable: string | null = null
  #drained: (() => void) | null = null
  /** Open stagings: they live in the child, which is not recycled under them. */
  holds = 0

  constructor(options: SupervisorOptions) {
    this.#options = options
  }

  get pid(): number | null {
    return this.#child?.pid ?? null
  }

  /** Resolves when a process is ready to answer. */
  async start(): Promise<void> {
    await this.#ready()
  }

  /** Asks the engine; rejects with a Failure on deadline, abort, or death of the engine (twice, if `again`). */
  call<K extends OperationName>(
    op: K,
    ask: Operations[K]['ask'],
    options: CallOptions = {},
  ): Promise<Operations[K]['give']> {
    const { deadlineMs, signal } = options
    const sent: { id: number | null } = { id: null }
    const answer = this.#attempt(op, ask, options, sent)
    if (deadlineMs === undefined && signal === undefined) return answer
    return new Promise((resolve, reject) => {
      const giveUp = (reason: Failure) => {
        this.#cancel(sent.id)
        reject(reason)
      }
      const onAbort = () => giveUp(new Failure('cancelled', 'The question was withdrawn.'))
      const timer =
        deadlineMs === undefined
          ? undefined
          : setTimeout(() => giveUp(new Failure('timeout', `No answer within ${deadlineMs} ms.`)), deadlineMs + graceMs)
      signal?.addEventListener('abort', onAbort, { once: true })
      if (signal?.aborted) onAbort()
      answer.then(resolve, reject).finally(() => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', onAbort)
      })
    })
  }

  /** Lets running requests finish, writes the file back and ends the process. Later calls are refused. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    const child = await this.#running?.catch(() => null)
    if (child) await this.#end(child)
    for (const pending of this.#pending.values()) pending.reject(closedFailure())
    this.#pending.clear()
  }

  async #attempt<K extends OperationName>(
    op: K,
    ask: Operations[K]['ask'],
    { deadlineMs, signal, again }: CallOptions,
    sent: { id: number | null },
  ): Promise<Operations[K]['give']> {
    for (let attempt = 1; ; attempt += 1) {
      const child = await this.#ready()
      if (signal?.aborted) throw new Failure('cancelled', 'The question was withdrawn.')
      const reply = await this.#send(child, op, ask, deadlineMs ?? null, sent)
      if (reply.kind === 'value') return reply.value
      if (again !== true || attempt === 2) throw diedFailure(op)
    }
  }

  #send<K extends OperationName>(
    child: ChildProcess,
    op: K,
    ask: Operations[K]['ask'],
    deadlineMs: number | null,
    sent: { id: number | null },
  ): Promise<{ kind: 'value'; value: Operations[K]['give'] } | { kind: 'died' }> {
    const id = this.#nextId
    this.#nextId += 1
    this.#requests += 1
    sent.id = id
    return new Promise((resolve, reject) => {
      this.#pending.set(id, {
        child,
        // The child is our own file of the same version: it answers `op` with what Operations says.
        resolve: (value) => resolve({ kind: 'value', value: value as Operations[K]['give'] }),
        died: () => resolve({ kind: 'died' }),
        reject,
      })
      const request: RequestOf<K> = { id, op, ask, deadlineMs }
      // A child that died between two lines tells so by its exit.
      if (child.connected) child.send(request, () => undefined)
    })
  }

  #cancel(id: number | null): void {
    const child = id === null ? undefined : this.#pending.get(id)?.child
    if (child?.connected) child.send({ op: 'cancel', id }, () => undefined)
  }

  #ready(): Promise<ChildProcess> {
    if (this.#closed) return Promise.reject(closedFailure())
    this.#running ??= this.#launch()
    return this.#running
  }

  async #launch(): Promise<ChildProcess> {
    try {
      if (this.#unreadable !== null) replaceFile(this.#options.folder, this.#unreadable, this.#options.log)
      this.#unreadable = null
      const { child, fresh } = await startChild(this.#options, this.#options.log)
      this.#child = child
      this.#requests = 0
      child.on('message', (message: FromChild) => this.#receive(child, message))
      child.on('exit', (code, signal) => this.#exited(child, signal ?? `exit code ${code}`))
      if (this.#crashed || fresh) await this.#restore(child)
      this.#crashed = false
      return child
    } catch (error) {
      this.#running = null
      throw error instanceof Failure ? error : new Failure('engine-unstartable', String(error), '', { cause: error })
    }
  }

  async #restore(child: ChildProcess): Promise<void> {
    const ask: Ask = async (op, question) => {
      const reply = await this.#send(child, op, question, null, { id: null })
      if (reply.kind === 'died') throw diedFailure(op)
      return reply.value
    }
    try {
      await this.#options.restore(ask)
    } catch (error) {
      this.#options.log('error', `Facts could not be filled again: ${error instanceof Error ? error.message : error}`)
    }
  }

  #receive(child: ChildProcess, message: FromChild): void {
    if (message.kind === 'log') this.#options.log(message.level, message.message)
    if (message.kind === 'broken') {
      this.#options.log('error', `The engine cannot go on: ${message.message}`)
      if (message.newFile) this.#unreadable = message.message
      child.kill('SIGKILL')
    }
    if (message.kind !== 'done' && message.kind !== 'failed') return
    const pending = this.#pending.get(message.id)
    this.#pending.delete(message.id)
    if (message.kind === 'done') pending?.resolve(message.value)
    else pending?.reject(new Failure(message.failure.code, message.failure.message, message.failure.hint))
    if (this.#pending.size === 0) this.#drained?.()
    this.#considerRecycling(child, message.rss)
  }

  #exited(child: ChildProcess, how: string): void {
    const lost = [...this.#pending].filter(([, pending]) => pending.child === child)
    for (const [id] of lost) this.#pending.delete(id)
    if (this.#child === child) {
      this.#child = null
      this.#running = null
      if (!this.#closed) {
        this.#crashed = true
        this.#options.log('error', `The engine died (${how}) with ${lost.length} requests and is started again.`)
        this.#ready().catch(() => undefined)
      }
    }
    for (const [, pending] of lost) {
      if (this.#closed) pending.reject(closedFailure())
      else pending.died()
    }
    this.#drained?.()
  }

  #considerRecycling(child: ChildProcess, rss: number): void {
    if (this.#closed || this.#child !== child || this.holds > 0 || this.#requests < requestsPerRecycle) return
    if (rss < this.#options.recycleMb * 2 ** 20) return
    this.#options.log('info', `The engine holds ${Math.round(rss / 2 ** 20)} MiB and is started anew.`)
    this.#child = null
    this.#running = this.#end(child).then(() => this.#launch())
    this.#running.catch(() => undefined)
  }

  /** Waits for running requests, asks the child to write its file back, and sees it gone. */
  async #end(child: ChildProcess): Promise<void> {
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    if (child.exitCode !== null || child.signalCode !== null) return
    const impatient = setTimeout(() => child.kill('SIGKILL'), closeWaitMs)
    if (this.#pending.size > 0) await Promise.race([gone, new Promise<void>((resolve) => (this.#drained = resolve))])
    this.#drained = null
    const closed = this.#send(child, 'close', null, null, { id: null }).catch(() => undefined)
    await Promise.race([gone, closed])
    if (child.connected) child.disconnect()
    await gone
    clearTimeout(impatient)
  }
}

const closedFailure = (): Failure => new Failure('engine-closed', 'The engine is closed.')

const diedFailure = (op: OperationName): Failure =>
  new Failure(
    op === 'append' || op === 'write' || op === 'duplicates' ? 'staging-lost' : 'engine-died',
    `The engine died while it was asked to ${op}.`,
    'Ask again; if it happens again, give the engine more memory.',
  )
