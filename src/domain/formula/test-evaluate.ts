import { parseDay } from '../../time/day.ts'
import type { Decimal } from '../decimal.ts'
import * as exact from '../decimal.ts'
import type { Literal, RowExpr, Term } from './algebra.ts'
import { isNumber } from './types.ts'

/** A row's value: exact numbers are Decimals, dates are days; null is SQL's NULL. */
export type Value = Decimal | number | string | boolean | null
export type Row = Readonly<Record<string, Value>>

const isDecimal = (value: Value): value is Decimal => typeof value === 'object' && value !== null

/** The naive meaning of a row expression: three-valued logic, exact decimals. */
export function evaluate(expr: RowExpr, row: Row): Value {
  switch (expr.kind) {
    case 'literal':
      return literal(expr.literal)
    case 'column':
      return row[expr.path.join('.')] ?? null
    case 'day':
      return row._day ?? null
    case 'arithmetic':
      return arithmetic(expr.op, evaluate(expr.left, row), evaluate(expr.right, row))
    case 'compare':
      return compared(expr.op, evaluate(expr.left, row), evaluate(expr.right, row))
    case 'logic':
      return logic(
        expr.op,
        expr.args.map((arg) => evaluate(arg, row)),
      )
    case 'not': {
      const value = evaluate(expr.arg, row)
      return value === null ? null : value !== true
    }
    case 'is-null':
      return (evaluate(expr.arg, row) === null) !== expr.negated
    case 'in': {
      const value = evaluate(expr.arg, row)
      if (value === null) return null
      return expr.members.some((member) => order(value, literal(member)) === 0) !== expr.negated
    }
    case 'convert':
      throw new Error('a row alone has no rates')
    case 'apply': {
      const args = expr.args.map((arg) => evaluate(arg, row))
      const apply = primitives[expr.primitive]
      if (apply === undefined) throw new Error(`no primitive ${expr.primitive}`)
      return typed(apply(args), expr)
    }
  }
}

function literal(of: Literal): Value {
  return of.kind === 'null' ? null : of.value
}

/** What a column of that type holds for a text of an example. */
export function given(text: string | boolean | null, type: RowExpr['type']): Value {
  if (typeof text !== 'string') return text
  if (type.kind === 'date') return parseDay(text)
  return isNumber(type) ? exact.parseDecimal(text) : text
}

function arithmetic(op: '+' | '-' | '*' | '/', a: Value, b: Value): Value {
  if (!isDecimal(a) || !isDecimal(b)) {
    if (a === null || b === null) return null
    throw new Error('the tests have no doubles on rows')
  }
  if (op === '/') return exact.divide(a, b)
  return { '+': exact.add, '-': exact.subtract, '*': exact.multiply }[op](a, b)
}

function order(a: Value, b: Value): number {
  if (isDecimal(a) && isDecimal(b)) return exact.compare(a, b)
  if (a === null || b === null || isDecimal(a) || isDecimal(b)) throw new Error('these have no order')
  return a === b ? 0 : a < b ? -1 : 1
}

function compared(op: string, a: Value, b: Value): Value {
  if (a === null || b === null) return null
  const sign = order(a, b)
  return (
    { '=': sign === 0, '!=': sign !== 0, '<': sign < 0, '<=': sign <= 0, '>': sign > 0, '>=': sign >= 0 }[op] ?? null
  )
}

function logic(op: 'and' | 'or', values: readonly Value[]): Value {
  if (values.includes(op === 'or')) return op === 'or'
  return values.includes(null) ? null : op === 'and'
}

const strict =
  (of: (...values: Exclude<Value, null>[]) => Value) =>
  (args: readonly Value[]): Value => {
    const present = args.filter((one) => one !== null)
    return present.length < args.length ? null : of(...present)
  }

const words =
  (of: (...texts: string[]) => Value) =>
  (args: readonly Value[]): Value =>
    strict((...values) => of(...values.map(String)))(args)

const extreme = (sign: 1 | -1) =>
  strict((...values) => values.reduce((best, one) => (sign * order(one, best) > 0 ? one : best)))

const numeric = (of: (value: Decimal, digits: number) => Value) =>
  strict((value, digits) => {
    const places = digits !== undefined && isDecimal(digits) ? exact.toNumber(digits) : 0
    return isDecimal(value) ? of(value, places) : null
  })

