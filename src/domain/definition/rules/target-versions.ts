import { nearest } from '../../nearest.ts'
import { usualVersion } from '../../target/version.ts'
import type { Path } from '../document.ts'
import { type Entry, type Finding, found, type Rule } from '../draft.ts'
import { definitionIssue } from '../issues.ts'
import { versionOf } from '../make-target.ts'
import type { TargetSpec } from '../target.ts'
import { cycles } from './cycle.ts'
import { subjectsOf } from './target-overlap.ts'

/** Whatever names a version of targets names one that some target has; a target replaces others of its own kind only, and never itself. */
export const targetVersions: Rule = (draft) => {
  const tables = [...draft.datasets.values()].flatMap(({ spec }) => spec.targets ?? [])
  const stated = [...draft.targets.values()].map(({ spec }) => versionOf(spec))
  const known = [...new Set([...stated, ...tables.map(({ as }) => as ?? usualVersion)])]
  const judges = [...draft.workspaces, ...draft.kpis.values(), ...draft.scorecards.values()]
  // Where a document is faulty its version may be the one that is missed.
  // Rows of a dataset may be of any version.
  const open = tables.some(({ version }) => version !== undefined)
  const complete = !open && draft.documents.every(({ kind, id }) => kind !== 'target' || draft.targets.has(id ?? ''))
  const versions = judges.flatMap((entry): Finding[] => {
    const version = entry.spec['judged-by']
    if (version === undefined || known.length === 0 || known.includes(version) || !complete) return []
    const params = { version, near: nearest(version, known), known }
    return [found(entry, ['judged-by'], (place) => definitionIssue('target/unknown-version', params, place))]
  })
  return [...versions, ...[...draft.targets.values()].flatMap((entry) => replaced(draft, entry)), ...loops(draft)]
}

function replaced(draft: Parameters<Rule>[0], entry: Entry<TargetSpec>): Finding[] {
  return (entry.spec.replaces ?? []).flatMap((id, index): Finding[] => {
    const other = draft.targets.get(id)
    if (other === undefined) return []
    const subjects = new Set(subjectsOf(draft, other))
    // A grid takes the place of another's rows where both have them.
    if (subjectsOf(draft, entry).some((one) => subjects.has(one))) return []
    const path: Path = ['replaces', index]
    const what = differenceOf(entry, other)
    return [found(entry, path, (place) => definitionIssue('target/replaces', { id, what }, place))]
  })
}

function differenceOf(entry: Entry<TargetSpec>, other: Entry<TargetSpec>): string {
  if (entry.spec.kpi !== other.spec.kpi) return `is for the KPI "${other.spec.kpi}"`
  if (versionOf(entry.spec) !== versionOf(other.spec)) return `has version: ${versionOf(other.spec)}`
  return 'is for another scope'
}

function loops(draft: Parameters<Rule>[0]): Finding[] {
  const next = (id: string) => draft.targets.get(id)?.spec.replaces ?? []
  return cycles(draft.targets.keys(), next).flatMap((path): Finding[] => {
    const entry = draft.targets.get(path[0] ?? '')
    if (entry === undefined) return []
    const at = ['replaces', next(entry.id).indexOf(path[1] ?? '')]
    return [found(entry, at, (place) => definitionIssue('reference/cycle', { kind: 'targets', path }, place))]
  })
}
