import { parseAmount } from '../amount-text.ts'
import { type Path, textOf } from '../document.ts'
import { type Entry, type Finding, found, type Rule } from '../draft.ts'
import { definitionIssue } from '../issues.ts'
import type { ScorecardSpec } from '../scorecard.ts'
import { datedEntries } from './dated.ts'

/** Weights are never negative, an objective or KPI counts once, and as many scores as are wanted can be had. */
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
  const { groups } = entry.spec
  const all = groups.reduce((sum, group) => sum + group.kpis.length, 0)
  return [
    ...enough(entry, [], entry.spec['at-least'], all),
    ...groups.flatMap((group, g) => [
      ...once('objective', group.objective, ['groups', g, 'objective']),
      ...checkWeights(entry, ['groups', g, 'weight'], group.weight),
      ...enough(entry, ['groups', g], group['at-least'], group.kpis.length),
      ...group.kpis.flatMap((one, k) => {
        const path = ['groups', g, 'kpis', k]
        if (typeof one === 'string') return once('kpi', one, path)
        return [...once('kpi', one.kpi, [...path, 'kpi']), ...checkWeights(entry, [...path, 'weight'], one.weight)]
      }),
    ]),
  ]
}

function enough(entry: Entry<ScorecardSpec>, path: Path, wanted: number | undefined, total: number): Finding[] {
  if (wanted === undefined || wanted <= total) return []
  const at = [...path, 'at-least']
  return [found(entry, at, (place) => definitionIssue('scorecard/at-least', { wanted, total }, place))]
}

type Written = ScorecardSpec['groups'][number]['weight']

/** Weights with their dates in order, none negative. */
export function checkWeights(entry: Entry<ScorecardSpec>, path: Path, written: Written): Finding[] {
  if (!Array.isArray(written)) return notNegative(entry, path)
  return [
    ...datedEntries(entry, path, written),
    ...written.flatMap((_, index) => notNegative(entry, [...path, index, 'weight'])),
  ]
}

function notNegative(entry: Entry<ScorecardSpec>, path: Path): Finding[] {
  const weight = textOf(entry.document, path)
  const amount = weight === null ? null : parseAmount(weight)
  if (weight === null || amount === null || amount.units >= 0n) return []
  return [found(entry, path, (place) => definitionIssue('weight/negative', { weight }, place))]
}
