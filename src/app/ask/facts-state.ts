import type { Dataset } from '../../domain/catalog.ts'
import type { DatasetStats, Facts, Store } from '../../ports.ts'

/** What `ask` must know of a dataset besides its rows. */
export interface FactsState {
  readonly revision: number
  readonly lastDay: number | null
  readonly stats: DatasetStats
}

const known = new WeakMap<Facts, Map<string, FactsState>>()

/** Statistics and last day of a dataset at a revision; looked up once per revision. */
export async function factsState(facts: Facts, store: Store, dataset: Dataset, revision: number): Promise<FactsState> {
  let states = known.get(facts)
  if (states === undefined) known.set(facts, (states = new Map()))
  const key = `${dataset.id}/${dataset.shape}`
  const found = states.get(key)
  if (found !== undefined && found.revision === revision) return found
  const [stats, parts] = await Promise.all([facts.stats(dataset), store.batches.parts(dataset.id)])
  const lastDay = parts.reduce<number | null>(
    (last, part) => (part.lastDay !== null && (last === null || part.lastDay > last) ? part.lastDay : last),
    null,
  )
  const state = { revision, lastDay, stats }
  states.set(key, state)
  return state
}
