import type { ValueType } from '../../formula/algebra.ts'
import { nearest } from '../../nearest.ts'
import { sameType, typeWord } from '../column-type.ts'
import type { DatasetSpec } from '../dataset.ts'
import { type Draft, type Entry, type Finding, found, type Rule } from '../draft.ts'
import { definitionIssue } from '../issues.ts'
import { findColumn } from '../make-dataset.ts'

/** Dimensions lead to columns that can be grouped by; one name means the same thing in every dataset. */
export const dimensions: Rule = (draft) => {
  const first = new Map<string, { dataset: string; type: ValueType }>()
  return [...draft.datasets.values()].flatMap((entry) => checkOne(draft, entry, first))
}

function checkOne(
  draft: Draft,
  entry: Entry<DatasetSpec>,
  first: Map<string, { dataset: string; type: ValueType }>,
): Finding[] {
  const seen = new Set<string>()
  return (entry.spec.dimensions ?? []).flatMap((one, i): Finding[] => {
    const [name, of] = typeof one === 'string' ? [one, one] : [one.name, one.of]
    const namePath = typeof one === 'string' ? ['dimensions', i] : ['dimensions', i, 'name']
    const ofPath = typeof one === 'string' ? ['dimensions', i] : ['dimensions', i, 'of']
    const at = (issue: Parameters<typeof found>[2], path = namePath) => [found(entry, path, issue)]
    if (seen.has(name)) return at((place) => definitionIssue('dimension/twice', { name }, place))
    seen.add(name)
    const column = findColumn(draft.made.datasets, entry.id, of.split('.'))
    if (!column.ok) {
      const { dataset, names } = column
      if (names === null) return []
      const near = nearest(column.step, names)
      if (column.what === 'look-up')
        return at((place) => definitionIssue('look-up/unknown', { lookUp: column.step, dataset, near }, place), ofPath)
      return at((place) => definitionIssue('column/unknown', { column: column.step, dataset, near }, place), ofPath)
    }
    const { type } = column.column
    if (!groupable(type))
      return at((place) => definitionIssue('dimension/type', { name, type: typeWord(type) }, place), ofPath)
    if (name === 'unit' && type.kind !== 'text')
      return at((place) => definitionIssue('dimension/unit', { type: typeWord(type) }, place), ofPath)
    const before = first.get(name)
    if (before === undefined) first.set(name, { dataset: entry.id, type })
    if (before === undefined || sameType(before.type, type)) return []
    const params = { name, type: typeWord(type), other: before.dataset, otherType: typeWord(before.type) }
    return at((place) => definitionIssue('dimension/conflict', params, place))
  })
}

const groupable = (type: ValueType): boolean =>
  type.kind === 'text' ||
  type.kind === 'boolean' ||
  type.kind === 'date' ||
  (type.kind === 'decimal' && type.scale === 0)
