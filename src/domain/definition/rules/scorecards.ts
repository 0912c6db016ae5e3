import { parseAmount } from '../amount-text.ts'
import { type Path, textOf } from '../document.ts'
import { type Entry, type Finding, found, type Rule } from '../draft.ts'
import { definitionIssue } from '../issues.ts'
import type { ScorecardSpec } from '../scorecard.ts'

/** Weights are positive, and an objective or KPI counts once. */
export const scorecards: Rule = (draft) => [...draft.scorecards.values()].flatMap(checkOne)

function checkOne(entry: Entry<ScorecardSpec>): Finding[] {
  const seen = new Set<string>()
  const once = (kind: string, id: string, path: Path): Finding[] => {
    if (!seen.has(`${kind} ${id}`)) {
      seen.add(`${kind} ${id}`)
      return []
    }
    return [found(entry, path, (place) => definitionIssue('scorecard/twice', { kind, id }, place))]
  }
  return entry.spec.groups.flatMap((group, g) => [
    ...once('objective', group.objective, ['groups', g, 'objective']),
    ...positive(entry, ['groups', g, 'weight']),
    ...group.kpis.flatMap((one, k) => {
      const path = ['groups', g, 'kpis', k]
      if (typeof one === 'string') return once('kpi', one, path)
      return [...once('kpi', one.kpi, [...path, 'kpi']), ...positive(entry, [...path, 'weight'])]
    }),
  ])
}

function positive(entry: Entry<ScorecardSpec>, path: Path): Finding[] {
  const weight = textOf(entry.document, path)
  const amount = weight === null ? null : parseAmount(weight)
  if (weight === null || (amount !== null && amount.units > 0n)) return []
  return [found(entry, path, (place) => definitionIssue('weight/not-positive', { weight }, place))]
}
