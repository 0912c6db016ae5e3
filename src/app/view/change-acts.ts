import type { Answer } from '../../domain/answer.ts'
import type { Kpi } from '../../domain/catalog.ts'
import type { ChangeAct } from '../../domain/view.ts'
import type { Batch, Change, Evaluation } from '../../ports.ts'
import { parseDay } from '../../time/day.ts'
import { readsOf } from '../ask/reads.ts'
import { type DocumentName, targetDocuments, valueDocuments } from '../definitions/rests-on.ts'
import type { Deps } from '../deps.ts'
import { touches } from '../evaluate/events.ts'

/**
 * Whose act made each change of a KPI: the last one before the change was recorded that can have made it, since items are
 * evaluated after each act. Definitions are those of everything that its values rest on; rows are those of its period, where
 * any came.
 */
export async function actsOn(
  { catalog, store }: Pick<Deps, 'catalog' | 'store'>,
  kpi: Kpi,
  changes: readonly Change[],
): Promise<(change: Change) => ChangeAct | null> {
  const instants = [...new Set(changes.map(({ at }) => at))]
  const earlier = new Map(
    await Promise.all(instants.map(async (at) => [at, await store.changes.evaluationBefore(at)] as const)),
  )
  const [deliveries, definitions, targets] = await Promise.all([
    deliveriesOf(store, readsOf(catalog, kpi.id).all),
    versionsOf(store, valueDocuments(catalog, kpi.id)),
    versionsOf(store, targetDocuments(catalog, kpi.id)),
  ])
  return (change) => {
    const { cause, before, after } = change
    const delivered = () => deliveryBefore(change, deliveries, earlier.get(change.at) ?? null)
    switch (cause) {
      case 'first':
      case 'time':
        return null
      case 'new-data':
      case 'restatement':
        return delivered()
      case 'new-definition':
        return last(definitions, change.at)
      case 'new-target': {
        // A target that grows from actual values is another one once these are.
        const stated = last([...definitions, ...targets], change.at)
        const fresh = stated !== null && stated.at > (earlier.get(change.at)?.at ?? '')
        return fresh ? stated : (delivered() ?? stated)
      }
      case 'override':
        return overrideOf(after) ?? (before === null ? null : overrideOf(before))
    }
  }
}

async function versionsOf(store: Deps['store'], documents: readonly DocumentName[]): Promise<readonly ChangeAct[]> {
  const kinds = Map.groupBy(documents, ({ kind }) => kind)
  const idsOf = (list: readonly DocumentName[]) => [...new Set(list.map(({ id }) => id))]
  const versions = await Promise.all([...kinds].map(([kind, list]) => store.documents.versions(kind, idsOf(list))))
  return versions.flat().map(
    ({ kind, id, version, at, author, reason }): ChangeAct => ({
      what: 'document',
      id: `${kind} ${id}, version ${version}`,
      at,
      actor: author,
      reason,
    }),
  )
}

/** The last act until an instant; of several at once the one that is listed last. */
const last = <Act extends ChangeAct>(acts: readonly Act[], at: string): Act | null =>
  acts.reduce<Act | null>((found, act) => (act.at <= at && (found === null || act.at >= found.at) ? act : found), null)

interface Delivery extends ChangeAct {
  readonly batch: Batch
  /** The facts revision that it made. */
  readonly revision: number
}

/**
 * The last delivery, or one taken back, of those that the evaluation was the first to see: one with rows of the period, where
 * there is any.
 */
function deliveryBefore(
  { at, factsRevision, after }: Change,
  deliveries: readonly Delivery[],
  before: Evaluation | null,
): ChangeAct | null {
  const [seen, old] = [revisionsIn(factsRevision), revisionsIn(before?.factsRevision ?? '{}')]
  const known = deliveries.filter(
    ({ batch, revision }) => revision <= (seen[batch.dataset] ?? Number.POSITIVE_INFINITY),
  )
  const fresh = known.filter(({ batch, revision }) => revision > (old[batch.dataset] ?? 0))
  const answer: Answer = JSON.parse(after)
  const [start, end] = [parseDay(answer.start ?? ''), parseDay(answer.end ?? '')]
  const touching = fresh.filter(({ batch }) => touches(batch, start, end))
  const found = last(touching, at) ?? last(fresh, at) ?? last(known, at)
  if (found === null) return null
  const { batch: _, revision: __, ...act } = found
  return act
}

const revisionsIn = (text: string): Readonly<Record<string, number>> => JSON.parse(text)

/** Deliveries of some datasets, and those that were taken back. */
async function deliveriesOf(store: Deps['store'], datasets: readonly string[]): Promise<readonly Delivery[]> {
  const batches = (await Promise.all(datasets.map((dataset) => store.batches.list(dataset)))).flat()
  return batches.flatMap((batch): Delivery[] => {
    const { id, at, actor, revision, undone } = batch
    const came: Delivery = { what: 'delivery', id, at, actor, reason: null, batch, revision }
    return undone === null ? [came] : [came, { what: 'undo', id, ...undone, batch }]
  })
}

function overrideOf(text: string): ChangeAct | null {
  const { override }: Answer = JSON.parse(text)
  if (override === undefined) return null
  return { what: 'override', id: String(override.id), at: override.at, actor: override.actor, reason: override.reason }
}
