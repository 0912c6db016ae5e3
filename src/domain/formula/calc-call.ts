import { factorKind, printUnit, pure } from '../measure-unit.ts'
import type { BaseAggregate, Calc, Term } from './algebra.ts'
import { calcChildren } from './algebra-walk.ts'
import type { Formula } from './ast.ts'
import { type CalcValue, type Conditions, calcWords } from './calc-value.ts'
import { functionOf, parametersOf, written } from './call.ts'
import { checkRow } from './check-row.ts'
import { membersUnit, nearKpis, rowUnit } from './columns.ts'
import type { Run } from './context.ts'
import type {
  AggregateFunction,
  FormulaFunction,
  Parameter,
  ScalarFunction,
  SeriesFunction,
} from './functions/define.ts'
import { reported } from './money.ts'
import { measured, type Quantity, shared } from './quantity.ts'
import { refuse } from './refuse.ts'
import { isNull, isNumber, typeWords } from './types.ts'

type Call = Extract<Formula, { kind: 'call' }>
type Below = (formula: Formula) => CalcValue | null

/** Periods that the windows of one formula may read for one value, together. */
const windowLimit = 1000

/** A function over rows, over values of a period, or over periods. */
export function calcCall(run: Run, call: Call, where: Conditions, below: Below): CalcValue | null {
  const called = functionOf(run, call)
  if (called === null) return null
  if (called.kind === 'scalar' && !called.stages.includes('value')) return rowOnly(run, called, call)
  const parameters = parametersOf(run, called, call)
  if (parameters === null) return null
  switch (called.kind) {
    case 'aggregate':
      return aggregated(run, called, call, where)
    case 'scalar':
      return scalar(run, called, parameters, call, below)
    case 'series':
      return series(run, called, parameters, call, below)
  }
}

function rowOnly(run: Run, called: FormulaFunction, call: Call): null {
  const instead = `Put it inside an aggregate, such as sum(${called.id}(…)), or after where.`
  return refuse(run, 'formula/row-only', { what: `${called.id}()`, instead }, call.at)
}

function aggregated(run: Run, called: AggregateFunction, call: Call, where: Conditions): CalcValue | null {
  const { dataset } = run.context
  if (dataset === null) {
    const inner = call.args[0]
    const near = inner?.kind === 'column' ? nearKpis(run.context, inner.path.join('.')) : []
    return refuse(run, 'formula/no-dataset', { name: `${called.id}()`, near }, call.at)
  }
  if (called.timed === true && dataset.time === null) {
    return refuse(run, 'formula/no-time', { name: called.id, dataset: dataset.id }, call.at)
  }
  const [first, ...rest] = call.args
  const options = rest.map((arg, index) => optionOf(run, called, index + 1, arg))
  const plain = first === undefined ? null : checkRow(run, first, { within: 'aggregate', name: called.id })
  const found = plain !== null && called.unit === 'argument' ? reported(run, plain) : plain
  const given = options.filter((option) => option !== null)
  if ((first !== undefined && found === null) || given.length < options.length) return null
  const wantsNumber = called.parameters[0]?.takes === 'number'
  if (found !== null && (isNull(found.expr) || (wantsNumber && !isNumber(found.expr.type)))) {
    const wanted = wantsNumber ? 'a number' : 'a column'
    return refuse(run, 'formula/argument-type', { name: called.id, wanted, found: typeWords(found.expr) }, found.at)
  }
  const argument = found?.expr ?? null
  const term = (aggregate: BaseAggregate, more: Pick<Term, 'probability'> = {}): Calc => ({
    kind: 'term',
    term: { dataset: dataset.id, aggregate, argument, where, ...more },
  })
  const unit = {
    argument: found?.unit ?? pure,
    rows: rowUnit(dataset),
    members: argument === null ? rowUnit(dataset) : membersUnit(run.context, argument, dataset),
  }
  return { ...measured(unit[called.unit]), calc: called.lower(term, given), gives: 'number', at: call.at }
}

function optionOf(run: Run, called: AggregateFunction, index: number, formula: Formula): number | null {
  const takes = called.parameters[index]?.takes
  const option = typeof takes === 'object' ? written(run, called.id, takes, formula) : null
  return typeof option === 'number' ? option : null
}

