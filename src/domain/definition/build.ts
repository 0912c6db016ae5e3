import { parseDay } from '../../time/day.ts'
import type { Catalog, Dataset, Objective, Source, Workspace } from '../catalog.ts'
import { type Issue, sortIssues } from '../issue.ts'
import { failed, ok, type Result } from '../result.ts'
import { layerMark } from '../row-policy.ts'
import { usualVersion } from '../target/version.ts'
import { canonicalText } from './canonical.ts'
import type { Document } from './document.ts'
import { byId, type Draft, type Entry, type Finding, gather, kindFindings, type Plugs } from './draft.ts'
import { kinds } from './kinds.ts'
import { defaultCalendar, makeCalendars } from './make-calendars.ts'
import { decidedTime, makeDataset, makeDimensions, shapeText } from './make-dataset.ts'
import { makeKpis } from './make-kpi.ts'
import { makeScorecard } from './make-scorecard.ts'
import { makeTargets } from './make-target.ts'
import { makeUnits } from './make-units.ts'
import { manualSource, manualValues } from './manual-values.ts'
import { type DefinitionFile, readDocuments } from './read.ts'
import { withZones } from './row-zones.ts'
import { rules } from './rules/index.ts'
import { optionsOf } from './rules/sources.ts'
import { targetDerived } from './rules/target-derived.ts'
import { targetTotals } from './rules/target-totals.ts'
import { targetUnits } from './rules/target-units.ts'
import type { WorkspaceSpec } from './workspace.ts'

/** Reads and checks a whole workspace: its catalog (null where anything is wrong) and every issue, warnings included. */
export function checkWorkspace(
  files: readonly DefinitionFile[],
  plugs: Plugs,
): { readonly catalog: Catalog | null; readonly issues: readonly Issue[] } {
  const { documents, issues } = readDocuments(files)
  const built = build(documents, plugs)
  const all = sortIssues([...issues, ...(built.ok ? [] : built.issues)])
  const good = built.ok && !issues.some((one) => one.severity === 'error')
  return { catalog: good ? built.value : null, issues: all }
}

/**
 * The catalog of a workspace's documents, or all that is wrong with them at once: each document against its kind, then
 * every rule between documents, then formulas. Nothing else makes a catalog.
 */
export function build(documents: readonly Document[], plugs: Plugs): Result<Catalog> {
  const findings: Finding[] = documents.flatMap((document) => document.issues.map((issue) => ({ document, issue })))
  const draft = makeDraft(documents, plugs, findings)
  for (const rule of rules) findings.push(...rule(draft))
  const faulty = new Set(findings.map((one) => one.document))
  const { kpis, restate, findings: formulaFindings } = makeKpis(draft, faulty)
  findings.push(...formulaFindings, ...targetTotals(draft, kpis), ...targetUnits(draft, kpis, faulty))
  findings.push(...targetDerived(draft, kpis))
  const issues = tidyIssues(findings)
  const workspace = draft.workspaces[0]
  if (issues.some((one) => one.severity === 'error') || workspace === undefined) return failed(...issues)
  return ok(assemble(draft, workspace, kpis, restate))
}

function makeDraft(documents: readonly Document[], plugs: Plugs, findings: Finding[]): Draft {
  findings.push(...kindFindings(documents))
  const workspaces = gather(kinds.workspace, documents, findings)
  const datasets = byId(gather(kinds.dataset, documents, findings))
  const calendars = byId(gather(kinds.calendar, documents, findings))
  const defaults = { zone: workspaces[0]?.spec.zone ?? 'UTC', currency: workspaces[0]?.spec.currency ?? null }
  const made = new Map([...datasets].map(([id, entry]): [string, Dataset] => [id, makeDataset(entry, defaults)]))
  return {
    documents,
    plugs,
    workspaces,
    sources: byId(gather(kinds.source, documents, findings)),
    datasets,
    units: byId(gather(kinds.unit, documents, findings)),
    objectives: byId(gather(kinds.objective, documents, findings)),
    kpis: byId(gather(kinds.kpi, documents, findings)),
    targets: byId(gather(kinds.target, documents, findings)),
    scorecards: byId(gather(kinds.scorecard, documents, findings)),
    calendars,
    made: { calendars: makeCalendars(calendars.values(), workspaces[0]?.spec), datasets: made },
  }
}

