import type { Catalog } from '../../domain/catalog.ts'
import { readsOf } from '../ask/reads.ts'

const shared = new WeakMap<Catalog, Map<string, readonly string[]>>()

/** The dimensions that every dataset of a KPI has, by which it can be split; in the order of its first dataset. */
export function dimensionsOf(catalog: Catalog, kpi: string): readonly string[] {
  let known = shared.get(catalog)
  if (known === undefined) shared.set(catalog, (known = new Map()))
  let found = known.get(kpi)
  if (found === undefined) known.set(kpi, (found = sharedDimensions(catalog, kpi)))
  return found
}

function sharedDimensions(catalog: Catalog, kpi: string): readonly string[] {
  const [first = [], ...more] = readsOf(catalog, kpi).facts.map((id) =>
    (catalog.datasets.get(id)?.dimensions ?? []).map(({ name }) => name),
  )
  return first.filter((name) => more.every((names) => names.includes(name)))
}

/** Every dimension of any dataset, each once. */
export const allDimensions = (catalog: Catalog): readonly string[] => [
  ...new Set([...catalog.datasets.values()].flatMap(({ dimensions }) => dimensions.map(({ name }) => name))),
]
