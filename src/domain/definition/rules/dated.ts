import type { Path } from '../document.ts'
import { type Entry, type Finding, found } from '../draft.ts'
import { definitionIssue } from '../issues.ts'

/** Entries that take over from each other at dates: the first holds from the beginning, each later one from its own, in order. */
export function datedEntries<S>(
  entry: Entry<S>,
  path: Path,
  entries: readonly { from?: string | undefined }[],
): Finding[] {
  let before: string | null = null
  return entries.flatMap(({ from }, index): Finding[] => {
    const last = before
    if (from !== undefined) before = from
    const at = [...path, index]
    if (index === 0) {
      if (from === undefined) return []
      return [found(entry, [...at, 'from'], (place) => definitionIssue('from/first', {}, place))]
    }
    if (from === undefined) return [found(entry, at, (place) => definitionIssue('from/later', {}, place))]
    if (last === null || from > last) return []
    return [found(entry, [...at, 'from'], (place) => definitionIssue('from/order', { from, before: last }, place))]
  })
}
