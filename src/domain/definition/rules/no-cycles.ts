import { type Draft, type Finding, found, type Rule } from '../draft.ts'
import { definitionIssue } from '../issues.ts'
import { parentsOf } from '../unit.ts'
import { cycles } from './cycle.ts'

/** Units, objectives and look-ups never lead back to themselves. Cycles of KPI formulas are found where formulas are checked. */
export const noCycles: Rule = (draft) => {
  const findings: Finding[] = []
  findings.push(...unitCycles(draft))
  for (const path of cycles(draft.objectives.keys(), (id) => draft.objectives.get(id)?.spec.supports ?? [])) {
    const entry = draft.objectives.get(path[0] ?? '')
    if (entry === undefined) continue
    const at = ['supports', entry.spec.supports?.indexOf(path[1] ?? '') ?? 0]
    findings.push(found(entry, at, (place) => definitionIssue('reference/cycle', { kind: 'objectives', path }, place)))
  }
  const lookUps = (id: string) => Object.entries(draft.datasets.get(id)?.spec['look-ups'] ?? {})
  for (const path of cycles(draft.datasets.keys(), (id) => lookUps(id).map(([, one]) => one.dataset))) {
    const entry = draft.datasets.get(path[0] ?? '')
    if (entry === undefined) continue
    const name = lookUps(entry.id).find(([, one]) => one.dataset === path[1])?.[0] ?? ''
    const at = ['look-ups', name, 'dataset']
    findings.push(found(entry, at, (place) => definitionIssue('reference/cycle', { kind: 'look-ups', path }, place)))
  }
  return findings
}

/** Looked for at every date on which any unit moves: two may change places. */
function unitCycles(draft: Draft): Finding[] {
  const dates = new Set([
    '',
    ...[...draft.units.values()].flatMap(({ spec }) => parentsOf(spec).map(({ from = '' }) => from)),
  ])
  for (const date of [...dates].sort()) {
    const parentOn = (id: string) => {
      const spec = draft.units.get(id)?.spec
      return spec === undefined ? undefined : parentsOf(spec).findLast(({ from = '' }) => from <= date)
    }
    const findings = cycles(draft.units.keys(), (id) => [parentOn(id)?.unit ?? []].flat()).flatMap(
      (path): Finding[] => {
        const entry = draft.units.get(path[0] ?? '')
        const at = parentOn(path[0] ?? '')?.at ?? ['parent']
        if (entry === undefined) return []
        return [found(entry, at, (place) => definitionIssue('reference/cycle', { kind: 'units', path }, place))]
      },
    )
    if (findings.length > 0) return findings
  }
  return []
}