const primitives: Readonly<Record<string, (args: readonly Value[]) => Value>> = {
  if: ([condition, then, otherwise]) => (condition === true ? then : otherwise) ?? null,
  coalesce: (args) => args.find((one) => one !== null) ?? null,
  negate: numeric(exact.negate),
  abs: numeric((value) => (value.units < 0n ? exact.negate(value) : value)),
  round: numeric(rounded),
  floor: numeric((value) => ({ units: floorOf(value), scale: 0 })),
  ceil: numeric((value) => ({ units: -floorOf(exact.negate(value)), scale: 0 })),
  null_if_zero: numeric((value) => (value.units === 0n ? null : value)),
  least: extreme(-1),
  greatest: extreme(1),
  // Today is what the tests on the engine say it is.
  as_of: () => parseDay('2027-01-01'),
  days_between: strict((from, to) => exact.decimalOf(Number(to) - Number(from))),
  working_days_between: strict((from, to) => exact.decimalOf(workedOn(Number(from), Number(to)))),
  lower: words((text) => text.toLowerCase()),
  upper: words((text) => text.toUpperCase()),
  length: words((text) => exact.decimalOf([...text].length)),
  starts_with: words((text, part = '') => text.startsWith(part)),
  contains: words((text, part = '') => text.includes(part)),
}

/** Mondays to Fridays one by one. */
function workedOn(from: number, to: number): number {
  if (to < from) return -workedOn(to, from)
  let count = 0
  for (let at = from; at < to; at++) if ((((at + 3) % 7) + 7) % 7 < 5) count++
  return count
}

function floorOf({ units, scale }: Decimal): bigint {
  const step = 10n ** BigInt(scale)
  const down = units / step
  return units < 0n && units % step !== 0n ? down - 1n : down
}

/** Half away from zero. */
function rounded(value: Decimal, places: number): Decimal {
  if (value.scale <= places) return value
  const half: Decimal = { units: value.units < 0n ? -5n : 5n, scale: places + 1 }
  const moved = exact.add(value, half)
  return { units: moved.units / 10n ** BigInt(moved.scale - places), scale: places }
}

/** A value as the checker promised it: exact numbers with the digits of their type. */
function typed(value: Value, expr: RowExpr): Value {
  if (!isDecimal(value) || expr.type.kind !== 'decimal') return value
  const scaled = exact.rescale(value, expr.type.scale)
  if (scaled === null) throw new Error('more digits than the type promised')
  return scaled
}

/** The value of an aggregate over rows, in their order of time where it matters. */
export function aggregateOf(term: Term, rows: readonly Row[], time: string): Value {
  const { aggregate, argument } = term
  const kept = rows.filter((row) => term.where.every((condition) => evaluate(condition, row) === true))
  if (argument === null) return exact.decimalOf(kept.length)
  const found = kept.flatMap((row) => {
    const value = evaluate(argument, row)
    return value === null ? [] : [{ value, at: row[time] ?? null }]
  })
  if (aggregate === 'count') return exact.decimalOf(found.length)
  if (aggregate === 'count_distinct') {
    return exact.decimalOf(
      new Set(found.map(({ value }) => (isDecimal(value) ? exact.printDecimal(value) : value))).size,
    )
  }
  const values = found.map((one) => one.value)
  if (aggregate === 'sum') return values.reduce<Value>((sum, one) => arithmetic('+', sum, one), exact.decimalOf(0))
  if (aggregate === 'quantile') return quantile(values, term.probability ?? Number.NaN)
  const sign = aggregate === 'max' || aggregate === 'last' ? 1 : -1
  const timed = aggregate === 'first' || aggregate === 'last'
  const best = found.reduce<(typeof found)[number] | null>((kept, one) => {
    if (kept === null) return one
    const byTime = timed ? order(one.at, kept.at) : 0
    return sign * (byTime === 0 ? order(one.value, kept.value) : byTime) > 0 ? one : kept
  }, null)
  return best?.value ?? null
}

/** Type 7 of Hyndman and Fan: the place among n sorted values, from 0, is (n - 1) p. */
function quantile(values: readonly Value[], probability: number): number | null {
  const sorted = values.map((value) => (isDecimal(value) ? exact.toNumber(value) : Number(value))).sort((a, b) => a - b)
  const at = (sorted.length - 1) * probability
  const [below, above] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]]
  return below === undefined || above === undefined ? null : below + (above - below) * (at - Math.floor(at))
}
