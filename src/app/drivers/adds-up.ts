import type { Catalog } from '../../domain/catalog.ts'
import type { Calc } from '../../domain/formula/algebra.ts'

/** Whether the values of disjoint scopes add up to the value of all: sums and counts do, distinct counts and means do not. */
export function addsUp(catalog: Catalog, calc: Calc): boolean {
  const of = (inner: Calc) => addsUp(catalog, inner)
  switch (calc.kind) {
    case 'term':
      return calc.term.aggregate === 'sum' || calc.term.aggregate === 'count'
    case 'kpi':
      return (catalog.kpis.get(calc.id)?.calculations ?? []).every(({ calculation }) => of(calculation.calc))
    case 'arithmetic': {
      const { op, left, right } = calc
      if (op === '+' || op === '-') return of(left) && of(right)
      if (right.kind === 'constant') return of(left)
      return op === '*' && left.kind === 'constant' && of(right)
    }
    case 'apply':
      return calc.primitive === 'negate' && calc.args.every(of)
    case 'prior':
    case 'span':
      return of(calc.of)
    case 'window':
      return (calc.reduce === 'sum' || calc.reduce === 'mean') && of(calc.of)
    default:
      return false
  }
}
