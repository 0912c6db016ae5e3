import { type Calculation, type Catalog, calculationAt } from '../catalog.ts'
import type { Calc, Term } from '../formula/algebra.ts'
import type { TargetRollUp } from './request.ts'

type Known = Pick<Catalog, 'kpis' | 'datasets'>

/**
 * How a KPI's targets roll up over time, derived from its calculation: those of flows add, those of levels take the last,
 * those of rates must agree; anything else is promised for its own periods only.
 */
export const targetRollUp = (catalog: Known, { calc }: Calculation): TargetRollUp => behaviour(catalog, calc)

function behaviour(catalog: Known, calc: Calc): TargetRollUp {
  switch (calc.kind) {
    case 'constant':
      return 'same'
    case 'term':
      return termBehaviour(catalog, calc.term)
    case 'length':
      return 'add'
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

function termBehaviour(catalog: Known, { aggregate, dataset, over, per }: Term): TargetRollUp {
  const rows = catalog.datasets.get(dataset)?.rows
  const level = over === 'last' || rows === 'snapshot' || rows === 'validity'
  if (per !== undefined) return level ? 'last' : 'own'
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
    case 'quantile':
      return level ? 'last' : 'same'
  }
}

/** Functions of a value whose parts still add up, or of which the last still stands for the whole. */
const keepsBehaviour: ReadonlySet<string> = new Set(['negate', 'round', 'coalesce', 'null_if_zero'])

/** Whether the values of units add up to that of the unit above: sums and counts do, and what is linear in them. */
export const addsOverUnits = (catalog: Known, { calc, typed }: Calculation): boolean =>
  (typed === null || addsTyped.has(typed.rollUp)) && linear(catalog, calc)

/** Rules of typed values by which those of units are summed. */
const addsTyped: ReadonlySet<string> = new Set(['own-first', 'sum'])

function linear(catalog: Known, calc: Calc): boolean {
  switch (calc.kind) {
    case 'term':
      return calc.term.aggregate === 'sum' || calc.term.aggregate === 'count'
    case 'constant':
    case 'length':
    case 'compare':
    case 'logic':
      return false
    case 'arithmetic': {
      if (calc.op === '+' || calc.op === '-') return linear(catalog, calc.left) && linear(catalog, calc.right)
      if (calc.right.kind === 'constant') return linear(catalog, calc.left)
      return calc.op === '*' && calc.left.kind === 'constant' && linear(catalog, calc.right)
    }
    case 'apply': {
      const args = calc.args.filter((arg) => arg.kind !== 'constant')
      return (calc.primitive === 'negate' || calc.primitive === 'coalesce') && args.every((arg) => linear(catalog, arg))
    }
    case 'kpi': {
      const kpi = catalog.kpis.get(calc.id)
      return kpi !== undefined && addsOverUnits(catalog, calculationAt(kpi, null))
    }
    case 'prior':
    case 'span':
      return linear(catalog, calc.of)
    case 'window':
      return (calc.reduce === 'mean' || calc.reduce === 'sum') && linear(catalog, calc.of)
  }
}
