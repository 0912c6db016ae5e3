import type { Answer } from '../../domain/answer.ts'
import type { Kpi } from '../../domain/catalog.ts'
import type { ChangeAct } from '../../domain/view.ts'
import type { Change } from '../../ports.ts'
import { readsOf } from '../ask/reads.ts'
import type { Deps } from '../deps.ts'

/** Whose act made each change of a KPI: the last of its kind before the change was recorded, since each is evaluated after it. */
export async function actsOn(
  { catalog, store }: Pick<Deps, 'catalog' | 'store'>,
  kpi: Kpi,
): Promise<(change: Change) => ChangeAct | null> {
  const { all: datasets } = readsOf(catalog, kpi.id)
  const targets = catalog.targets.filter((target) => target.kpi === kpi.id).map(({ id }) => id)
  const versionsOf = async (kind: string, ids: readonly string[]) =>
    (await Promise.all(ids.map((id) => store.documents.history(kind, id)))).flat().map(
      ({ id, version, at, author, reason }): ChangeAct => ({
        what: 'document',
        id: `${kind} ${id}, version ${version}`,
        at,
        actor: author,
        reason,
      }),
    )
  const [deliveries, ofKpi, ofDatasets, ofTargets] = await Promise.all([
    deliveriesOf(store, datasets),
    versionsOf('kpi', [kpi.id]),
    versionsOf('dataset', datasets),
    versionsOf('target', targets),
  ])
  const last = (acts: readonly ChangeAct[], at: string): ChangeAct | null =>
    acts.reduce<ChangeAct | null>(
      (found, act) => (act.at <= at && (found === null || act.at > found.at) ? act : found),
      null,
    )
  return ({ cause, at, before, after }) => {
    switch (cause) {
      case 'first':
      case 'time':
        return null
      case 'new-data':
      case 'restatement':
        return last(deliveries, at)
      case 'new-definition':
        return last([...ofKpi, ...ofDatasets], at)
      case 'new-target':
        return last([...ofTargets, ...ofKpi], at)
      case 'override':
        return overrideOf(after) ?? (before === null ? null : overrideOf(before))
    }
  }
}

/** Deliveries of some datasets, and those that were taken back. */
async function deliveriesOf(store: Deps['store'], datasets: readonly string[]): Promise<readonly ChangeAct[]> {
  const batches = (await Promise.all(datasets.map((dataset) => store.batches.list(dataset)))).flat()
  return batches.flatMap(({ id, at, actor, undone }): ChangeAct[] => [
    { what: 'delivery', id, at, actor, reason: null },
    ...(undone === null ? [] : [{ what: 'undo' as const, id, ...undone }]),
  ])
}

function overrideOf(text: string): ChangeAct | null {
  const { override }: Answer = JSON.parse(text)
  if (override === undefined) return null
  return { what: 'override', id: String(override.id), at: override.at, actor: override.actor, reason: override.reason }
}
