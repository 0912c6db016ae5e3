import { localDay } from '../time/zone.ts'
import type { BadCell } from './bad-cell.ts'
import type { Column, Dataset } from './catalog.ts'
import { type CellReader, type CellValue, cellReader, type DaySeen, Refusal, type ZoneSeen } from './cell.ts'
import type { Issue } from './issue.ts'
import { loadIssue } from './load-issues.ts'
import { nearest } from './nearest.ts'
import { cellText, type RawCell } from './raw-cell.ts'
import type { Result } from './result.ts'
import { type RowZone, rowZone } from './row-zone.ts'
import { type TypedReader, typedReader } from './typed-cell.ts'

/** Typed rows by column: the dataset's columns in their order, then `_day` and `_at`; `lines` are the source's. */
export interface FactBlock {
  readonly lines: Int32Array
  readonly columns: readonly (readonly (CellValue | null)[])[]
}

/** Types the rows of one part; rows that pass are kept until they are taken. */
export interface RowShaper {
  /** Adds a row of the source; gives what is wrong with it, and then adds nothing. Empty for a good or a blank row. */
  readonly add: (line: number, cells: readonly RawCell[]) => readonly BadCell[]
  readonly size: () => number
  readonly take: () => FactBlock
  /** Rows added so far whose time column is empty. */
  readonly withoutTime: () => number
}

/** Days that a time column may speak of: 1900-01-01 up to, not including, 2200-01-01; others are slips of the pen. */
const [firstDay, endDay] = [-25_567, 84_006]
const microsPerDay = 86_400_000_000
const nothingWrong: readonly BadCell[] = []

/**
 * Gives the function that binds a dataset's columns to a part's header (every missing or doubled column an issue) and
 * so makes the part's row shaper. `zone` is where timestamps belong when the dataset declares no time; `everyRow` keeps rows
 * of nothing but nulls, which are else taken for empty lines.
 */
export function shaper(
  dataset: Dataset,
  zone: string,
): (header: readonly string[], file: string, everyRow?: boolean) => Result<RowShaper> {
  return (header, file, everyRow = false) => {
    const issues: Issue[] = []
    const place = { file, line: 1 }
    const at = dataset.columns.map((column) => {
      const first = header.indexOf(column.from)
      if (first < 0) {
        const near = nearestHeader(column, header)
        issues.push(loadIssue('load/missing-column', { name: column.from, near, found: header.length }, place))
      }
      return first
    })
    if (issues.length > 0) return { ok: false, issues }
    const binding = { width: header.length, at, isBlank: everyRow ? () => false : hasNothing }
    return { ok: true, value: rowShaper(dataset, dataset.time?.zone ?? zone, binding) }
  }
}

/** `Order ID` for `order_id` too, which no edit distance finds. */
function nearestHeader(column: Column, header: readonly string[]): readonly string[] {
  const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  const alike = header.filter((one) => plain(one) === plain(column.from))
  return alike.length > 0 ? alike : nearest(column.from, header)
}

interface Cell {
  readonly name: string
  /** Where it stands in the source's row. */
  readonly at: number
  readonly text: boolean
  /** Null where there are no such words: looking one up would hash every cell. */
  readonly missing: ReadonlySet<string> | null
  readonly required: string | null
  readonly read: CellReader
  readonly readTyped: TypedReader
  /** What a value must be besides its type; null for most columns. */
  readonly holds: ((value: CellValue) => Refusal | null) | null
}

function cellOf(
  dataset: Dataset,
  column: Column,
  at: number,
  own: Readonly<ZoneSeen>,
  dayOf: (micros: bigint) => number,
  seen: DaySeen,
): Cell {
  const alone = dataset.key?.length === 1 && dataset.key[0] === column.name
  const read = cellReader(column, own, dayOf, seen)
  return {
    name: column.name,
    at,
    text: column.type.kind === 'text',
    missing: column.missing.length === 0 ? null : new Set(column.missing),
    required: column.required ? 'is required' : alone ? 'is required: it is the key' : null,
    read,
    readTyped: typedReader(column, own, dayOf, seen, read),
    holds: column.holds === undefined ? null : holdings[column.holds],
  }
}

const noCode = new Refusal('is not the code of a currency, such as EUR')
const noRate = new Refusal('is no rate: it must be above zero')

const holdings = {
  currency: (value: CellValue) => (typeof value === 'string' && /^[A-Z]{3}$/.test(value) ? null : noCode),
  rate: (value: CellValue) => (Number(value) > 0 ? null : noRate),
}

/** Where a dataset's columns stand in a part's rows, and which rows are none. */
interface Binding {
  readonly width: number
  readonly at: readonly number[]
  readonly isBlank: (cells: readonly RawCell[]) => boolean
}

