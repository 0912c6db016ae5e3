import { parseDay } from '../../time/day.ts'
import { type Decimal, negate, parseDecimal } from '../decimal.ts'
import type { Literal, RowExpr, ValueType } from './algebra.ts'
import type { Formula, Span } from './ast.ts'
import type { Run } from './context.ts'
import { refuse } from './refuse.ts'
import { boolean, date, text } from './types.ts'

const digitsLimit = 18

/** The exact number that a formula writes out, minus signs included; null (and an issue) where it has too many digits. */
export function numberOf(run: Run, formula: Extract<Formula, { kind: 'number' }>): Decimal | null {
  const value = parseDecimal(`${formula.text}${formula.percent ? '%' : ''}`)
  const digits = value === null ? Number.POSITIVE_INFINITY : Math.max(String(value.units).length, value.scale)
  if (value !== null && digits <= digitsLimit) return value
  return refuse(run, 'formula/number-size', { limit: digitsLimit }, formula.at)
}

export const numberLiteral = (value: Decimal): RowExpr => ({
  kind: 'literal',
  literal: { kind: 'decimal', value },
  type: { kind: 'decimal', scale: value.scale },
})

/** A number written out with its sign turned; null for everything else. */
export function negated(expr: RowExpr): RowExpr | null {
  return expr.kind === 'literal' && expr.literal.kind === 'decimal' ? numberLiteral(negate(expr.literal.value)) : null
}

export const textLiteral = (value: string): RowExpr => literal({ kind: 'text', value }, text)
export const booleanLiteral = (value: boolean): RowExpr => literal({ kind: 'boolean', value }, boolean)
export const nullLiteral: RowExpr = { kind: 'literal', literal: { kind: 'null' }, type: text }

const literal = (value: Literal, type: ValueType): RowExpr => ({ kind: 'literal', literal: value, type })

/** The day that a text names; null (and an issue) where it names none. */
export function dateLiteral(run: Run, found: string, at: Span): RowExpr | null {
  const day = parseDay(found)
  if (day !== null) return literal({ kind: 'date', value: day }, date)
  return refuse(run, 'formula/date', { found: found.slice(0, 40) }, at)
}
