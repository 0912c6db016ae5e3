import type { Calendar } from '../time/calendar.ts'
import { inZone } from '../time/clock-calendar.ts'
import { type Catalog, type Dataset, datasetsOf, type Kpi } from './catalog.ts'
import type { Term } from './formula/algebra.ts'

/** Whether rows of a dataset have a time of day, and so an hour: their own, or that of the rows they take their day from. */
export function keepsTime(catalog: Pick<Catalog, 'datasets'>, id: string): boolean {
  const dataset = catalog.datasets.get(id)
  const time = dataset?.time ?? null
  if (dataset === undefined || time === null || dataset.rows !== 'event') return false
  const owner = ownerOf(catalog, dataset, time.through ?? [])
  const name = time.column.split('.').at(-1)
  return owner?.columns.find((column) => column.name === name)?.type.kind === 'instant'
}

function ownerOf(
  catalog: Pick<Catalog, 'datasets'>,
  dataset: Dataset,
  through: readonly string[],
): Dataset | undefined {
  let at: Dataset | undefined = dataset
  for (const name of through) at = catalog.datasets.get(at?.lookUps.find((one) => one.name === name)?.dataset ?? '')
  return at
}

/** Whether a term has a value for each hour: entities and levels of days are taken by day. */
export const hasHours = (catalog: Pick<Catalog, 'datasets'>, { dataset, per, over }: Term): boolean =>
  per === undefined && over === undefined && keepsTime(catalog, dataset)

/** On whose clocks a KPI's hours are: those of the one zone that decides the days of its rows, else those of the workspace. */
export function clockZone(catalog: Catalog, kpi: Kpi): string {
  const zones = new Set<string>()
  for (const id of datasetsOf(catalog, kpi.id)) {
    const time = keepsTime(catalog, id) ? catalog.datasets.get(id)?.time : null
    if (time != null) zones.add(time.zones === undefined ? time.zone : catalog.workspace.zone)
  }
  const [only] = zones
  return only !== undefined && zones.size === 1 ? only : catalog.workspace.zone
}

/** A calendar with its hours on the clocks of a zone, the workspace's unless stated; undefined for an unknown id. */
export function calendarIn(catalog: Catalog, id: string, zone: string | undefined): Calendar | undefined {
  const calendar = catalog.calendars.get(id)
  return calendar === undefined ? undefined : inZone(calendar, zone ?? catalog.workspace.zone)
}
