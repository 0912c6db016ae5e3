import type { PerEntity, RowExpr, Term, When } from '../domain/formula/algebra.ts'
import { withColumns } from '../domain/formula/algebra-walk.ts'
import { typeOfTerm } from '../domain/formula/entity.ts'
import { aggregate, binary, type Expr, integer, type Output, param } from '../sql/ast.ts'
import { canonical } from './demand.ts'
import type { Lowering } from './lower.ts'
import { only } from './windows.ts'

/** The condition under which a row belongs to a window; null: always. */
export type Within = (when: When) => Expr | null

/** Every window that values of entities look at. */
export const windowsIn = (per: PerEntity): ReadonlySet<When> => new Set(per.values.map(({ when }) => when))

/**
 * The virtual rows of one key: aggregates that the values of any number of formulas need, each once, and how an expression
 * over values is one over them. Formulas with other values share the rows; `exists` tells which of them are theirs.
 */
export class EntityRows {
  readonly #key: PerEntity['key']
  readonly #aggregates = new Map<string, { readonly term: Term; readonly when: When; readonly name: string }>()
  readonly #windows = new Set<When>()

  constructor(key: PerEntity['key']) {
    this.#key = key
  }

  /** Makes sure that the rows have what a formula's values need. */
  add(per: PerEntity): void {
    for (const { when, terms } of per.values) {
      this.#windows.add(when)
      for (const term of terms) this.#nameOf(term, when)
    }
  }

  get windows(): ReadonlySet<When> {
    return this.#windows
  }

  /** An expression over a formula's values as one over the columns of the rows. */
  lowerable(per: PerEntity, expr: RowExpr): RowExpr {
    return withColumns(expr, (column) => {
      const name = column.path.join('.')
      const value = per.values.find((one) => one.name === name)
      if (value === undefined) return { ...column, path: [keyName(this.#keyIndex(name))] }
      return withColumns(value.value, (inner) => {
        const term = value.terms[Number(inner.path[0])]
        if (term === undefined) throw new Error(`the value ${name} lacks an aggregate`)
        return { ...inner, path: [this.#nameOf(term, value.when)] }
      })
    })
  }

  /** Whether a row of the table is an entity of a formula: one of its windows has a row of the dataset. */
  exists(per: PerEntity, column: (name: string) => Expr): Expr {
    const some = [...windowsIn(per)].map((when) => binary('>', column(countName(when)), integer(0)))
    const [first] = some
    if (first === undefined) throw new Error('entities have at least one value')
    return some.length === 1 ? first : { kind: 'or', args: some }
  }

  /** The key, the aggregates and the row counts of windows, for a statement that groups the dataset's rows by the key. */
  outputs(lowering: Lowering, within: Within): readonly Output[] {
    const key = this.keyExprs(lowering).map((expr, index): Output => ({ expr, as: keyName(index) }))
    const aggregates = [...this.#aggregates.values()].map(
      ({ term, when, name }): Output => ({ expr: entityValueOf(lowering, term, within(when)), as: name }),
    )
    const counts = [...this.#windows].map(
      (when): Output => ({ expr: aggregate('count', only([within(when)], integer(1))), as: countName(when) }),
    )
    return [...key, ...aggregates, ...counts]
  }

  keyExprs(lowering: Lowering): readonly Expr[] {
    return this.#key.map((column) => lowering.lower(column))
  }

  #keyIndex(name: string): number {
    const index = this.#key.findIndex(({ path }) => path.join('.') === name)
    if (index < 0) throw new Error(`entities have no ${name}`)
    return index
  }

  #nameOf(term: Term, when: When): string {
    const id = canonical([term, when])
    let known = this.#aggregates.get(id)
    if (known === undefined) this.#aggregates.set(id, (known = { term, when, name: `b${this.#aggregates.size}` }))
    return known.name
  }
}

const keyName = (index: number): string => `e${index}`
const countName = (when: When): string => `x_${when}`

/** One aggregate of an entity's rows: sums of no rows at all are zero, those of missing values missing. */
function entityValueOf(lowering: Lowering, term: Term, within: Expr | null): Expr {
  const conditions = [within, ...term.where.map((condition) => lowering.lower(condition))]
  const value = aggregateOf(lowering, term, conditions)
  if (term.aggregate !== 'sum') return lowering.typed(value, typeOfTerm(term))
  const used = aggregate('count', only(conditions, integer(1)))
  const none = binary('=', used, integer(0))
  return lowering.typed({ kind: 'case', when: none, then: integer(0), otherwise: value }, typeOfTerm(term))
}

/** An aggregate of the rows for which conditions hold. */
export function aggregateOf(lowering: Lowering, term: Term, conditions: readonly (Expr | null)[]): Expr {
  const { aggregate: name, argument } = term
  if (argument === null) return aggregate('count', only(conditions, integer(1)))
  const arg = only(conditions, lowering.lower(argument))
  switch (name) {
    case 'quantile': {
      const value: Expr = { kind: 'cast', arg, type: { kind: 'double' } }
      return aggregate('quantile', value, param(term.probability ?? Number.NaN, { kind: 'double' }))
    }
    case 'first':
    case 'last': {
      const order: Expr = { kind: 'row', args: [lowering.at(), arg] }
      const there: Expr = { kind: 'is-null', arg, negated: true }
      const stamp: Expr = { kind: 'case', when: there, then: order, otherwise: null }
      return aggregate(name === 'first' ? 'arg_min' : 'arg_max', arg, stamp)
    }
    default:
      return aggregate(name, arg)
  }
}

/** Rows of a key with a missing part are no entity. */
export const hasKey = (exprs: readonly Expr[]): readonly Expr[] =>
  exprs.map((arg): Expr => ({ kind: 'is-null', arg, negated: true }))
