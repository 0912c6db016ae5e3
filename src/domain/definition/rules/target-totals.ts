import type { Catalog } from '../../catalog.ts'
import { targetRollUp } from '../../target/roll-up.ts'
import { type Draft, type Finding, found } from '../draft.ts'
import { definitionIssue } from '../issues.ts'

const kinds = {
  same: 'a rate, the same for periods of any length',
  last: 'a level, of which a longer period takes the last',
  own: 'neither a sum nor a rate, so that its periods do not add up',
} as const

/** A year's total is spread only where the values of its periods add up to the year's. */
export function targetTotals(draft: Draft, kpis: Catalog['kpis']): readonly Finding[] {
  const known = { kpis, datasets: draft.made.datasets }
  return [...draft.targets.values()].flatMap((entry): Finding[] => {
    const kpi = kpis.get(entry.spec.kpi)
    if (!('total' in entry.spec) || kpi === undefined) return []
    for (const { calculation } of kpi.calculations) {
      const rollUp = targetRollUp(known, calculation)
      if (rollUp === 'add') continue
      const params = { kpi: kpi.id, is: kinds[rollUp], year: entry.spec.year }
      return [found(entry, ['total'], (place) => definitionIssue('target/total', params, place))]
    }
    return []
  })
}
