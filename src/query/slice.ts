import type { Catalog, Dataset, Scope } from '../domain/catalog.ts'
import type { Literal, RowExpr } from '../domain/formula/algebra.ts'
import { withDescendants } from '../domain/scope.ts'
import { parseDay } from '../time/day.ts'
import { canonical, type Slice } from './demand.ts'

const yes = { kind: 'boolean' } as const

/** The rows of a dataset that a scope speaks for, or null where the dataset lacks one of its dimensions. */
export function sliceOf(catalog: Catalog, dataset: Dataset, scope: Scope): Slice | null {
  const conditions: RowExpr[] = []
  if (scope.unit !== null) {
    const owned = unitCondition(catalog, dataset, scope.unit)
    if (owned === null) return null
    if (owned !== 'all') conditions.push(...owned)
  }
  for (const [name, members] of Object.entries(scope.where)) {
    const condition = memberCondition(dataset, name, members)
    if (condition === null) return null
    conditions.push(condition)
  }
  return { id: canonical(conditions), conditions }
}

/** The condition "dimension is one of members", where the empty member means a row without one; null for an unknown dimension. */
export function memberCondition(dataset: Dataset, name: string, members: readonly string[]): RowExpr | null {
  const dimension = dataset.dimensions.find((candidate) => candidate.name === name)
  if (dimension === undefined) return null
  const arg = dimension.expr
  const literals = members.filter((member) => member !== '').flatMap((member) => memberLiteral(arg, member) ?? [])
  const parts: RowExpr[] = []
  if (literals.length > 0) parts.push({ kind: 'in', arg, members: literals, negated: false, type: yes })
  if (members.includes('')) parts.push({ kind: 'is-null', arg, negated: false, type: yes })
  const [first] = parts
  if (first === undefined) return never
  return parts.length === 1 ? first : { kind: 'logic', op: 'or', args: parts, type: yes }
}

const never: RowExpr = { kind: 'literal', literal: { kind: 'boolean', value: false }, type: yes }

/** A member's text as its dimension's type; null where no row can have it. */
function memberLiteral(arg: RowExpr, member: string): Literal | null {
  switch (arg.type.kind) {
    case 'text':
      return { kind: 'text', value: member }
    case 'boolean':
      return member === 'true' || member === 'false' ? { kind: 'boolean', value: member === 'true' } : null
    case 'decimal':
      return /^-?\d{1,18}$/.test(member) ? { kind: 'decimal', value: { units: BigInt(member), scale: 0 } } : null
    case 'date': {
      const day = parseDay(member)
      return day === null ? null : { kind: 'date', value: day }
    }
    default:
      throw new Error(`a dimension is never of type ${arg.type.kind}`)
  }
}

/** A unit's rows: its own `where`, else those of its children together; a root without either owns every row. */
function unitCondition(catalog: Catalog, dataset: Dataset, id: string): readonly RowExpr[] | 'all' | null {
  const unit = catalog.units.get(id)
  if (unit === undefined) return null
  if (dataset.dimensions.some((dimension) => dimension.name === 'unit')) {
    if (unit.parent === null && unit.where === null) return 'all'
    const condition = memberCondition(dataset, 'unit', withDescendants(catalog, id))
    return condition === null ? null : [condition]
  }
  if (unit.where !== null) {
    const parts = Object.entries(unit.where).map(([name, members]) => memberCondition(dataset, name, members))
    return parts.every((part) => part !== null) ? parts : null
  }
  if (unit.parent === null) return 'all'
  const children = unit.children.map((child) => unitCondition(catalog, dataset, child))
  const owned: RowExpr[] = []
  for (const child of children) {
    if (child === 'all') return 'all'
    if (child === null) return null
    const [only] = child
    if (only === undefined) return 'all'
    owned.push(child.length === 1 ? only : { kind: 'logic', op: 'and', args: child, type: yes })
  }
  const [first] = owned
  if (first === undefined) return null
  return [owned.length === 1 ? first : mergeMembers(owned)]
}

/** `a in (x) or a in (y)` is `a in (x, y)`: one condition on one column can be lifted. */
function mergeMembers(owned: readonly RowExpr[]): RowExpr {
  const [first] = owned
  const column = first?.kind === 'in' ? canonical(first.arg) : null
  const same = owned.every((part) => part.kind === 'in' && !part.negated && canonical(part.arg) === column)
  if (!same || first?.kind !== 'in') return { kind: 'logic', op: 'or', args: owned, type: yes }
  const members = owned.flatMap((part) => (part.kind === 'in' ? part.members : []))
  return { ...first, members }
}
