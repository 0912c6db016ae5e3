import { type Document, isList, isMap, type Path, textOf, valueAt } from './document.ts'

/** The words at `path`, one or a list, as written: the number 1.10 stays "1.10". */
export function wordsAt(document: Document, path: Path): string[] {
  const value = valueAt(document.data, path)
  const at = (one: Path, otherwise: unknown) => textOf(document, one) ?? String(otherwise)
  if (isList(value)) return value.map((one, i) => at([...path, i], one))
  return value === undefined || value === null ? [] : [at(path, value)]
}

/** Dimension members by dimension. */
export function whereAt(document: Document, path: Path): Record<string, readonly string[]> {
  const value = valueAt(document.data, path)
  if (!isMap(value)) return {}
  return Object.fromEntries(Object.keys(value).map((name) => [name, wordsAt(document, [...path, name])]))
}
