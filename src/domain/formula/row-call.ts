import type { RowExpr } from './algebra.ts'
import type { Formula } from './ast.ts'
import { functionOf, parametersOf, written } from './call.ts'
import type { RowPlace, Run } from './context.ts'
import type { FormulaFunction, Parameter, ScalarFunction } from './functions/define.ts'
import { dateLiteral, numberLiteral, textLiteral } from './literal.ts'
import { ofOneCurrency } from './money.ts'
import { type Quantity, shared, without } from './quantity.ts'
import { refuse } from './refuse.ts'
import { datesRead } from './row-operators.ts'
import type { RowValue } from './row-value.ts'
import { isNull, isNumber, typeOfAll, typeWords, union } from './types.ts'

type Call = Extract<Formula, { kind: 'call' }>

/** A function over the columns of a row. */
export function rowCall(
  run: Run,
  call: Call,
  place: RowPlace,
  below: (formula: Formula) => RowValue | null,
): RowValue | null {
  const called = functionOf(run, call)
  if (called === null) return null
  if (called.kind !== 'scalar' || !called.stages.includes('row')) {
    return misplaced(run, called, place, call)
  }
  const parameters = parametersOf(run, called, call)
  if (parameters === null) return null
  const found = call.args.map((arg, index) => argument(run, called, parameters[index], arg, below))
  const values = found.filter((value) => value !== null)
  if (values.length < found.length) return null
  const args = alike(run, called, parameters, values)
  const quantity = args && quantityOf(run, called, parameters, args, call)
  if (args === null || quantity === null) return null
  const exprs = args.map((arg) => arg.expr)
  if (called.calendar === true) exprs.push(textLiteral(run.context.calendar))
  const type = called.type(exprs)
  const expr = called.lowerRow?.(exprs, type) ?? { kind: 'apply', primitive: called.id, args: exprs, type }
  return { ...quantity, expr, at: call.at }
}

function misplaced(run: Run, called: FormulaFunction, place: RowPlace, call: Call): null {
  const name = called.id
  if (called.kind !== 'aggregate') return refuse(run, 'formula/value-only', { name }, call.at)
  if (place.within === 'aggregate') return refuse(run, 'formula/nested-aggregate', { name, outer: place.name }, call.at)
  return refuse(
    run,
    place.within === 'where' ? 'formula/aggregate-in-where' : 'formula/aggregate-in-row',
    { name },
    call.at,
  )
}

function argument(
  run: Run,
  called: ScalarFunction,
  parameter: Parameter | undefined,
  formula: Formula,
  below: (formula: Formula) => RowValue | null,
): RowValue | null {
  const takes = parameter?.takes ?? 'any'
  if (typeof takes === 'object') {
    const option = written(run, called.id, takes, formula)
    const expr = typeof option === 'number' ? numberLiteral({ units: BigInt(option), scale: 0 }) : null
    return expr && { ...without, expr, at: formula.at }
  }
  const value = below(formula)
  if (value === null) return null
  if ((takes === 'date' || takes === 'day') && value.expr.kind === 'literal' && value.expr.literal.kind === 'text') {
    const day = dateLiteral(run, value.expr.literal.value, value.at)
    return day && { ...value, expr: day }
  }
  const wanted = wants[takes]
  if (isNull(value.expr) ? takes === 'shared' || takes === 'shared number' : wanted.holds(value.expr)) return value
  const params = { name: called.id, wanted: wanted.words, found: typeWords(value.expr) }
  return refuse(run, 'formula/argument-type', params, value.at)
}

const ofNumber = { words: 'a number', holds: (expr: RowExpr) => isNumber(expr.type) }
const ofAny = { words: 'a value', holds: () => true }

const wants = {
  number: ofNumber,
  'plain number': ofNumber,
  'shared number': ofNumber,
  text: { words: 'a text', holds: (expr: RowExpr) => expr.type.kind === 'text' },
  date: { words: 'a date', holds: (expr: RowExpr) => expr.type.kind === 'date' || expr.type.kind === 'instant' },
  day: { words: 'a date without a time', holds: (expr: RowExpr) => expr.type.kind === 'date' },
  condition: { words: 'a condition', holds: (expr: RowExpr) => expr.type.kind === 'boolean' },
  any: ofAny,
  shared: ofAny,
}

const together = (parameter: Parameter | undefined) =>
  parameter?.takes === 'shared' || parameter?.takes === 'shared number'

const dated = (parameter: Parameter | undefined) => parameter?.takes === 'date' || parameter?.takes === 'day'

/** Shared arguments, and dates, are of one type; nulls written out take it. */
function alike(
  run: Run,
  called: ScalarFunction,
  parameters: readonly Parameter[],
  values: readonly RowValue[],
): RowValue[] | null {
  const mixes = (index: number) => together(parameters[index]) || dated(parameters[index])
  const money = ofOneCurrency(
    run,
    values.filter((_, index) => mixes(index)),
  )
  const read = money && datesRead(run, money)
  if (read === null) return null
  const stated = read.filter((value) => !isNull(value.expr))
  const [first] = stated
  const other = first && stated.find((value) => union(first.expr.type, value.expr.type) === null)
  if (first && other) {
    const params = { name: called.id, left: typeWords(first.expr), right: typeWords(other.expr) }
    return refuse(run, 'formula/argument-mix', params, other.at)
  }
  const type = typeOfAll(read.map((value) => value.expr))
  const rest = [...read]
  return values.map((value, index) => {
    const own = mixes(index) ? (rest.shift() ?? value) : value
    return isNull(own.expr) ? { ...own, expr: { ...own.expr, type } } : own
  })
}

function quantityOf(
  run: Run,
  called: ScalarFunction,
  parameters: readonly Parameter[],
  args: readonly RowValue[],
  call: Call,
): Quantity | null {
  if (called.unit === 'first') return { unit: args[0]?.unit ?? null, literal: args[0]?.literal ?? null }
  if (called.unit !== 'shared') return { unit: called.unit, literal: null }
  return shared(
    run,
    `${called.id}()`,
    args.filter((_, index) => together(parameters[index])),
    call.at,
  )
}
