import type { Actor } from '../../domain/access.ts'
import type { Kpi } from '../../domain/catalog.ts'
import { printDecimal } from '../../domain/decimal.ts'
import { parseAmount } from '../../domain/definition/amount-text.ts'
import type { Issue } from '../../domain/issue.ts'
import { inForce, nextDelivery, type Override } from '../../domain/override.ts'
import { overrideIssue } from '../../domain/override-issues.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { scopeKey } from '../../domain/scope.ts'
import type { OverrideView } from '../../domain/view.ts'
import { day, parseDay, printDay } from '../../time/day.ts'
import { periodStart, periodText } from '../../time/period.ts'
import { instantOfLocal, isoInstant, parseInstant } from '../../time/zone.ts'
import { appliedRevisions } from '../ask/applied.ts'
import { readsOf } from '../ask/reads.ts'
import { nowOf, todayOf } from '../ask.ts'
import { blank } from '../closing/close.ts'
import type { Deps } from '../deps.ts'
import { inTurn } from '../lane.ts'
import { findKpi, findScope } from '../view/find.ts'
import { findPeriod } from '../view/period.ts'
import { forgetOverrides, overridesOf } from './known.ts'

export interface OverrideRequest {
  readonly kpi: string
  readonly period: string
  /** Everything unless stated. */
  readonly scope?: string | undefined
  readonly value: string
  readonly reason: string | null
  /** A day (through its end), an instant, `next-delivery`; null: until it is removed. */
  readonly until: string | null
}

/**
 * Sets the value of one KPI, scope and period by hand, with who, when and why; it replaces an earlier one. What rows say stays
 * beside it in every answer. Refused with every issue found. Whoever calls it evaluates afterwards, so that it is recorded.
 */
export async function override(deps: Deps, request: OverrideRequest, actor: Actor): Promise<Result<OverrideView>> {
  const issues: Issue[] = []
  const item = itemOf(deps, request, issues)
  const amount = parseAmount(request.value)
  if (amount === null) issues.push(overrideIssue('override/value', { text: request.value }, {}))
  const until = request.until === null ? null : untilOf(deps, request.until, issues)
  const { reason } = request
  if (reason === null || blank(reason)) issues.push(overrideIssue('override/reason', {}, {}))
  if (item === null || amount === null || reason === null || issues.length > 0) return { ok: false, issues }
  return inTurn(deps.store, 'evaluate tracked', async () => {
    const applied = appliedRevisions(deps.facts)
    const revisions = readsOf(deps.catalog, item.kpi.id).all.map((id) => [id, applied.get(id) ?? 0] as const)
    const set = await deps.store.overrides.set({
      kpi: item.kpi.id,
      scope: item.scope,
      period: item.period,
      value: printDecimal(amount),
      reason,
      until,
      at: isoInstant(deps.clock.now()),
      actor: actor.id,
      factsRevision: JSON.stringify(Object.fromEntries(revisions)),
    })
    deps.fail('override:set')
    forgetOverrides(deps.store)
    return ok(viewOf(deps, set))
  })
}

/** Takes an override back, for a reason that is kept: what rows say counts again. */
export async function removeOverride(
  deps: Deps,
  request: Pick<OverrideRequest, 'kpi' | 'period' | 'scope' | 'reason'>,
  actor: Actor,
): Promise<Result<OverrideView>> {
  const issues: Issue[] = []
  const item = itemOf(deps, request, issues)
  const { reason } = request
  if (reason === null || blank(reason)) issues.push(overrideIssue('override/reason', {}, {}))
  if (item === null || reason === null || issues.length > 0) return { ok: false, issues }
  return inTurn(deps.store, 'evaluate tracked', async () => {
    const own = (await deps.store.overrides.list()).filter((one) => one.kpi === item.kpi.id && one.removed === null)
    const found = own.find((one) => one.scope === item.scope && one.period === item.period)
    if (found === undefined) {
      const known = own.map(({ period, scope }) => `${period} ${scope}`.trim())
      return failed(overrideIssue('override/none', { kpi: item.kpi.id, period: item.period, known }, {}))
    }
    const removed = await deps.store.overrides.remove(found.id, actor, reason, isoInstant(deps.clock.now()))
    deps.fail('override:removed')
    forgetOverrides(deps.store)
    return ok(viewOf(deps, removed))
  })
}

/** Every override that ever was, newest first, and whether it is in force. */
export const overrideViews = async (deps: Deps): Promise<readonly OverrideView[]> =>
  (await overridesOf(deps.store)).map((one) => viewOf(deps, one)).reverse()

function viewOf(deps: Pick<Deps, 'catalog' | 'clock' | 'facts'>, { factsRevision: _, ...one }: Override): OverrideView {
  const revisions = appliedRevisions(deps.facts)
  return { ...one, inForce: inForce({ factsRevision: _, ...one }, isoInstant(nowOf(deps)), revisions) }
}

interface Found {
  readonly kpi: Kpi
  readonly scope: string
  readonly period: string
}

function itemOf(deps: Deps, request: Pick<OverrideRequest, 'kpi' | 'period' | 'scope'>, issues: Issue[]): Found | null {
  const { catalog } = deps
  const today = todayOf(deps)
  const kpi = findKpi(catalog, request.kpi, issues)
  const scope = findScope(catalog, request.scope ?? 'all', issues)
  const period = findPeriod(catalog, request.period, kpi?.calendar ?? catalog.workspace.calendar, today, issues)
  const calendar = catalog.calendars.get(period?.calendar ?? '')
  if (kpi === null || scope === null || period === null || calendar === undefined) return null
  const text = periodText(calendar, period.grain, period.ordinal)
  const start = periodStart(calendar, period.grain, period.ordinal)
  if (start !== null && start > today)
    issues.push(overrideIssue('override/not-begun', { period: text, start: printDay(start) }, {}))
  return { kpi, scope: scopeKey(catalog, scope), period: text }
}

/** The instant at which it ends, or the word for the next delivery; null (and an issue) where it would never hold. */
function untilOf(deps: Deps, text: string, issues: Issue[]): string | null {
  if (text === nextDelivery) return text
  const on = parseDay(text)
  const zone = deps.catalog.workspace.zone
  const end = on === null ? parseInstant(text) : Number(instantOfLocal(day(on + 1), 0, zone) / 1000n)
  if (end !== null && end > nowOf(deps)) return isoInstant(end)
  issues.push(overrideIssue('override/until', { text, past: end !== null }, {}))
  return null
}
