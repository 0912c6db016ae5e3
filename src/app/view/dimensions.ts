import { type Catalog, manualDataset } from '../../domain/catalog.ts'
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
  const [first = [], ...more] = readsOf(catalog, kpi).facts.map((id) => namesOf(catalog, id))
  return first.filter((name) => more.every((names) => names.includes(name)))
}

/** Typed values are of one KPI each: splitting by it says nothing. */
const namesOf = (catalog: Catalog, id: string): readonly string[] =>
  (catalog.datasets.get(id)?.dimensions ?? [])
    .map(({ name }) => name)
    .filter((name) => id !== manualDataset || name !== 'kpi')

/** Every dimension of any dataset, each once. */
export const allDimensions = (catalog: Catalog): readonly string[] => [
  ...new Set([...catalog.datasets.keys()].flatMap((id) => namesOf(catalog, id))),
]
