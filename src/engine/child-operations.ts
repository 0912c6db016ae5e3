import type { DuckDBInstance } from '@duckdb/node-api'
import { Failure } from '../domain/failure.ts'
import { writeCalendar } from './calendar.ts'
import { foresee } from './foresee.ts'
import { type Job, Lane } from './lanes.ts'
import { type OperationName, type Operations, shortConnections } from './messages.ts'
import { writeRates } from './rates.ts'
import { runStatement } from './run.ts'
import { openStaging, type StagingTable } from './staging.ts'
import { keepCounts, tableStats } from './stats.ts'
import { syncTable } from './sync.ts'

/** How each operation is carried out. They reject with raw engine errors or with Failures. */
export type Handlers = {
  readonly [K in OperationName]: (ask: Operations[K]['ask'], job: Job) => Promise<Operations[K]['give']>
}

/** The operations over an open database: at most `threads` heavy statements at once, one writer, short ones beside them. */
export function operations(instance: DuckDBInstance, threads: number, warn: (message: string) => void): Handlers {
  const lanes = {
    heavy: new Lane(instance, threads),
    short: new Lane(instance, shortConnections),
    write: new Lane(instance, 1),
  }
  const stagings = new Map<number, StagingTable>()
  const opened = (staging: number): StagingTable => {
    const found = stagings.get(staging)
    if (found === undefined) throw new Failure('staging-lost', 'The engine restarted; the rows must be staged again.')
    return found
  }
  return {
    query: (ask, job) => lanes[ask.lane].run(job, (connection) => runStatement(connection, ask, job)),
    stage: async ({ staging, shape }) => {
      stagings.set(staging, await openStaging(await instance.connect(), shape))
      return null
    },
    append: async ({ staging, lines, columns }) => {
      opened(staging).append(lines, columns)
      return null
    },
    duplicates: async ({ staging, kept }) => opened(staging).duplicates(kept),
    write: async ({ staging, file }) => opened(staging).write(file),
    discard: async ({ staging }) => {
      stagings.get(staging)?.close()
      stagings.delete(staging)
      return null
    },
    sync: ({ shape, parts }, job) =>
      lanes.write.run(job, async (connection) => {
        const { rebuilt, changed } = await syncTable(connection, shape, parts, warn)
        // Another transaction may be reading: then the next sync or the closing writes the file back.
        if (changed) await connection.run('CHECKPOINT').catch(() => undefined)
        return { rebuilt }
      }),
    foresee: (ask, job) => lanes.write.run(job, (connection) => foresee(connection, ask, warn)),
    calendar: ({ spine }, job) =>
      lanes.write.run(job, async (connection) => {
        await writeCalendar(connection, spine)
        return null
      }),
    rates: (rows, job) =>
      lanes.write.run(job, async (connection) => {
        await writeRates(connection, rows)
        return null
      }),
    stats: async ({ shape }, job) => {
      const found = await lanes.heavy.run(job, (connection) => tableStats(connection, shape))
      if (found.counted !== null) await lanes.write.run(job, (connection) => keepCounts(connection, shape, found))
      return found.stats
    },
    close: async (_, job) => {
      for (const table of stagings.values()) table.close()
      await lanes.write.run(job, (connection) => connection.run('CHECKPOINT')).catch(() => undefined)
      for (const lane of Object.values(lanes)) lane.close()
      instance.closeSync()
      return null
    },
  }
}
