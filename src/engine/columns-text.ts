import type { DuckDBDataChunk } from '@duckdb/node-api'
import { type ColumnReader, dataOf, Validity } from './vectors.ts'

/** Strings up to this many bytes stand inside DuckDB's 16-byte string record; longer ones behind a pointer. */
const inlineBytes = 12

/** Booleans as codes of 'false' (0) and 'true' (1). */
export function booleanReader(rows: number): ColumnReader {
  const values = new Int32Array(rows)
  const validity = new Validity(rows)
  return {
    read: (chunk, column, offset, count) => {
      values.set(dataOf(chunk, column, count), offset)
      validity.read(chunk, column, offset, count)
    },
    finish: () => ({ kind: 'codes', values: withNulls(values, validity), members: ['false', 'true'] }),
  }
}

/** Enumerations, and columns of nothing but NULL, as codes. */
export function dictionaryReader(rows: number): ColumnReader {
  const values = new Int32Array(rows)
  const codes = new Map<string, number>()
  return {
    read: (chunk, column, offset, count) => {
      const vector = chunk.getColumnVector(column)
      for (let row = 0; row < count; row += 1) {
        const item = vector.getItem(row)
        values[offset + row] = item === null ? -1 : codeOf(codes, String(item))
      }
    },
    finish: () => ({ kind: 'codes', values, members: [...codes.keys()] }),
  }
}

/** Text as codes in order of first appearance. Short strings are recognised by their bytes, so that each is decoded once. */
export function textReader(rows: number): ColumnReader {
  const values = new Int32Array(rows)
  const validity = new Validity(rows)
  const codes = new Map<string, number>()
  const seen = new InlineCodes()
  return {
    read: (chunk, column, offset, count) => {
      const clean = validity.read(chunk, column, offset, count)
      const bytes = dataOf(chunk, column, count * 16)
      const words = new Int32Array(bytes.buffer, bytes.byteOffset, count * 4)
      const decode = (row: number) => codeOf(codes, textAt(chunk, column, row))
      for (let row = 0; row < count; row += 1) {
        if (!clean && validity.bytes?.[offset + row] === 0) continue
        const length = words[row * 4] ?? 0
        const inline = length <= inlineBytes
        values[offset + row] = inline ? seen.code(words, row * 4, () => decode(row)) : decode(row)
      }
    },
    finish: () => ({ kind: 'codes', values: withNulls(values, validity), members: [...codes.keys()] }),
  }
}

function textAt(chunk: DuckDBDataChunk, column: number, row: number): string {
  return String(chunk.getColumnVector(column).getItem(row))
}

function codeOf(codes: Map<string, number>, member: string): number {
  const known = codes.get(member)
  if (known !== undefined) return known
  codes.set(member, codes.size)
  return codes.size - 1
}

function withNulls(values: Int32Array, { bytes }: Validity): Int32Array {
  if (bytes === null) return values
  for (let row = 0; row < values.length; row += 1) if (bytes[row] === 0) values[row] = -1
  return values
}

/** A hash table from 16-byte string records to codes, by open addressing. */
class InlineCodes {
  #slots = new Int32Array(1024)
  #keys = new Int32Array(1024 * 4)
  #size = 0

  /** The code of the record at `words[at]`…; `make` gives it for a record not seen before. */
  code(words: Int32Array, at: number, make: () => number): number {
    const [a, b, c, d] = [words[at] ?? 0, words[at + 1] ?? 0, words[at + 2] ?? 0, words[at + 3] ?? 0]
    const slot = this.#find(a, b, c, d)
    const known = this.#slots[slot] ?? 0
    if (known > 0) return known - 1
    const code = make()
    this.#put(slot, a, b, c, d, code)
    this.#size += 1
    if (this.#size * 2 > this.#slots.length) this.#grow()
    return code
  }

  #find(a: number, b: number, c: number, d: number): number {
    const mask = this.#slots.length - 1
    let hash = Math.imul(a ^ Math.imul(b, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(c ^ Math.imul(d, 0x27d4eb2f), 0xc2b2ae35)
    hash ^= hash >>> 15
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const key = slot * 4
      const free = this.#slots[slot] === 0
      const same = this.#keys[key + 1] === b && this.#keys[key + 2] === c && this.#keys[key + 3] === d
      if (free || (same && this.#keys[key] === a)) return slot
    }
  }

  #put(slot: number, a: number, b: number, c: number, d: number, code: number): void {
    this.#slots[slot] = code + 1
    this.#keys[slot * 4] = a
    this.#keys[slot * 4 + 1] = b
    this.#keys[slot * 4 + 2] = c
    this.#keys[slot * 4 + 3] = d
  }

  #grow(): void {
    const [slots, keys] = [this.#slots, this.#keys]
    this.#slots = new Int32Array(slots.length * 2)
    this.#keys = new Int32Array(keys.length * 2)
    for (let slot = 0; slot < slots.length; slot += 1) {
      const code = slots[slot] ?? 0
      if (code === 0) continue
      const [a, b, c, d] = [
        keys[slot * 4] ?? 0,
        keys[slot * 4 + 1] ?? 0,
        keys[slot * 4 + 2] ?? 0,
        keys[slot * 4 + 3] ?? 0,
      ]
      this.#put(this.#find(a, b, c, d), a, b, c, d, code - 1)
    }
  }
}
