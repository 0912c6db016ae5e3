import { mkdirSync, rmSync } from 'node:fs'
import { Failure } from '../domain/failure.ts'
import { consequence, failureOf } from './child-failure.ts'
import { type Handlers, operations } from './child-operations.ts'
import { batchesFolder, type OpenDatabase, OutdatedFile, openDatabase, spillFolder } from './database.ts'
import { Job } from './lanes.ts'
import type {
  ChildOptions,
  FromChild,
  LogLevel,
  OperationName,
  Request,
  RequestOf,
  ToChild,
  Unopenable,
} from './messages.ts'

/** The engine's own process: owns the DuckDB file, answers messages, and dies with its parent. */

const send = (message: FromChild): void => {
  process.send?.(message)
}
const log = (level: LogLevel, message: string): void => send({ kind: 'log', level, message })

// A killed parent must not leave a process that holds the file. Running statements would delay an orderly exit; the file
// is a cache under a write-ahead log, so an abrupt end costs nothing.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
// Ctrl-C reaches the whole group: the parent decides when we end.
process.on('SIGINT', () => undefined)

const options: ChildOptions = JSON.parse(process.argv[2] ?? '{}')

/** Errors of opening that the machine causes: another file would not open either. */
const refusedOpening = /Permission denied|No space left|Too many open files|Read-only file system/

function whyUnopenable(error: unknown, message: string): Unopenable {
  if (error instanceof OutdatedFile) return 'outdated'
  if (/lock on file/.test(message)) return 'held'
  return refusedOpening.test(message) ? 'refused' : 'damaged'
}

async function start(): Promise<void> {
  process.chdir(options.folder)
  mkdirSync(batchesFolder, { recursive: true })
  send({ kind: 'opening' })
  try {
    const database = await openDatabase(options)
    // The lock is ours now, so what lies here was left behind by a process that was killed.
    rmSync(spillFolder, { recursive: true, force: true })
    mkdirSync(spillFolder)
    serve(database)
    send({ kind: 'ready', fresh: database.fresh })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    send({ kind: 'unopenable', why: whyUnopenable(error, message), message })
  }
}

const carryOut = <K extends OperationName>(handlers: Handlers, { op, ask }: RequestOf<K>, job: Job) =>
  handlers[op](ask, job)

function serve({ instance }: OpenDatabase): void {
  const handlers = operations(instance, options.threads, (message) => log('warn', message))
  const jobs = new Map<number, Job>()

  const handle = async (request: Request): Promise<void> => {
    const job = new Job(request.deadlineMs)
    jobs.set(request.id, job)
    try {
      const value = await carryOut(handlers, request, job)
      send({ kind: 'done', id: request.id, value, rss: process.memoryUsage.rss() })
    } catch (error) {
      const follows = consequence(error)
      if (follows !== 'none') {
        // No answer: the parent sees us gone, mends what is to be mended, and asks again.
        send({ kind: 'broken', newFile: follows === 'new-file', message: failureOf(error).message })
        return
      }
      const { code, message, hint } = failureOf(error)
      send({ kind: 'failed', id: request.id, failure: { code, message, hint }, rss: process.memoryUsage.rss() })
    } finally {
      job.end()
      jobs.delete(request.id)
    }
  }

  // The parent is the only sender and of the same version, so that its messages need no check.
  process.on('message', (message: ToChild) => {
    if (message.op === 'cancel') jobs.get(message.id)?.stop(new Failure('cancelled', 'The question was withdrawn.'))
    else void handle(message)
  })
}

await start()
