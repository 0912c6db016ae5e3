import type { Actor } from '../domain/access.ts'
import type { Dataset } from '../domain/catalog.ts'
import { loadIssue } from '../domain/load-issues.ts'
import { nearest } from '../domain/nearest.ts'
import { failed, ok, type Result } from '../domain/result.ts'
import type { Batch, BatchPart, RowEffect } from '../ports.ts'
import type { Deps } from './deps.ts'
import { inTurn } from './lane.ts'
import { doubledKeys } from './load/doubled.ts'
import { inForce, partsInForce } from './load/in-force.ts'
import { failureIssue, keyText } from './load/report.ts'
import { partRefs, syncDataset } from './sync.ts'

export interface UndoReport {
  readonly batch: Batch
  readonly dataset: string
  /** The revision that undoing made. */
  readonly revision: number
  /** Rows that stand again because this batch had replaced them. */
  readonly restored: number
}

/**
 * Takes a batch back: the rows it replaced stand again, its own stay kept but count no more. Refused where keys would
 * stand twice, or where the earlier rows fit an older definition. A revision of the dataset like any other.
 */
export async function undo(deps: Deps, id: string, actor: Actor, reason: string | null): Promise<Result<UndoReport>> {
  const batch = await deps.store.batches.get(id)
  if (batch === null) {
    const ids = (await deps.store.batches.list()).map((one) => one.id)
    return failed(loadIssue('undo/unknown-batch', { id, near: nearest(id, ids) }, {}))
  }
  return inTurn(deps.store, batch.dataset, () => undoInTurn(deps, id, actor, reason))
}

async function undoInTurn(deps: Deps, id: string, actor: Actor, reason: string | null): Promise<Result<UndoReport>> {
  const batch = await deps.store.batches.get(id)
  if (batch === null) return failed(loadIssue('undo/unknown-batch', { id, near: [] }, {}))
  if (batch.undone !== null) return failed(loadIssue('undo/undone', { id, at: batch.undone.at }, {}))
  const before = new Set((await partsInForce(deps, batch.dataset)).map(({ part }) => part))
  const batches = await deps.store.batches.list(batch.dataset)
  const dataset = deps.catalog.datasets.get(batch.dataset)
  const others = batches.filter((one) => one.id !== id)
  const after = inForce(dataset ?? { shape: '' }, others)
  const restored = after.filter(({ part }) => !before.has(part))
  const foreseen = dataset === undefined ? ok(null) : await foresee(deps, dataset, after, restored)
  if (!foreseen.ok) return foreseen
  const effect = foreseen.value
  const undone = await deps.store.batches.undo(id, actor, reason, effect)
  deps.fail('undo:committed')
  if (dataset !== undefined) await syncDataset(deps, dataset, effect)
  deps.fail('undo:synced')
  const revision = (await deps.store.batches.revisions()).get(batch.dataset) ?? 0
  const rows = effect === null ? restored.reduce((sum, part) => sum + part.rows, 0) : effect.added + effect.changed
  return ok({ batch: undone, dataset: batch.dataset, revision, restored: rows })
}

/** What taking a batch back will do to the rows, where deliveries overlap; refused where it cannot be done rightly. */
async function foresee(
  deps: Deps,
  dataset: Dataset,
  after: readonly BatchPart[],
  restored: readonly BatchPart[],
): Promise<Result<RowEffect | null>> {
  if (dataset.deliveries === undefined) return (await refusalOf(deps, dataset, after, restored)) ?? ok(null)
  if (restored.some((part) => part.shape !== dataset.shape))
    return failed(loadIssue('undo/older-definition', { dataset: dataset.id }, {}))
  try {
    await syncDataset(deps, dataset)
    const { effect, doubled } = await deps.facts.foresee(dataset, partRefs(deps, after))
    const [first] = doubled
    if (first === undefined) return ok(effect)
    return failed(loadIssue('undo/duplicate-key', { key: keyText(dataset, first), keys: doubled.length }, {}))
  } catch (error) {
    return failed(failureIssue(error))
  }
}

async function refusalOf(
  deps: Deps,
  dataset: Dataset,
  after: readonly BatchPart[],
  restored: readonly BatchPart[],
): Promise<Result<never> | null> {
  if (restored.some((part) => part.shape !== dataset.shape)) {
    return failed(loadIssue('undo/older-definition', { dataset: dataset.id }, {}))
  }
  if (restored.every((part) => part.rows === 0)) return null
  try {
    const doubled = await doubledKeys(deps, dataset, after)
    const [first] = doubled
    if (first === undefined) return null
    return failed(loadIssue('undo/duplicate-key', { key: keyText(dataset, first), keys: doubled.length }, {}))
  } catch (error) {
    return failed(failureIssue(error))
  }
}
