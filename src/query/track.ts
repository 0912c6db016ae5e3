import type { ResultColumn } from '../ports.ts'
import type { Partial } from './cells-plan.ts'

/** One partial by slot: doubles (NaN is "nothing") or, where sums leave 2^53, bigints. */
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

/** An empty track of the same number type. */
export const emptyLike = (track: Track, size: number): Track =>
  track instanceof Float64Array ? new Float64Array(size).fill(Number.NaN) : new Array<bigint | null>(size).fill(null)

/** The engine's column as a track. */
export function trackOf(column: ResultColumn): Track {
  if (column.kind === 'codes') throw new Error('a partial is never text')
  const { values, valid } = column
  if (values instanceof Float64Array) {
    if (valid === null) return values
    return values.map((value, row) => (valid[row] === 0 ? Number.NaN : value))
  }
  return Array.from(values, (value, row) => (valid !== null && valid[row] === 0 ? null : value))
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

export const isStamp = (partial: Partial): boolean =>
  partial.aggregate === 'stamp_first' || partial.aggregate === 'stamp_last'
