import type { CellObject, Range, WorkSheet } from '@e965/xlsx'
import { cellText, numberText, type RawCell } from '../domain/raw-cell.ts'
import { serialDay } from '../time/serial-date.ts'
import { headerOf, type LevelledTable } from './unpivot.ts'

/** Which cells of a sheet are the table, and how its numbers count days. */
export interface TableWish {
  /** `A4:H28`, `A4:H`, `A4`, `A:H`; null is all that is used. */
  readonly range: string | null
  readonly headerRows: number
  readonly hidden: 'read' | 'skip'
  readonly system: 1900 | 1904
  /** Headers of columns whose plain numbers are day numbers. */
  readonly counted: readonly string[]
  /** Formulas that were saved without a value, by address. */
  readonly uncomputed: ReadonlyMap<string, string>
}

export interface Table extends LevelledTable {
  /** The sheet's number of the first header row, counted from 1. */
  readonly headerRow: number
}

/** Rows and columns counted from 0, ends included. */
interface Box {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

const rangePattern = /^([A-Z]{1,3})?([1-9]\d{0,6})?(?::([A-Z]{1,3})?([1-9]\d{0,6})?)?$/

export const isRange = (text: string): boolean => text !== '' && rangePattern.test(text)

/** The table of a sheet, or null where its range holds nothing. Leading empty rows are passed over. */
export function tableOf(sheet: WorkSheet, wish: TableWish): Table | null {
  const data = sheet['!data'] ?? []
  const box = boxOf(sheet, wish.range)
  const columns = numbers(box.left, box.right).filter((at) => !skipped(sheet['!cols']?.[at], wish))
  const rows = numbers(box.top, box.bottom).filter((at) => !skipped(sheet['!rows']?.[at], wish))
  const isFilled = (row: number) => columns.some((column) => !isEmpty(data[row]?.[column]))
  const first = rows.findIndex(isFilled)
  if (first < 0) return null
  const headerRows = rows.slice(first, first + wish.headerRows)
  const merges = clipped(sheet['!merges'] ?? [], box)
  const read = (row: number, column: number, counted = false): RawCell =>
    cellOf(data[row]?.[column], addressOf(row, column), wish, counted)
  const levels = columns.map((column) => wordsOver(headerRows, column, merges, read))
  const header = headerOf(levels)
  const counted = header.map((name) => wish.counted.includes(name))
  return {
    levels,
    header,
    headerRow: (headerRows[0] ?? 0) + 1,
    rows: function* () {
      const tall = tallMerges(merges)
      for (const row of rows.slice(first + wish.headerRows)) {
        const cells = columns.map((column, at) => {
          const from = tall.get(row)?.get(column) ?? row
          return read(from, column, counted[at])
        })
        if (cells.some((cell) => cell !== null && cell !== '')) yield { line: row + 1, cells }
      }
    },
  }
}

function boxOf(sheet: WorkSheet, range: string | null): Box {
  const used = usedBox(sheet)
  const found = range === null ? null : rangePattern.exec(range)
  if (found === null) return used
  const [, left, top, right, bottom] = found
  const oneCell = !range?.includes(':')
  return {
    left: left === undefined ? used.left : columnOf(left),
    top: top === undefined ? used.top : Number(top) - 1,
    right: right === undefined ? used.right : Math.min(used.right, columnOf(right)),
    bottom: bottom === undefined || oneCell ? used.bottom : Math.min(used.bottom, Number(bottom) - 1),
  }
}

function usedBox(sheet: WorkSheet): Box {
  const data = sheet['!data'] ?? []
  let right = 0
  for (const row of data) if (row !== undefined && row !== null) right = Math.max(right, row.length - 1)
  return { top: 0, left: 0, right, bottom: data.length - 1 }
}

const columnOf = (letters: string): number =>
  [...letters].reduce((sum, one) => sum * 26 + one.charCodeAt(0) - 64, 0) - 1

function addressOf(row: number, column: number): string {
  let letters = ''
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  }
  return `${letters}${row + 1}`
}

