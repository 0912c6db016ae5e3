import type { DuckDBDataChunk } from '@duckdb/node-api'
import duckdb from '@duckdb/node-bindings'
import type { ResultColumn } from '../ports.ts'

/** Collects one column of a result chunk by chunk, without an object per value. */
export interface ColumnReader {
  /** Takes the chunk's `count` rows of `column` as rows `offset`… of the result. */
  readonly read: (chunk: DuckDBDataChunk, column: number, offset: number, count: number) => void
  readonly finish: () => ResultColumn
}

/** A column's raw bytes inside DuckDB's memory: valid only while the chunk lives, so copy at once. */
export const dataOf = (chunk: DuckDBDataChunk, column: number, bytes: number): Uint8Array =>
  duckdb.vector_get_data(duckdb.data_chunk_get_vector(chunk.chunk, column), bytes)

/** Which rows hold a value: one byte per row, made only when the first NULL appears. */
export class Validity {
  readonly #rows: number
  bytes: Uint8Array | null = null

  constructor(rows: number) {
    this.#rows = rows
  }

  /** Takes the validity bits of a chunk's column as rows `offset`…; true when all are values. */
  read(chunk: DuckDBDataChunk, column: number, offset: number, count: number): boolean {
    const vector = duckdb.data_chunk_get_vector(chunk.chunk, column)
    const bits: Uint8Array | null = duckdb.vector_get_validity(vector, Math.ceil(count / 64) * 8)
    if (!bits) return true
    let all = true
    for (let row = 0; row < count; row += 1) {
      if (((bits[row >> 3] ?? 0) >> (row & 7)) & 1) continue
      this.bytes ??= new Uint8Array(this.#rows).fill(1)
      this.bytes[offset + row] = 0
      all = false
    }
    return all
  }
}

/** One byte per row as the bits that DuckDB wants. */
export function validityBits(valid: Uint8Array): Uint8Array<ArrayBuffer> {
  const bits = new Uint8Array(Math.ceil(valid.length / 64) * 8)
  for (let row = 0; row < valid.length; row += 1) {
    if (valid[row] === 1) bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7))
  }
  return bits
}
