import { nearest } from '../../nearest.ts'
import { type Entry, type Finding, found, knownIds, type Rule } from '../draft.ts'
import { definitionIssue } from '../issues.ts'
import { type Kind, type KindName, kindNames } from '../kind.ts'
import { kinds } from '../kinds.ts'

/** Every field that names another document names one that exists. */
export const references: Rule = (draft) => {
  const known = new Map(kindNames.map((kind) => [kind, knownIds(draft, kind)]))
  return [
    ...check(kinds.workspace, draft.workspaces, known),
    ...check(kinds.dataset, draft.datasets.values(), known),
    ...check(kinds.unit, draft.units.values(), known),
    ...check(kinds.objective, draft.objectives.values(), known),
    ...check(kinds.kpi, draft.kpis.values(), known),
    ...check(kinds.target, draft.targets.values(), known),
    ...check(kinds.scorecard, draft.scorecards.values(), known),
  ]
}

type Known = ReadonlyMap<KindName, ReadonlySet<string>>

function check<S>(kind: Kind<S>, entries: Iterable<Entry<S>>, known: Known): Finding[] {
  const findings: Finding[] = []
  for (const entry of entries) {
    for (const one of kind.references(entry.spec)) {
      const ids = known.get(one.kind)
      if (ids === undefined || ids.has(one.id)) continue
      const params = { kind: one.kind, id: one.id, near: nearest(one.id, ids) }
      findings.push(found(entry, one.path, (place) => definitionIssue('reference/unknown', params, place)))
    }
  }
  return findings
}
