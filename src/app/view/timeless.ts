import { type Catalog, datasetsOf, type Kpi } from '../../domain/catalog.ts'

/** Whether a KPI reads only datasets without time, which answer all time at once. */
export function timeless(catalog: Catalog, kpi: Kpi): boolean {
  const datasets = datasetsOf(catalog, kpi.id)
  return datasets.length > 0 && datasets.every((id) => catalog.datasets.get(id)?.time === null)
}
