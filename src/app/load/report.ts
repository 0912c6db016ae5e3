import type { Dataset } from '../../domain/catalog.ts'
import { Failure } from '../../domain/failure.ts'
import type { Issue } from '../../domain/issue.ts'
import { loadIssue } from '../../domain/load-issues.ts'
import type { RowEffect, SetAsideRow, Store } from '../../ports.ts'

/** What loading one dataset did. `batch` is null and `rows` 0 when nothing changed, or when it was refused (see `issues`). */
export interface LoadReport {
  readonly dataset: string
  readonly batch: string | null
  /** Rows delivered by this batch. */
  readonly rows: number
  /** Bad cells of rows left out, where the dataset says `on-error: set-aside`. */
  readonly setAside: readonly SetAsideRow[]
  /** The dataset's facts revision now; 0 before anything was loaded. */
  readonly revision: number
  /** What the batch did to the rows that stood, where deliveries overlap. */
  readonly effect?: RowEffect
  /** Errors: nothing of the dataset was changed. Warnings: rows that count less than one may think. */
  readonly issues: readonly Issue[]
  /** Bad cells because of which the delivery was refused: the first of them, as data. */
  readonly refused: readonly SetAsideRow[]
}

/** A report that nothing changed, or why nothing could be. */
export async function unchanged(
  store: Store,
  dataset: string,
  issues: readonly Issue[] = [],
  refused: readonly SetAsideRow[] = [],
): Promise<LoadReport> {
  const revision = (await store.batches.revisions()).get(dataset) ?? 0
  return { dataset, batch: null, rows: 0, setAside: [], revision, issues, refused }
}

/** A broken outside world as an issue; anything else is a bug and is thrown on. */
export function failureIssue(error: unknown): Issue {
  if (error instanceof Failure) return loadIssue('load/failed', { reason: error.message, advice: error.hint }, {})
  if (error instanceof Error && 'syscall' in error) {
    return loadIssue('load/failed', { reason: `${error.message}.`, advice: '' }, {})
  }
  throw error
}

/** Key values with their column names, as people read them: `order_id "1001", line "2"`. */
export const keyText = (dataset: Dataset, values: readonly string[]): string =>
  (dataset.key ?? []).map((name, index) => `${name} "${values[index] ?? ''}"`).join(', ')
