import { mkdirSync } from 'node:fs'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import type { Dataset } from '../domain/catalog.ts'
import { Failure } from '../domain/failure.ts'
import type { Facts, PartRef, RateRows, Spine, Staging } from '../ports.ts'
import type { LogLevel, Shape } from './messages.ts'
import { packBlock } from './pack.ts'
import { type Ask, Supervisor } from './supervisor.ts'

export interface FactsOptions {
  /** The state folder: `engine.duckdb`, `spill/` and `batches/` lie in it. */
  readonly folder: string
  /** MiB that DuckDB may use. */
  readonly memoryMb: number
  readonly threads: number
  readonly log: (level: LogLevel, message: string) => void
  /** MiB of disk for spilling; ten times the memory unless stated. */
  readonly spillMb?: number
  /** MiB of resident memory at which the process is recycled; the memory and a margin unless stated. */
  readonly recycleMb?: number
}

/** The facts engine with its process id, which is null while it restarts. */
export interface Engine extends Facts {
  readonly pid: () => number | null
}

/**
 * Opens the facts engine: a supervised process that owns `<folder>/engine.duckdb`. Part files are paths inside
 * `<folder>/batches`, absolute or relative to the folder. Rejects with a Failure when the file cannot be opened.
 */
export async function openFacts(options: FactsOptions): Promise<Engine> {
  const folder = resolve(options.folder)
  mkdirSync(folder, { recursive: true })
  const synced = new Map<string, { readonly shape: Shape; readonly parts: readonly PartRef[] }>()
  const rates = new Map<string, RateRows>()
  let spine: Spine | null = null

  const { memoryMb, threads, log } = options
  const restore = async (ask: Ask): Promise<void> => {
    if (spine !== null) await ask('calendar', { spine })
    for (const rows of rates.values()) await ask('rates', rows)
    for (const question of synced.values()) {
      await ask('sync', question).catch((error: unknown) => {
        log('error', `${question.shape.dataset}: ${error instanceof Error ? error.message : error}`)
      })
    }
  }
  const supervisor = new Supervisor({
    folder,
    memoryMb,
    threads,
    log,
    spillMb: options.spillMb ?? memoryMb * 10,
    recycleMb: options.recycleMb ?? Math.round(memoryMb * 1.25) + 512,
    restore,
  })
  await supervisor.start()
  const inside = (parts: readonly PartRef[]) => parts.map((part) => ({ ...part, file: batchFile(folder, part.file) }))
  let stagings = 0

  return {
    pid: () => supervisor.pid,
    query: ({ text, params }, { lane = 'heavy', deadlineMs, signal } = {}) =>
      supervisor.call(
        'query',
        { text, params, lane },
        { again: true, ...(deadlineMs !== undefined && { deadlineMs }), ...(signal !== undefined && { signal }) },
      ),
    stage: async (dataset) => {
      stagings += 1
      const shape = shapeOf(dataset)
      await supervisor.call('stage', { staging: stagings, shape }, { again: true })
      return openStage(supervisor, stagings, shape, folder)
    },
    sync: async (dataset, parts) => {
      const question = { shape: shapeOf(dataset), parts: inside(parts) }
      const done = await supervisor.call('sync', question, { again: true })
      synced.set(dataset.id, question)
      return done
    },
    foresee: (dataset, parts, lateBefore = undefined) => {
      const question = { shape: shapeOf(dataset), parts: inside(parts), lateBefore: lateBefore ?? null }
      return supervisor.call('foresee', question, { again: true })
    },
    calendar: async (days) => {
      await supervisor.call('calendar', { spine: days }, { again: true })
      spine = days
    },
    rates: async (rows) => {
      await supervisor.call('rates', rows, { again: true })
      rates.set(rows.table, rows)
    },
    stats: (dataset) => supervisor.call('stats', { shape: shapeOf(dataset) }, { again: true }),
    close: () => supervisor.close(),
  }
}

const shapeOf = ({ id, columns, key, deliveries, targets }: Dataset): Shape => ({
  dataset: id,
  columns: columns.map(({ name, type }) => ({ name, type })),
  key,
  ...(deliveries === undefined ? {} : { deliveries }),
  ...(targets === undefined ? {} : { lines: true }),
})

/** A part's file relative to the state folder, with forward slashes; '' stays, as a part without rows has no file. */
function batchFile(folder: string, file: string): string {
  if (file === '') return ''
  const path = relative(folder, resolve(folder, file))
  if (isAbsolute(path) || !path.startsWith(`batches${sep}`)) {
    throw new Failure('access-refused', `${file} is not in the batches folder of ${folder}.`)
  }
  return path.replaceAll(sep, '/')
}

function openStage(supervisor: Supervisor, staging: number, shape: Shape, folder: string): Staging {
  supervisor.holds += 1
  let open = true
  return {
    append: async (lines, columns) => {
      await supervisor.call('append', { staging, lines, columns: packBlock(shape, lines.length, columns) })
    },
    duplicates: async (kept) => {
      const parts = kept.map((part) => ({ ...part, file: batchFile(folder, part.file) }))
      return supervisor.call('duplicates', { staging, kept: parts })
    },
    write: async (file) => supervisor.call('write', { staging, file: batchFile(folder, file) }),
    discard: async () => {
      if (!open) return
      open = false
      supervisor.holds -= 1
      await supervisor.call('discard', { staging }, { again: true })
    },
  }
}
