import type { RowExpr } from './algebra.ts'
import type { Formula } from './ast.ts'
import { columnAt, unitAt } from './columns.ts'
import type { RowPlace, Run } from './context.ts'
import { booleanLiteral, dateLiteral, negated, nullLiteral, numberLiteral, numberOf, textLiteral } from './literal.ts'
import { measured, type Quantity, unknown, without } from './quantity.ts'
import { refuse } from './refuse.ts'
import { rowCall } from './row-call.ts'
import { rowArithmetic, rowCompare, rowIn } from './row-operators.ts'
import type { RowValue } from './row-value.ts'
import { boolean, isNumber, typeWords } from './types.ts'

/** Checks a formula that has one value per row; null where it is wrong (its issues are recorded). */
export function checkRow(run: Run, formula: Formula, place: RowPlace): RowValue | null {
  const below = (one: Formula) => checkRow(run, one, place)
  const value = (expr: RowExpr | null, quantity: Quantity = without): RowValue | null =>
    expr === null ? null : { ...quantity, expr, at: formula.at }
  switch (formula.kind) {
    case 'number': {
      const number = numberOf(run, formula)
      const literal = number?.units === 0n ? 'zero' : 'number'
      return number === null
        ? null
        : value(numberLiteral(number), { ...without, literal: formula.percent ? null : literal })
    }
    case 'text':
      return value(textLiteral(formula.value))
    case 'date':
      return value(dateLiteral(run, formula.value, formula.at))
    case 'boolean':
      return value(booleanLiteral(formula.value))
    case 'null':
      return value(nullLiteral, unknown)
    case 'column': {
      const column = columnAt(run, formula)
      return (
        column &&
        value({ kind: 'column', path: formula.path, type: column.type }, measured(unitAt(formula.path, column)))
      )
    }
    case 'negate': {
      const arg = number(run, below(formula.arg), '-')
      const expr =
        arg && (negated(arg.expr) ?? { kind: 'apply', primitive: 'negate', args: [arg.expr], type: arg.expr.type })
      return arg && value(expr, arg)
    }
    case 'not': {
      const arg = condition(run, below(formula.arg))
      return arg && value({ kind: 'not', arg: arg.expr, type: boolean })
    }
    case 'is-null': {
      const arg = below(formula.arg)
      return arg && value({ kind: 'is-null', arg: arg.expr, negated: formula.negated, type: boolean })
    }
    case 'binary':
      return binary(run, formula, below)
    case 'in':
      return rowIn(run, formula, below)
    case 'call':
      return rowCall(run, formula, place, below)
    case 'kpi':
      return refuse(run, 'formula/kpi-in-row', { id: formula.id }, formula.at)
    case 'where':
      return refuse(run, 'formula/where-in-row', {}, formula.at)
  }
}

function binary(
  run: Run,
  formula: Extract<Formula, { kind: 'binary' }>,
  below: (formula: Formula) => RowValue | null,
): RowValue | null {
  const { op, at } = formula
  if (op === 'and' || op === 'or') {
    const found = operands(formula, op).map((one) => condition(run, below(one)))
    const args = found.flatMap((one) => (one === null ? [] : [one.expr]))
    if (args.length < found.length) return null
    return { ...without, expr: { kind: 'logic', op, args, type: boolean }, at }
  }
  const [left, right] = [below(formula.left), below(formula.right)]
  if (op === '+' || op === '-' || op === '*' || op === '/') {
    const [a, b] = [number(run, left, op), number(run, right, op)]
    return a === null || b === null ? null : rowArithmetic(run, op, a, b, at)
  }
  return left === null || right === null ? null : rowCompare(run, op, left, right, at)
}

/** `a and b and c` as one list. */
function operands(formula: Formula, op: 'and' | 'or'): Formula[] {
  if (formula.kind !== 'binary' || formula.op !== op) return [formula]
  return [...operands(formula.left, op), ...operands(formula.right, op)]
}

/** The value if it is a condition, else an issue. */
export function condition(run: Run, value: RowValue | null): RowValue | null {
  if (value === null || value.expr.type.kind === 'boolean') return value
  return refuse(run, 'formula/condition', { found: typeWords(value.expr) }, value.at)
}

function number(run: Run, value: RowValue | null, op: string): RowValue | null {
  if (value === null || isNumber(value.expr.type)) return value
  return refuse(run, 'formula/operand', { op, found: typeWords(value.expr) }, value.at)
}
