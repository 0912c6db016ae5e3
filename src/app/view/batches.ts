import { loadIssue } from '../../domain/load-issues.ts'
import { nearest } from '../../domain/nearest.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import type { BatchView, RowCounts, SetAsideRow } from '../../domain/view.ts'
import type { Deps } from '../deps.ts'

/** Deliveries of a dataset, or of all, newest first. */
export async function batchViews(deps: Pick<Deps, 'store'>, dataset?: string): Promise<readonly BatchView[]> {
  const batches = await deps.store.batches.list(dataset)
  return batches
    .map(({ id, dataset: of, at, actor, rows, setAside, undone, parts, effect }) => ({
      id,
      dataset: of,
      at,
      actor,
      rows,
      setAside,
      undone,
      parts: parts.map(({ origin, rows: own, gone }) => ({ origin, rows: own, gone })),
      effect: effect === null ? null : countsOf(effect),
    }))
    .reverse()
}

const countsOf = ({ added, changed, removed, same }: RowCounts): RowCounts => ({ added, changed, removed, same })

/** The bad cells of a batch whose rows were set aside; refused where there is no such batch. */
export async function setAsideRows(deps: Pick<Deps, 'store'>, batch: string): Promise<Result<readonly SetAsideRow[]>> {
  if ((await deps.store.batches.get(batch)) !== null) return ok(await deps.store.batches.setAside(batch))
  const ids = (await deps.store.batches.list()).map(({ id }) => id)
  return failed(loadIssue('undo/unknown-batch', { id: batch, near: nearest(batch, ids) }, {}))
}
