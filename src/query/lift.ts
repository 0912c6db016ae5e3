import type { Literal, RowExpr } from '../domain/formula/algebra.ts'
import { canonical } from './demand.ts'

/** A group key of the cells: a lifted column, or a predicate as true or false where lifting its column would cost too much. */
export interface Key {
  readonly id: string
  readonly kind: 'column' | 'predicate'
  readonly expr: RowExpr
  /** How many members it has: rarely one more, for NULL. */
  readonly cardinality: number
}

/** A condition as a test on one key's members; null is SQL's NULL. */
export interface KeyTest {
  readonly key: Key
  readonly accepts: (member: string | null) => boolean
  /** The members that it accepts, where it names them: they are looked up instead of trying all. */
  readonly only: readonly string[] | null
}

/** Distinct members of a column path; undefined where nothing is known. */
export type Distinct = (path: readonly string[]) => number | undefined

/** More members than this and a predicate key is cheaper than the lifted column (PERFORMANCE H.9: rules 4 and 7). */
const membersLifted = 64

/** Each predicate is a key of its own: with many on one column (a scope per unit) its members are the fewer. */
const membersPerCondition = 4

/** The column that alone decides a condition; null where there is none. */
export function decidingColumn(condition: RowExpr): string | null {
  const simple = simpleTest(condition)
  return simple === null ? null : canonical(simple.column)
}

/** How many members a column may have to be lifted, when one statement asks for so many different conditions on it. */
export const mostMembers = (conditions: number): number => Math.max(membersLifted, membersPerCondition * conditions)

/**
 * How a condition is answered from cells: always possible, exactly, under SQL's three-valued logic. `most` is how many members a
 * column may have to be lifted.
 */
export function lift(condition: RowExpr, distinct: Distinct, most: (column: string) => number): KeyTest {
  const simple = simpleTest(condition)
  if (simple !== null) {
    const members = distinct(simple.path)
    const limit = most(canonical(simple.column))
    if (members !== undefined && members <= limit) {
      const expr = simple.column
      const key: Key = { id: canonical(expr), kind: 'column', expr, cardinality: Math.max(1, members) }
      return { key, accepts: simple.accepts, only: simple.only }
    }
  }
  const key: Key = { id: canonical(condition), kind: 'predicate', expr: condition, cardinality: 2 }
  return { key, accepts: (member) => member === 'true', only: null }
}

export interface SimpleTest {
  readonly path: readonly string[]
  readonly column: RowExpr
  readonly accepts: (member: string | null) => boolean
  /** The members that it names: all others fare alike. */
  readonly names: readonly string[]
  readonly only: readonly string[] | null
}

/** Conditions on one text, boolean or whole-number column whose members decide alone; null for others. */
export function simpleTest(condition: RowExpr): SimpleTest | null {
  switch (condition.kind) {
    case 'column':
      return on(condition, (member) => member === 'true')
    case 'not':
      return condition.arg.kind === 'column' ? on(condition.arg, (member) => member === 'false') : null
    case 'is-null':
      return on(condition.arg, (member) => (member === null) !== condition.negated)
    case 'in':
      return inTest(condition)
    case 'compare':
      return compareTest(condition)
    case 'logic':
      return logicTest(condition)
    default:
      return null
  }
}

function on(
  expr: RowExpr,
  accepts: (member: string | null) => boolean,
  names: readonly string[] = [],
  positive = false,
): SimpleTest | null {
  if (expr.kind !== 'column' || !liftable(expr)) return null
  return { path: expr.path, column: expr, accepts, names, only: positive ? names : null }
}

const liftable = (expr: RowExpr): boolean =>
  expr.type.kind === 'text' || expr.type.kind === 'boolean' || (expr.type.kind === 'decimal' && expr.type.scale === 0)

function inTest(condition: Extract<RowExpr, { kind: 'in' }>): SimpleTest | null {
  const set = new Set<string>()
  for (const member of condition.members) {
    const text = memberText(member, condition.arg)
    if (text === null) return null
    set.add(text)
  }
  const accepts = (member: string | null) => member !== null && set.has(member) !== condition.negated
  return on(condition.arg, accepts, [...set], !condition.negated)
}

function compareTest(condition: Extract<RowExpr, { kind: 'compare' }>): SimpleTest | null {
  if (condition.op !== '=' && condition.op !== '!=') return null
  const [column, other] =
    condition.left.kind === 'column' ? [condition.left, condition.right] : [condition.right, condition.left]
  if (other.kind !== 'literal') return null
  const wanted = memberText(other.literal, column)
  if (wanted === null) return null
  const equal = condition.op === '='
  return on(column, (member) => member !== null && (member === wanted) === equal, [wanted], equal)
}

/** `region = 'north' or region is null`: all parts on one column. Three-valued logic keeps truth of and/or of truths. */
function logicTest(condition: Extract<RowExpr, { kind: 'logic' }>): SimpleTest | null {
  const parts: SimpleTest[] = []
  for (const arg of condition.args) {
    const part = simpleTest(arg)
    if (part === null || (parts[0] !== undefined && canonical(parts[0].column) !== canonical(part.column))) return null
    parts.push(part)
  }
  const [first] = parts
  if (first === undefined) return null
  const accepts =
    condition.op === 'and'
      ? (member: string | null) => parts.every((part) => part.accepts(member))
      : (member: string | null) => parts.some((part) => part.accepts(member))
  return { ...first, accepts, names: [...new Set(parts.flatMap(({ names }) => names))], only: null }
}

/** A literal as the engine writes that member as text; null where the two could differ. */
function memberText(literal: Literal, column: RowExpr): string | null {
  if (literal.kind === 'text' && column.type.kind === 'text') return literal.value
  if (literal.kind === 'boolean' && column.type.kind === 'boolean') return String(literal.value)
  if (literal.kind === 'decimal' && column.type.kind === 'decimal' && literal.value.scale === 0)
    return String(literal.value.units)
  return null
}
