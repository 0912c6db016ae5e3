import type { Calculation, Kpi } from '../domain/catalog.ts'
import { manualDataset } from '../domain/catalog.ts'
import type { Calc, RowExpr, Term } from '../domain/formula/algebra.ts'
import type { Day } from '../time/day.ts'

/** A calculation as one tree; rates keep both of their parts in sight. */
export interface Resolved {
  readonly calc: Calc
  readonly numerator: Calc | null
  readonly denominator: Calc | null
}

/** The calculation in force on a period's last day; null asks for the newest. */
export function calculationAt(kpi: Kpi, lastDay: Day | null): Calculation {
  const inForce = ({ from }: Kpi['calculations'][number]) => from === null || lastDay === null || from <= lastDay
  const entry = kpi.calculations.findLast(inForce) ?? kpi.calculations[0]
  if (entry === undefined) throw new Error(`${kpi.id} has no calculation`)
  return entry.calculation
}

const resolved = new WeakMap<Calculation, Resolved>()

/** The tree that a calculation means. */
export function resolve(kpi: Kpi, calculation: Calculation): Resolved {
  let known = resolved.get(calculation)
  if (known === undefined) resolved.set(calculation, (known = build(kpi, calculation)))
  return known
}

function build(kpi: Kpi, calculation: Calculation): Resolved {
  switch (calculation.type) {
    case 'measure':
    case 'formula':
      return whole(calculation.formula.calc)
    case 'ratio':
      return rate(calculation.numerator.calc, calculation.denominator.calc)
    case 'manual':
      return manual(kpi, calculation)
  }
}

const whole = (calc: Calc): Resolved => {
  if (calc.kind === 'arithmetic' && calc.op === '/') return { calc, numerator: calc.left, denominator: calc.right }
  return { calc, numerator: null, denominator: null }
}

const rate = (numerator: Calc, denominator: Calc): Resolved =>
  whole({ kind: 'arithmetic', op: '/', left: numerator, right: denominator })

/** Typed values are rows of one dataset: a flow adds, a level takes the last entry, a mean divides by the entries. */
function manual(kpi: Kpi, calculation: Extract<Calculation, { type: 'manual' }>): Resolved {
  const term = (aggregate: Term['aggregate'], name: string): Calc => {
    const over = calculation.overTime === 'last' ? ({ over: 'last' } as const) : {}
    return {
      kind: 'term',
      term: { dataset: manualDataset, aggregate, argument: entered(name), where: [isKpi(kpi.id)], ...over },
    }
  }
  if (calculation.rate) return rate(term('sum', 'numerator'), term('sum', 'denominator'))
  if (calculation.overTime === 'mean') return rate(term('sum', 'value'), term('count', 'value'))
  return whole(term('sum', 'value'))
}

const entered = (name: string): RowExpr => ({ kind: 'column', path: [name], type: { kind: 'decimal', scale: 6 } })

const isKpi = (id: string): RowExpr => ({
  kind: 'compare',
  op: '=',
  left: { kind: 'column', path: ['kpi'], type: { kind: 'text' } },
  right: { kind: 'literal', literal: { kind: 'text', value: id }, type: { kind: 'text' } },
  type: { kind: 'boolean' },
})
