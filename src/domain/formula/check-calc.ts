import { nearest } from '../nearest.ts'
import type { Calc } from './algebra.ts'
import { termsOf } from './algebra-walk.ts'
import type { Formula } from './ast.ts'
import { calcCall } from './calc-call.ts'
import { type CalcValue, type Conditions, calcWords } from './calc-value.ts'
import { checkRow, condition as rowCondition } from './check-row.ts'
import { columnAt } from './columns.ts'
import type { Run } from './context.ts'
import { numberOf } from './literal.ts'
import { currenciesOf, inCurrency } from './money.ts'
import { combined, measured, type Quantity, shared, summed, unknown, without } from './quantity.ts'
import { refuse } from './refuse.ts'

/** Checks a formula that has one value per period; `where` filters its aggregates. Null where it is wrong (its issues are recorded). */
export function checkCalc(run: Run, formula: Formula, where: Conditions): CalcValue | null {
  const below = (one: Formula) => checkCalc(run, one, where)
  const { at } = formula
  switch (formula.kind) {
    case 'number': {
      const value = numberOf(run, formula)
      const literal = formula.percent ? null : value?.units === 0n ? 'zero' : 'number'
      return value && { calc: { kind: 'constant', value }, gives: 'number', at, ...without, literal }
    }
    case 'boolean':
      return { ...without, calc: formula.value ? one : zero, gives: 'condition', at }
    case 'null':
      return { ...unknown, calc: { kind: 'apply', primitive: 'null_if_zero', args: [zero] }, gives: 'number', at }
    case 'text':
      return refuse(run, 'formula/row-only', { what: 'A text', instead: 'Compare it with a column after where.' }, at)
    case 'date':
      return refuse(run, 'formula/row-only', { what: 'A date', instead: 'Compare it with a column after where.' }, at)
    case 'column':
      return bareColumn(run, formula)
    case 'kpi':
      return kpi(run, formula, where)
    case 'negate': {
      const arg = number(run, below(formula.arg), '-')
      return arg && { ...arg, calc: negated(arg.calc), at }
    }
    case 'not': {
      const arg = condition(run, below(formula.arg))
      return arg && { ...without, calc: { kind: 'logic', op: 'not', args: [arg.calc] }, gives: 'condition', at }
    }
    case 'is-null':
      return refuse(
        run,
        'formula/row-only',
        { what: 'is null', instead: 'Use coalesce(value, 0), or put it after where.' },
        at,
      )
    case 'in':
      return refuse(
        run,
        'formula/row-only',
        { what: 'in', instead: 'Compare with = and or, or put it after where.' },
        at,
      )
    case 'binary':
      return binary(run, formula, below)
    case 'call':
      return calcCall(run, formula, where, below)
    case 'where':
      return filtered(run, formula, where)
  }
}

const zero: Calc = { kind: 'constant', value: { units: 0n, scale: 0 } }
const one: Calc = { kind: 'constant', value: { units: 1n, scale: 0 } }

function negated(calc: Calc): Calc {
  if (calc.kind !== 'constant') return { kind: 'apply', primitive: 'negate', args: [calc] }
  return { kind: 'constant', value: { units: -calc.value.units, scale: calc.value.scale } }
}

function bareColumn(run: Run, formula: Extract<Formula, { kind: 'column' }>): null {
  const column = columnAt(run, formula)
  return column && refuse(run, 'formula/bare-column', { column: formula.path.join('.') }, formula.at)
}

function kpi(run: Run, formula: Extract<Formula, { kind: 'kpi' }>, where: Conditions): CalcValue | null {
  const { id, at } = formula
  const unit = run.context.kpiUnit(id)
  if (unit === null && !run.context.kpiIds.includes(id)) {
    return refuse(run, 'formula/unknown-kpi', { id, near: nearest(id, run.context.kpiIds) }, at)
  }
  if (where.length > 0) return refuse(run, 'formula/where-kpi', { id }, at)
  run.faultyKpi ||= unit === null
  if (unit === null) return { ...unknown, calc: { kind: 'kpi', id }, gives: 'number', at }
  const { reporting, kpiTyped } = run.context
  const [own, ...others] = currenciesOf(unit)
  const to = reporting?.rates == null ? null : reporting.currency
  // What people typed in is in the currency that they typed it in.
  const stays = own === undefined || others.length > 0 || own === to || to === null || kpiTyped?.(id) === true
  if (stays) return { ...measured(unit), calc: { kind: 'kpi', id }, gives: 'number', at }
  return { ...measured(inCurrency(unit, to)), calc: { kind: 'kpi', id, currency: to }, gives: 'number', at }
}

function binary(
  run: Run,
  formula: Extract<Formula, { kind: 'binary' }>,
  below: (formula: Formula) => CalcValue | null,
): CalcValue | null {
  const { op, at } = formula
  const [a, b] = [below(formula.left), below(formula.right)]
  switch (op) {
    case 'and':
    case 'or': {
      const [left, right] = [condition(run, a), condition(run, b)]
      if (left === null || right === null) return null
      return {
        ...without,
        calc: { kind: 'logic', op, args: [...flat(left.calc, op), right.calc] },
        gives: 'condition',
        at,
      }
    }
    case '+':
    case '-':
    case '*':
    case '/': {
      const [left, right] = [number(run, a, op), number(run, b, op)]
      if (left === null || right === null) return null
      const quantity: Quantity | null =
        op === '*' || op === '/' ? combined(op, left, right) : summed(run, op, [left, right], right.at)
      return (
        quantity && {
          ...quantity,
          calc: { kind: 'arithmetic', op, left: left.calc, right: right.calc },
          gives: 'number',
          at,
        }
      )
    }
    default: {
      if (a === null || b === null) return null
      if (a.gives !== b.gives) {
        return refuse(run, 'formula/compare', { op, left: calcWords(a), right: calcWords(b) }, b.at)
      }
      if (a.gives === 'condition' && op !== '=' && op !== '!=') return refuse(run, 'formula/order', { op }, at)
      const nothing = [formula.left, formula.right].find((operand) => operand.kind === 'null')
      if (nothing !== undefined) return refuse(run, 'formula/compare-null', { op }, nothing.at)
      if (shared(run, `"${op}"`, [a, b], b.at) === null) return null
      return { ...without, calc: { kind: 'compare', op, left: a.calc, right: b.calc }, gives: 'condition', at }
    }
  }
}

const flat = (calc: Calc, op: 'and' | 'or'): readonly Calc[] =>
  calc.kind === 'logic' && calc.op === op ? calc.args : [calc]

/** Every condition of a where goes to each aggregate below it, as one list with those around it. */
function filtered(run: Run, formula: Extract<Formula, { kind: 'where' }>, outer: Conditions): CalcValue | null {
  const found = rowCondition(run, checkRow(run, formula.condition, { within: 'where' }))
  const own =
    found === null ? [] : found.expr.kind === 'logic' && found.expr.op === 'and' ? found.expr.args : [found.expr]
  const body = checkCalc(run, formula.body, [...outer, ...own])
  if (body === null || found === null) return null
  if (termsOf(body.calc).length === 0) return refuse(run, 'formula/where-nothing', {}, formula.at)
  return { ...body, at: formula.at }
}

function condition(run: Run, value: CalcValue | null): CalcValue | null {
  if (value === null || value.gives === 'condition') return value
  return refuse(run, 'formula/condition', { found: calcWords(value) }, value.at)
}

function number(run: Run, value: CalcValue | null, op: string): CalcValue | null {
  if (value === null || value.gives === 'number') return value
  return refuse(run, 'formula/operand', { op, found: calcWords(value) }, value.at)
}
