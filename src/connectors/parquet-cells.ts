import type { SchemaElement } from 'hyparquet'
import type { RawCell } from '../domain/raw-cell.ts'
import { day } from '../time/day.ts'
import { epochDay } from '../time/serial-date.ts'

/** Turns a stored value, as the file's physical type gives it, into a cell; nothing is null here. */
export type CellOfStored = (stored: unknown) => RawCell

const refused = (shown: string, rule: string): RawCell => ({ kind: 'refused', shown, rule })

/**
 * The reader of a column by its logical type, or null where its values are no cells: lists, maps, structs. What a column
 * holds that no dataset can hold (bytes, times of day) is refused value by value.
 */
export function storedReader(element: SchemaElement): CellOfStored | null {
  if (element.num_children !== undefined || element.repetition_type === 'REPEATED') return null
  switch (element.type) {
    case 'BOOLEAN':
      return (stored) => stored === true
    case 'INT32':
    case 'INT64':
      return wholeReader(element)
    case 'INT96':
      // Only timestamps were ever written so: ns since 1970 UTC.
      return (stored) => ({ kind: 'instant', micros: floored(bigOf(stored), 1000n) })
    case 'FLOAT':
      return (stored) => shortFloat(Number(stored))
    case 'DOUBLE':
      return Number
    case 'BYTE_ARRAY':
    case 'FIXED_LEN_BYTE_ARRAY':
      return bytesReader(element)
    default:
      return () => refused('a value', 'is of a type that Parquet does not name')
  }
}

function wholeReader({ type, converted_type: converted, logical_type: logical, scale }: SchemaElement): CellOfStored {
  const bits = type === 'INT32' ? 32 : 64
  if (logical?.type === 'DECIMAL' || converted === 'DECIMAL') {
    return (stored) => ({ kind: 'decimal', units: bigOf(stored), scale: scale ?? 0 })
  }
  if (logical?.type === 'DATE' || converted === 'DATE') return (stored) => ({ kind: 'day', day: day(Number(stored)) })
  if (logical?.type === 'TIME' || converted?.startsWith('TIME_') === true) {
    return (stored) => refused(String(stored), 'is a time of day without a day')
  }
  if (logical?.type === 'TIMESTAMP') return timestampReader(logical.unit, logical.isAdjustedToUTC)
  if (converted === 'TIMESTAMP_MILLIS') return timestampReader('MILLIS', true)
  if (converted === 'TIMESTAMP_MICROS') return timestampReader('MICROS', true)
  const isUnsigned = (logical?.type === 'INTEGER' && !logical.isSigned) || converted?.startsWith('UINT_') === true
  if (isUnsigned) return (stored) => BigInt.asUintN(bits, bigOf(stored))
  return bits === 32 ? Number : bigOf
}

/** `toUtc` false means wall time without a zone. What is finer than a µs is cut off. */
function timestampReader(unit: 'MILLIS' | 'MICROS' | 'NANOS', toUtc: boolean): CellOfStored {
  return (stored) => {
    const count = bigOf(stored)
    const micros = unit === 'MILLIS' ? count * 1000n : unit === 'MICROS' ? count : floored(count, 1000n)
    if (toUtc) return { kind: 'instant', micros }
    const found = epochDay(micros)
    return found === null
      ? refused(String(count), 'is no time between the years 1 and 9999')
      : { kind: 'local', ...found }
  }
}

function bytesReader(element: SchemaElement): CellOfStored {
  const { converted_type: converted, logical_type: logical, scale = 0 } = element
  if (logical?.type === 'DECIMAL' || converted === 'DECIMAL') {
    return (stored) => ({ kind: 'decimal', units: signedOf(bytesOf(stored)), scale })
  }
  if (logical?.type === 'UUID') {
    return (stored) =>
      Buffer.from(bytesOf(stored))
        .toString('hex')
        .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  }
  const texts: readonly unknown[] = ['STRING', 'ENUM', 'JSON', 'UTF8']
  if (!texts.includes(logical?.type) && !texts.includes(converted)) {
    return (stored) => refused(`${bytesOf(stored).length} bytes`, 'is binary data, which no column holds')
  }
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  return (stored) => {
    try {
      return decoder.decode(bytesOf(stored))
    } catch {
      return refused(`${bytesOf(stored).length} bytes`, 'is not UTF-8 text')
    }
  }
}

function bigOf(stored: unknown): bigint {
  if (typeof stored === 'bigint') return stored
  if (typeof stored === 'number') return BigInt(stored)
  throw new TypeError(`${typeof stored} where Parquet has a whole number`)
}

function bytesOf(stored: unknown): Uint8Array {
  if (stored instanceof Uint8Array) return stored
  throw new TypeError(`${typeof stored} where Parquet has bytes`)
}

/** Two's complement, most significant byte first. */
function signedOf(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${Buffer.from(bytes).toString('hex')}`))
}

const floored = (value: bigint, by: bigint): bigint => (value - (((value % by) + by) % by)) / by

const floatDigits = 9

/** A float of 32 bits as the double with its shortest decimal text: 0.1, not 0.10000000149011612. */
function shortFloat(value: number): number {
  for (let digits = 6; digits < floatDigits; digits++) {
    const shorter = Number(value.toPrecision(digits))
    if (Math.fround(shorter) === value) return shorter
  }
  return value
}
