import { DuckDBDecimalType, type DuckDBType, DuckDBTypeId } from '@duckdb/node-api'
import { Failure } from '../domain/failure.ts'
import { exactReader } from './columns-exact.ts'
import { booleanReader, dictionaryReader, textReader } from './columns-text.ts'
import { type ColumnReader, dataOf, Validity } from './vectors.ts'

/**
 * The reader for a column of a result of `rows` rows. Dates arrive as day numbers, timestamps as µs, decimals unscaled.
 * Throws a Failure for types that no answer has (lists, structs, blobs).
 */
export function columnReader(type: DuckDBType, rows: number): ColumnReader {
  switch (type.typeId) {
    case DuckDBTypeId.TINYINT:
      return numberReader(rows, 1, (bytes, n) => new Int8Array(bytes.buffer, bytes.byteOffset, n))
    case DuckDBTypeId.UTINYINT:
      return numberReader(rows, 1, (bytes) => bytes)
    case DuckDBTypeId.SMALLINT:
      return numberReader(rows, 2, (bytes, n) => new Int16Array(bytes.buffer, bytes.byteOffset, n))
    case DuckDBTypeId.USMALLINT:
      return numberReader(rows, 2, (bytes, n) => new Uint16Array(bytes.buffer, bytes.byteOffset, n))
    case DuckDBTypeId.INTEGER:
    case DuckDBTypeId.DATE:
      return numberReader(rows, 4, int32)
    case DuckDBTypeId.UINTEGER:
      return numberReader(rows, 4, (bytes, n) => new Uint32Array(bytes.buffer, bytes.byteOffset, n))
    case DuckDBTypeId.FLOAT:
      return numberReader(rows, 4, (bytes, n) => new Float32Array(bytes.buffer, bytes.byteOffset, n))
    case DuckDBTypeId.DOUBLE:
      return numberReader(rows, 8, (bytes, n) => new Float64Array(bytes.buffer, bytes.byteOffset, n))
    case DuckDBTypeId.BIGINT:
    case DuckDBTypeId.TIMESTAMP:
      return exactReader(rows, { words: 2, signed: true, scale: 0 })
    case DuckDBTypeId.UBIGINT:
      return exactReader(rows, { words: 2, signed: false, scale: 0 })
    case DuckDBTypeId.HUGEINT:
      return exactReader(rows, { words: 4, signed: true, scale: 0 })
    case DuckDBTypeId.VARCHAR:
      return textReader(rows)
    case DuckDBTypeId.BOOLEAN:
      return booleanReader(rows)
    case DuckDBTypeId.ENUM:
    case DuckDBTypeId.SQLNULL:
      return dictionaryReader(rows)
    default:
      if (type instanceof DuckDBDecimalType) return decimalReader(rows, type)
      throw new Failure('unsupported-type', `The engine cannot hand over a column of type ${type}.`, 'Cast it.')
  }
}

const int32 = (bytes: Uint8Array, n: number): Int32Array => new Int32Array(bytes.buffer, bytes.byteOffset, n)

/** DuckDB stores decimals by width: up to 4 digits in 16 bits, 9 in 32, 18 in 64, 38 in 128. */
function decimalReader(rows: number, { width, scale }: DuckDBDecimalType): ColumnReader {
  if (width <= 4) {
    return numberReader(rows, 2, (bytes, n) => new Int16Array(bytes.buffer, bytes.byteOffset, n), scale)
  }
  if (width <= 9) return numberReader(rows, 4, int32, scale)
  return exactReader(rows, { words: width <= 18 ? 2 : 4, signed: true, scale })
}

type NativeArray =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array

function numberReader(
  rows: number,
  bytesEach: number,
  view: (bytes: Uint8Array, n: number) => NativeArray,
  scale = 0,
): ColumnReader {
  const values = new Float64Array(rows)
  const validity = new Validity(rows)
  return {
    read: (chunk, column, offset, count) => {
      values.set(view(dataOf(chunk, column, count * bytesEach), count), offset)
      validity.read(chunk, column, offset, count)
    },
    finish: () => ({ kind: 'numbers', values, valid: validity.bytes, ...(scale > 0 && { scale }) }),
  }
}