const numbers = (from: number, to: number): readonly number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)

const skipped = (info: { readonly hidden?: boolean } | null | undefined, wish: TableWish): boolean =>
  wish.hidden === 'skip' && info?.hidden === true

const isEmpty = (cell: CellObject | null | undefined): boolean =>
  cell === undefined || cell === null || cell.t === 'z' || (cell.t === 's' && String(cell.v ?? '').trim() === '')

const clipped = (merges: readonly Range[], box: Box): readonly Box[] =>
  merges
    .map(({ s, e }) => ({ top: s.r, left: s.c, bottom: Math.min(e.r, box.bottom), right: Math.min(e.c, box.right) }))
    .filter(({ top, left, bottom, right }) => top <= bottom && left <= right)

/** The words of each header row over a column. A merged cell stands over each of its columns, and once in its rows. */
function wordsOver(
  rows: readonly number[],
  column: number,
  merges: readonly Box[],
  read: (row: number, column: number) => RawCell,
): readonly string[] {
  return rows.map((row) => {
    const wide = merges.find((one) => one.top === row && one.left < column && column <= one.right)
    return (cellText(read(row, wide?.left ?? column)) ?? '').replace(/\s+/g, ' ').trim()
  })
}

/** Below its first row a merged cell has the value of that row, in its first column. */
function tallMerges(merges: readonly Box[]): ReadonlyMap<number, ReadonlyMap<number, number>> {
  const tall = new Map<number, Map<number, number>>()
  for (const { top, left, bottom } of merges) {
    for (let row = top + 1; row <= bottom; row++) {
      const known = tall.get(row) ?? new Map<number, number>()
      known.set(left, top)
      tall.set(row, known)
    }
  }
  return tall
}

/** Error values by their numbers in files. */
const errors: Readonly<Record<number, string>> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
  43: '#GETTING_DATA',
}

function cellOf(cell: CellObject | null | undefined, address: string, wish: TableWish, counted: boolean): RawCell {
  const formula = wish.uncomputed.get(address)
  if (formula !== undefined) {
    const rule = `in cell ${address} is a formula without its value: open the workbook in a spreadsheet program and save it`
    return { kind: 'refused', shown: `=${formula}`, rule }
  }
  if (cell === undefined || cell === null || cell.t === 'z') return null
  const { v: value } = cell
  if (cell.t === 'e') {
    const shown = errors[Number(value)] ?? '#ERROR!'
    return {
      kind: 'refused',
      shown,
      rule: `in cell ${address} is an error value; name it in missing: where it means none`,
    }
  }
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return numberOf(value, counted || isDayFormat(String(cell.z ?? '')), address, wish)
  return value === undefined ? null : String(value)
}

function numberOf(value: number, isDay: boolean, address: string, { system }: TableWish): RawCell {
  if (isDay) {
    const found = serialDay(value, system)
    if (found === null) {
      const rule = `in cell ${address} is no day of the ${system} date system`
      return { kind: 'refused', shown: numberText(value), rule }
    }
    return found.micros === 0 ? { kind: 'day', day: found.day } : { kind: 'local', ...found }
  }
  if (!Number.isInteger(value)) return Number(value.toPrecision(shownDigits))
  if (Number.isSafeInteger(value)) return value
  const rule = `in cell ${address} has more digits than a spreadsheet keeps; store it as text`
  return { kind: 'refused', shown: numberText(value), rule }
}

/** Spreadsheets show this many digits; what a double has beyond them is noise of their arithmetic. */
const shownDigits = 15

const dayFormats = new Map<string, boolean>()

/** Whether a number format shows a day: y or d, or m without hours and seconds, outside quotes, brackets and escapes. */
export function isDayFormat(format: string): boolean {
  const known = dayFormats.get(format)
  if (known !== undefined) return known
  const [positive = ''] = format.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '').split(';')
  const found = /general/i.test(positive)
    ? false
    : /[yd]/i.test(positive) || (/m/i.test(positive) && !/[hs]/i.test(positive))
  dayFormats.set(format, found)
  return found
}
