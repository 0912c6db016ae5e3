import type { Dataset } from '../domain/catalog.ts'
import type { Literal, RowExpr, Term } from '../domain/formula/algebra.ts'
import { readsAsOf } from '../domain/formula/algebra-walk.ts'
import { canonical, type Slice } from './demand.ts'

/** Aggregates whose partial results never merge, over any rows. */
const holistic: ReadonlySet<Term['aggregate']> = new Set(['count_distinct', 'quantile'])
/** Aggregates of which rows that end can be taken out again, exactly: doubles would leave a trace. */
const invertible: ReadonlySet<Term['aggregate']> = new Set(['sum', 'count'])

/** Whether a term is answered from cells; others are worked out anew for every span and scope (Gray et al., 1997). */
export function merges(dataset: Dataset, term: Term): boolean {
  const kinds = dataset.rows === 'validity' ? mergesInForce : mergesOfDays
  let known = kinds.get(term)
  if (known === undefined) kinds.set(term, (known = findMerges(dataset, term)))
  return known
}

const [mergesOfDays, mergesInForce] = [new WeakMap<Term, boolean>(), new WeakMap<Term, boolean>()]

function findMerges(dataset: Dataset, term: Term): boolean {
  const { aggregate, argument, per, cohort } = term
  if (per !== undefined || cohort !== undefined || holistic.has(aggregate) || readsAsOf(term)) return false
  if (dataset.rows !== 'validity') return true
  return invertible.has(aggregate) && (aggregate === 'count' || argument?.type.kind === 'decimal')
}

/** A scope as columns that must have certain members, and conditions that cannot be split so. */
export interface Shaped {
  readonly shape: Shape
  readonly members: readonly (string | null)[]
}

/** Scopes of one shape are answered by one grouping: those of a split differ in their members alone. */
export interface Shape {
  readonly id: string
  readonly columns: readonly RowExpr[]
  readonly conditions: readonly RowExpr[]
}

export function shapeOf(slice: Slice): Shaped {
  const split: { readonly column: RowExpr; readonly member: string | null }[] = []
  const conditions: RowExpr[] = []
  for (const condition of slice.conditions) {
    const one = memberOf(condition)
    if (one === null) conditions.push(condition)
    else split.push(one)
  }
  split.sort((a, b) => (canonical(a.column) < canonical(b.column) ? -1 : 1))
  const columns = split.map(({ column }) => column)
  const id = canonical([columns, conditions])
  return { shape: { id, columns, conditions }, members: split.map(({ member }) => member) }
}

/** The one member that a condition asks a column to have; null where it asks for something else. */
function memberOf(condition: RowExpr): { readonly column: RowExpr; readonly member: string | null } | null {
  if (condition.kind === 'is-null') return condition.negated ? null : { column: condition.arg, member: null }
  if (condition.kind !== 'in' || condition.negated) return null
  const [literal, ...others] = condition.members
  const member = literal === undefined || others.length > 0 ? null : memberText(literal)
  return member === null ? null : { column: condition.arg, member }
}

/** A literal as engines write it when it is cast to text. */
function memberText(literal: Literal): string | null {
  switch (literal.kind) {
    case 'text':
      return literal.value
    case 'boolean':
    case 'date':
      return String(literal.value)
    case 'decimal':
      return literal.value.scale === 0 ? String(literal.value.units) : null
    case 'null':
      return null
  }
}
