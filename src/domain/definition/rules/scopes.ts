import { nearest } from '../../nearest.ts'
import type { Document, Path } from '../document.ts'
import { type Draft, type Finding, foundKey, type Rule } from '../draft.ts'
import { definitionIssue } from '../issues.ts'
import { wheresOf } from '../unit.ts'

/** Dimensions that units and targets select by exist in at least one dataset. */
export const scopes: Rule = (draft) => {
  const names = new Set(dimensionNames(draft))
  const check = (entry: { readonly document: Document }, path: Path, where: object | undefined): Finding[] =>
    Object.keys(where ?? {})
      .filter((name) => !names.has(name))
      .map((name) =>
        foundKey(entry, [...path, name], (place) =>
          definitionIssue('dimension/unknown', { name, near: nearest(name, names) }, place),
        ),
      )
  if (draft.documents.some((one) => one.kind === 'dataset' && !draft.datasets.has(one.id ?? ''))) return []
  return [
    ...[...draft.units.values()].flatMap((entry) =>
      wheresOf(entry.spec).flatMap(({ at, members }) => check(entry, at, members)),
    ),
    ...[...draft.targets.values()].flatMap((entry) => check(entry, ['scope', 'where'], entry.spec.scope?.where)),
  ]
}

function dimensionNames(draft: Draft): string[] {
  return [...draft.datasets.values()].flatMap((entry) =>
    (entry.spec.dimensions ?? []).map((one) => (typeof one === 'string' ? one : one.name)),
  )
}
