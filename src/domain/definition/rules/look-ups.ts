import { sameType, typeWord } from '../column-type.ts'
import type { DatasetSpec } from '../dataset.ts'
import { type Draft, type Entry, type Finding, found, foundKey, type Rule } from '../draft.ts'
import { definitionIssue } from '../issues.ts'
import { unknownColumn } from './columns.ts'

/** A look-up names one of our columns per key column of the other dataset, of the same type. */
export const lookUps: Rule = (draft) =>
  [...draft.datasets.values()].flatMap((entry) =>
    Object.keys(entry.spec['look-ups'] ?? {}).flatMap((name) => checkOne(draft, entry, name)),
  )

function checkOne(draft: Draft, entry: Entry<DatasetSpec>, name: string): Finding[] {
  const lookUp = entry.spec['look-ups']?.[name]
  if (lookUp === undefined) return []
  const path = ['look-ups', name]
  const findings: Finding[] = []
  if (Object.hasOwn(entry.spec.columns, name))
    findings.push(foundKey(entry, path, (place) => definitionIssue('look-up/name', { name }, place)))
  const single = typeof lookUp.by === 'string'
  const by = [lookUp.by].flat()
  const at = (i: number) => (single ? [...path, 'by'] : [...path, 'by', i])
  const unknown = by.flatMap((column, i) =>
    Object.hasOwn(entry.spec.columns, column) ? [] : [unknownColumn(entry, at(i), column)],
  )
  findings.push(...unknown)
  const other = draft.datasets.get(lookUp.dataset)
  if (other === undefined || unknown.length > 0) return findings
  if (other.spec.key === 'none') {
    const issue = found(entry, [...path, 'dataset'], (place) =>
      definitionIssue('look-up/no-key', { dataset: other.id }, place),
    )
    return [...findings, issue]
  }
  const key = [other.spec.key].flat()
  if (key.length !== by.length) {
    const params = { dataset: other.id, key, by }
    return [...findings, found(entry, [...path, 'by'], (place) => definitionIssue('look-up/columns', params, place))]
  }
  return [...findings, ...typesOf(draft, entry, other, by, key, at)]
}

function typesOf(
  draft: Draft,
  entry: Entry<DatasetSpec>,
  other: Entry<DatasetSpec>,
  by: readonly string[],
  key: readonly string[],
  at: (i: number) => (string | number)[],
): Finding[] {
  const columnOf = (dataset: string, name: string) =>
    draft.made.datasets.get(dataset)?.columns.find((column) => column.name === name)
  return by.flatMap((name, i): Finding[] => {
    const ours = columnOf(entry.id, name)
    const theirs = columnOf(other.id, key[i] ?? '')
    if (ours === undefined || theirs === undefined || sameType(ours.type, theirs.type)) return []
    const params = { ours: name, ourType: typeWord(ours.type), theirs: theirs.name, theirType: typeWord(theirs.type) }
    return [found(entry, at(i), (place) => definitionIssue('look-up/type', params, place))]
  })
}