function rowShaper(dataset: Dataset, zone: string, { width, at, isBlank }: Binding): RowShaper {
  const seen: DaySeen = { day: 0 }
  const own: ZoneSeen = { zone }
  const zoneOf = rowZone(dataset)
  const dayOf = (micros: bigint): number => localDay(Number(micros / 1000n), own.zone)
  const cells = dataset.columns.map((column, index) => cellOf(dataset, column, at[index] ?? 0, own, dayOf, seen))
  const time = dataset.columns.findIndex((column) => column.name === dataset.time?.column)
  const timed = dataset.columns[time]?.type.kind
  const { order, zoned } = readingOrder(dataset, zoneOf !== null)
  const row: (CellValue | null)[] = []
  let lines: number[] = []
  let columns = emptyColumns(cells.length + 2)
  let withoutTime = 0

  const readRow = (line: number, found: readonly RawCell[]): readonly BadCell[] => {
    let bad = nothingWrong
    for (let turn = 0; turn < order.length; turn++) {
      if (turn === zoned) bad = [...bad, ...settleZone(zoneOf, row, line, own)]
      const index = order[turn] ?? 0
      const cell = cells[index]
      if (cell === undefined) continue
      const raw = found[cell.at] ?? null
      const read = readCell(cell, raw)
      const plain = cell.holds === null || read === null || typeof read === 'object'
      const value = plain ? read : (cell.holds(read) ?? read)
      if (typeof value === 'object' && value !== null) {
        bad = [...bad, { row: line, column: cell.name, value: cellText(raw), rule: value.rule }]
      } else row[index] = value
      if (index === time) setTime(row, cells.length, value, timed, seen)
    }
    const day = row[cells.length] ?? null
    if (typeof day === 'number' && bad.length === 0 && (day < firstDay || day >= endDay)) {
      const value = cellText(found[at[time] ?? 0] ?? null)
      return [{ row: line, column: dataset.time?.column ?? null, value, rule: 'is not between 1900 and 2199' }]
    }
    return bad
  }

  return {
    add: (line, found) => {
      if (found.length !== width) {
        if (isBlank(found)) return nothingWrong
        const rule = `has ${found.length} cells where the header has ${width}`
        return [{ row: line, column: null, value: null, rule }]
      }
      row[cells.length] = null
      row[cells.length + 1] = null
      const bad = readRow(line, found)
      if (bad.length > 0) return isBlank(found) ? nothingWrong : bad
      if (isBlank(found)) return nothingWrong
      lines.push(line)
      for (let index = 0; index < row.length; index++) columns[index]?.push(row[index] ?? null)
      if (time >= 0 && row[cells.length] === null) withoutTime++
      return nothingWrong
    },
    size: () => lines.length,
    take: () => {
      const block = { lines: Int32Array.from(lines), columns }
      lines = []
      columns = emptyColumns(cells.length + 2)
      return block
    },
    withoutTime: () => withoutTime,
  }
}

/** Where rows say whose day theirs is, that is settled before their timestamps are read, at the place `zoned`. */
function readingOrder(
  { columns }: Dataset,
  settles: boolean,
): { readonly order: readonly number[]; readonly zoned: number } {
  const all = columns.map((_, index) => index)
  if (!settles) return { order: all, zoned: -1 }
  const isInstant = (index: number): boolean => columns[index]?.type.kind === 'instant'
  const others = all.filter((index) => !isInstant(index))
  return { order: [...others, ...all.filter(isInstant)], zoned: others.length }
}

function settleZone(
  zoneOf: RowZone | null,
  row: (CellValue | null)[],
  line: number,
  own: ZoneSeen,
): readonly BadCell[] {
  const found = zoneOf?.(row)
  if (found === undefined) return nothingWrong
  if (typeof found === 'string') {
    own.zone = found
    return nothingWrong
  }
  return [{ row: line, ...found }]
}

const emptyColumns = (count: number): (CellValue | null)[][] => Array.from({ length: count }, () => [])

/** Spreadsheets leave lines of empty cells behind; they are no rows. */
function hasNothing(cells: readonly RawCell[]): boolean {
  for (const cell of cells) if (cell !== null && cell !== '') return false
  return true
}

/** A text keeps its blanks; every other type is read without them. */
function readCell(cell: Cell, raw: RawCell): CellValue | Refusal | null {
  if (typeof raw !== 'string' && raw !== null) {
    return cell.missing?.has(cellText(raw) ?? '') ? missingCell(cell) : cell.readTyped(raw)
  }
  const text = raw === null ? '' : trimmed(raw)
  if (text === '' || cell.missing?.has(text)) return missingCell(cell)
  return cell.text && raw !== null ? raw : cell.read(text)
}

const missingCell = (cell: Cell): Refusal | null => (cell.required === null ? null : new Refusal(cell.required))

/** Most cells have no blanks around them: looking is cheaper than trimming. */
function trimmed(text: string): string {
  const last = text.charCodeAt(text.length - 1)
  const first = text.charCodeAt(0)
  return first <= 32 || last <= 32 || first === 160 || last === 160 ? text.trim() : text
}

/** The row's day and ordering stamp, once and for all. */
function setTime(
  row: (CellValue | null)[],
  end: number,
  value: CellValue | Refusal | null,
  kind: string | undefined,
  seen: DaySeen,
): void {
  if (kind === 'date' && typeof value === 'number') {
    row[end] = value
    row[end + 1] = value * microsPerDay
  } else if (kind === 'instant' && typeof value === 'bigint') {
    row[end] = seen.day
    row[end + 1] = value
  }
}
