import { type Day, parseDay } from '../../time/day.ts'
import type { Days, Unit } from '../catalog.ts'
import type { Draft } from './draft.ts'
import { parentsOf, wheresOf } from './unit.ts'
import { whereAt } from './words.ts'

/** The organisation of documents that have been checked, with every move. */
export function makeUnits(draft: Draft): Map<string, Unit> {
  const members = new Map<string, (Days & { readonly unit: string })[]>()
  const children = new Map<string, string[]>()
  for (const { id, spec } of draft.units.values()) {
    const parents = inDays(parentsOf(spec))
    for (const { unit, days } of parents) put(members, unit, { unit: id, ...days })
    const newest = parents.at(-1)?.unit
    if (newest !== undefined) put(children, newest, id)
  }
  const units = [...draft.units.values()].map(({ id, spec, document }): [string, Unit] => {
    const wheres = inDays(wheresOf(spec)).map(({ at, days }) => ({ ...days, where: whereAt(document, at) }))
    const unit: Unit = {
      id,
      name: spec.name,
      level: spec.level,
      parent: parentsOf(spec).at(-1)?.unit ?? null,
      children: children.get(id) ?? [],
      members: members.get(id) ?? [],
      where: wheres.at(-1)?.where ?? null,
      wheres,
      owner: spec.owner ?? null,
      zone: spec.zone ?? null,
      ...(spec.currency === undefined ? {} : { currency: spec.currency }),
    }
    return [id, unit]
  })
  return new Map(units)
}

/** Entries with the days in which each is in force: until the next one. */
function inDays<T extends { readonly from: string | undefined }>(
  entries: readonly T[],
): (T & { readonly days: Days })[] {
  const starts = entries.map(({ from }): Day | null => (from === undefined ? null : parseDay(from)))
  return entries.map((entry, i) => ({ ...entry, days: { from: starts[i] ?? null, until: starts[i + 1] ?? null } }))
}

function put<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
}
