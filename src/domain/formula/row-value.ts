import type { RowExpr } from './algebra.ts'
import type { Span } from './ast.ts'
import type { Quantity } from './quantity.ts'

/** A row expression while it is checked: with its unit of measure and its place. */
export interface RowValue extends Quantity {
  readonly expr: RowExpr
  readonly at: Span
}

/** Digits after the point that engines keep exactly, with as many before it. */
export const scaleLimit = 18
