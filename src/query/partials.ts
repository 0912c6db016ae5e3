import type { ResultColumn, ResultSet } from '../ports.ts'
import { type CellsPlan, type Partial, stampOf } from './cells-plan.ts'
import { addEach, addRuns, Blocks, better, cellAt, mergeOf, partOf, setCell, type Track, trackOf } from './track.ts'

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
  readonly #blocks = new Blocks()

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

  indexOf(id: string): number {
    const index = this.#indexes.get(id)
    if (index === undefined) throw new Error(`the plan lacks ${id}`)
    return index
  }

  /** A partial merged into `size` places. */
  merged(index: number, source: TrackSource, size: number, runs: Runs): Track {
    const from = source(index)
    const aggregate = index === rowsPartial ? 'count' : this.#plan.partials[index]?.aggregate
    if (aggregate === undefined) throw new Error('no such partial')
    const only = runs.at[0]
    if (runs.at.length === 1 && only !== undefined && runs.length === size) return partOf(from, only, only + size)
    if (aggregate === 'first' || aggregate === 'last') return this.#byStamp(aggregate, index, source, size, runs)
    const adds = adding.has(aggregate)
    const into = this.#blocks.emptyLike(from, size, adds)
    if (adds) {
      if (runs.length === 1) addEach(into, runs.to, from, runs.at)
      else addRuns(into, runs.to, from, runs.at, runs.length)
      return into
    }
    const merge = mergeOf[aggregate === 'stamp_first' || aggregate === 'min' ? 'min' : 'max']
    eachPlace(runs, (at, to) => setCell(into, to, merge(cellAt(into, to), cellAt(from, at))))
    return into
  }

  /** First and last carry their stamps along. */
  #byStamp(which: 'first' | 'last', index: number, source: TrackSource, size: number, runs: Runs): Track {
    const partial = this.#plan.partials[index]
    if (partial === undefined) throw new Error('no such partial')
    const [from, stamps] = [source(index), source(this.indexOf(stampOf(partial)))]
    const into = this.#blocks.emptyLike(from, size, false)
    const best = this.#blocks.emptyLike(stamps, size, false)
    eachPlace(runs, (at, to) => {
      const [stamp, value] = [cellAt(stamps, at), cellAt(from, at)]
      if (!better(which, stamp, value, cellAt(best, to), cellAt(into, to))) return
      setCell(best, to, stamp)
      setCell(into, to, value)
    })
    return into
  }
}

/** Which places are merged into which: `at[i]` and the `length - 1` after it into `to[i]` and those after it. */
export interface Runs {
  readonly at: Int32Array
  readonly to: Int32Array
  readonly length: number
}

function eachPlace({ at, to, length }: Runs, merge: (at: number, to: number) => void): void {
  for (let run = 0; run < at.length; run++)
    for (let step = 0; step < length; step++) merge((at[run] ?? 0) + step, (to[run] ?? 0) + step)
}

const adding: ReadonlySet<Partial['aggregate']> = new Set(['sum', 'count'])

function present(column: ResultColumn | undefined): ResultColumn {
  if (column === undefined) throw new Error('the engine returned fewer columns than the plan asked for')
  return column
}
