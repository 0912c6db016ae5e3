import type { ResultColumn, ResultSet } from '../ports.ts'
import { type CellsPlan, type Partial, partialsOf } from './cells-plan.ts'
import { addRun, better, cellAt, emptyLike, mergeOf, setCell, type Track, trackOf } from './track.ts'

/** The partial that every cell has without being asked: how many rows it stands for. */
export const rowsPartial = -1

/** Where partials stand, by partial: the engine's cells, or the same merged into fewer slots. */
export type TrackSource = (index: number) => Track

/** The partials of a plan's cells as the engine gave them, and how each of them merges. */
export class Partials {
  readonly #plan: CellsPlan
  readonly #rows: Track
  readonly #tracks: readonly Track[]
  readonly #indexes: ReadonlyMap<string, number>

  constructor(plan: CellsPlan, result: ResultSet) {
    this.#plan = plan
    const columns = new Map(result.names.map((name, index) => [name, result.columns[index]]))
    this.#rows = trackOf(present(columns.get('rows')), true)
    this.#tracks = plan.partials.map(({ aggregate }, index) =>
      trackOf(present(columns.get(`p${index}`)), adding.has(aggregate)),
    )
    this.#indexes = new Map(plan.partials.map((partial, index) => [partial.id, index]))
  }

  readonly cells: TrackSource = (index) => (index === rowsPartial ? this.#rows : (this.#tracks[index] ?? []))

  indexOf(partial: Partial | undefined): number {
    const index = partial === undefined ? undefined : this.#indexes.get(partial.id)
    if (index === undefined) throw new Error('the plan lacks a partial that its demand needs')
    return index
  }

  /** A partial merged into `size` places: `runs` tells which run of places of the source goes where. */
  merged(index: number, source: TrackSource, size: number, runs: Runs): Track {
    const from = source(index)
    const aggregate = index === rowsPartial ? 'count' : this.#plan.partials[index]?.aggregate
    if (aggregate === undefined) throw new Error('no such partial')
    if (aggregate === 'first' || aggregate === 'last') return this.#byStamp(aggregate, index, source, size, runs)
    const adds = adding.has(aggregate)
    const into = emptyLike(from, size, adds)
    if (adds) {
      runs((at, to, count) => addRun(into, to, from, at, count))
      return into
    }
    const merge = mergeOf[aggregate === 'stamp_first' || aggregate === 'min' ? 'min' : 'max']
    runs((at, to, count) => {
      for (let step = 0; step < count; step++)
        setCell(into, to + step, merge(cellAt(into, to + step), cellAt(from, at + step)))
    })
    return into
  }

  /** First and last carry their stamps along. */
  #byStamp(which: 'first' | 'last', index: number, source: TrackSource, size: number, runs: Runs): Track {
    const [from, stamps] = [source(index), source(this.stampOf(index))]
    const into = emptyLike(from, size, false)
    const best = emptyLike(stamps, size, false)
    runs((at, to, count) => {
      for (let step = 0; step < count; step++) {
        const [stamp, value] = [cellAt(stamps, at + step), cellAt(from, at + step)]
        if (!better(which, stamp, value, cellAt(best, to + step), cellAt(into, to + step))) continue
        setCell(best, to + step, stamp)
        setCell(into, to + step, value)
      }
    })
    return into
  }

  /** The partial that holds the stamps of a first or last. */
  stampOf(index: number): number {
    const partial = this.#plan.partials[index]
    if (partial === undefined) throw new Error('no such partial')
    const { aggregate, argument } = partial
    if (aggregate !== 'first' && aggregate !== 'last') throw new Error(`${aggregate} has no stamp`)
    return this.indexOf(partialsOf(aggregate, argument)[1])
  }
}

/** Calls back with every run of places: from where, to where, how many. */
export type Runs = (each: (at: number, to: number, count: number) => void) => void

const adding: ReadonlySet<Partial['aggregate']> = new Set(['sum', 'count'])

function present(column: ResultColumn | undefined): ResultColumn {
  if (column === undefined) throw new Error('the engine returned fewer columns than the plan asked for')
  return column
}
