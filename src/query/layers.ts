import type { ResultSet } from '../ports.ts'
import { cutOut, splice } from './splice.ts'

/** Newer cells of base periods [from, until), in whose place they stand. */
interface Layer {
  readonly from: number
  readonly until: number
  readonly cells: ResultSet
}

/** So many are laid over each other before they are made one. */
const mostLayers = 8

/**
 * Cells of which some periods were read again later. What is asked of a few periods is taken from where they stand; all of it
 * is put together once somebody needs it, so that a delivery costs what it touched.
 */
export class Layers {
  #base: ResultSet
  #layers: readonly Layer[]

  constructor(base: ResultSet, layers: readonly Layer[] = []) {
    this.#base = base
    this.#layers = layers
  }

  /** With newer cells of some periods; empty stretches change nothing. */
  with(cells: ResultSet, from: number, until: number): Layers {
    if (from >= until) return this
    if (this.#layers.length >= mostLayers) this.whole()
    const seen = this.#layers.filter((layer) => layer.from < from || layer.until > until)
    return new Layers(this.#base, [...seen, { from, until, cells }])
  }

  /** Every cell. */
  whole(): ResultSet {
    this.#base = this.#layers.reduce((base, { cells, from, until }) => splice(base, cells, from, until), this.#base)
    this.#layers = []
    return this.#base
  }

  /** The cells of the periods [from, until) alone. */
  within(from: number, until: number): ResultSet {
    const over = this.#layers.findLast((layer) => layer.from < until && layer.until > from)
    const holds = over !== undefined && over.from <= from && over.until >= until
    if (holds && over.from === from && over.until === until) return over.cells
    return cutOut(over === undefined ? this.#base : holds ? over.cells : this.whole(), from, until)
  }

  /** An upper bound of what they take in memory, in bytes: numbers and codes; members are few. */
  get bytes(): number {
    const { rows, columns } = this.#base
    return (rows + this.#layers.reduce((sum, { cells }) => sum + cells.rows, 0)) * columns.length * 8
  }
}
