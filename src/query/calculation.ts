import type { Calculation } from '../domain/catalog.ts'
import type { Calc } from '../domain/formula/algebra.ts'

/** Both parts of a rate, which stay in sight; null where a calculation is no division. */
export function partsOf({
  calc,
}: Pick<Calculation, 'calc'>): { readonly numerator: Calc; readonly denominator: Calc } | null {
  if (calc.kind !== 'arithmetic' || calc.op !== '/') return null
  return { numerator: calc.left, denominator: calc.right }
}
