import type { ResultColumn } from '../ports.ts'

/**
 * One partial by slot and period: doubles or, where sums leave 2^53, bigints. Nothing is NaN or null; in tracks that add, it
 * may as well be zero, because the rows counted beside them tell zero from missing.
 */
export type Track = Float64Array | (bigint | null)[]

export type Cell = number | bigint | null

export const cellAt = (track: Track, index: number): Cell => {
  const value = track[index]
  return value === undefined || (typeof value === 'number' && Number.isNaN(value)) ? null : value
}

export function setCell(track: Track, index: number, value: Cell): void {
  if (track instanceof Float64Array) track[index] = value === null ? Number.NaN : Number(value)
  else track[index] = value === null ? null : BigInt(value)
}

/** Values as a track: bigints where one of them is. */
export const trackWith = (values: readonly Cell[]): Track =>
  values.some((value) => typeof value === 'bigint')
    ? values.map((value) => (value === null ? null : BigInt(value)))
    : Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value)))

const blockSize = 1 << 16

/** Small arrays of numbers cut out of large blocks: a typed array of its own costs more than what is done with it. */
export class Blocks {
  #block = new Float64Array(blockSize)
  #used = 0

  /** Zeros. */
  numbers(size: number): Float64Array {
    if (size > blockSize / 4) return new Float64Array(size)
    if (this.#used + size > blockSize) {
      this.#block = new Float64Array(blockSize)
      this.#used = 0
    }
    this.#used += size
    return this.#block.subarray(this.#used - size, this.#used)
  }

  /** A track of the same number type with nothing in it. */
  emptyLike(track: Track, size: number, adds: boolean): Track {
    if (!(track instanceof Float64Array)) return new Array<bigint | null>(size).fill(null)
    return adds ? this.numbers(size) : this.numbers(size).fill(Number.NaN)
  }
}

let nothing = new Int32Array(blockSize)

/** So many zeros, shared by all who only read them. */
export function zeros(size: number): Int32Array {
  if (size > nothing.length) nothing = new Int32Array(2 * size)
  return nothing.subarray(0, size)
}

/** A part of a track, which stays as it is. */
export const partOf = (track: Track, from: number, until: number): Track =>
  track instanceof Float64Array ? track.subarray(from, until) : track.slice(from, until)

/** The engine's column as a track. */
export function trackOf(column: ResultColumn, adds: boolean): Track {
  if (column.kind === 'codes') throw new Error('a partial is never text')
  const { values, valid } = column
  if (values instanceof Float64Array) {
    if (valid === null) return values
    const nothing = adds ? 0 : Number.NaN
    return values.map((value, row) => (valid[row] === 0 ? nothing : value))
  }
  return Array.from(values, (value, row) => (valid !== null && valid[row] === 0 ? null : value))
}

/** Adds runs of one track to runs of another: whole slots at once, because most of the work is here. */
export function addRuns(into: Track, to: Int32Array, from: Track, at: Int32Array, length: number): void {
  if (into instanceof Float64Array && from instanceof Float64Array) return addDoubles(into, to, from, at, length)
  for (let run = 0; run < to.length; run++) {
    const [target, source] = [to[run] ?? 0, at[run] ?? 0]
    for (let step = 0; step < length; step++)
      setCell(into, target + step, add(cellAt(into, target + step), cellAt(from, source + step)))
  }
}

function addDoubles(into: Float64Array, to: Int32Array, from: Float64Array, at: Int32Array, length: number): void {
  for (let run = 0; run < to.length; run++) {
    const target = to[run] ?? 0
    const source = at[run] ?? 0
    for (let step = 0; step < length; step++)
      into[target + step] = (into[target + step] ?? 0) + (from[source + step] ?? 0)
  }
}

/** Adds places of one track to places of another, one by one. */
export function addEach(into: Track, to: Int32Array, from: Track, at: Int32Array): void {
  if (into instanceof Float64Array && from instanceof Float64Array) {
    for (let place = 0; place < to.length; place++) {
      const target = to[place] ?? 0
      into[target] = (into[target] ?? 0) + (from[at[place] ?? 0] ?? 0)
    }
    return
  }
  for (const [place, target] of to.entries())
    setCell(into, target, add(cellAt(into, target), cellAt(from, at[place] ?? 0)))
}

/** How two partial results become one: the monoid each aggregate declares. */
export const mergeOf: Readonly<Record<'sum' | 'count' | 'min' | 'max', (a: Cell, b: Cell) => Cell>> = {
  sum: (a, b) => add(a, b),
  count: (a, b) => add(a, b),
  min: (a, b) => (a === null || (b !== null && b < a) ? b : a),
  max: (a, b) => (a === null || (b !== null && b > a) ? b : a),
}

function add(a: Cell, b: Cell): Cell {
  if (a === null) return b
  if (b === null) return a
  return typeof a === 'bigint' && typeof b === 'bigint' ? a + b : Number(a) + Number(b)
}

/** First and last merge by their stamp; at the same stamp the least or the greatest value wins. */
export function better(which: 'first' | 'last', stamp: Cell, value: Cell, overStamp: Cell, overValue: Cell): boolean {
  if (stamp === null) return false
  if (overStamp === null) return true
  if (stamp !== overStamp) return which === 'first' ? stamp < overStamp : stamp > overStamp
  if (value === null || overValue === null) return overValue === null
  return which === 'first' ? value < overValue : value > overValue
}
