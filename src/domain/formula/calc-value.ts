import type { Calc, RowExpr } from './algebra.ts'
import type { Span } from './ast.ts'
import type { Quantity } from './quantity.ts'

/** A calculation while it is checked: what it gives, its unit of measure and its place. */
export interface CalcValue extends Quantity {
  readonly calc: Calc
  readonly gives: 'number' | 'condition'
  readonly at: Span
}

/** The conditions of every `where` around a part of a formula. */
export type Conditions = readonly RowExpr[]

/** The words of messages for what a calculation gives. */
export const calcWords = (value: CalcValue): string => (value.gives === 'number' ? 'a number' : 'true or false')
