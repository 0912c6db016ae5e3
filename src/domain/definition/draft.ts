import type { ZodType } from 'zod'
import type { Calendar } from '../../time/calendar.ts'
import type { Dataset } from '../catalog.ts'
import type { Issue, Place } from '../issue.ts'
import { nearest } from '../nearest.ts'
import type { CalendarSpec } from './calendar.ts'
import type { DatasetSpec } from './dataset.ts'
import { type Document, keyPlaceOf, type Path, placeOf } from './document.ts'
import { definitionIssue } from './issues.ts'
import { type Kind, type KindName, kindNames } from './kind.ts'
import { kinds } from './kinds.ts'
import type { KpiSpec } from './kpi.ts'
import type { ObjectiveSpec } from './objective.ts'
import type { ScorecardSpec } from './scorecard.ts'
import type { SourceSpec } from './source.ts'
import type { TargetSpec } from './target.ts'
import type { UnitSpec } from './unit.ts'
import { validate } from './validate.ts'
import type { WorkspaceSpec } from './workspace.ts'

/** A kind of thing whose own fields a schema checks. */
export interface HasOptions {
  readonly options: ZodType
  /** False: it reads whole files, and cannot be asked for newer rows alone. */
  readonly since?: boolean
}

/** What `build` needs from outside: the connectors' option schemas, and SHA-256 as hex (pure rooms have no crypto). */
export interface Plugs {
  readonly connectors: ReadonlyMap<string, HasOptions>
  readonly hash: (text: string) => string
}

/** One document that passed its kind's schema. */
export interface Entry<S> {
  readonly id: string
  readonly spec: S
  readonly document: Document
}

/** An issue and the document it makes unusable. */
export interface Finding {
  readonly document: Document | null
  readonly issue: Issue
}

/** All documents of a workspace by kind and id, each checked alone; the first of equal ids is kept. */
export interface Draft {
  readonly documents: readonly Document[]
  readonly plugs: Plugs
  readonly workspaces: readonly Entry<WorkspaceSpec>[]
  readonly sources: ReadonlyMap<string, Entry<SourceSpec>>
  readonly datasets: ReadonlyMap<string, Entry<DatasetSpec>>
  readonly units: ReadonlyMap<string, Entry<UnitSpec>>
  readonly objectives: ReadonlyMap<string, Entry<ObjectiveSpec>>
  readonly kpis: ReadonlyMap<string, Entry<KpiSpec>>
  readonly targets: ReadonlyMap<string, Entry<TargetSpec>>
  readonly scorecards: ReadonlyMap<string, Entry<ScorecardSpec>>
  readonly calendars: ReadonlyMap<string, Entry<CalendarSpec>>
  /** Calendars and datasets as the catalog will hold them, so far as their own documents are sound. */
  readonly made: { readonly calendars: ReadonlyMap<string, Calendar>; readonly datasets: ReadonlyMap<string, Dataset> }
}

/** One rule over the whole workspace: what it finds wrong, never stopping at the first. */
export type Rule = (draft: Draft) => readonly Finding[]

/** An issue on the value at `path` of a checked document. */
export function found(entry: { readonly document: Document }, path: Path, issue: (place: Place) => Issue): Finding {
  return { document: entry.document, issue: issue(placeOf(entry.document, path)) }
}

/** The same on the key, for names that stand left of the colon. */
export function foundKey(entry: { readonly document: Document }, path: Path, issue: (place: Place) => Issue): Finding {
  return { document: entry.document, issue: issue(keyPlaceOf(entry.document, path)) }
}

/** Ids of a kind as written, those of faulty documents too, so that one mistake is not reported as two. */
export function knownIds(draft: { readonly documents: readonly Document[] }, kind: KindName): Set<string> {
  const ids = new Set<string>()
  for (const document of draft.documents) {
    if (document.id !== null && (document.kind === kind || !isKind(document.kind))) ids.add(document.id)
  }
  if (kind === 'calendar') ids.add('gregorian')
  return ids
}

export const isKind = (kind: string | null): kind is KindName => kindNames.some((name) => name === kind)

/** The entries of one kind: each document alone against its schema. */
export function gather<S>(kind: Kind<S>, documents: readonly Document[], findings: Finding[]): Entry<S>[] {
  const entries: Entry<S>[] = []
  for (const document of documents) {
    if (document.kind !== kind.kind || !document.readable) continue
    const checked = checkOne(kind, document)
    if ('issues' in checked) {
      for (const issue of checked.issues) findings.push({ document, issue })
    } else if (document.id !== null) entries.push({ id: document.id, spec: checked.spec, document })
  }
  return entries
}

function checkOne<S>(kind: Kind<S>, document: Document): { spec: S } | { issues: readonly Issue[] } {
  const chosen = kind.variant?.(document.data, (path) => keyPlaceOf(document, path)) ?? { schema: kind.schema }
  if ('issue' in chosen) return { issues: [chosen.issue] }
  const checked = validate(document, chosen.schema, document.data)
  return checked.ok ? { spec: checked.value } : { issues: checked.issues }
}

/** Issues of documents whose kind cannot be known. */
export function kindFindings(documents: readonly Document[]): Finding[] {
  const names = Object.keys(kinds)
  return documents.flatMap((document): Finding[] => {
    if (!document.readable || isKind(document.kind)) return []
    const { kind } = document
    const issue =
      kind === null
        ? definitionIssue('document/no-kind', { kinds: names }, placeOf(document, ['kind']))
        : definitionIssue(
            'document/unknown-kind',
            { kind, near: nearest(kind, names), kinds: names },
            placeOf(document, ['kind']),
          )
    return [{ document, issue }]
  })
}

/** Entries by id; of several with the same id the first. */
export function byId<S>(entries: readonly Entry<S>[]): Map<string, Entry<S>> {
  const map = new Map<string, Entry<S>>()
  for (const entry of entries) if (!map.has(entry.id)) map.set(entry.id, entry)
  return map
}
