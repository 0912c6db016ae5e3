import type { Catalog, Kpi } from '../../catalog.ts'
import { divide, printUnit, same } from '../../measure-unit.ts'
import { notDerivable, partsOfPlan } from '../../target/derived.ts'
import { type Draft, type Entry, type Finding, found } from '../draft.ts'
import { definitionIssue } from '../issues.ts'
import { derivedOf, type TargetSpec } from '../target.ts'
import { cycles } from './cycle.ts'

/** Targets that are derived from those of other KPIs: formulas of which that can be, units of measure that fit, no circles. */
export function targetDerived(draft: Draft, kpis: Catalog['kpis']): Finding[] {
  const entries = [...draft.targets.values()].filter(({ spec }) => 'derived' in spec)
  return [...entries.flatMap((entry) => checkOne(entry, kpis)), ...loops(entries, kpis)]
}

function checkOne(entry: Entry<TargetSpec>, kpis: Catalog['kpis']): Finding[] {
  const kpi = kpis.get(entry.spec.kpi)
  if (kpi === undefined) return []
  const sides = derivedOf(entry.spec).map(([, id]) => kpis.get(id))
  if (sides.length === 0) return ownFormula(entry, kpi)
  const [numerator, denominator] = sides
  if (numerator === undefined || denominator === undefined) return []
  const made = divide(numerator.unit, denominator.unit)
  if (same(made, kpi.unit)) return []
  const params = { kpi: kpi.id, unit: printUnit(kpi.unit), found: printUnit(made) }
  return [found(entry, ['derived'], (place) => definitionIssue('target/derived-unit', params, place))]
}

/** A formula of which every entry is arithmetic of KPIs. */
function ownFormula(entry: Entry<TargetSpec>, kpi: Kpi): Finding[] {
  for (const { calculation } of kpi.calculations) {
    const why = notDerivable(calculation.calc)
    if (why === null) continue
    return [
      found(entry, ['derived'], (place) => definitionIssue('target/derived', { kpi: kpi.id, why: words[why] }, place)),
    ]
  }
  return []
}

const words = {
  measure: 'it is made of rows, not of other KPIs alone',
  'other-periods': 'it reads other periods than its own',
  condition: 'it has a condition or a function that promises have no meaning for',
} as const

function loops(entries: readonly Entry<TargetSpec>[], kpis: Catalog['kpis']): Finding[] {
  const next = (id: string): readonly string[] => {
    const kpi = kpis.get(id)
    if (kpi === undefined) return []
    return entries
      .filter(({ spec }) => spec.kpi === id)
      .flatMap(({ spec }) => {
        const sides = derivedOf(spec).map(([, part]) => part)
        return sides.length > 0 ? sides : partsOfPlan(own, kpi)
      })
  }
  return cycles(kpis.keys(), next).flatMap((path): Finding[] => {
    const entry = entries.find(({ spec }) => spec.kpi === path[0])
    if (entry === undefined) return []
    return [found(entry, ['derived'], (place) => definitionIssue('reference/cycle', { kind: 'targets', path }, place))]
  })
}

const own = { kind: 'derived', of: null, from: null, until: null } as const
