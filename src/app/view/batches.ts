import type { LateView } from '../../domain/late.ts'
import { loadIssue } from '../../domain/load-issues.ts'
import { nearest } from '../../domain/nearest.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import type { RowCounts } from '../../domain/row-effect.ts'
import type { BatchView, SetAsideRow } from '../../domain/view.ts'
import { day, printDay } from '../../time/day.ts'
import type { Deps } from '../deps.ts'

/** Deliveries of a dataset, or of all, newest first. */
export async function batchViews(deps: Pick<Deps, 'store'>, dataset?: string): Promise<readonly BatchView[]> {
  const batches = await deps.store.batches.list(dataset)
  const late = await deps.store.batches.latePeriods()
  return batches
    .map(({ id, dataset: of, at, actor, rows, setAside, undone, parts, effect }) => ({
      id,
      dataset: of,
      at,
      actor,
      rows,
      setAside,
      undone: undone === null ? null : { at: undone.at, actor: undone.actor, reason: undone.reason },
      parts: parts.map(({ origin, rows: own, gone }) => ({ origin, rows: own, gone })),
      effect: effect === null ? null : countsOf(effect),
      latePeriods: late.get(id) ?? 0,
    }))
    .reverse()
}

const countsOf = ({ added, changed, removed, same }: RowCounts): RowCounts => ({ added, changed, removed, same })

/** The bad cells of a batch whose rows were set aside; refused where there is no such batch. */
export const setAsideRows = (deps: Pick<Deps, 'store'>, batch: string): Promise<Result<readonly SetAsideRow[]>> =>
  ofBatch(deps, batch, async () => ok(await deps.store.batches.setAside(batch)))

/** What came too late with a batch: periods of KPIs that were final or closed, and the first of the rows. */
export const lateView = (deps: Pick<Deps, 'store'>, batch: string): Promise<Result<LateView>> =>
  ofBatch(deps, batch, async () => {
    const { periods, rows } = await deps.store.batches.late(batch)
    return ok({ periods, rows: rows.map(({ day: at, key, act }) => ({ day: printDay(day(at)), key, act })) })
  })

async function ofBatch<T>(
  { store }: Pick<Deps, 'store'>,
  batch: string,
  read: () => Promise<Result<T>>,
): Promise<Result<T>> {
  if ((await store.batches.get(batch)) !== null) return read()
  const ids = (await store.batches.list()).map(({ id }) => id)
  return failed(loadIssue('undo/unknown-batch', { id: batch, near: nearest(batch, ids) }, {}))
}
