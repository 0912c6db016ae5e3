import type { Scope } from '../../catalog.ts'
import type { Document } from '../document.ts'
import { type Draft, type Entry, type Finding, found, type Rule } from '../draft.ts'
import { definitionIssue } from '../issues.ts'
import { defaultCalendar } from '../make-calendars.ts'
import { calendarOf, gridOf, periodsOf, scopeOf, versionOf } from '../make-target.ts'
import type { TargetSpec } from '../target.ts'
import { whereabouts } from './ids.ts'

/**
 * For one KPI, version and scope no period is promised twice in the same way, unless one target says that it replaces the
 * other.
 */
export const targetOverlap: Rule = (draft) => {
  const groups = new Map<string, Claim[]>()
  for (const entry of draft.targets.values()) {
    for (const [key, claim] of claimsOf(draft, entry)) {
      const own = groups.get(key)
      if (own === undefined) groups.set(key, [claim])
      else own.push(claim)
    }
  }
  return [...groups.values()].flatMap(overlaps)
}

/** The KPIs, versions and scopes of a target as texts: one, or as many as its grid has rows. */
export function subjectsOf(draft: Draft, entry: Entry<TargetSpec>): readonly string[] {
  const grid = gridOf(draft, entry)
  const scopes = grid === null ? [scopeOf(entry)] : grid.rows.map(({ scope }) => scope)
  return scopes.map((scope) => subjectOf(entry.spec, scope))
}

const subjectOf = (spec: TargetSpec, scope: Scope): string =>
  JSON.stringify([spec.kpi, versionOf(spec), scopeText(scope)])

function scopeText({ unit, where }: Scope): string {
  const pairs = Object.entries(where).map(([name, members]): [string, string[]] => [name, [...members].sort()])
  return JSON.stringify([unit, pairs.sort(([a], [b]) => (a < b ? -1 : 1))])
}

/** Days from and until which every period is promised, or what is promised by its key. */
interface Claim {
  readonly entry: Entry<TargetSpec>
  readonly span: { readonly from: string; readonly until: string } | null
  readonly keys: ReadonlyMap<string, string>
}

function overlaps(claims: readonly Claim[]): Finding[] {
  const replaces = replacing(claims.map(({ entry }) => entry))
  return claims.flatMap((claim, index): Finding[] => {
    for (const other of claims.slice(0, index)) {
      if (replaces(claim.entry.id, other.entry.id) || replaces(other.entry.id, claim.entry.id)) continue
      const what = clashOf(claim, other)
      if (what !== null) return [clash(claim.entry, other.entry.document, what)]
    }
    return []
  })
}

/** Whether one target takes the place of another, directly or through others. */
function replacing(entries: readonly Entry<TargetSpec>[]): (id: string, other: string) => boolean {
  const direct = new Map(entries.map(({ id, spec }) => [id, spec.replaces ?? []]))
  const reaches = (id: string, other: string, seen: Set<string>): boolean =>
    (direct.get(id) ?? []).some(
      (next) => next === other || (!seen.has(next) && reaches(next, other, new Set([...seen, next]))),
    )
  return (id, other) => reaches(id, other, new Set([id]))
}

function clashOf(claim: Claim, other: Claim): string | null {
  if (claim.span !== null && other.span !== null) {
    const apart = claim.span.from > other.span.until || other.span.from > claim.span.until
    return apart ? null : 'their dates overlap'
  }
  for (const [key, what] of claim.keys) if (other.keys.has(key)) return what
  return null
}

function claimsOf(draft: Draft, entry: Entry<TargetSpec>): readonly (readonly [subject: string, claim: Claim])[] {
  const grid = gridOf(draft, entry)
  if (grid === null) return [[subjectOf(entry.spec, scopeOf(entry)), claimOf(draft, entry)]]
  return grid.rows.map(({ scope, cells }) => {
    const calendar = calendarOf(draft, entry.spec)
    const keys = cells.map(
      ({ ordinal }) => [`${calendar} ${grid.grain} ${ordinal}`, 'also for one of its periods'] as const,
    )
    return [subjectOf(entry.spec, scope), { entry, span: null, keys: new Map(keys) }]
  })
}

function claimOf(draft: Draft, entry: Entry<TargetSpec>): Claim {
  const { spec } = entry
  if ('grid' in spec) return { entry, span: null, keys: new Map() }
  if ('total' in spec) return { entry, span: null, keys: new Map([[`y${spec.year}`, `also for ${spec.year}`]]) }
  if ('values' in spec) return { entry, span: null, keys: periodKeys(draft, spec) }
  if ('derived' in spec) return { entry, span: null, keys: new Map([['derived', 'both are derived']]) }
  return { entry, span: { from: spec.from ?? '0000', until: spec.until ?? '9999' }, keys: new Map() }
}

function periodKeys(draft: Draft, spec: Extract<TargetSpec, { values: unknown }>): ReadonlyMap<string, string> {
  const calendar = draft.kpis.get(spec.kpi)?.spec.calendar ?? defaultCalendar(draft)
  const periods = periodsOf(Object.keys(spec.values), draft.made.calendars, calendar)
  return new Map(
    periods.flatMap(({ text, period }) =>
      period === null ? [] : [[`${period.calendar} ${period.grain} ${period.ordinal}`, `also for ${text}`] as const],
    ),
  )
}

function clash(entry: Entry<TargetSpec>, other: Document, what: string): Finding {
  const params = { other: whereabouts(other), what }
  return found(entry, ['kpi'], (place) => definitionIssue('target/overlap', params, place))
}
