import type { Catalog, Kpi } from './catalog.ts'
import type { Calc, RowExpr, Term } from './formula/algebra.ts'
import { factorKind } from './measure-unit.ts'

/** A ratio of counts: `proportion`, the share of counted things that have something; `rate`, events per unit of exposure. */
export type CountRatio = 'proportion' | 'rate'

/**
 * What ratio of counts a KPI is, so that the sampling error of its values is known from their denominators: its numerator
 * counts rows, distinct things or whole numbers (or is typed in beside its denominator). Null for any other KPI, and for one
 * whose calculations of different times are of different kinds.
 */
export function countRatioOf(
  catalog: Pick<Catalog, 'kpis' | 'datasets'>,
  kpi: Pick<Kpi, 'calculations'>,
): CountRatio | null {
  const kinds = kpi.calculations.map(({ calculation: { calc, typed } }): CountRatio | null => {
    if (calc.kind !== 'arithmetic' || calc.op !== '/') return null
    if (typed !== null) return typed.rate && typed.overTime !== 'last' ? 'rate' : null
    const above = counted(catalog, calc.left)
    if (above === null) return null
    const below = counted(catalog, calc.right)
    const [part] = above
    const [whole] = below ?? []
    const single = above.length === 1 && below?.length === 1 && part !== undefined && whole !== undefined
    return single && isPartOf(part, whole) ? 'proportion' : 'rate'
  })
  const [first = null] = kinds
  return kinds.every((kind) => kind === first) ? first : null
}

/** The counts that a calculation adds up; null where it is anything else. */
function counted(catalog: Pick<Catalog, 'kpis' | 'datasets'>, calc: Calc): readonly Term[] | null {
  switch (calc.kind) {
    case 'term':
      return isCount(catalog, calc.term) ? [calc.term] : null
    case 'kpi': {
      // A KPI whose formula changed counts differently before and after; whichever holds, the newest says what it counts.
      const newest = catalog.kpis.get(calc.id)?.calculations.at(-1)?.calculation.calc
      return newest === undefined ? null : counted(catalog, newest)
    }
    case 'arithmetic': {
      if (calc.op !== '+') return null
      const [left, right] = [counted(catalog, calc.left), counted(catalog, calc.right)]
      return left === null || right === null ? null : [...left, ...right]
    }
    default:
      return null
  }
}

/** Events that happen, each once: rows of a state (headcount, stock) are the same things again, and sampling says nothing of them. */
function isCount({ datasets }: Pick<Catalog, 'datasets'>, { aggregate, argument, dataset, over }: Term): boolean {
  if (datasets.get(dataset)?.rows !== 'event') return false
  if (aggregate === 'count' || aggregate === 'count_distinct') return over === undefined
  if (aggregate !== 'sum' || over !== undefined || argument?.kind !== 'column' || argument.path.length > 1) return false
  const column = datasets.get(dataset)?.columns.find(({ name }) => name === argument.path[0])
  const whole = column?.type.kind === 'decimal' && column.type.scale === 0
  return whole && !Object.keys(column.unit).some((factor) => factorKind(factor) !== 'noun')
}

/** Whether everything that `part` counts, `whole` counts too: the same things under at least the same conditions. */
function isPartOf(part: Term, whole: Term): boolean {
  if (part.cohort && whole.cohort && whole.cohort.returns === null)
    return same(part.cohort.key, whole.cohort.key) && same(part.cohort.enters, whole.cohort.enters)
  const alike = part.dataset === whole.dataset && part.aggregate === whole.aggregate && same(part.per, whole.per)
  const argument = same(part.argument, whole.argument) && same(part.cohort, whole.cohort)
  return alike && argument && part.aggregate !== 'sum' && whole.where.every((one) => holds(part.where, one))
}

const holds = (conditions: readonly RowExpr[], one: RowExpr): boolean => conditions.some((other) => same(other, one))

/** Parsed formulas are plain data; whole numbers of literals are bigints. */
const same = (a: unknown, b: unknown): boolean => text(a) === text(b)

const text = (value: unknown): string | undefined =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part))
