import { type Day, day } from '../../time/day.ts'
import type { Catalog, Days, Scope, Target, Unit } from '../catalog.ts'
import type { Allocation } from './plan.ts'

/** The units that ever stood right below a scope's: those of the only root where it names none. */
export function below(catalog: Pick<Catalog, 'units'>, { unit }: Scope): Unit['members'] {
  if (unit !== null) return catalog.units.get(unit)?.members ?? []
  const roots = [...catalog.units.values()].filter(({ parent, where }) => parent === null && where === null)
  return roots.length === 1 ? (roots[0]?.members ?? []) : []
}

export const overlaps = ({ from, until }: Days, start: Day | null, end: Day | null): boolean =>
  (from === null || end === null || from < end) && (until === null || start === null || until > start)

export const covers = ({ from, until }: Days, start: Day | null, end: Day | null): boolean =>
  (from === null || (start !== null && from <= start)) && (until === null || (end !== null && until >= end))

type Reach = ReadonlyMap<string, readonly Days[]>

const reaches = new WeakMap<Target, Reach>()

/** The units over which a target's total is shared, and on which days each stood below its scope; found once per target. */
export function unitsOver(catalog: Pick<Catalog, 'units'>, target: Target, allocation: Allocation): Reach {
  let found = reaches.get(target)
  if (found === undefined) reaches.set(target, (found = reachOf(catalog, target.scope, allocation)))
  return found
}

/** The same for a scope: the units named by weights or of the level, at any depth, else those right below. */
export function reachOf(catalog: Pick<Catalog, 'units'>, scope: Scope, { by, level }: Allocation): Reach {
  const found = new Map<string, Days[]>()
  const takes = (id: string): boolean => {
    if (by.kind === 'weights') return by.weights.has(id)
    return level === null || catalog.units.get(id)?.level === level
  }
  const visit = (unit: string | null, days: Days): void => {
    for (const member of below(catalog, { unit, where: {} })) {
      const both = intersection(days, member)
      if (both === null) continue
      if (takes(member.unit)) found.set(member.unit, [...(found.get(member.unit) ?? []), both])
      else visit(member.unit, both)
    }
  }
  visit(scope.unit, { from: null, until: null })
  return found
}

function intersection(a: Days, b: Days): Days | null {
  const from = Math.max(a.from ?? Number.NEGATIVE_INFINITY, b.from ?? Number.NEGATIVE_INFINITY)
  const until = Math.min(a.until ?? Number.POSITIVE_INFINITY, b.until ?? Number.POSITIVE_INFINITY)
  if (from >= until) return null
  return { from: Number.isFinite(from) ? day(from) : null, until: Number.isFinite(until) ? day(until) : null }
}
