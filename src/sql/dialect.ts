import type { SqlAggregate, SqlType } from './ast.ts'

/** How an engine writes a function: a template with {0} {1} … or {*} for all arguments, or a word that it cannot. */
export type Answer = string | 'unsupported'

/** What one engine writes differently. Everything else is ANSI and stands in render.ts. */
export interface Dialect {
  readonly id: string
  readonly quote: (identifier: string) => string
  readonly placeholder: (position: number) => string
  readonly type: (type: SqlType) => string
  readonly aggregates: Readonly<Record<SqlAggregate, string>>
  /** Row functions of the formula language; a missing one is a programming error found by the parity test. */
  readonly functions: Readonly<Record<string, Answer>>
}

/** Identifiers in double quotes, inner quotes doubled; a NUL can never be part of a name. */
export const doubleQuoted = (identifier: string): string => {
  if (identifier.includes('\0')) throw new Error('an identifier cannot contain NUL')
  return `"${identifier.replaceAll('"', '""')}"`
}

/** The functions and types most engines share. */
export const ansi: Dialect = {
  id: 'ansi',
  quote: doubleQuoted,
  placeholder: (position) => `$${position}`,
  type: (type) => {
    switch (type.kind) {
      case 'decimal':
        return `DECIMAL(${type.precision},${type.scale})`
      case 'double':
        return 'DOUBLE PRECISION'
      case 'integer':
        return 'INTEGER'
      case 'bigint':
        return 'BIGINT'
      case 'text':
        return 'VARCHAR'
      case 'boolean':
        return 'BOOLEAN'
    }
  },
  aggregates: {
    count: 'count({*})',
    sum: 'sum({0})',
    min: 'min({0})',
    max: 'max({0})',
    arg_min: 'arg_min({0}, {1})',
    arg_max: 'arg_max({0}, {1})',
    count_distinct: 'count(DISTINCT {0})',
    quantile: 'percentile_cont({1}) WITHIN GROUP (ORDER BY {0})',
    bit_or: 'bit_or({0})',
  },
  functions: {
    if: 'CASE WHEN {0} THEN {1} ELSE {2} END',
    coalesce: 'coalesce({*})',
    negate: '(-{0})',
    abs: 'abs({0})',
    round: 'round({*})',
    floor: 'floor({0})',
    ceil: 'ceil({0})',
    least: 'least({*})',
    greatest: 'greatest({*})',
    days_between: '({1} - {0})',
    lower: 'lower({0})',
    upper: 'upper({0})',
    length: 'length({0})',
    starts_with: 'starts_with({0}, {1})',
    contains: 'contains({0}, {1})',
    null_if_zero: 'nullif({0}, 0)',
    bit_and: '({0} & {1})',
  },
}
