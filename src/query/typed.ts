import type { Catalog, Days, Scope } from '../domain/catalog.ts'
import type { Literal, RowExpr, Term } from '../domain/formula/algebra.ts'
import { scopeKey } from '../domain/scope.ts'
import type { Day } from '../time/day.ts'

/** Where and when values were typed in, by KPI; a value of no unit stands under the empty name. */
export interface TypedEntries {
  /** The units that have a value, and the first day of the last period of each. */
  readonly last: ReadonlyMap<string, ReadonlyMap<string, Day>>
  /** Of KPIs typed both for units and for what stands above them: the units by the first day of their periods. */
  readonly days: ReadonlyMap<string, ReadonlyMap<Day, ReadonlySet<string>>>
}

/** The name that stands above every unit: values of everything. */
const top = ''

/**
 * A term of typed values as it counts in one scope: a value for a unit and those for the units below it never add up twice. By
 * `own-first` and `mean` a unit's own value counts and those below it do not; by `sum` the other way about; by `none` only its
 * own counts. Decided for each period by itself, by the tree as it was on its first day.
 */
export function countedTerm(catalog: Catalog, typed: TypedEntries, term: Term, scope: Scope): Term {
  const { along } = term
  if (along === undefined) return term
  const own = along.rule === 'none' ? [ownOnly(catalog, topOf(catalog, scope.unit))] : []
  const excluded = excludedEntries(catalog, typed, along, scope.unit)
  const others = excluded.size === 0 ? [] : [without(excluded)]
  return { ...term, where: [...term.where, ...own, ...others] }
}

/** A root that owns every row is everything. */
const topOf = (catalog: Catalog, unit: string | null): string =>
  unit === null || scopeKey(catalog, { unit, where: {} }) === '' ? top : unit

/** The entries of a scope that do not count: the days by unit. */
export function excludedEntries(
  catalog: Catalog,
  typed: TypedEntries,
  { kpi, rule }: NonNullable<Term['along']>,
  unit: string | null,
): ReadonlyMap<string, readonly Day[]> {
  const scope = topOf(catalog, unit)
  const excluded = new Map<string, Set<Day>>()
  const exclude = (id: string, day: Day) => {
    const days = excluded.get(id)
    if (days === undefined) excluded.set(id, new Set([day]))
    else days.add(day)
  }
  for (const [day, units] of typed.days.get(kpi) ?? []) {
    for (const id of units) {
      const above = aboveWithin(catalog, id, day, scope).filter((one) => units.has(one))
      // By `none` other units are out already; only two names of everything can still add up.
      if (above.length === 0 || (rule === 'none' && topOf(catalog, id) !== top)) continue
      if (rule === 'sum') for (const one of above) exclude(one, day)
      else exclude(id, day)
    }
  }
  return new Map([...excluded].map(([id, days]) => [id, [...days].sort((a, b) => a - b)]))
}

/** What stands above a unit on a day, up to a scope and with it; nothing where it does not belong to the scope. */
function aboveWithin(catalog: Catalog, unit: string, day: Day, scope: string): readonly string[] {
  if (unit === scope) return []
  const found: string[] = []
  for (let at = parentOn(catalog, unit, day); ; at = parentOn(catalog, at, day)) {
    found.push(at)
    if (at === scope) return found
    if (at === top) return []
  }
}

/** A parent, and whether it is one in the days of an entry. */
type Parents = ReadonlyMap<string, readonly (Days & { readonly unit: string })[]>

const parents = new WeakMap<Catalog, Parents>()

function parentOn(catalog: Catalog, unit: string, day: Day): string {
  const entries = parentsOf(catalog).get(unit) ?? []
  const found = entries.find(({ from, until }) => (from === null || from <= day) && (until === null || day < until))
  return found?.unit ?? top
}

function parentsOf(catalog: Catalog): Parents {
  let known = parents.get(catalog)
  if (known === undefined) {
    const made = new Map<string, (Days & { readonly unit: string })[]>()
    for (const { id, members } of catalog.units.values()) {
      for (const { unit, from, until } of members) {
        const list = made.get(unit)
        if (list === undefined) made.set(unit, [{ unit: id, from, until }])
        else list.push({ unit: id, from, until })
      }
    }
    parents.set(catalog, (known = made))
  }
  return known
}

/** Everything that ever stood above a unit; everything itself comes last. */
function everAbove(catalog: Catalog, unit: string): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (id: string): void => {
    for (const { unit: parent } of parentsOf(catalog).get(id) ?? []) {
      if (found.has(parent)) continue
      found.add(parent)
      visit(parent)
    }
  }
  visit(unit)
  if (unit !== top) found.add(top)
  return found
}

/** Whether any of these units ever stood above another: only then can values add up twice. */
export function overlapping(catalog: Catalog, units: ReadonlySet<string>): boolean {
  for (const unit of units) for (const above of everAbove(catalog, unit)) if (units.has(above)) return true
  return false
}

/** The first day of the last period that a KPI has a typed value for in a scope, its own alone by `none`; null where none. */
export function lastTyped(
  catalog: Catalog,
  typed: TypedEntries,
  { kpi, rule }: NonNullable<Term['along']>,
  unit: string | null,
): Day | null {
  const scope = topOf(catalog, unit)
  let last: Day | null = null
  for (const [id, day] of typed.last.get(kpi) ?? []) {
    if (last !== null && day <= last) continue
    const own = topOf(catalog, id) === scope
    if (own || (rule !== 'none' && (scope === top || everAbove(catalog, id).has(scope)))) last = day
  }
  return last
}

const yes = { kind: 'boolean' } as const
const unitColumn: RowExpr = { kind: 'column', path: ['unit'], type: { kind: 'text' } }
const noUnit = (negated: boolean): RowExpr => ({ kind: 'is-null', arg: unitColumn, negated, type: yes })
const rowDay: RowExpr = { kind: 'day', type: { kind: 'date' } }
const unitIn = (units: readonly string[], negated: boolean): RowExpr => ({
  kind: 'in',
  arg: unitColumn,
  members: units.map((value): Literal => ({ kind: 'text', value })),
  negated,
  type: yes,
})
const either = (args: readonly RowExpr[]): RowExpr => ({ kind: 'logic', op: 'or', args, type: yes })

function ownOnly(catalog: Catalog, unit: string): RowExpr {
  if (unit !== top) return unitIn([unit], false)
  const roots = [...catalog.units.keys()].filter((id) => topOf(catalog, id) === top)
  return roots.length === 0 ? noUnit(false) : either([noUnit(false), unitIn(roots, false)])
}

/** Every entry but those: a row without a unit is none of another unit's. */
function without(excluded: ReadonlyMap<string, readonly Day[]>): RowExpr {
  const args = [...excluded].map(([unit, days]): RowExpr => {
    const members = days.map((value): Literal => ({ kind: 'date', value }))
    const otherDay: RowExpr = { kind: 'in', arg: rowDay, members, negated: true, type: yes }
    return either(unit === top ? [noUnit(true), otherDay] : [noUnit(false), unitIn([unit], true), otherDay])
  })
  const [only] = args
  return only !== undefined && args.length === 1 ? only : { kind: 'logic', op: 'and', args, type: yes }
}

/** Nothing was typed. */
export const nothingTyped: TypedEntries = { last: new Map(), days: new Map() }
