import type { Catalog, Dataset } from '../../domain/catalog.ts'
import { layerMark, type WindowGrain } from '../../domain/row-policy.ts'
import type { Batch, BatchPart, Store } from '../../ports.ts'
import { day } from '../../time/day.ts'
import { gregorian } from '../../time/gregorian.ts'
import { ordinalOn, periodStart } from '../../time/period.ts'

/** The parts that make up a dataset's rows now, in the order in which they were delivered. */
export async function partsInForce(
  { store, catalog }: { readonly store: Store; readonly catalog: Catalog },
  id: string,
): Promise<readonly BatchPart[]> {
  const dataset = catalog.datasets.get(id)
  if (dataset?.deliveries === undefined) return store.batches.parts(id)
  return inForce(dataset, await store.batches.list(id))
}

/**
 * The parts of these batches that make up the dataset's rows: of each origin the newest unless it is gone; where deliveries
 * overlap all of them in order, for windows with the days in which they stand, of a full one the last alone. Undone batches
 * count as if they had never come.
 */
export function inForce(
  dataset: Pick<Dataset, 'deliveries' | 'shape'>,
  batches: readonly Pick<Batch, 'parts' | 'undone'>[],
): readonly BatchPart[] {
  const parts = batches
    .filter(({ undone }) => undone === null)
    .flatMap((batch) => batch.parts)
    .sort((a, b) => a.part - b.part)
  const policy = dataset.deliveries
  if (policy === undefined) return newestByOrigin(parts)
  // Rows that came while each file held its own count as they did then.
  const [before, since] = [false, true].map((wanted) => parts.filter((part) => isLayer(part) === wanted))
  const layers = ordered([...newestByOrigin(before ?? []), ...(since ?? [])])
  switch (policy.kind) {
    case 'upsert':
      return layers
    case 'full':
      return layers.slice(-1)
    case 'window':
      return cut(layers, policy.grain)
  }
}

const isLayer = ({ shape }: BatchPart): boolean => shape.startsWith(layerMark)

function newestByOrigin(parts: readonly BatchPart[]): readonly BatchPart[] {
  const newest = new Map<string, BatchPart>()
  for (const part of parts) if (part.part > (newest.get(part.origin)?.part ?? 0)) newest.set(part.origin, part)
  return [...newest.values()].filter((part) => !part.gone).sort((a, b) => a.part - b.part)
}

/** A part that was read again because the definition changed stands where it first came. */
function ordered(parts: readonly BatchPart[]): readonly BatchPart[] {
  const layers: BatchPart[] = []
  for (const part of parts) {
    const again = layers.findLastIndex(
      ({ origin, fingerprint, shape }) =>
        origin === part.origin && fingerprint === part.fingerprint && shape !== part.shape,
    )
    if (again === -1) layers.push(part)
    else layers[again] = part
  }
  return layers
}

/** Each part with the days of its window that no later window covers. */
function cut(parts: readonly BatchPart[], grain: WindowGrain): readonly BatchPart[] {
  const standing: BatchPart[] = []
  let covered: readonly Range[] = []
  for (const part of [...parts].reverse()) {
    const window = windowOf(part, grain)
    if (window === null) continue
    standing.push({ ...part, days: without(window, covered) })
    covered = joined([...covered, window])
  }
  return standing.reverse()
}

type Range = readonly [from: number, until: number]

/** The days a delivery is whole for; null where it has no rows, so that it shows none. */
export function windowOf({ firstDay, lastDay }: BatchPart, grain: WindowGrain): Range | null {
  if (firstDay === null || lastDay === null) return null
  if (grain === 'day') return [firstDay, lastDay + 1]
  const start = (ordinal: number) => periodStart(gregorian, grain, ordinal)
  const [from, until] = [
    start(ordinalOn(gregorian, grain, day(firstDay))),
    start(ordinalOn(gregorian, grain, day(lastDay)) + 1),
  ]
  return from === null || until === null ? [firstDay, lastDay + 1] : [from, until]
}

/** Ranges that touch or overlap as one; in order. */
function joined(ranges: readonly Range[]): readonly Range[] {
  const found: Range[] = []
  for (const [from, until] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = found.at(-1)
    if (last === undefined || last[1] < from) found.push([from, until])
    else found[found.length - 1] = [last[0], Math.max(last[1], until)]
  }
  return found
}

/** What is left of a range; `covered` is in order and apart. */
function without([from, until]: Range, covered: readonly Range[]): readonly Range[] {
  const left: Range[] = []
  let at = from
  for (const [first, end] of covered) {
    if (end <= at || first >= until) continue
    if (first > at) left.push([at, first])
    at = Math.max(at, end)
  }
  if (at < until) left.push([at, until])
  return left
}
