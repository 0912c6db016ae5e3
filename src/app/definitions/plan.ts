import type { Actor } from '../../domain/access.ts'
import type { Answer, Question } from '../../domain/answer.ts'
import type { Catalog, Kpi } from '../../domain/catalog.ts'
import { differs, itemKey } from '../../domain/change.ts'
import type { DefinitionFile } from '../../domain/definition/read.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { everything, scopeText } from '../../domain/scope.ts'
import type { ChangePlan } from '../../domain/view.ts'
import { ordinalOn } from '../../time/period.ts'
import { readsOf } from '../ask/reads.ts'
import { type AskDeps, ask, todayOf } from '../ask.ts'
import { trackedItems } from '../evaluate.ts'
import { timeless } from '../view/timeless.ts'
import type { Workspace } from '../workspace.ts'
import { type Definitions, type DocumentText, readDefinitions } from './definitions.ts'

/** Periods that a plan looks back at, the current one included. */
const planned = 24

/**
 * What other definitions would do: which documents become others, which datasets must be read again, and every reading,
 * target or status of the last 24 periods that would be another, for everything and for what scorecards track. Nothing is
 * written. KPIs whose rows or calendars would change first are named instead: nobody can know their values before.
 */
export async function planChange(
  workspace: Workspace,
  files: readonly DefinitionFile[],
  actor: Actor,
): Promise<Result<ChangePlan>> {
  const next = readDefinitions(files, workspace.plugs)
  if (next.catalog === null) return failed(...next.issues.filter(({ severity }) => severity === 'error'))
  const { deps } = workspace
  const [old, proposed] = [deps.catalog, next.catalog]
  const reload = [...proposed.datasets.values()].filter(({ id, shape }) => old.datasets.get(id)?.shape !== shape)
  const opaque = opaqueIn(workspace.definitions, next, new Set(reload.map(({ id }) => id)))
  const before = await readings(deps, (kpi) => proposed.kpis.has(kpi.id) && !opaque(proposed, kpi.id), actor)
  const after = await readings({ ...deps, catalog: proposed }, (kpi) => !opaque(proposed, kpi.id), actor)
  const differences: ChangePlan['differences'][number][] = []
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [was, will] = [before.get(key) ?? null, after.get(key) ?? null]
    if (was !== null && will !== null && !differs(was, will)) continue
    differences.push({ before: was, after: will })
  }
  return ok({
    base: old.revision,
    revision: proposed.revision,
    documents: changedDocuments(workspace.definitions.documents, next.documents),
    reload: reload.map(({ id }) => id),
    unknown: [...proposed.kpis.keys()].filter((id) => opaque(proposed, id)),
    differences,
    issues: next.issues,
  })
}

/** Every KPI at its cadence, for everything and for the units whose scorecards show it. */
async function readings(
  deps: AskDeps,
  asked: (kpi: Kpi) => boolean,
  actor: Actor,
): Promise<ReadonlyMap<string, Answer>> {
  const { catalog } = deps
  const questions = new Map<string, Question>()
  const add = (kpi: Kpi, scope: Question['scope']) => {
    const question = questionOf(deps, kpi, scope)
    if (asked(kpi)) questions.set(`${kpi.id}\t${scopeText(scope)}`, question)
  }
  for (const kpi of catalog.kpis.values()) add(kpi, everything)
  for (const { kpi, scope } of trackedItems(catalog)) add(kpi, scope)
  const { answers } = await ask(deps, [...questions.values()], actor)
  return new Map(answers.map((answer) => [itemKey(answer), answer]))
}

function questionOf(deps: AskDeps, kpi: Kpi, scope: Question['scope']): Question {
  const { catalog } = deps
  const common = { kpi: kpi.id, scope, calendar: kpi.calendar, by: [] }
  const calendar = catalog.calendars.get(kpi.calendar)
  if (calendar === undefined) throw new Error(`no calendar ${kpi.calendar}`)
  if (timeless(catalog, kpi)) return { ...common, grain: 'total', from: 0, until: 1 }
  const current = ordinalOn(calendar, kpi.cadence, todayOf(deps))
  return { ...common, grain: kpi.cadence, from: current - planned + 1, until: current + 1 }
}

/** Whether a KPI's values can be known only once the proposal is applied: its rows or a calendar would be others first. */
function opaqueIn(before: Definitions, next: Definitions, reload: ReadonlySet<string>) {
  const textsOf = (of: Definitions) =>
    new Map(of.documents.flatMap(({ kind, id, text }) => (kind === 'calendar' ? [[id, text] as const] : [])))
  const [old, proposed] = [textsOf(before), textsOf(next)]
  const calendars = [...proposed].some(([id, text]) => old.get(id) !== text)
  return (catalog: Catalog, kpi: string): boolean => {
    const other = calendars && catalog.kpis.get(kpi)?.calendar !== 'gregorian'
    return other || readsOf(catalog, kpi).all.some((dataset) => reload.has(dataset))
  }
}

function changedDocuments(before: readonly DocumentText[], next: readonly DocumentText[]): ChangePlan['documents'] {
  const key = ({ kind, id }: DocumentText) => `${kind}\t${id}`
  const [old, proposed] = [new Map(before.map((one) => [key(one), one])), new Map(next.map((one) => [key(one), one]))]
  const changed = [...proposed].flatMap(([at, { kind, id, text }]): ChangePlan['documents'] => {
    const was = old.get(at)
    if (was === undefined) return [{ kind, id, change: 'added' }]
    return was.text === text ? [] : [{ kind, id, change: 'changed' }]
  })
  const removed = [...old].flatMap(([at, { kind, id }]): ChangePlan['documents'] =>
    proposed.has(at) ? [] : [{ kind, id, change: 'removed' }],
  )
  return [...changed, ...removed]
}