function scalar(
  run: Run,
  called: ScalarFunction,
  parameters: readonly Parameter[],
  call: Call,
  below: Below,
): CalcValue | null {
  const found = call.args.map((arg, index) => argument(run, called, parameters[index], arg, below))
  const args = found.filter((value) => value !== null)
  if (args.length < found.length) return null
  const together = args.filter((_, index) => {
    const takes = parameters[index]?.takes
    return takes === 'shared' || takes === 'shared number'
  })
  const gives = together[0]?.gives ?? 'number'
  const other = together.find((value) => value.gives !== gives)
  if (other !== undefined && together[0] !== undefined) {
    const params = { name: called.id, left: calcWords(together[0]), right: calcWords(other) }
    return refuse(run, 'formula/argument-mix', params, other.at)
  }
  const quantity = quantityOf(run, called, args, together, call)
  const calc: Calc =
    called.length === undefined
      ? { kind: 'apply', primitive: called.id, args: args.map((value) => value.calc) }
      : { kind: 'length', of: called.length }
  return quantity && { ...quantity, calc, gives, at: call.at }
}

function quantityOf(
  run: Run,
  called: ScalarFunction,
  args: readonly CalcValue[],
  together: readonly CalcValue[],
  call: Call,
): Quantity | null {
  if (called.unit === 'first') return { unit: args[0]?.unit ?? null, literal: args[0]?.literal ?? null }
  return called.unit === 'shared' ? shared(run, `${called.id}()`, together, call.at) : measured(called.unit)
}

function argument(
  run: Run,
  called: ScalarFunction | SeriesFunction,
  parameter: Parameter | undefined,
  formula: Formula,
  below: Below,
): CalcValue | null {
  const takes = parameter?.takes ?? 'any'
  if (typeof takes === 'object') {
    const option = written(run, called.id, takes, formula)
    const units = typeof option === 'number' ? BigInt(option) : null
    const calc: Calc | null = units === null ? null : { kind: 'constant', value: { units, scale: 0 } }
    return calc && { ...measured(pure), calc, gives: 'number', at: formula.at }
  }
  const value = below(formula)
  if (value === null) return null
  const numeric = takes === 'number' || takes === 'shared number' || takes === 'plain number'
  const wanted = takes === 'condition' ? 'condition' : numeric ? 'number' : null
  const weighed = Object.keys(value.unit ?? pure).some((name) => factorKind(name) !== 'noun')
  if (takes === 'plain number' && value.gives === 'number' && weighed) {
    const params = { name: called.id, wanted: 'a plain number or a count', found: printUnit(value.unit ?? pure) }
    return refuse(run, 'formula/argument-type', params, value.at)
  }
  if (wanted === null || value.gives === wanted) return value
  const params = { name: called.id, wanted: `a ${wanted}`, found: calcWords(value) }
  return refuse(run, 'formula/argument-type', params, value.at)
}

function series(
  run: Run,
  called: SeriesFunction,
  parameters: readonly Parameter[],
  call: Call,
  below: Below,
): CalcValue | null {
  const [first, ...rest] = call.args
  const of = first === undefined ? null : argument(run, called, parameters[0], first, below)
  const options = rest.map((arg, index) => {
    const takes = parameters[index + 1]?.takes
    return typeof takes === 'object' ? written(run, called.id, takes, arg) : null
  })
  const given = options.filter((option) => option !== null)
  if (of === null || given.length < options.length) return null
  const [count, more] = call.args.slice(1)
  if (count !== undefined && more !== undefined && given.every((one) => typeof one === 'number')) {
    return refuse(
      run,
      'formula/literal',
      { name: called.id, wanted: "'year', 'quarter', 'month', 'week' or 'day'" },
      count.at,
    )
  }
  const calc = called.lower(of.calc, given)
  if (periodsRead(calc) > windowLimit) return refuse(run, 'formula/window-size', { limit: windowLimit }, call.at)
  return { ...of, calc, at: call.at, literal: null }
}

/** How many periods are read for one value: windows within windows multiply. */
function periodsRead(calc: Calc): number {
  const own = calc.kind === 'window' ? calc.periods : 1
  return own * calcChildren(calc).reduce((most, child) => Math.max(most, periodsRead(child)), 1)
}
