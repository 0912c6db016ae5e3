import type { RowExpr, Term } from '../domain/formula/algebra.ts'
import type { Demand, Slice } from './demand.ts'
import type { Key, KeyTest } from './lift.ts'

/** Keys that some conditions are about, and a number that equal ones share. */
interface Named {
  readonly keys: readonly Key[]
  readonly number: number
}

/** More different sets than one plan has. */
const most = 2 ** 20

/**
 * The different sets of keys that demands ask about, larger ones first: those of each slice, and with those its terms' own
 * conditions. Thousands of demands share a few slices and conditions: each is looked at once.
 */
export function keySetsAsked(
  demands: readonly Demand[],
  testOf: (condition: RowExpr) => KeyTest,
): readonly (readonly Key[])[] {
  const numbers = new Map<string, Named>()
  const named = (keys: readonly Key[]): Named => {
    const distinct = [...new Map(keys.map((key) => [key.id, key])).values()]
    const id = distinct
      .map((key) => key.id)
      .sort()
      .join('\u0000')
    let found = numbers.get(id)
    if (found === undefined) numbers.set(id, (found = { keys: distinct, number: numbers.size }))
    return found
  }
  const keysOf = (conditions: readonly RowExpr[]) => conditions.map((one) => testOf(one).key)
  const slices = new Map<Slice, Named>()
  const terms = new Map<Term, Named>()
  const asked = new Map<number, readonly Key[]>()
  const pairs = new Set<number>()
  for (const { slice, term } of demands) {
    let own = slices.get(slice)
    if (own === undefined) slices.set(slice, (own = named(keysOf(slice.conditions))))
    let filter = terms.get(term)
    if (filter === undefined) terms.set(term, (filter = named(keysOf(term.where))))
    const pair = own.number * most + filter.number
    if (pairs.has(pair)) continue
    pairs.add(pair)
    for (const { keys, number } of [own, named([...own.keys, ...filter.keys])]) asked.set(number, keys)
  }
  return [...asked.values()].sort((a, b) => b.length - a.length)
}
