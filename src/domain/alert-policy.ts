import type { Catalog, Kpi } from './catalog.ts'

/**
 * Expected false alarms per month of a KPI: its own, else that of the first scorecard with one that it stands on, else the
 * workspace's. 0: no alerts; null: as is usual for the grain.
 */
export function falseAlarmsOf(catalog: Catalog, kpi: Pick<Kpi, 'id' | 'falseAlarms'>): number | null {
  return kpi.falseAlarms ?? ofScorecards(catalog).get(kpi.id) ?? catalog.workspace.falseAlarms
}

const known = new WeakMap<Catalog, ReadonlyMap<string, number>>()

function ofScorecards(catalog: Catalog): ReadonlyMap<string, number> {
  const before = known.get(catalog)
  if (before !== undefined) return before
  const found = new Map<string, number>()
  for (const { groups, cascade, falseAlarms } of catalog.scorecards.values()) {
    if (falseAlarms === null) continue
    const added = [...(cascade?.differences.values() ?? [])].flatMap(({ add }) => add)
    for (const { kpi } of [...groups.flatMap(({ kpis }) => kpis), ...added])
      if (!found.has(kpi)) found.set(kpi, falseAlarms)
  }
  known.set(catalog, found)
  return found
}
