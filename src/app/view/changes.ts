import type { Scope } from '../../domain/catalog.ts'
import type { Issue } from '../../domain/issue.ts'
import { ok, type Result } from '../../domain/result.ts'
import { scopeKey } from '../../domain/scope.ts'
import type { ChangeView } from '../../domain/view.ts'
import type { Deps } from '../deps.ts'
import { actsOn } from './change-acts.ts'
import { findKpi, findScope } from './find.ts'

/** How many changes are listed unless stated. */
const usual = 100

export interface ChangesText {
  readonly kpi: string
  /** One scope only; every scope unless stated. */
  readonly scope?: string | undefined
  readonly limit?: number | undefined
}

/** The recorded changes of a KPI, newest first, each with whose act made it; those that were known at an instant where one is named. */
export async function changeViews(
  deps: Pick<Deps, 'catalog' | 'store' | 'asOf'>,
  input: ChangesText,
): Promise<Result<readonly ChangeView[]>> {
  const issues: Issue[] = []
  const kpi = findKpi(deps.catalog, input.kpi, issues)
  const scope: Scope | null | undefined =
    input.scope === undefined ? undefined : findScope(deps.catalog, input.scope, issues)
  if (kpi === null || scope === null) return { ok: false, issues }
  const { asOf } = deps
  const all = await deps.store.changes.list({
    kpi: kpi.id,
    ...(asOf === undefined ? { limit: input.limit ?? usual } : {}),
    ...(scope === undefined ? {} : { scope: scopeKey(deps.catalog, scope) }),
  })
  const changes = asOf === undefined ? all : all.filter(({ at }) => at <= asOf).slice(0, input.limit ?? usual)
  const actOf = await actsOn(deps, kpi, changes)
  return ok(
    changes.map((change): ChangeView => {
      const { id, at, kpi: of, scope: where, period, cause, before, after, catalogRevision, factsRevision } = change
      return {
        id,
        at,
        kpi: of,
        scope: where,
        period,
        cause,
        before: before === null ? null : JSON.parse(before),
        after: JSON.parse(after),
        catalogRevision,
        factsRevision: JSON.parse(factsRevision),
        by: actOf(change),
      }
    }),
  )
}