/** One issue per place: the first found is the cause, the others follow from it. */
function tidyIssues(findings: readonly Finding[]): Issue[] {
  const seen = new Set<string>()
  const kept = findings.filter(({ issue }) => {
    const key = `${issue.file}:${issue.line}:${issue.column}`
    if (seen.has(key) && issue.line !== undefined) return false
    seen.add(key)
    return true
  })
  return sortIssues(kept.map((one) => one.issue))
}

function assemble(
  draft: Draft,
  workspace: Entry<WorkspaceSpec>,
  kpis: Catalog['kpis'],
  restate: NonNullable<Catalog['restate']>,
): Catalog {
  const calendar = defaultCalendar(draft)
  const units = makeUnits(draft)
  const manual = [...kpis.values()].some((kpi) => kpi.calculations.some((one) => one.calculation.typed !== null))
  const sources = new Map([...draft.sources].map(([id, entry]) => [id, makeSource(draft, entry)]))
  const datasets = makeDatasets(draft, sources)
  if (manual) {
    if (!sources.has(manualSource.id)) sources.set(manualSource.id, manualSource)
    datasets.set(manualValues.id, manualValues)
  }
  const targets = [...draft.targets.values()].flatMap((entry) => makeTargets(draft, entry))
  return deepFreeze({
    revision: draft.plugs.hash(canonicalText(draft.documents)).slice(0, 16),
    workspace: makeWorkspace(workspace, calendar),
    sources,
    datasets,
    units,
    objectives: new Map([...draft.objectives].map(([id, entry]) => [id, makeObjective(entry)])),
    kpis,
    targets,
    scorecards: new Map([...draft.scorecards].map(([id, entry]) => [id, makeScorecard(entry, units)])),
    calendars: draft.made.calendars,
    restate,
  })
}

function makeWorkspace({ id, spec }: Entry<WorkspaceSpec>, calendar: string): Workspace {
  return {
    id,
    name: spec.name,
    mission: spec.mission ?? null,
    vision: spec.vision ?? null,
    calendar,
    zone: spec.zone,
    currency: spec.currency ?? null,
    locale: spec.locale ?? 'en',
    judgedBy: spec['judged-by'] ?? usualVersion,
    falseAlarms: spec['false-alarms'] ?? null,
    today: spec.today === undefined ? null : parseDay(spec.today),
    lateClosing: spec['late-closing'] ?? 'with-reason',
  }
}

function makeSource(draft: Draft, entry: Entry<{ connector: string; name?: string | undefined }>): Source {
  const { id, spec, document } = entry
  const checked = draft.plugs.connectors.get(spec.connector)?.options.safeParse(optionsOf(document.data))
  const data: unknown = checked?.success === true ? checked.data : {}
  const options = typeof data === 'object' && data !== null ? Object.fromEntries(Object.entries(data)) : {}
  return { id, name: spec.name ?? id, connector: spec.connector, options, place: document.place }
}

function makeDatasets(draft: Draft, sources: ReadonlyMap<string, Source>): Map<string, Dataset> {
  const datasets = new Map<string, Dataset>()
  for (const [id, plain] of draft.made.datasets) {
    const entry = draft.datasets.get(id)
    if (entry === undefined) continue
    const made = withZones(draft, entry, plain)
    const source = sources.get(made.source)
    const hash = draft.plugs.hash(shapeText(made, [source?.connector, source?.options])).slice(0, 16)
    const shape = `${made.deliveries === undefined ? '' : layerMark}${hash}`
    const time = decidedTime(draft.made.datasets, made)
    datasets.set(id, { ...made, time, dimensions: makeDimensions(entry, draft.made.datasets), shape })
  }
  return datasets
}

function makeObjective({ id, spec }: Entry<(typeof kinds.objective)['schema']['_output']>): Objective {
  const { name, perspective, supports = [], owner = null, description = null } = spec
  return { id, name, perspective, supports, owner, description }
}

/** Freezes everything a catalog holds; maps stay maps, typed as read-only. */
function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  const inner = value instanceof Map ? value.values() : Object.values(value)
  for (const one of inner) deepFreeze(one)
  return value
}
