import { type Calculation, type Catalog, calculationAt } from '../../domain/catalog.ts'
import type { Calc, Term } from '../../domain/formula/algebra.ts'
import type { TargetRollUp } from '../../domain/target.ts'

/**
 * How a KPI's targets roll up over time, derived from its calculation: those of flows add, those of levels take the last,
 * those of rates must agree; anything else is promised for its own periods only.
 */
export const targetRollUp = (catalog: Catalog, { calc }: Calculation): TargetRollUp => behaviour(catalog, calc)

function behaviour(catalog: Catalog, calc: Calc): TargetRollUp {
  switch (calc.kind) {
    case 'constant':
      return 'same'
    case 'term':
      return termBehaviour(catalog, calc.term)
    case 'arithmetic': {
      const [left, right] = [behaviour(catalog, calc.left), behaviour(catalog, calc.right)]
      if (calc.op === '+' || calc.op === '-') return left === right ? left : 'own'
      if (calc.right.kind === 'constant') return left
      if (calc.op === '*' && calc.left.kind === 'constant') return right
      // A flow over a flow is a rate of periods of any length; a flow over a level grows with them.
      return left === right && (calc.op === '/' || left === 'same') && left !== 'own' ? 'same' : 'own'
    }
    case 'apply': {
      const [first, ...others] = calc.args
        .filter((arg) => arg.kind !== 'constant')
        .map((arg) => behaviour(catalog, arg))
      if (first === undefined || others.some((other) => other !== first)) return 'own'
      return first === 'same' || keepsBehaviour.has(calc.primitive) ? first : 'own'
    }
    case 'kpi': {
      const kpi = catalog.kpis.get(calc.id)
      return kpi === undefined ? 'own' : targetRollUp(catalog, calculationAt(kpi, null))
    }
    case 'prior':
      return behaviour(catalog, calc.of)
    // A sum to date, or over the last year, is a level: that of its last part is that of the whole.
    case 'span': {
      const inner = behaviour(catalog, calc.of)
      return inner === 'add' ? 'last' : inner
    }
    case 'window':
      return behaviour(catalog, calc.of) === 'same' ? 'same' : 'own'
    case 'compare':
    case 'logic':
      return 'same'
  }
}

function termBehaviour(catalog: Catalog, { aggregate, dataset, over }: Term): TargetRollUp {
  const level = over === 'last' || catalog.datasets.get(dataset)?.rows === 'snapshot'
  switch (aggregate) {
    case 'sum':
    case 'count':
      return level ? 'last' : 'add'
    case 'last':
      return 'last'
    case 'count_distinct':
      return level ? 'last' : 'own'
    case 'first':
    case 'min':
    case 'max':
      return level ? 'last' : 'same'
  }
}

/** Functions of a value whose parts still add up, or of which the last still stands for the whole. */
const keepsBehaviour: ReadonlySet<string> = new Set(['negate', 'round', 'coalesce', 'null_if_zero'])
