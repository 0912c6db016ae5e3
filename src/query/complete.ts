import type { RowExpr } from '../domain/formula/algebra.ts'

/** Whether an expression has a value in every row, given the columns that have one. False where that cannot be told. */
export function isComplete(expr: RowExpr, columns: ReadonlySet<string>): boolean {
  switch (expr.kind) {
    case 'column': {
      const [name] = expr.path
      return expr.path.length === 1 && name !== undefined && columns.has(name)
    }
    case 'literal':
      return expr.literal.kind !== 'null'
    case 'arithmetic':
      return expr.op !== '/' && isComplete(expr.left, columns) && isComplete(expr.right, columns)
    default:
      return false
  }
}
