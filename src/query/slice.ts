import type { Catalog, Dataset, Scope } from '../domain/catalog.ts'
import type { Literal, RowExpr } from '../domain/formula/algebra.ts'
import { parseDay } from '../time/day.ts'
import { canonical, type Slice } from './demand.ts'
import { ownedRows } from './owned-rows.ts'

const yes = { kind: 'boolean' } as const

/** The rows of a dataset that a scope speaks for, or null where the dataset lacks one of its dimensions. */
export function sliceOf(catalog: Catalog, dataset: Dataset, scope: Scope): Slice | null {
  const conditions: RowExpr[] = []
  if (scope.unit !== null) {
    const owned = ownedRows(catalog, dataset, scope.unit, (name, members) => memberCondition(dataset, name, members))
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
