import { instantOfLocal } from '../time/zone.ts'
import type { Column } from './catalog.ts'
import {
  type CellReader,
  type CellValue,
  type DaySeen,
  decimalLimit,
  decimalReader,
  excessRefusal,
  notBoolean,
  Refusal,
  roundedUnits,
  tooLarge,
  type ZoneSeen,
} from './cell.ts'
import { cellText, type FoundCell, numberText, type TypedCell } from './raw-cell.ts'

/** Reads a cell that came with a type of its own; nothing is rounded unless the column says so. */
export type TypedReader = (cell: TypedCell) => CellValue | Refusal

/**
 * The reader of one column's typed cells. `readText` is its reader of texts: numbers in a column of dates are read by the
 * column's format (20260309, or days and seconds counted from somewhere), as their text would be.
 */
export function typedReader(
  column: Column,
  own: Readonly<ZoneSeen>,
  localDay: (micros: bigint) => number,
  seen: DaySeen,
  readText: CellReader,
): TypedReader {
  const read = readerOf(column, own, localDay, seen, readText)
  return (cell) => (typeof cell === 'object' && cell.kind === 'refused' ? new Refusal(cell.rule) : read(cell))
}

function readerOf(
  column: Column,
  own: Readonly<ZoneSeen>,
  localDay: (micros: bigint) => number,
  seen: DaySeen,
  readText: CellReader,
): TypedReader {
  const text = (cell: TypedCell): string => cellText(cell) ?? ''
  switch (column.type.kind) {
    case 'text':
      return text
    case 'decimal':
      return decimalOfTyped(column.type.scale, column.round ?? false)
    case 'double':
      return (cell) => {
        if (typeof cell === 'number') return Number.isFinite(cell) ? cell : notNumber('a number')
        if (typeof cell === 'bigint' || isKind(cell, 'decimal')) return Number(text(cell))
        return notNumber(wordOf(cell))
      }
    case 'boolean':
      return (cell) => {
        if (typeof cell === 'boolean') return cell
        return cell === 1 || cell === 1n ? true : cell === 0 || cell === 0n ? false : notBoolean
      }
    case 'date':
      return (cell) => {
        if (isKind(cell, 'day')) return cell.day
        if (isKind(cell, 'local')) return cell.micros === 0 ? cell.day : timed
        if (isKind(cell, 'instant')) return pointInTime
        return isNumber(cell) ? readText(text(cell)) : notDate(cell)
      }
    case 'instant':
      return (cell) => {
        if (isKind(cell, 'instant')) {
          seen.day = localDay(cell.micros)
          return cell.micros
        }
        if (isKind(cell, 'day') || isKind(cell, 'local')) {
          seen.day = cell.day
          return instantOfLocal(cell.day, cell.kind === 'day' ? 0 : cell.micros, own.zone)
        }
        return isNumber(cell) ? readText(text(cell)) : notDate(cell)
      }
  }
}

const timed = new Refusal('has a time of day; declare the column as timestamp')
const pointInTime = new Refusal('is a point in time; declare the column as timestamp')
const notNumber = (what: string): Refusal => new Refusal(`is ${what}, not a finite number`)
const notDate = (cell: TypedCell): Refusal => new Refusal(`is ${wordOf(cell)}, not a date`)

function decimalOfTyped(scale: number, round: boolean): TypedReader {
  const readText = decimalReader(scale, '.', round)
  const excess = excessRefusal(scale, '.')
  const factor = 10 ** scale
  const bigFactor = 10n ** BigInt(scale)
  const limited = (units: bigint) => (units >= decimalLimit || units <= -decimalLimit ? tooLarge : units)
  return (cell) => {
    if (typeof cell === 'number') {
      if (!Number.isFinite(cell)) return notNumber('a number')
      if (!Number.isSafeInteger(cell)) return readText(numberText(cell))
      const units = cell * factor
      return Number.isSafeInteger(units) ? units + 0 : limited(BigInt(cell) * bigFactor)
    }
    if (typeof cell === 'bigint') return limited(cell * bigFactor)
    if (!isKind(cell, 'decimal')) return notNumber(wordOf(cell))
    if (cell.scale <= scale) return limited(cell.units * 10n ** BigInt(scale - cell.scale))
    const beyond = 10n ** BigInt(cell.scale - scale)
    if (cell.units % beyond === 0n) return limited(cell.units / beyond)
    return round ? roundedUnits(cell.units < 0n ? -cell.units : cell.units, cell.scale, scale, cell.units < 0n) : excess
  }
}

const isNumber = (cell: TypedCell): boolean =>
  typeof cell === 'number' || typeof cell === 'bigint' || isKind(cell, 'decimal')

function isKind<K extends FoundCell['kind']>(cell: TypedCell, kind: K): cell is Extract<FoundCell, { kind: K }> {
  return typeof cell === 'object' && cell.kind === kind
}

/** What a cell is, as the middle of a sentence. */
function wordOf(cell: TypedCell): string {
  if (typeof cell === 'boolean') return 'true or false'
  if (isNumber(cell)) return 'a number'
  return isKind(cell, 'day') ? 'a date' : 'a date and time'
}
