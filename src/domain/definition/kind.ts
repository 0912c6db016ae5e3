import type { ZodType } from 'zod'
import type { Issue, Place } from '../issue.ts'
import type { Path, PlainMap } from './document.ts'

/** Every kind of document a workspace may hold. */
export const kindNames = [
  'workspace',
  'source',
  'dataset',
  'unit',
  'objective',
  'kpi',
  'target',
  'scorecard',
  'calendar',
] as const

export type KindName = (typeof kindNames)[number]

/** A field that names another document. */
export interface Reference {
  readonly path: Path
  readonly kind: KindName
  readonly id: string
}

/** One kind: its fields (from which type, check, JSON Schema and reference page come) and what it refers to. */
export interface Kind<S> {
  readonly kind: KindName
  readonly title: string
  readonly help: string
  readonly schema: ZodType<S>
  /** Chooses the schema of one document where its fields decide which alternative is meant. */
  readonly variant?: (data: PlainMap, place: (path: Path) => Place) => { schema: ZodType<S> } | { issue: Issue }
  readonly references: (spec: S) => readonly Reference[]
  /** A small complete document for the reference page; checked by a test. */
  readonly example: string
}

/** Declares a kind; the schema gives the type of its documents. */
export const defineKind = <S>(kind: Kind<S>): Kind<S> => kind

/** A reference where the field is present. */
export const refer = (kind: KindName, id: string | undefined, path: Path): Reference[] =>
  id === undefined ? [] : [{ path, kind, id }]
