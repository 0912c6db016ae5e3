import type { RowExpr, ValueType } from './algebra.ts'

export const boolean: ValueType = { kind: 'boolean' }
export const text: ValueType = { kind: 'text' }
export const date: ValueType = { kind: 'date' }
export const double: ValueType = { kind: 'double' }
export const whole: ValueType = { kind: 'decimal', scale: 0 }

export const isNumber = (type: ValueType): boolean => type.kind === 'decimal' || type.kind === 'double'

/** Null written out: it has every type. */
export const isNull = (expr: RowExpr): boolean => expr.kind === 'literal' && expr.literal.kind === 'null'

/** The words of messages for a value's type. */
export function typeWords(expr: RowExpr): string {
  if (isNull(expr)) return 'null'
  switch (expr.type.kind) {
    case 'decimal':
    case 'double':
      return 'a number'
    case 'text':
      return 'a text'
    case 'boolean':
      return 'true or false'
    case 'date':
      return 'a date'
    case 'instant':
      return 'a timestamp'
  }
}

/** The type that holds values of both exactly: decimals take the larger scale, a double makes a double. Null where there is none. */
export function union(a: ValueType, b: ValueType): ValueType | null {
  if (a.kind === 'decimal' && b.kind === 'decimal') return a.scale >= b.scale ? a : b
  if (isNumber(a) && isNumber(b)) return double
  return a.kind === b.kind ? a : null
}

/** The type of values chosen between, all of one kind; nulls written out do not count. */
export function typeOfAll(exprs: readonly RowExpr[]): ValueType {
  let type: ValueType | null = null
  for (const expr of exprs) {
    if (!isNull(expr)) type = type === null ? expr.type : (union(type, expr.type) ?? type)
  }
  return type ?? text
}
