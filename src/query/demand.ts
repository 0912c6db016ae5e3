import type { RowExpr, Term } from '../domain/formula/algebra.ts'
import type { Calendar, GrainName } from '../time/calendar.ts'

/** A scope as conditions on one dataset's rows. `id` is canonical, so equal scopes share their work. */
export interface Slice {
  readonly id: string
  readonly conditions: readonly RowExpr[]
}

/** One term wanted for one slice in a range of periods: ordinals in [from, until). */
export interface Demand {
  readonly term: Term
  readonly slice: Slice
  readonly calendar: Calendar
  readonly grain: GrainName
  from: number
  until: number
}

/** What a term gives in one period: rows of the slice before the term's own filter, rows that it used, and its value. */
export interface TermValue {
  readonly rowsInSlice: number
  readonly rowsMatched: number
  /** Unscaled for exact results. Null: nothing to aggregate. */
  readonly value: number | bigint | null
}

export type TermKey = string

/** Canonical text of a value tree; bigints included. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? `${inner}n` : inner))

/** A term's identity in one run of the planner. */
const termKeys = new WeakMap<Term, TermKey>()
export function termKey(term: Term): TermKey {
  let key = termKeys.get(term)
  if (key === undefined) {
    key = canonical([term.dataset, term.aggregate, term.argument, term.where, term.over ?? null])
    termKeys.set(term, key)
  }
  return key
}

export const demandKey = (term: Term, slice: string, calendar: string, grain: string): string =>
  `${termKey(term)}\u0000${slice}\u0000${calendar}\u0000${grain}`

/** Demands of many questions, each asked for once, with the ranges joined. */
export class Demands {
  readonly #byKey = new Map<string, Demand>()

  add(term: Term, slice: Slice, calendar: Calendar, grain: GrainName, ordinal: number): void {
    const key = demandKey(term, slice.id, calendar.id, grain)
    const known = this.#byKey.get(key)
    if (known === undefined) {
      this.#byKey.set(key, { term, slice, calendar, grain, from: ordinal, until: ordinal + 1 })
      return
    }
    if (ordinal < known.from) known.from = ordinal
    if (ordinal >= known.until) known.until = ordinal + 1
  }

  byDataset(): ReadonlyMap<string, readonly Demand[]> {
    const groups = new Map<string, Demand[]>()
    for (const demand of this.#byKey.values()) {
      const group = groups.get(demand.term.dataset)
      if (group === undefined) groups.set(demand.term.dataset, [demand])
      else group.push(demand)
    }
    return groups
  }
}

/** Answers to demands; undefined where a period was not asked for. */
export type TermTable = (demandKey: string, ordinal: number) => TermValue | undefined
