import type { Document } from '../document.ts'
import { type Draft, type Entry, type Finding, found, type Rule } from '../draft.ts'
import { definitionIssue } from '../issues.ts'
import { defaultCalendar } from '../make-calendars.ts'
import { periodsOf, scopeOf } from '../make-target.ts'
import type { TargetSpec } from '../target.ts'
import { whereabouts } from './ids.ts'

/** For one KPI, version and scope no period is promised twice in the same way. */
export const targetOverlap: Rule = (draft) => {
  const groups = new Map<string, Entry<TargetSpec>[]>()
  for (const entry of draft.targets.values()) {
    const key = JSON.stringify([entry.spec.kpi, entry.spec.version ?? 'budget', scopeText(entry)])
    groups.set(key, [...(groups.get(key) ?? []), entry])
  }
  return [...groups.values()].flatMap((entries) => overlaps(draft, entries))
}

function scopeText(entry: Entry<TargetSpec>): string {
  const { unit, where } = scopeOf(entry)
  const pairs = Object.entries(where).map(([name, members]): [string, string[]] => [name, [...members].sort()])
  return JSON.stringify([unit, pairs.sort(([a], [b]) => (a < b ? -1 : 1))])
}

interface Claim {
  readonly key: string
  readonly what: string
  readonly document: Document
}

function overlaps(draft: Draft, entries: readonly Entry<TargetSpec>[]): Finding[] {
  const claims = new Map<string, Claim>()
  const spans: { from: string; until: string; document: Document }[] = []
  return entries.flatMap((entry): Finding[] => {
    const spec = entry.spec
    if ('value' in spec || 'low' in spec) {
      const span = { from: spec.from ?? '0000', until: spec.until ?? '9999', document: entry.document }
      const other = spans.find((one) => one.from <= span.until && span.from <= one.until)
      spans.push(span)
      return other === undefined ? [] : [clash(entry, other.document, 'their dates overlap')]
    }
    const mine = 'total' in spec ? [{ key: `y${spec.year}`, what: `also for ${spec.year}` }] : periodClaims(draft, spec)
    const twice = mine.find((one) => claims.has(one.key))
    const other = twice === undefined ? undefined : claims.get(twice.key)
    for (const one of mine) if (!claims.has(one.key)) claims.set(one.key, { ...one, document: entry.document })
    return twice === undefined || other === undefined ? [] : [clash(entry, other.document, twice.what)]
  })
}

function periodClaims(draft: Draft, spec: Extract<TargetSpec, { values: unknown }>): { key: string; what: string }[] {
  const calendar = draft.kpis.get(spec.kpi)?.spec.calendar ?? defaultCalendar(draft)
  return periodsOf(Object.keys(spec.values), draft.made.calendars, calendar).flatMap(({ text, period }) =>
    period === null ? [] : [{ key: `${period.calendar} ${period.grain} ${period.ordinal}`, what: `also for ${text}` }],
  )
}

function clash(entry: Entry<TargetSpec>, other: Document, what: string): Finding {
  const params = { other: whereabouts(other), what }
  return found(entry, ['kpi'], (place) => definitionIssue('target/overlap', params, place))
}
