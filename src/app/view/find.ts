import { askIssue } from '../../domain/ask-issues.ts'
import type { Catalog, Kpi, Scope } from '../../domain/catalog.ts'
import { calendarIn } from '../../domain/clock-zone.ts'
import { grains, isGrain } from '../../domain/grain.ts'
import type { Issue } from '../../domain/issue.ts'
import { nearest } from '../../domain/nearest.ts'
import { everything, parseScope, scopeText } from '../../domain/scope.ts'
import type { Calendar, GrainName } from '../../time/calendar.ts'
import { knownVersions } from '../ask/loaded-targets.ts'
import { allDimensions } from './dimensions.ts'

/** Looking up what people name: null, and an issue with the nearest names, where there is nothing of that name. */

const formerIds = new WeakMap<Catalog, ReadonlyMap<string, string>>()

/** A KPI by its id, or by one it had before. */
export function findKpi(catalog: Catalog, id: string, issues: Issue[]): Kpi | null {
  const found = catalog.kpis.get(id) ?? catalog.kpis.get(formerly(catalog).get(id) ?? '')
  if (found === undefined) issues.push(askIssue('ask/unknown-kpi', { id, near: nearest(id, catalog.kpis.keys()) }, {}))
  return found ?? null
}

function formerly(catalog: Catalog): ReadonlyMap<string, string> {
  let known = formerIds.get(catalog)
  if (known === undefined) {
    known = new Map([...catalog.kpis.values()].flatMap((kpi) => (kpi.formerly ?? []).map((old) => [old, kpi.id])))
    formerIds.set(catalog, known)
  }
  return known
}

/** A version of targets that any target has. */
export function findVersion(catalog: Catalog, version: string, issues: Issue[]): string | null {
  const { known, open } = knownVersions(catalog)
  if (open || known.includes(version)) return version
  issues.push(askIssue('ask/unknown-version', { version, near: nearest(version, known), known }, {}))
  return null
}

export function findGrain(text: string, issues: Issue[]): GrainName | null {
  if (isGrain(text)) return text
  issues.push(askIssue('ask/unknown-grain', { name: text, near: nearest(text, grains), grains }, {}))
  return null
}

/** A calendar, its hours on the clocks of a zone: the workspace's unless stated. */
export function findCalendar(catalog: Catalog, id: string, issues: Issue[], zone?: string): Calendar | null {
  const found = calendarIn(catalog, id, zone)
  if (found === undefined)
    issues.push(askIssue('ask/unknown-calendar', { id, near: nearest(id, catalog.calendars.keys()) }, {}))
  return found ?? null
}

/** The word for everything, where a scope is chosen by text. */
const all = 'all'

/** A scope's text where one can be chosen: `scopeText`, and `all` for everything. */
export const scopeChoice = (scope: Scope): string => scopeText(scope) || all

/** A scope as people write it, its unit and dimensions known; members are the data's. */
export function findScope(catalog: Catalog, text: string, issues: Issue[]): Scope | null {
  const scope = text === all ? everything : parseScope(text)
  if (scope === null) {
    issues.push(askIssue('ask/scope', { text }, {}))
    return null
  }
  return knownScope(catalog, scope, issues) ? scope : null
}

/** Whether a scope's unit and dimensions exist. */
export function knownScope(catalog: Catalog, scope: Scope, issues: Issue[]): boolean {
  const before = issues.length
  const { unit } = scope
  if (unit !== null && !catalog.units.has(unit))
    issues.push(askIssue('ask/unknown-unit', { id: unit, near: nearest(unit, catalog.units.keys()) }, {}))
  const asked = Object.keys(scope.where)
  const names = asked.length === 0 ? [] : allDimensions(catalog)
  for (const name of asked) {
    if (!names.includes(name)) issues.push(askIssue('ask/unknown-dimension', { name, near: nearest(name, names) }, {}))
  }
  return issues.length === before
}
