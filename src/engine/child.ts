import { mkdirSync, rmSync } from 'node:fs'
import { Failure } from '../domain/failure.ts'
import { writeCalendar } from './calendar.ts'
import { consequence, failureOf } from './child-failure.ts'
import { batchesFolder, type OpenDatabase, OutdatedFile, openDatabase, spillFolder } from './database.ts'
import { Job, Lane } from './lanes.ts'
import {
  type ChildOptions,
  type FromChild,
  type LogLevel,
  type Request,
  shortConnections,
  type ToChild,
  type Unopenable,
} from './messages.ts'
import { runStatement } from './run.ts'
import { openStaging, type StagingTable } from './staging.ts'
import { keepCounts, tableStats } from './stats.ts'
import { syncTable } from './sync.ts'

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

function serve({ instance }: OpenDatabase): void {
  const lanes = {
    heavy: new Lane(instance, options.threads),
    short: new Lane(instance, shortConnections),
    write: new Lane(instance, 1),
  }
  const jobs = new Map<number, Job>()
  const stagings = new Map<number, StagingTable>()

  const staging = (number: number): StagingTable => {
    const found = stagings.get(number)
    if (found === undefined) throw new Failure('staging-lost', 'The engine restarted; the rows must be staged again.')
    return found
  }

  const answer = async (request: Request, job: Job): Promise<unknown> => {
    switch (request.op) {
      case 'query':
        return lanes[request.ask.lane].run(job, (connection) => runStatement(connection, request.ask, job))
      case 'stage':
        stagings.set(request.ask.staging, await openStaging(await instance.connect(), request.ask.shape))
        return null
      case 'append':
        staging(request.ask.staging).append(request.ask.lines, request.ask.columns)
        return null
      case 'duplicates':
        return staging(request.ask.staging).duplicates(request.ask.kept)
      case 'write':
        return staging(request.ask.staging).write(request.ask.file)
      case 'discard':
        stagings.get(request.ask.staging)?.close()
        stagings.delete(request.ask.staging)
        return null
      case 'sync': {
        const { shape, parts } = request.ask
        return lanes.write.run(job, async (connection) => {
          const done = await syncTable(connection, shape, parts, (message) => log('warn', message))
          // Another transaction may be reading: then the next sync or the closing writes the file back.
          if (done.changed) await connection.run('CHECKPOINT').catch(() => undefined)
          return { rebuilt: done.rebuilt }
        })
      }
      case 'calendar':
        return lanes.write.run(job, async (connection) => {
          await writeCalendar(connection, request.ask.spine)
          return null
        })
      case 'stats': {
        const { shape } = request.ask
        const found = await lanes.heavy.run(job, (connection) => tableStats(connection, shape))
        if (found.counted !== null) await lanes.write.run(job, (connection) => keepCounts(connection, shape, found))
        return found.stats
      }
      case 'close':
        for (const table of stagings.values()) table.close()
        await lanes.write.run(job, (connection) => connection.run('CHECKPOINT')).catch(() => undefined)
        for (const lane of Object.values(lanes)) lane.close()
        instance.closeSync()
        return null
    }
  }

  const handle = async (request: Request): Promise<void> => {
    const job = new Job(request.deadlineMs)
    jobs.set(request.id, job)
    try {
      const value = await answer(request, job)
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
