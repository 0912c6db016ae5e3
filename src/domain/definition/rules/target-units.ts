import { parsePeriod } from '../../../time/period.ts'
import type { Catalog, Unit } from '../../catalog.ts'
import { nearest } from '../../nearest.ts'
import { addsOverUnits } from '../../target/roll-up.ts'
import { below, reachOf } from '../../target/units-below.ts'
import { type Document, textOf } from '../document.ts'
import { type Draft, type Entry, type Finding, found, foundKey } from '../draft.ts'
import { definitionIssue } from '../issues.ts'
import { defaultCalendar } from '../make-calendars.ts'
import { allocationOf, amountAt, scopeOf } from '../make-target.ts'
import { makeUnits } from '../make-units.ts'
import type { TargetSpec } from '../target.ts'

/**
 * A total is shared over units that stand below its scope, by weights that are none below zero, and only where the values of
 * units add up. Units of faulty documents are not asked.
 */
export function targetUnits(draft: Draft, kpis: Catalog['kpis'], faulty: ReadonlySet<Document | null>): Finding[] {
  const shared = [...draft.targets.values()].filter(({ spec }) => 'total' in spec && spec.units !== undefined)
  if (shared.length === 0) return []
  const sound = [...draft.units.values()].every(({ document }) => !faulty.has(document))
  const units = sound && draft.documents.every((one) => one.kind !== 'unit' || draft.units.has(one.id ?? ''))
  const made = units ? makeUnits(draft) : null
  return shared.flatMap((entry) => [
    ...weightsOf(entry),
    ...periodOf(draft, entry),
    ...addsOf(draft, entry, kpis),
    ...(made === null ? [] : placesOf(draft, entry, made)),
  ])
}

function weightsOf(entry: Entry<TargetSpec>): Finding[] {
  const { spec, document } = entry
  const units = 'total' in spec ? spec.units : undefined
  if (typeof units !== 'object' || !('weights' in units)) return []
  const paths = Object.keys(units.weights).map((unit) => ['units', 'weights', unit])
  const amounts = paths.map((path) => amountAt(document, path))
  const negative = amounts.findIndex((one) => one !== null && one.units < 0n)
  if (negative < 0 && amounts.some((one) => one?.units !== 0n)) return []
  const at = paths[Math.max(negative, 0)] ?? ['units', 'weights']
  const weight = textOf(document, at) ?? '0'
  return [found(entry, at, (place) => definitionIssue('weight/negative', { weight }, place))]
}

/** The period of which another KPI’s values are is one of that KPI’s calendar. */
function periodOf(draft: Draft, entry: Entry<TargetSpec>): Finding[] {
  const { spec, document } = entry
  const units = 'total' in spec ? spec.units : undefined
  if (typeof units !== 'object' || !('kpi' in units) || units.period === undefined) return []
  const calendar = draft.kpis.get(units.kpi)?.spec.calendar ?? defaultCalendar(draft)
  const path = ['units', 'period']
  const period = textOf(document, path) ?? ''
  const parsed = parsePeriod(period, draft.made.calendars, calendar)
  if (parsed !== null && parsed.calendar === calendar && parsed.grain !== 'total') return []
  return [found(entry, path, (place) => definitionIssue('target/period', { period, calendar }, place))]
}

function addsOf(draft: Draft, entry: Entry<TargetSpec>, kpis: Catalog['kpis']): Finding[] {
  const kpi = kpis.get(entry.spec.kpi)
  const known = { kpis, datasets: draft.made.datasets }
  if (kpi === undefined || kpi.calculations.every(({ calculation }) => addsOverUnits(known, calculation))) return []
  return [found(entry, ['units'], (place) => definitionIssue('target/units-add', { kpi: kpi.id }, place))]
}

function placesOf(draft: Draft, entry: Entry<TargetSpec>, units: ReadonlyMap<string, Unit>): Finding[] {
  const allocation = allocationOf(draft, entry)
  if (allocation === null) return []
  const scope = scopeOf(entry)
  const reach = reachOf({ units }, scope, allocation)
  const above = scope.unit ?? 'the organisation'
  if (allocation.by.kind !== 'weights') {
    if (reach.size > 0) return []
    const params = { above, level: allocation.level }
    return [found(entry, ['units'], (place) => definitionIssue('target/no-units', params, place))]
  }
  const direct = below({ units }, scope).map(({ unit }) => unit)
  return [...allocation.by.weights.keys()]
    .filter((unit) => units.has(unit) && !reach.has(unit))
    .map((unit) => {
      const params = { unit, above, near: nearest(unit, direct), direct }
      return foundKey(entry, ['units', 'weights', unit], (place) => definitionIssue('target/not-below', params, place))
    })
}
