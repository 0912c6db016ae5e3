import type { Catalog, Dataset } from '../domain/catalog.ts'
import type { Cohort, PerEntity, RowExpr, Term, When } from '../domain/formula/algebra.ts'
import { type Expr, param, type Query, type SqlType } from '../sql/ast.ts'
import type { Demand } from './demand.ts'
import type { Shape } from './holistic.ts'
import type { Lowering } from './lower.ts'
import type { NumberedSpan } from './windows.ts'

/** One grouping of the statement: rows, or entities of one key, in every span that is asked, by the members of a shape. */
export interface Part {
  readonly id: string
  readonly key: PerEntity['key'] | null
  /** By which rows entities enter, where those are counted that do. */
  readonly cohort: Cohort | null
  /** What several distinct counts of its rows count. */
  readonly counted: RowExpr | null
  readonly shape: Shape
  readonly spans: readonly NumberedSpan[]
  readonly demands: readonly PlacedDemand[]
  /** The members of every scope that it is asked about. */
  readonly asked: readonly (readonly (string | null)[])[]
}

/** A demand with where its answers stand: by period the number of its span. */
export interface PlacedDemand {
  readonly demand: Demand
  readonly term: number
  readonly members: readonly (string | null)[]
  readonly spans: readonly number[]
  /** The part that counts the rows of its spans, where its own does not. */
  readonly rows: { readonly part: string; readonly spans: readonly number[] } | null
}

/** What every part of a statement shares. */
export interface Frame {
  readonly catalog: Catalog
  readonly dataset: Dataset
  readonly wide: boolean
  readonly terms: readonly Term[]
  /** Members that each part gives. */
  readonly width: number
}

/** What a part groups: rows or entities, each belonging to a span and having members. */
export interface Source {
  readonly span: Expr | null
  readonly members: readonly Expr[]
  /** How many rows of the scope the span has. */
  readonly rows: Expr
  readonly value: (term: Term) => Expr
  readonly matched: (term: Term) => Expr
  /** The rest of the statement, once its expressions are written. */
  readonly rest: () => Pick<Extract<Query, { kind: 'select' }>, 'from' | 'joins' | 'where'>
}

export const onlyPeriod: ReadonlySet<When> = new Set(['period'])

export const textType: SqlType = { kind: 'text' }

/** The members of a part's shape as text, and the conditions of its scopes: no other members are read. */
export function scoped(lowering: Lowering, { shape, asked: scopes }: Part): { members: Expr[]; where: Expr[] } {
  const where = shape.conditions.map((condition) => lowering.lower(condition))
  const members = shape.columns.map((expr, place): Expr => {
    const member = asText(lowering, expr)
    const asked = [...new Set(scopes.map((own) => own[place] ?? null))]
    const named = asked.flatMap((one) => (one === null ? [] : [param(one, textType)]))
    const tests: Expr[] = [
      ...(named.length === 0 ? [] : [{ kind: 'in', arg: member, members: named, negated: false } as const]),
      ...(asked.includes(null) ? [{ kind: 'is-null', arg: member, negated: false } as const] : []),
    ]
    const [test] = tests
    if (test !== undefined) where.push(tests.length === 1 ? test : { kind: 'or', args: tests })
    return member
  })
  return { members, where }
}

const asText = (lowering: Lowering, expr: RowExpr): Expr =>
  expr.type.kind === 'text' ? lowering.lower(expr) : { kind: 'cast', arg: lowering.lower(expr), type: { kind: 'text' } }
