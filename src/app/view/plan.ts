import type { Actor } from '../../domain/access.ts'
import type { Answer } from '../../domain/answer.ts'
import type { Catalog } from '../../domain/catalog.ts'
import type { PlanLine, PlanView } from '../../domain/plan-view.ts'
import { ok, type Result } from '../../domain/result.ts'
import { parseScope, scopeLabel } from '../../domain/scope.ts'
import { unitLabel } from '../../domain/unit-label.ts'
import type { ChangePlan } from '../../domain/view.ts'
import { parsePeriod, periodLabel } from '../../time/period.ts'
import { planChange } from '../definitions/plan.ts'
import { readProposal } from '../definitions/proposal.ts'
import { restatedLast, restateHistory } from '../definitions/restate.ts'
import type { Workspace } from '../workspace.ts'

/** Differences that a page lists. */
const listed = 480

/**
 * What a change of definitions would do to the last 24 periods: that of the files proposed in the folder, or of restating a
 * KPI's history with its newest formula, or of taking that back. Nothing is written.
 */
export async function planView(
  workspace: Workspace,
  input: { readonly restate?: string | undefined; readonly undo?: boolean | undefined },
  actor: Actor,
): Promise<Result<PlanView>> {
  const restatable = await restatableOf(workspace)
  const nothing = { plan: null, lines: [], more: 0, scorecards: [], issues: [], restatable }
  if (input.restate !== undefined) {
    const undo = input.undo === true
    const request = { kpi: input.restate, undo, approve: false, reason: null }
    const planned = await restateHistory(workspace, request, actor)
    const place = { ...nothing, of: undo ? ('undo' as const) : ('restate' as const), files: [] }
    return planned.ok ? ok({ ...place, ...shown(workspace.catalog, planned.value) }) : planned
  }
  const proposal = await readProposal(workspace)
  if (proposal === null) return ok({ ...nothing, of: 'proposal', files: [] })
  const place = { ...nothing, of: 'proposal' as const, files: proposal.proposed.map(({ file }) => file) }
  const planned = await planChange(workspace, proposal.files, actor)
  // What is wrong with a proposal is what there is to see of it.
  return ok(
    planned.ok ? { ...place, ...shown(workspace.catalog, planned.value) } : { ...place, issues: planned.issues },
  )
}

/** KPIs whose last change was a restatement, and those that have several formulas. */
async function restatableOf({ catalog, deps }: Workspace): Promise<PlanView['restatable']> {
  const found = await Promise.all(
    [...catalog.kpis.values()].map(async ({ id, name, calculations }): Promise<PlanView['restatable']> => {
      if (calculations.length > 1) return [{ kpi: id, name, can: 'restate' }]
      const undo = await restatedLast(deps.store, id)
      return undo ? [{ kpi: id, name, can: 'undo' }] : []
    }),
  )
  return found.flat()
}

function shown(catalog: Catalog, { differences, ...plan }: ChangePlan) {
  return {
    plan,
    lines: differences.slice(0, listed).map((one) => lineOf(catalog, one)),
    more: Math.max(0, differences.length - listed),
    scorecards: touchedScorecards(catalog, differences),
    issues: plan.issues,
  }
}

function lineOf(catalog: Catalog, { before, after }: ChangePlan['differences'][number]): PlanLine {
  const one = after ?? before
  if (one === null) throw new Error('a difference has a side')
  const kpi = catalog.kpis.get(one.kpi)
  const period = parsePeriod(one.period, catalog.calendars, kpi?.calendar ?? catalog.workspace.calendar)
  const calendar = period === null ? undefined : catalog.calendars.get(period.calendar)
  const scope = parseScope(one.scope)
  const [was, will] = [numberOf(before), numberOf(after)]
  return {
    kpi: one.kpi,
    name: kpi?.name ?? one.kpi,
    unit: kpi === undefined ? { kind: 'other', symbol: '1' } : unitLabel(kpi),
    scope: one.scope,
    scopeName: scope === null ? one.scope : scopeLabel(catalog, scope),
    periodName:
      calendar === undefined || period === null
        ? one.period
        : periodLabel(calendar, period.grain, period.ordinal, catalog.workspace.locale).label,
    before,
    after,
    difference: was === null || will === null ? null : will - was,
  }
}

const numberOf = (answer: Answer | null): number | null =>
  answer === null || answer.value === null ? null : Number(answer.value)

/** The scorecards that show one of the KPIs for the scope in which it would be another. */
function touchedScorecards(catalog: Catalog, differences: ChangePlan['differences']): PlanView['scorecards'] {
  const touched = new Set(differences.flatMap(({ before, after }) => (after ?? before)?.kpi ?? []))
  return [...catalog.scorecards.values()]
    .filter(({ groups }) => groups.some(({ kpis }) => kpis.some(({ kpi }) => touched.has(kpi))))
    .map(({ id, name }) => ({ id, name }))
}
