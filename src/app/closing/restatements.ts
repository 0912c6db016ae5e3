import type { Actor } from '../../domain/access.ts'
import type { Answer } from '../../domain/answer.ts'
import type { Catalog } from '../../domain/catalog.ts'
import { itemKey, restates } from '../../domain/change.ts'
import { closingIssue } from '../../domain/closing-issues.ts'
import type { Issue } from '../../domain/issue.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { scopeKey } from '../../domain/scope.ts'
import type { Restatement } from '../../domain/view.ts'
import type { Acceptance, Change, SealInForce } from '../../ports.ts'
import { isoInstant } from '../../time/zone.ts'
import type { Deps } from '../deps.ts'
import { findKpi, findScope } from '../view/find.ts'
import { blank } from './close.ts'
import { sealsOf } from './seals.ts'

/**
 * The log of restatements: every sealed reading that is now known to be another one beyond its KPI's tolerance, with both
 * values, what made the difference and whose word accepts it. Newest closing first, then by KPI, scope and period.
 */
export async function restatements(deps: Pick<Deps, 'catalog' | 'store'>): Promise<readonly Restatement[]> {
  const [seals, latest, accepted] = await Promise.all([
    sealsOf(deps.store),
    deps.store.changes.latest(null),
    deps.store.seals.accepted(),
  ])
  const found = [...seals].flatMap(([key, seal]) => {
    const change = latest.get(key)
    const one = change === undefined ? null : restatementOf(deps.catalog, seal, change, accepted.get(key))
    return one === null ? [] : [one]
  })
  return found.sort((a, b) => b.published.at.localeCompare(a.published.at) || itemKey(a).localeCompare(itemKey(b)))
}

function restatementOf(
  catalog: Catalog,
  seal: SealInForce,
  change: Change,
  acceptance: Acceptance | undefined,
): Restatement | null {
  const published: Answer = JSON.parse(seal.answer)
  const now: Answer = JSON.parse(change.after)
  if (!restates(published, now, catalog.kpis.get(seal.kpi)?.restatementTolerance ?? null)) return null
  const current = acceptance !== undefined && acceptance.change === change.id && acceptance.closing === seal.closing
  return {
    kpi: seal.kpi,
    scope: seal.scope,
    period: seal.period,
    published: { answer: published, at: seal.at, actor: seal.actor },
    now: { answer: now, at: change.at, cause: change.cause },
    ...differenceOf(published, now),
    accepted: current ? { at: acceptance.at, actor: acceptance.actor, reason: acceptance.reason } : null,
  }
}

/** Now less published, and that over the published value; null where one of them has no value (or the published one is zero). */
function differenceOf(published: Answer, now: Answer): Pick<Restatement, 'difference' | 'relative'> {
  if (published.value === null || now.value === null) return { difference: null, relative: null }
  const before = Number(published.value)
  const difference = Number(now.value) - before
  return { difference, relative: before === 0 ? null : difference / Math.abs(before) }
}

export interface AcceptRequest {
  readonly kpi: string
  readonly period: string
  /** Everything unless stated. */
  readonly scope?: string | undefined
  readonly reason: string | null
}

/** A person's word on one restatement: kept with who, when and why, and open again when the item changes once more. */
export async function acceptRestatement(
  deps: Pick<Deps, 'catalog' | 'store' | 'clock'>,
  request: AcceptRequest,
  actor: Actor,
): Promise<Result<Restatement>> {
  const issues: Issue[] = []
  const kpi = findKpi(deps.catalog, request.kpi, issues)
  const scope = findScope(deps.catalog, request.scope ?? 'all', issues)
  if (request.reason === null || blank(request.reason)) issues.push(closingIssue('accept/reason', {}, {}))
  if (kpi === null || scope === null || request.reason === null || issues.length > 0) return { ok: false, issues }
  const key = itemKey({ kpi: kpi.id, scope: scopeKey(deps.catalog, scope), period: request.period })
  const log = await restatements(deps)
  const found = log.find((one) => itemKey(one) === key)
  if (found === undefined) {
    const open = log.filter((one) => one.kpi === kpi.id).map(({ period }) => period)
    return failed(closingIssue('accept/nothing', { kpi: kpi.id, period: request.period, open }, {}))
  }
  const seal = (await sealsOf(deps.store)).get(key)
  const change = (await deps.store.changes.latest(null)).get(key)
  if (seal === undefined || change === undefined) throw new Error(`${key} has lost its seal`)
  const at = isoInstant(deps.clock.now())
  const { closing, kpi: id, scope: where, period } = seal
  const word = { at, actor: actor.id, reason: request.reason }
  await deps.store.seals.accept({ closing, kpi: id, scope: where, period, change: change.id, ...word })
  return ok({ ...found, accepted: word })
}
