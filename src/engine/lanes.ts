import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { Failure } from '../domain/failure.ts'

/** DuckDB forgets an interrupt that arrives between two phases of a statement, so it is repeated until the job ends. */
const interruptEveryMs = 25

/** One asked operation while it waits or runs: what stops it, and the connection it occupies. */
export class Job {
  stopped: Failure | null = null
  #connection: DuckDBConnection | null = null
  #leave: (() => void) | null = null
  #timers: NodeJS.Timeout[] = []

  constructor(deadlineMs: number | null) {
    if (deadlineMs === null) return
    const timer = setTimeout(() => {
      this.stop(
        new Failure('timeout', `The statement did not finish within ${deadlineMs} ms.`, 'Ask for less at once.'),
      )
    }, deadlineMs)
    this.#timers.push(timer)
  }

  /** Ends it as soon as the engine lets go; the first reason counts. */
  stop(reason: Failure): void {
    if (this.stopped !== null) return
    this.stopped = reason
    this.#leave?.()
    this.#connection?.interrupt()
    this.#timers.push(setInterval(() => this.#connection?.interrupt(), interruptEveryMs))
  }

  /** Throws the reason if it was stopped. */
  check(): void {
    if (this.stopped !== null) throw this.stopped
  }

  /** Called by the queue it waits in; `leave` takes it out again. */
  waits(leave: (() => void) | null): void {
    this.#leave = leave
  }

  /** Runs `work` on the connection; errors after a stop become the reason of the stop. */
  async on<T>(connection: DuckDBConnection, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    this.check()
    this.#connection = connection
    try {
      const value = await work(connection)
      this.check()
      return value
    } catch (error) {
      throw this.stopped ?? error
    } finally {
      this.#connection = null
    }
  }

  end(): void {
    for (const timer of this.#timers) clearTimeout(timer)
  }
}

/** A pool of connections with one statement each and a queue in order of arrival. */
export class Lane {
  readonly #instance: DuckDBInstance
  readonly #free: DuckDBConnection[] = []
  readonly #all: DuckDBConnection[] = []
  readonly #size: number
  readonly #waiting: (() => void)[] = []
  #busy = 0

  constructor(instance: DuckDBInstance, size: number) {
    this.#instance = instance
    this.#size = size
  }

  /** Runs `work` on a connection of its own when one is free; rejects with the job's reason when it is stopped. */
  async run<T>(job: Job, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    job.check()
    if (this.#busy < this.#size) this.#busy += 1
    else await this.#turn(job)
    try {
      const connection = this.#free.pop() ?? (await this.#connect())
      try {
        return await job.on(connection, work)
      } finally {
        this.#free.push(connection)
      }
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#busy -= 1
      else next()
    }
  }

  close(): void {
    for (const connection of this.#all) connection.closeSync()
  }

  async #connect(): Promise<DuckDBConnection> {
    const connection = await this.#instance.connect()
    this.#all.push(connection)
    return connection
  }

  /** Waits until a finished job hands its place over. */
  async #turn(job: Job): Promise<void> {
    await new Promise<void>((go, refuse) => {
      this.#waiting.push(go)
      job.waits(() => {
        const place = this.#waiting.indexOf(go)
        if (place < 0) return
        this.#waiting.splice(place, 1)
        refuse(job.stopped)
      })
    })
    job.waits(null)
  }
}
