import type { RowExpr } from '../domain/formula/algebra.ts'
import { canonical, type Demand } from './demand.ts'
import { type Distinct, decidingColumn, type KeyTest, lift, mostMembers } from './lift.ts'

/**
 * Lifts conditions, equal ones once; whether a column is lifted is decided by the demands of the plan and by what others are
 * known to ask, for good.
 */
export function lifting(
  distinct: Distinct,
  demands: readonly Demand[],
  others: ReadonlySet<string> = new Set(),
): (condition: RowExpr) => KeyTest {
  const known = new Map<string, KeyTest>()
  const asked = conditionsByColumn(demands)
  const most = (column: string) =>
    others.has(column) ? Number.POSITIVE_INFINITY : mostMembers(asked.get(column)?.size ?? 0)
  return (condition) => {
    const text = canonical(condition)
    let test = known.get(text)
    if (test === undefined) known.set(text, (test = lift(condition, distinct, most)))
    return test
  }
}

/** The different conditions that each column decides alone. */
function conditionsByColumn(demands: readonly Demand[]): ReadonlyMap<string, ReadonlySet<string>> {
  const lists = new Set<readonly RowExpr[]>()
  for (const { slice, term } of demands) lists.add(slice.conditions).add(term.where)
  const all = new Set([...lists].flat())
  const found = new Map<string, Set<string>>()
  for (const condition of all) {
    const column = decidingColumn(condition)
    if (column === null) continue
    const known = found.get(column)
    if (known === undefined) found.set(column, new Set([canonical(condition)]))
    else known.add(canonical(condition))
  }
  return found
}

/** Conditions of a column that are remembered: more say nothing more. */
const remembered = 16

/**
 * Columns that one question after another asks about with other members: the page of each unit, of each product. A column
 * that two questions brought new conditions for is worth lifting whole, so that the third needs no statement.
 */
export class OtherMembers {
  readonly #columns = new Map<string, { readonly conditions: Set<string>; questions: number }>()

  /** Notes what a question asks; gives the columns that are worth it by now. */
  after(demands: readonly Demand[]): ReadonlySet<string> {
    const worth = new Set<string>()
    for (const [column, conditions] of conditionsByColumn(demands)) {
      let known = this.#columns.get(column)
      if (known === undefined) this.#columns.set(column, (known = { conditions: new Set(), questions: 0 }))
      let more = false
      for (const condition of conditions) {
        if (known.conditions.has(condition)) continue
        more = true
        if (known.conditions.size < remembered) known.conditions.add(condition)
      }
      if (more) known.questions++
      if (known.questions > 1) worth.add(column)
    }
    return worth
  }
}
