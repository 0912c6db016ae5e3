import { type Document, isList, isMap, type Path, type Plain, textOf } from './document.ts'

/** The same text for the same definitions, whatever their files, order, comments and layout: what the catalog revision hashes. */
export function canonicalText(documents: readonly Document[]): string {
  return documents
    .map((document) => ({ key: `${document.kind} ${document.id}`, text: canonical(document, document.data, []) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map((one) => one.text)
    .join('\n')
}

function canonical(document: Document, value: Plain, path: Path): string {
  if (isList(value)) return `[${value.map((one, i) => canonical(document, one, [...path, i])).join(',')}]`
  if (isMap(value)) {
    const keys = Object.keys(value).sort()
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(document, value[key] ?? null, [...path, key])}`).join(',')}}`
  }
  // Numbers by their text: a float would make two long amounts look alike.
  return typeof value === 'number' ? (textOf(document, path) ?? String(value)) : JSON.stringify(value)
}
