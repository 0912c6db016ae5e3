/** Column types that statements name; dialects write them. */
export type SqlType =
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'double' }
  | { readonly kind: 'integer' }
  | { readonly kind: 'bigint' }
  | { readonly kind: 'text' }
  | { readonly kind: 'boolean' }

export type SqlScalar = string | number | bigint | boolean | null

/** Aggregates an engine must offer. `arg_min`/`arg_max` take (value, order), `quantile` (double, probability). */
export type SqlAggregate =
  | 'count'
  | 'sum'
  | 'min'
  | 'max'
  | 'arg_min'
  | 'arg_max'
  | 'count_distinct'
  | 'quantile'
  | 'bit_or'

/** An expression of a statement. `param` is the only way in for a value that people wrote. */
export type Expr =
  | { readonly kind: 'column'; readonly table: string; readonly name: string }
  | { readonly kind: 'param'; readonly value: SqlScalar; readonly type: SqlType | null }
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'null'; readonly type: SqlType }
  | { readonly kind: 'binary'; readonly op: BinaryOp; readonly left: Expr; readonly right: Expr }
  | { readonly kind: 'and' | 'or'; readonly args: readonly Expr[] }
  | { readonly kind: 'not'; readonly arg: Expr }
  | { readonly kind: 'in'; readonly arg: Expr; readonly members: readonly Expr[]; readonly negated: boolean }
  | { readonly kind: 'is-null'; readonly arg: Expr; readonly negated: boolean }
  | { readonly kind: 'case'; readonly when: Expr; readonly then: Expr; readonly otherwise: Expr | null }
  | { readonly kind: 'cast'; readonly arg: Expr; readonly type: SqlType }
  | { readonly kind: 'call'; readonly primitive: string; readonly args: readonly Expr[] }
  | { readonly kind: 'row'; readonly args: readonly Expr[] }
  | { readonly kind: 'aggregate'; readonly name: SqlAggregate; readonly args: readonly Expr[] }
  | { readonly kind: 'grouping'; readonly args: readonly Expr[] }

export type BinaryOp = '+' | '-' | '*' | '/' | '=' | '!=' | '<' | '<=' | '>' | '>='

export interface Output {
  readonly expr: Expr
  readonly as: string
}

export type Relation =
  | { readonly kind: 'table'; readonly name: string; readonly as: string }
  | { readonly kind: 'query'; readonly query: Query; readonly as: string }
  /** Whole numbers written into the statement, as rows with named columns. */
  | {
      readonly kind: 'values'
      readonly columns: readonly string[]
      readonly rows: readonly (readonly number[])[]
      readonly as: string
    }

export interface Join {
  readonly kind: 'inner' | 'left'
  readonly to: Relation
  readonly on: Expr
}

/** Grouping names output positions (from 1); several sets become GROUPING SETS. */
export type Query =
  | {
      readonly kind: 'select'
      readonly outputs: readonly Output[]
      readonly from: Relation
      readonly joins: readonly Join[]
      readonly where: readonly Expr[]
      /** Null: no grouping clause at all. */
      readonly groupBy: readonly (readonly Expr[])[] | null
    }
  | { readonly kind: 'union-all'; readonly parts: readonly Query[] }

export const column = (table: string, name: string): Expr => ({ kind: 'column', table, name })
export const param = (value: SqlScalar, type: SqlType | null = null): Expr => ({ kind: 'param', value, type })
export const integer = (value: number): Expr => ({ kind: 'integer', value })
export const binary = (op: BinaryOp, left: Expr, right: Expr): Expr => ({ kind: 'binary', op, left, right })
export const aggregate = (name: SqlAggregate, ...args: Expr[]): Expr => ({ kind: 'aggregate', name, args })

/** All conditions together; no condition at all is null. */
export const all = (conditions: readonly Expr[]): Expr | null => {
  const [first] = conditions
  if (first === undefined) return null
  return conditions.length === 1 ? first : { kind: 'and', args: conditions }
}
