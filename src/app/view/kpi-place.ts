import type { Catalog, Kpi } from '../../domain/catalog.ts'
import { clockZone } from '../../domain/clock-zone.ts'
import type { Issue } from '../../domain/issue.ts'
import { ok, type Result } from '../../domain/result.ts'
import { readsOf } from '../ask/reads.ts'
import type { AskDeps } from '../ask.ts'
import { findKpi } from './find.ts'
import { type Asked, defaultScope, type Place, type PlaceDefaults, placeOf } from './place.ts'
import { readTo } from './through.ts'
import { timeless } from './timeless.ts'

/** A KPI, when and where one looks at it, and with what it is asked. */
export interface KpiPlace {
  readonly kpi: Kpi
  readonly place: Place
  readonly deps: AskDeps
  /** The day (ISO) that all its values read to, where one was asked for. */
  readonly through: string | null
}

/** Whatever shows one KPI begins here, so that all of it obeys the same words; every mistake in them is told. */
export async function kpiPlace(deps: AskDeps, id: string, asked: Asked): Promise<Result<KpiPlace>> {
  const { catalog } = deps
  const issues: Issue[] = []
  const kpi = findKpi(catalog, id, issues)
  if (kpi === null) return { ok: false, issues }
  const defaults = kpiDefaults(catalog, kpi)
  const newest = await placeOf(deps, defaults, asked)
  if (!newest.ok) return newest
  if (asked.through === undefined || asked.through === '') return ok({ kpi, place: newest.value, deps, through: null })
  const read = await readTo(deps, { dataThrough: 'latest' }, [kpi], newest.value, asked)
  if (!read.ok) return read
  const place = await placeOf(read.value.deps, defaults, asked)
  if (!place.ok) return place
  return ok({ kpi, place: place.value, deps: read.value.deps, through: read.value.through.day })
}

/** The defaults of a page about one KPI. */
export function kpiDefaults(catalog: Catalog, kpi: Kpi): PlaceDefaults {
  return {
    calendar: kpi.calendar,
    zone: clockZone(catalog, kpi),
    grain: timeless(catalog, kpi) ? 'total' : kpi.cadence,
    scope: defaultScope(catalog, null),
    datasets: readsOf(catalog, kpi.id).facts,
    take: 'every',
  }
}
