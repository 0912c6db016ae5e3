import type { Catalog } from '../../domain/catalog.ts'
import { kpisOf } from '../../domain/formula/algebra-walk.ts'
import { targetsOfKpi } from '../../domain/target/plans.ts'
import { readsOf } from '../ask/reads.ts'

export interface DocumentName {
  readonly kind: string
  readonly id: string
}

/**
 * The documents that a KPI's values rest on: its own first, those of the KPIs it is made of, of the datasets that all of them
 * read and look up, and of the workspace, its units and calendars, which say whose and when.
 */
export function valueDocuments(catalog: Catalog, kpi: string): readonly DocumentName[] {
  return [
    ...kpisBelow(catalog, kpi).map((id) => ({ kind: 'kpi', id })),
    ...readsOf(catalog, kpi).all.map((id) => ({ kind: 'dataset', id })),
    ...[...catalog.units.keys()].map((id) => ({ kind: 'unit', id })),
    ...[...catalog.calendars.keys()].map((id) => ({ kind: 'calendar', id })),
    { kind: 'workspace', id: catalog.workspace.id },
  ]
}

/** The documents that its targets rest on, besides those of its values: these targets, and those of KPIs they are derived from. */
export function targetDocuments(catalog: Catalog, kpi: string): readonly DocumentName[] {
  const seen = new Set<string>()
  const found: DocumentName[] = []
  const visit = (id: string): void => {
    if (seen.has(id)) return
    seen.add(id)
    for (const { target } of targetsOfKpi(catalog, id)) {
      found.push({ kind: 'target', id: target.id })
      const { plan } = target
      if (plan.kind === 'total' && plan.units?.by.kind === 'kpi')
        for (const below of kpisBelow(catalog, plan.units.by.kpi)) found.push({ kind: 'kpi', id: below })
      if (plan.kind === 'derived' && plan.of !== null) for (const part of Object.values(plan.of)) visit(part)
    }
  }
  visit(kpi)
  return found
}

/** A KPI and all that it is made of, by any of its calculations. */
function kpisBelow({ kpis }: Catalog, kpi: string): readonly string[] {
  const found = new Set<string>()
  const visit = (id: string): void => {
    if (found.has(id)) return
    found.add(id)
    for (const { calculation } of kpis.get(id)?.calculations ?? [])
      for (const other of kpisOf(calculation.calc)) visit(other)
  }
  visit(kpi)
  return [...found]
}
