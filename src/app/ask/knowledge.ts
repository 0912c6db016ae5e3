import { type DatasetTime, manualDataset } from '../../domain/catalog.ts'
import type { DatasetStats } from '../../ports.ts'
import { nothingTyped } from '../../query/typed.ts'
import { type Day, day } from '../../time/day.ts'
import type { Deps } from '../deps.ts'
import { type FactsState, factsState } from './facts-state.ts'
import type { Freshness } from './moment.ts'
import type { Reads, Revisions } from './reads.ts'
import { typedEntries, typedThrough } from './typed.ts'

/** State of every dataset that is read, looked up ones too, and how fresh each is; no further than values are to read. */
export async function knowledge(
  deps: Pick<Deps, 'catalog' | 'facts' | 'store' | 'through'>,
  reads: Iterable<Reads>,
  revisions: Revisions,
) {
  const states = new Map<string, FactsState>()
  const wanted = new Set([...reads].flatMap((one) => one.all))
  await Promise.all(
    [...wanted].map(async (id) => {
      const dataset = deps.catalog.datasets.get(id)
      if (dataset !== undefined) states.set(id, await factsState(deps, dataset, revisions))
    }),
  )
  const failures = await deps.store.batches.failures()
  const most = deps.through ?? Number.POSITIVE_INFINITY
  const lastDay = new Map(
    [...states].map(([id, { lastDay: last }]) => [id, last === null ? null : Math.min(last, most)]),
  )
  const loaded = new Set([...wanted].filter((id) => (revisions.get(id) ?? 0) > 0))
  const gap = new Map(
    [...states].map(([id, { stats }]) => [id, gapOf(stats, deps.catalog.datasets.get(id)?.time ?? null)]),
  )
  const typed = wanted.has(manualDataset) ? await typedEntries(deps, revisions) : nothingTyped
  const throughOf = typedThrough(deps.catalog, typed)
  const typedTo = (place: Parameters<typeof throughOf>[0]): Day | null => {
    const last = throughOf(place)
    return last === null ? null : day(Math.min(last, most))
  }
  const freshness: Freshness = { lastDay, failed: new Set(failures.keys()), loaded, gap, typedThrough: typedTo }
  return { states, freshness, typed }
}

/** Days from one day that rows speak for to the next. */
function gapOf({ firstDay, lastDay, distinct }: DatasetStats, time: DatasetTime | null): number {
  const days = time === null || time.covers !== undefined ? undefined : distinct[time.column]
  if (firstDay === null || lastDay === null || days === undefined || days < 2) return 1
  return (lastDay - firstDay) / (days - 1)
}
