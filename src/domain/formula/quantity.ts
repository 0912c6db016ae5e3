import {
  divide,
  factorKind,
  isPure,
  isShare,
  type MeasureUnit,
  multiply,
  printUnit,
  pure,
  same,
} from '../measure-unit.ts'
import type { Span } from './ast.ts'
import type { Run } from './context.ts'
import { refuse } from './refuse.ts'

/** The unit of measure of a value while it is checked. */
export interface Quantity {
  /** Null fits everything: null itself, and KPIs of unknown unit. */
  readonly unit: MeasureUnit | null
  /** Numbers written out take the unit of what they meet; 5% does not. */
  readonly literal: 'zero' | 'number' | null
}

export const without: Quantity = { unit: pure, literal: null }
export const unknown: Quantity = { unit: null, literal: null }
export const measured = (unit: MeasureUnit): Quantity => ({ unit, literal: null })

/**
 * The unit that values compared or chosen between share; numbers written out take it. Records an issue and gives null where
 * two differ.
 */
export function shared(run: Run, what: string, quantities: readonly Quantity[], at: Span): Quantity | null {
  return fold(run, what, quantities, at, () => true)
}

/** The unit of a sum or difference. A number written out joins counts and times (days + 1), but no money: EUR + 1 is a slip. */
export function summed(run: Run, op: string, quantities: readonly Quantity[], at: Span): Quantity | null {
  return fold(
    run,
    `"${op}"`,
    quantities,
    at,
    (unit) => !Object.keys(unit).some((name) => factorKind(name) === 'currency'),
  )
}

function fold(
  run: Run,
  what: string,
  quantities: readonly Quantity[],
  at: Span,
  joins: (unit: MeasureUnit) => boolean,
): Quantity | null {
  let result: Quantity = quantities[0] ?? without
  for (const next of quantities.slice(1)) {
    const met = meet(result, next, joins)
    if (met === null) {
      const [left, right] = [printUnit(result.unit ?? pure), printUnit(next.unit ?? pure)]
      return refuse(run, 'formula/units', { what, left, right }, at)
    }
    result = met
  }
  return { unit: result.unit, literal: result.literal }
}

function meet(a: Quantity, b: Quantity, joins: (unit: MeasureUnit) => boolean): Quantity | null {
  if (a.unit === null) return b.literal === null ? b : a
  if (b.unit === null) return a.literal === null ? a : b
  if (a.literal !== null && b.literal !== null) return { unit: pure, literal: 'number' }
  if (same(a.unit, b.unit)) return measured(a.unit)
  if (a.literal === 'zero' || (a.literal === 'number' && joins(b.unit))) return b
  if (b.literal === 'zero' || (b.literal === 'number' && joins(a.unit))) return a
  return isShare(a.unit) && isShare(b.unit) && (isPure(a.unit) || isPure(b.unit)) ? without : null
}

/** The unit of a product or quotient. */
export function combined(op: '*' | '/', a: Quantity, b: Quantity): Quantity {
  if (a.unit === null || b.unit === null) return unknown
  const unit = op === '*' ? multiply(a.unit, b.unit) : divide(a.unit, b.unit)
  return { unit, literal: a.literal !== null && b.literal !== null ? 'number' : null }
}
