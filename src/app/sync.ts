import { join } from 'node:path'
import type { Dataset } from '../domain/catalog.ts'
import { Failure } from '../domain/failure.ts'
import type { BatchPart, PartRef, RowEffect } from '../ports.ts'
import { civil, type Day, day, dayOf } from '../time/day.ts'
import { spine, workSpine } from '../time/spine.ts'
import { appliedParts, appliedRevisions, noteEffect, turning } from './ask/applied.ts'
import { todayOf } from './ask.ts'
import { type Deps, stateFolder } from './deps.ts'
import { inTurn } from './lane.ts'
import { partsInForce } from './load/in-force.ts'

type SyncDeps = Pick<Deps, 'catalog' | 'facts' | 'store' | 'folder' | 'clock'>

export interface SyncReport {
  readonly dataset: string
  /** The engine's table was written anew from the kept files. */
  readonly rebuilt: boolean
  /** Some rows were read with an older definition of the dataset: it should be loaded again. */
  readonly stale: boolean
}

/**
 * Lets the engine catch up with the store: every dataset's table (or those named) holds the parts in force, and the
 * calendar covers their days. Done at start and whenever the catalog changes; running it twice changes nothing.
 */
export async function syncFacts(deps: SyncDeps, datasets?: readonly string[]): Promise<readonly SyncReport[]> {
  const reports: SyncReport[] = []
  for (const dataset of deps.catalog.datasets.values()) {
    if (datasets !== undefined && !datasets.includes(dataset.id)) continue
    reports.push(await inTurn(deps.store, dataset.id, () => syncDataset(deps, dataset)))
  }
  return reports
}

/** The engine's table of one dataset, brought to the parts in force. Whoever calls it holds the dataset's lane. */
export async function syncDataset(
  deps: SyncDeps,
  dataset: Dataset,
  effect: RowEffect | null = null,
): Promise<SyncReport> {
  const parts = await partsInForce(deps, dataset.id)
  const revision = (await deps.store.batches.revisions()).get(dataset.id) ?? 0
  const current = parts.filter((part) => part.shape === dataset.shape)
  await coverDays(deps, parts)
  const { rebuilt } = await turning(deps.facts, dataset.id, async () => {
    const done = await syncTolerant(deps, dataset, parts, current)
    const known = appliedRevisions(deps.facts).get(dataset.id)
    appliedRevisions(deps.facts).set(dataset.id, revision)
    if (dataset.deliveries === undefined) appliedParts(deps.facts).set(dataset.id, done.parts)
    else if (known !== revision || done.rebuilt) noteEffect(deps.facts, dataset.id, effect)
    return done
  })
  return { dataset: dataset.id, rebuilt, stale: current.length < parts.length }
}

/** Rows of an older definition still serve where their columns fit; where they do not, they wait to be loaded again. */
async function syncTolerant(
  deps: SyncDeps,
  dataset: Dataset,
  parts: readonly BatchPart[],
  current: readonly BatchPart[],
): Promise<{ readonly rebuilt: boolean; readonly parts: readonly BatchPart[] }> {
  try {
    return { ...(await deps.facts.sync(dataset, partRefs(deps, parts))), parts }
  } catch (error) {
    const misfit = error instanceof Failure && error.code === 'part-shape' && current.length < parts.length
    if (!misfit) throw error
    return { ...(await deps.facts.sync(dataset, partRefs(deps, current))), parts: current }
  }
}

/** Parts as the engine wants them: files with their whole path. */
export const partRefs = (deps: Pick<Deps, 'folder'>, parts: readonly BatchPart[]): readonly PartRef[] =>
  parts.map(({ part, file, rows, days }) => ({
    part,
    file: file === '' ? '' : join(stateFolder(deps), file),
    rows,
    ...(days === undefined ? {} : { days }),
  }))

interface Covered {
  readonly calendars: Deps['catalog']['calendars']
  readonly first: Day
  readonly end: Day
}

const covered = new WeakMap<SyncDeps['facts'], Covered>()

/** Writes the calendar again when a part has days that it does not reach; whole years, with one to spare on both sides. */
async function coverDays(deps: SyncDeps, parts: readonly BatchPart[]): Promise<void> {
  const calendars = deps.catalog.calendars
  const found = covered.get(deps.facts)
  const before = found?.calendars === calendars ? found : undefined
  const today = todayOf(deps)
  let [first, last]: [number, number] = [before?.first ?? today, before === undefined ? today : before.end - 1]
  for (const part of parts) {
    first = Math.min(first, part.firstDay ?? first)
    last = Math.max(last, part.lastDay ?? last)
  }
  if (before !== undefined && first >= before.first && last < before.end) return
  const range = { first: yearStart(first, -1), end: yearStart(last, 2) }
  const all = [...calendars.values()]
  await deps.facts.calendar({ ...spine(all, range.first, day(range.end - 1)), work: workSpine(all) })
  covered.set(deps.facts, { calendars, ...range })
}

const yearStart = (from: number, years: number): Day => dayOf(civil(day(from)).year + years, 1, 1)
