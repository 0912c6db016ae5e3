import type { Comparison, Literal } from './algebra.ts'
import type { Formula, Span } from './ast.ts'
import type { Run } from './context.ts'
import { dateLiteral } from './literal.ts'
import { ofOneCurrency } from './money.ts'
import { combined, shared, summed, without } from './quantity.ts'
import { refuse } from './refuse.ts'
import { type RowValue, scaleLimit } from './row-value.ts'
import { boolean, double, isNull, typeWords, union } from './types.ts'

/** Numbers added, subtracted and multiplied stay exact; a quotient is a double. */
export function rowArithmetic(
  run: Run,
  op: '+' | '-' | '*' | '/',
  first: RowValue,
  second: RowValue,
  at: Span,
): RowValue | null {
  const scales = op === '*' || op === '/'
  const [left, right] = (scales ? [first, second] : ofOneCurrency(run, [first, second])) ?? []
  if (left === undefined || right === undefined) return null
  const quantity = scales ? combined(op, left, right) : summed(run, op, [left, right], right.at)
  const [a, b] = [left.expr.type, right.expr.type]
  let type = op === '/' ? double : (union(a, b) ?? double)
  if (op === '*' && a.kind === 'decimal' && b.kind === 'decimal') {
    const scale = a.scale + b.scale
    if (scale > scaleLimit) {
      return refuse(run, 'formula/digits', { scale, limit: scaleLimit }, at)
    }
    type = { kind: 'decimal', scale }
  }
  if (quantity === null) return null
  return { ...quantity, expr: { kind: 'arithmetic', op, left: left.expr, right: right.expr, type }, at }
}

/** Compares values of one type and unit; texts beside dates are read as dates. */
export function rowCompare(run: Run, op: Comparison, left: RowValue, right: RowValue, at: Span): RowValue | null {
  const operands = alike(run, op, [left, right])
  if (operands === null) return null
  const [a, b] = operands
  if (a === undefined || b === undefined) return null
  if (a.expr.type.kind === 'boolean' && op !== '=' && op !== '!=') {
    return refuse(run, 'formula/order', { op }, at)
  }
  if (shared(run, `"${op}"`, [a, b], b.at) === null) return null
  return { ...without, expr: { kind: 'compare', op, left: a.expr, right: b.expr, type: boolean }, at }
}

/** `x in (…)` with members written out. */
export function rowIn(
  run: Run,
  formula: Extract<Formula, { kind: 'in' }>,
  below: (formula: Formula) => RowValue | null,
): RowValue | null {
  const arg = below(formula.arg)
  const members = formula.members.map((member): RowValue | null => {
    if (!isWritten(member)) {
      return refuse(run, 'formula/member', {}, member.at)
    }
    return below(member)
  })
  if (arg === null) return null
  const literals: Literal[] = []
  let tested = arg
  for (const member of members) {
    const [own, other] = (member && alike(run, 'in', [tested, member])) ?? []
    if (own === undefined || other === undefined || shared(run, '"in"', [own, other], other.at) === null) continue
    tested = own
    if (other.expr.kind === 'literal') literals.push(other.expr.literal)
  }
  if (literals.length < members.length) return null
  const { negated, at } = formula
  return { ...without, expr: { kind: 'in', arg: tested.expr, members: literals, negated, type: boolean }, at }
}

function isWritten(formula: Formula): boolean {
  if (formula.kind === 'negate') return formula.arg.kind === 'number'
  return ['number', 'text', 'date', 'boolean'].includes(formula.kind)
}

/** Values of one type, texts beside dates read as dates; null and an issue where a comparison makes no sense. */
function alike(run: Run, op: string, found: readonly RowValue[]): RowValue[] | null {
  const values = ofOneCurrency(run, found)
  if (values === null) return null
  const nothing = values.find((value) => isNull(value.expr))
  if (nothing !== undefined) {
    return refuse(run, 'formula/compare-null', { op }, nothing.at)
  }
  const read = datesRead(run, values)
  const [left, right] = read ?? []
  if (read === null || left === undefined || right === undefined) return null
  if (union(left.expr.type, right.expr.type) !== null) return read
  const [a, b] = [typeWords(left.expr), typeWords(right.expr)]
  if (left.expr.type.kind === 'instant') return refuse(run, 'formula/timestamp', { other: b }, right.at)
  if (right.expr.type.kind === 'instant') return refuse(run, 'formula/timestamp', { other: a }, right.at)
  return refuse(run, 'formula/compare', { op, left: a, right: b }, right.at)
}

/** Texts written out beside dates, as dates; null and an issue where one names no day. */
export function datesRead(run: Run, values: readonly RowValue[]): RowValue[] | null {
  if (!values.some((value) => value.expr.type.kind === 'date')) return [...values]
  const read = values.map((value): RowValue | null => {
    const { expr } = value
    if (expr.kind !== 'literal' || expr.literal.kind !== 'text') return value
    const day = dateLiteral(run, expr.literal.value, value.at)
    return day && { ...value, expr: day }
  })
  const sound = read.filter((value) => value !== null)
  return sound.length < values.length ? null : sound
}
