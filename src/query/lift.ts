import type { Literal, RowExpr } from '../domain/formula/algebra.ts'
import { canonical } from './demand.ts'

/** A group key of the cells: a lifted column, or a predicate as true or false where lifting its column would cost too much. */
export interface Key {
  readonly id: string
  readonly kind: 'column' | 'predicate'
  readonly expr: RowExpr
  /** How many members it may have, NULL included. */
  readonly cardinality: number
}

/** A condition as a test on one key's members; null is SQL's NULL. */
export interface KeyTest {
  readonly key: Key
  readonly accepts: (member: string | null) => boolean
}

/** Distinct members of a column path; undefined where nothing is known. */
export type Distinct = (path: readonly string[]) => number | undefined

/** More members than this and a predicate key is cheaper than the lifted column (PERFORMANCE H.9: rules 4 and 7). */
const membersLifted = 64

/** How a condition is answered from cells: always possible, exactly, under SQL's three-valued logic. */
export function lift(condition: RowExpr, distinct: Distinct): KeyTest {
  const simple = simpleTest(condition)
  if (simple !== null) {
    const members = distinct(simple.path)
    if (members !== undefined && members <= membersLifted) {
      const expr = simple.column
      const key: Key = { id: canonical(expr), kind: 'column', expr, cardinality: members + 1 }
      return { key, accepts: simple.accepts }
    }
  }
  const key: Key = { id: canonical(condition), kind: 'predicate', expr: condition, cardinality: 2 }
  return { key, accepts: (member) => member === 'true' }
}

interface SimpleTest {
  readonly path: readonly string[]
  readonly column: RowExpr
  readonly accepts: (member: string | null) => boolean
}

/** Conditions on one text, boolean or whole-number column whose members decide alone. */
function simpleTest(condition: RowExpr): SimpleTest | null {
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

function on(expr: RowExpr, accepts: (member: string | null) => boolean): SimpleTest | null {
  if (expr.kind !== 'column' || !liftable(expr)) return null
  return { path: expr.path, column: expr, accepts }
}

const liftable = (expr: RowExpr): boolean =>
  expr.type.kind === 'text' || expr.type.kind === 'boolean' || (expr.type.kind === 'decimal' && expr.type.scale === 0)

function inTest(condition: Extract<RowExpr, { kind: 'in' }>): SimpleTest | null {
  const members = condition.members.map((member) => memberText(member, condition.arg))
  if (members.some((member) => member === null)) return null
  const set = new Set(members)
  return on(condition.arg, (member) => member !== null && set.has(member) !== condition.negated)
}

function compareTest(condition: Extract<RowExpr, { kind: 'compare' }>): SimpleTest | null {
  if (condition.op !== '=' && condition.op !== '!=') return null
  const [column, other] =
    condition.left.kind === 'column' ? [condition.left, condition.right] : [condition.right, condition.left]
  if (other.kind !== 'literal') return null
  const wanted = memberText(other.literal, column)
  if (wanted === null) return null
  const equal = condition.op === '='
  return on(column, (member) => member !== null && (member === wanted) === equal)
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
  return { ...first, accepts }
}

/** A literal as the engine writes that member as text; null where the two could differ. */
function memberText(literal: Literal, column: RowExpr): string | null {
  if (literal.kind === 'text' && column.type.kind === 'text') return literal.value
  if (literal.kind === 'boolean' && column.type.kind === 'boolean') return String(literal.value)
  if (literal.kind === 'decimal' && column.type.kind === 'decimal' && literal.value.scale === 0)
    return String(literal.value.units)
  return null
}

/** Key sets, larger ones first, that each become one grouping: subsets vanish, and two merge where that costs less than a further grouping. */
export function groupKeys(
  sets: readonly (readonly Key[])[],
  rows: number,
  periods: number,
): readonly (readonly Key[])[] {
  const groups: Key[][] = []
  for (const set of sets) {
    if (!groups.some((group) => covers(group, set))) groups.push([...set])
  }
  const limit = fixedCells + rows / rowsPerCell
  for (;;) {
    const pair = cheapestMerge(groups, rows, periods)
    if (pair === null || pair.extra > limit) return groups
    groups.splice(pair.b, 1)
    groups.splice(pair.a, 1, pair.merged)
  }
}

/** A further grouping pays when it saves more cells than this (PERFORMANCE H.1: rows × 8.5 ns against cells × 1.1 µs, plus a statement's fixed 3 ms). */
const rowsPerCell = 130
const fixedCells = 2_700

export const covers = (group: readonly Key[], set: readonly Key[]): boolean =>
  set.every((key) => group.some((own) => own.id === key.id))

function cheapestMerge(groups: readonly Key[][], rows: number, periods: number) {
  let best: { a: number; b: number; merged: Key[]; extra: number } | null = null
  for (let a = 0; a < groups.length; a++) {
    for (let b = a + 1; b < groups.length; b++) {
      const [left, right] = [groups[a] ?? [], groups[b] ?? []]
      const merged = [...left, ...right.filter((key) => !covers(left, [key]))]
      const cells = (set: readonly Key[]) =>
        Math.min(
          rows,
          set.reduce((size, key) => size * key.cardinality, periods),
        )
      const extra = cells(merged) - cells(left) - cells(right)
      if (best === null || extra < best.extra) best = { a, b, merged, extra }
    }
  }
  return best
}
