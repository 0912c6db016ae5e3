import type { Answer } from '../../domain/answer.ts'
import { askIssue } from '../../domain/ask-issues.ts'
import { nearest } from '../../domain/nearest.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import type { Change } from '../../ports.ts'
import type { Deps } from '../deps.ts'

/** A recorded change with its readings as answers. */
export interface ChangeView extends Omit<Change, 'before' | 'after' | 'factsRevision'> {
  readonly before: Answer | null
  readonly after: Answer
}

const shownUnlessAsked = 100

/** The recorded changes of a KPI, newest first. */
export async function changeViews(
  deps: Pick<Deps, 'store' | 'catalog'>,
  asked: { readonly kpi: string; readonly scope?: string | undefined; readonly limit?: number | undefined },
): Promise<Result<readonly ChangeView[]>> {
  const { kpi, scope, limit = shownUnlessAsked } = asked
  if (!deps.catalog.kpis.has(kpi)) {
    const near = nearest(kpi, deps.catalog.kpis.keys())
    return failed(askIssue('ask/unknown-kpi', { id: kpi, near }, {}))
  }
  const changes = await deps.store.changes.list({ kpi, limit, ...(scope !== undefined && { scope }) })
  return ok(
    changes.map(({ before, after, factsRevision: _, ...change }) => ({
      ...change,
      before: before === null ? null : (JSON.parse(before) as Answer),
      after: JSON.parse(after) as Answer,
    })),
  )
}
