import type { RowExpr, Term } from '../domain/formula/algebra.ts'
import type { Frame } from '../time/frame.ts'
import type { Track } from './track.ts'

/** A scope as conditions on one dataset's rows. `id` is canonical, so equal scopes share their work. */
export interface Slice {
  readonly id: string
  readonly conditions: readonly RowExpr[]
}

/** One term wanted for one slice in a range of a frame's periods: ordinals in [from, until). */
export interface Demand {
  readonly term: Term
  readonly slice: Slice
  readonly frame: Frame
  from: number
  until: number
}

/** What a term gives in each period of its demand; index 0 is the period `from`. */
export interface TermSeries {
  readonly from: number
  /** Rows of the slice before the term's own filter. */
  readonly rows: ArrayLike<number>
  /** Rows that it used, counted when it is called. */
  readonly matched: () => ArrayLike<number>
  /** Unscaled for exact results. Null or NaN: nothing to aggregate. */
  readonly values: Track
}

/** Answers to demands, worked out when first asked for; undefined for a demand that cannot be answered. */
export type TermTable = (demand: Demand) => TermSeries | undefined

type TermKey = string

const canonicals = new WeakMap<object, string>()

/** Canonical text of a value tree; bigints included. Trees are never changed, so each is written once. */
export function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return write(value)
  let text = canonicals.get(value)
  if (text === undefined) canonicals.set(value, (text = write(value)))
  return text
}

const write = (value: unknown): string =>
  JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? `${inner}n` : inner))

const termKeys = new WeakMap<Term, TermKey>()

/** A term's identity in one run of the planner. */
function termKey(term: Term): TermKey {
  let key = termKeys.get(term)
  if (key === undefined) {
    const { dataset, aggregate, argument, where, over, probability, per, cohort } = term
    key = write([dataset, aggregate, argument, where, over, probability, per, cohort])
    termKeys.set(term, key)
  }
  return key
}

/** Demands of many questions, each asked for once, with the ranges joined. */
export class Demands {
  /** By term, then by slice: the few frames that it is asked in. */
  readonly #found = new Map<TermKey, Map<string, Demand[]>>()

  /** Asks for a term in the periods [from, until). */
  add(term: Term, slice: Slice, frame: Frame, from: number, until: number): void {
    const known = this.find(term, slice, frame)
    if (known !== undefined) {
      known.from = Math.min(known.from, from)
      known.until = Math.max(known.until, until)
      return
    }
    const key = termKey(term)
    let slices = this.#found.get(key)
    if (slices === undefined) this.#found.set(key, (slices = new Map()))
    const list = slices.get(slice.id)
    const demand: Demand = { term, slice, frame, from, until }
    if (list === undefined) slices.set(slice.id, [demand])
    else list.push(demand)
  }

  find(term: Term, slice: Slice, frame: Frame): Demand | undefined {
    const list = this.#found.get(termKey(term))?.get(slice.id)
    if (list === undefined) return undefined
    for (const demand of list) if (demand.frame === frame) return demand
    return undefined
  }

  byDataset(): ReadonlyMap<string, readonly Demand[]> {
    const groups = new Map<string, Demand[]>()
    for (const slices of this.#found.values()) {
      for (const list of slices.values()) {
        for (const demand of list) {
          const group = groups.get(demand.term.dataset)
          if (group === undefined) groups.set(demand.term.dataset, [demand])
          else group.push(demand)
        }
      }
    }
    return groups
  }
}
