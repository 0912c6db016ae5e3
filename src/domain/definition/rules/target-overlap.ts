import type { Document } from '../document.ts'
import { type Draft, type Entry, type Finding, found, type Rule } from '../draft.ts'
import { definitionIssue } from '../issues.ts'
import { defaultCalendar } from '../make-calendars.ts'
import { periodsOf, scopeOf, versionOf } from '../make-target.ts'
import type { TargetSpec } from '../target.ts'
import { whereabouts } from './ids.ts'

/**
 * For one KPI, version and scope no period is promised twice in the same way, unless one target says that it replaces the
 * other.
 */
export const targetOverlap: Rule = (draft) => {
  const groups = new Map<string, Entry<TargetSpec>[]>()
  for (const entry of draft.targets.values()) {
    const key = subjectOf(entry)
    groups.set(key, [...(groups.get(key) ?? []), entry])
  }
  return [...groups.values()].flatMap((entries) => overlaps(draft, entries))
}

/** The KPI, version and scope of a target as one text. */
export const subjectOf = (entry: Entry<TargetSpec>): string =>
  JSON.stringify([entry.spec.kpi, versionOf(entry.spec), scopeText(entry)])

function scopeText(entry: Entry<TargetSpec>): string {
  const { unit, where } = scopeOf(entry)
  const pairs = Object.entries(where).map(([name, members]): [string, string[]] => [name, [...members].sort()])
  return JSON.stringify([unit, pairs.sort(([a], [b]) => (a < b ? -1 : 1))])
}

/** Days from and until which every period is promised, or what is promised by its key. */
interface Claim {
  readonly entry: Entry<TargetSpec>
  readonly span: { readonly from: string; readonly until: string } | null
  readonly keys: ReadonlyMap<string, string>
}

function overlaps(draft: Draft, entries: readonly Entry<TargetSpec>[]): Finding[] {
  const replaces = replacing(entries)
  const claims = entries.map((entry) => claimOf(draft, entry))
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

function claimOf(draft: Draft, entry: Entry<TargetSpec>): Claim {
  const { spec } = entry
  if ('total' in spec) return { entry, span: null, keys: new Map([[`y${spec.year}`, `also for ${spec.year}`]]) }
  if ('values' in spec) return { entry, span: null, keys: periodKeys(draft, spec) }
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
