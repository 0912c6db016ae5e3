import type { Catalog } from '../catalog.ts'

/** How the days of a dataset's rows were decided at load; null for a dataset without time. */
export function dayRule(catalog: Catalog, id: string): string | null {
  const dataset = catalog.datasets.get(id)
  const time = dataset?.time ?? null
  if (dataset === undefined || time === null) return null
  if (time.through !== undefined) return `${id}: the day of the row that ${time.column} leads to`
  const type = dataset.columns.find((column) => column.name === time.column)?.type.kind
  if (type === 'date') return `${id}: the date in ${time.column}; it passes through no time zone`
  const clocks = `${id}: ${time.column} on the clocks of`
  const { zones } = time
  if (zones === undefined) return `${clocks} ${time.zone}`
  if (zones.by === 'column')
    return `${clocks} the row’s own zone, its ${zones.column}${zones.otherwise === null ? '' : `; where it is empty of ${zones.otherwise}`}`
  const units = zones.units.map(({ unit, zone }) => `${catalog.units.get(unit)?.name ?? unit} (${zone})`)
  return `${clocks} the unit that owns the row: ${units.join(', ')}; of no such unit: ${time.zone}`
}
