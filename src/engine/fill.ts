import { type DuckDBAppender, DuckDBDataChunk, type DuckDBType } from '@duckdb/node-api'
import duckdb from '@duckdb/node-bindings'
import type { PackedColumn } from './messages.ts'
import { validityBits } from './vectors.ts'

/** Rows of one DuckDB data chunk. */
const chunkRows = 2048

/** Appends a block of packed columns; `types` are those of the appender's table, in its order. */
export function appendBlock(
  appender: DuckDBAppender,
  types: readonly DuckDBType[],
  columns: readonly PackedColumn[],
): void {
  const rows = columns[0]?.values.length ?? 0
  const chunk = DuckDBDataChunk.create(types)
  for (let from = 0; from < rows; from += chunkRows) {
    const count = Math.min(chunkRows, rows - from)
    chunk.reset()
    chunk.rowCount = count
    columns.forEach((column, index) => {
      fillVector(duckdb.data_chunk_get_vector(chunk.chunk, index), column, from, count)
    })
    appender.appendDataChunk(chunk)
  }
}

type Vector = ReturnType<typeof duckdb.data_chunk_get_vector>

function fillVector(vector: Vector, column: PackedColumn, from: number, count: number): void {
  if (column.kind === 'text') {
    const valid = new Uint8Array(count).fill(1)
    for (let row = 0; row < count; row += 1) {
      const value = column.values[from + row] ?? null
      if (value === null) valid[row] = 0
      else duckdb.vector_assign_string_element(vector, row, value)
    }
    if (valid.includes(0)) setValidity(vector, valid)
    return
  }
  // `slice` rather than `subarray`: what crossed the pipe may be a view of a larger or shared buffer.
  const part = column.values.slice(from, from + count)
  if (!(part.buffer instanceof ArrayBuffer)) throw new TypeError('A block arrived in shared memory.')
  duckdb.copy_data_to_vector(vector, 0, part.buffer, part.byteOffset, part.byteLength)
  if (column.valid !== null) setValidity(vector, column.valid.subarray(from, from + count))
}

function setValidity(vector: Vector, valid: Uint8Array): void {
  const bits = validityBits(valid)
  duckdb.vector_ensure_validity_writable(vector)
  duckdb.copy_data_to_vector_validity(vector, 0, bits.buffer, 0, bits.byteLength)
}
