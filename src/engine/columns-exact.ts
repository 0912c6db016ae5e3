import type { ResultColumn } from '../ports.ts'
import { type ColumnReader, dataOf, Validity } from './vectors.ts'

/** Sums of absolute values below this stay exact in doubles, and with them every sum of a part of the column. */
const exactBelow = 2 ** 53
/** High words whose 64-bit value is below 2^53 in magnitude. */
const highLimit = 2 ** 21
const word = 2 ** 32

interface IntegerLayout {
  /** 32-bit words of one value, least significant first: 2 or 4. */
  readonly words: 2 | 4
  readonly signed: boolean
  readonly scale: number
}

/**
 * Integers that must stay exact (BIGINT, HUGEINT, wide DECIMAL). They leave as doubles while the sum of absolute values
 * of the column is below 2^53, as 64-bit integers while each fits, else as bigints.
 */
export function exactReader(rows: number, layout: IntegerLayout): ColumnReader {
  const values = new Float64Array(rows)
  const validity = new Validity(rows)
  let big: bigint[] | null = null
  let sum = 0

  const readSmall = (view: Int32Array, valid: Uint8Array | null, offset: number, count: number): number => {
    for (let row = 0; row < count; row += 1) {
      if (valid !== null && valid[offset + row] === 0) continue
      const at = row * layout.words
      const high = view[at + 1] ?? 0
      const extended = high < 0 ? -1 : 0
      const wide =
        layout.words === 4 ? view[at + 2] !== extended || view[at + 3] !== extended : !layout.signed && high < 0
      if (wide || high >= highLimit || high < -highLimit) return row
      const value = high * word + ((view[at] ?? 0) >>> 0)
      sum += Math.abs(value)
      if (sum >= exactBelow) return row
      values[offset + row] = value
    }
    return count
  }

  return {
    read: (chunk, column, offset, count) => {
      validity.read(chunk, column, offset, count)
      const bytes = dataOf(chunk, column, count * layout.words * 4)
      const view = new Int32Array(bytes.buffer, bytes.byteOffset, count * layout.words)
      const done = big === null ? readSmall(view, validity.bytes, offset, count) : 0
      if (done === count) return
      big ??= Array.from(values.subarray(0, offset + done), BigInt)
      const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      for (let row = done; row < count; row += 1) {
        big.push(validity.bytes?.[offset + row] === 0 ? 0n : bigAt(data, row, layout))
      }
    },
    finish: () => {
      const scale = layout.scale > 0 ? { scale: layout.scale } : {}
      if (big === null) return { kind: 'numbers', values, valid: validity.bytes, ...scale }
      return { kind: 'bigints', values: narrowed(big), valid: validity.bytes, ...scale }
    },
  }
}

function bigAt(data: DataView, row: number, { words, signed }: IntegerLayout): bigint {
  const at = row * words * 4
  if (words === 2) return signed ? data.getBigInt64(at, true) : data.getBigUint64(at, true)
  return (data.getBigInt64(at + 8, true) << 64n) | data.getBigUint64(at, true)
}

function narrowed(values: readonly bigint[]): Extract<ResultColumn, { kind: 'bigints' }>['values'] {
  const fits = values.every((value) => value === BigInt.asIntN(64, value))
  return fits ? BigInt64Array.from(values) : values
}
