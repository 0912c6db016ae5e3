import type { Issue, Place } from '../issue.ts'

/** What a YAML text holds once read: nothing but JSON. Mappings have no prototype tricks: `__proto__` is refused at the door. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain }
export type PlainMap = { readonly [key: string]: Plain }

/** A way into a document: keys and list positions. */
export type Path = readonly (string | number)[]

/** Where one value of a document stands in its file. */
export interface Mark {
  /** Where the key stands; for list items and the document itself the same as `value`. */
  readonly key: Place
  readonly value: Place
  /** The scalar as written, quotes and all; empty for lists and mappings. */
  readonly raw: string
  /** The scalar's own text: `0.10` for a number, the content for quoted text. Amounts are read from it, never from a float. */
  readonly text: string
}

/** One definition as a person wrote it, read but not yet checked against its kind. */
export interface Document {
  /** As written; null where `kind` is missing or not text. */
  readonly kind: string | null
  readonly id: string | null
  readonly file: string
  readonly place: Place
  readonly data: PlainMap
  readonly marks: ReadonlyMap<string, Mark>
  /** False where the YAML itself is broken, so that its fields say nothing. */
  readonly readable: boolean
  /** What is wrong with its YAML. A document with errors here is known by name but used for nothing. */
  readonly issues: readonly Issue[]
}

/** The key of a path in `Document.marks`. */
export const pathKey = (path: Path): string => JSON.stringify(path)

/** The place of the value at `path`, or of the nearest thing around it that stands in the text. */
export function placeOf(document: Document, path: Path): Place {
  return nearestMark(document, path)?.value ?? document.place
}

/** The place of the key at `path` (for a wrong or unexpected field), else as `placeOf`. */
export function keyPlaceOf(document: Document, path: Path): Place {
  const mark = document.marks.get(pathKey(path))
  return mark?.key ?? placeOf(document, path)
}

/** The scalar at `path` as written; null where there is none. */
export const textOf = (document: Document, path: Path): string | null => document.marks.get(pathKey(path))?.text ?? null

function nearestMark(document: Document, path: Path): Mark | undefined {
  for (let length = path.length; length >= 0; length--) {
    const mark = document.marks.get(pathKey(path.slice(0, length)))
    if (mark !== undefined) return mark
  }
  return undefined
}

/** The value at `path`; undefined where the document has none. */
export function valueAt(data: Plain, path: Path): Plain | undefined {
  let here: Plain | undefined = data
  for (const step of path) {
    if (isList(here)) here = typeof step === 'number' ? here[step] : undefined
    else if (isMap(here)) here = Object.hasOwn(here, step) ? here[step] : undefined
    else return undefined
  }
  return here
}

export const isList = (value: Plain | undefined): value is readonly Plain[] => Array.isArray(value)

export const isMap = (value: Plain | undefined): value is PlainMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The line and column of character `offset` of a scalar's content: follows quotes, escapes and folded lines by walking
 * the written text beside the content.
 */
export function placeWithin(document: Document, path: Path, offset: number): Place {
  const mark = document.marks.get(pathKey(path))
  if (mark === undefined || mark.value.line === undefined || mark.value.column === undefined)
    return placeOf(document, path)
  const { raw, text } = mark
  let at = /^[|>]/.test(raw) ? raw.indexOf('\n') + 1 : /^['"]/.test(raw) ? 1 : 0
  for (let i = 0; i <= offset && i < text.length; i++) {
    const blank = /\s/.test(text[i] ?? '')
    while (at < raw.length && (blank ? !/\s/.test(raw[at] ?? '') : raw[at] !== text[i])) at++
    if (i < offset) at++
  }
  if (offset >= text.length) while (at > 0 && /\s/.test(raw[at - 1] ?? '')) at--
  const before = raw.slice(0, Math.min(at, raw.length))
  const newline = before.lastIndexOf('\n')
  if (newline < 0) return { ...mark.value, column: mark.value.column + before.length }
  const line = mark.value.line + (before.split('\n').length - 1)
  return { ...mark.value, line, column: before.length - newline }
}
