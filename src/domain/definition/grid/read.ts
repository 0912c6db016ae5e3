import type { Calendar, GrainName } from '../../../time/calendar.ts'
import type { Scope } from '../../catalog.ts'
import { add, compare, type Decimal, decimalOf, printDecimal } from '../../decimal.ts'
import type { Issue, Place } from '../../issue.ts'
import { nearest } from '../../nearest.ts'
import { definitionIssue } from '../issues.ts'
import { type Cell, type Line, linesOf } from './cells.ts'
import { headedPeriod } from './header.ts'
import { type Notation, notationFor, notationOf, plain } from './notation.ts'

/** What a grid is read with: the workspace's units and dimensions, and how it writes periods and amounts. */
export interface GridWorld {
  readonly calendars: ReadonlyMap<string, Calendar>
  readonly calendar: string
  readonly locale: string
  /** Ids and names of units. */
  readonly units: ReadonlyMap<string, string>
  readonly dimensions: readonly string[]
  /** What all rows are for, unless their own columns say otherwise. */
  readonly scope: Scope
}

export interface GridRow {
  readonly scope: Scope
  readonly cells: readonly GridCell[]
  /** Where it begins in the text. */
  readonly offset: number
}

export interface GridCell {
  readonly ordinal: number
  readonly amount: Decimal
  readonly text: string
  readonly offset: number
}

export interface GridIssue {
  /** The character of the text that it is about. */
  readonly offset: number
  readonly issue: (place: Place) => Issue
}

export interface Grid {
  readonly grain: GrainName | null
  readonly rows: readonly GridRow[]
  readonly issues: readonly GridIssue[]
}

interface Column {
  readonly at: number
  readonly text: string
  readonly offset: number
  /** Null for the column of totals. */
  readonly period: { readonly grain: GrainName; readonly ordinal: number } | null
}

/** Words that head a column, or a row, of sums, which are checked and not kept. */
const totals = new Set(['total', 'totals', 'sum', 'summe', 'gesamt', 'somme', 'totale'])
const isTotal = (text: string): boolean => totals.has(text.toLowerCase())

/**
 * Targets pasted from a spreadsheet: the first line names the columns, `unit` or dimensions first and then periods; each
 * further line is one scope. Units are named by id or name. An empty cell promises nothing. Amounts are written all in the
 * workspace's notation or all plainly. Every mistake is told, by row and column.
 */
export function readGrid(text: string, world: GridWorld): Grid {
  const issues: GridIssue[] = []
  const [header, ...lines] = linesOf(text)
  if (header === undefined || lines.length === 0) {
    issues.push({ offset: 0, issue: (place) => definitionIssue('target/grid-empty', {}, place) })
    return { grain: null, rows: [], issues }
  }
  const heads = header.cells.findIndex(({ text: one }) => periodOf(one, world) !== null)
  if (heads < 0) {
    const offset = header.cells.at(-1)?.offset ?? 0
    const { calendar } = world
    issues.push({ offset, issue: (place) => definitionIssue('target/grid-periods', { calendar }, place) })
    return { grain: null, rows: [], issues }
  }
  const columns = columnsOf(header.cells.slice(heads), heads, world, issues)
  const names = header.cells.slice(0, heads).flatMap((cell) => leadingName(cell, world, issues) ?? [])
  if (issues.length > 0) return { grain: null, rows: [], issues }
  const grain = columns.find(({ period }) => period !== null)?.period?.grain ?? null
  return { grain, rows: rowsOf(lines, { names, columns, world, issues }), issues }
}

const periodOf = (text: string, { calendars, calendar, locale }: GridWorld) =>
  headedPeriod(text, calendars, calendar, locale)

function columnsOf(cells: readonly Cell[], from: number, world: GridWorld, issues: GridIssue[]): readonly Column[] {
  const seen = new Map<number, string>()
  let first: GrainName | null = null
  return cells.flatMap(({ text, offset }, index): Column[] => {
    const column = { at: from + index, text, offset }
    if (isTotal(text)) return [{ ...column, period: null }]
    const period = periodOf(text, world)
    const say = (issue: GridIssue['issue']) => {
      issues.push({ offset, issue })
      return []
    }
    const { calendar } = world
    if (period === null) return say((place) => definitionIssue('target/period', { period: text, calendar }, place))
    first ??= period.grain
    const grains = { period: text, grain: period.grain, first }
    if (period.grain !== first) return say((place) => definitionIssue('target/grain', grains, place))
    if (seen.has(period.ordinal)) return say((place) => definitionIssue('target/period-twice', { period: text }, place))
    seen.set(period.ordinal, text)
    return [{ ...column, period }]
  })
}

function leadingName({ text, offset }: Cell, { dimensions }: GridWorld, issues: GridIssue[]): string | null {
  const names = ['unit', ...dimensions]
  // The corner of a table is often left empty.
  if (text === '') return 'unit'
  const found = names.find((name) => name === text || name.replaceAll('_', ' ') === text.toLowerCase())
  if (found !== undefined) return found
  const params = { name: text, near: nearest(text.toLowerCase(), names) }
  issues.push({ offset, issue: (place) => definitionIssue('target/grid-column', params, place) })
  return null
}

interface Reading {
  readonly names: readonly string[]
  readonly columns: readonly Column[]
  readonly world: GridWorld
  readonly issues: GridIssue[]
}

function rowsOf(lines: readonly Line[], reading: Reading): readonly GridRow[] {
  const { columns, world, issues } = reading
  const texts = lines.flatMap(({ cells }) => columns.map(({ at }) => cells[at]?.text ?? '')).filter((one) => one !== '')
  const notation = notationFor(texts, notationOf(world.locale), plain)
  const rows: GridRow[] = []
  const seen = new Map<string, number>()
  for (const line of lines) {
    const offset = line.cells[0]?.offset ?? 0
    const last = (columns.at(-1)?.at ?? 0) + 1
    const extra = line.cells.slice(last).find(({ text }) => text !== '')
    if (extra !== undefined) {
      const params = { row: line.row, found: line.cells.length, expected: last }
      issues.push({ offset: extra.offset, issue: (place) => definitionIssue('target/grid-width', params, place) })
      continue
    }
    const cells = amountsOf(line, notation, reading)
    if (isTotal(line.cells[0]?.text ?? '')) {
      checkTotals(cells, rows, reading)
      continue
    }
    const scope = scopeOf(line, reading)
    if (scope === null) continue
    const key = JSON.stringify([scope.unit, Object.entries(scope.where).sort()])
    const before = seen.get(key)
    if (before !== undefined) {
      const params = { row: line.row, first: before }
      issues.push({ offset, issue: (place) => definitionIssue('target/grid-twice', params, place) })
      continue
    }
    seen.set(key, line.row)
    rows.push({ scope, cells, offset })
  }
  return rows
}

/** The amounts of a line; where it has a column of totals, that must be their sum. */
function amountsOf(line: Line, notation: Notation, { columns, issues }: Reading): readonly GridCell[] {
  const cells: GridCell[] = []
  let total: { readonly amount: Decimal; readonly offset: number; readonly text: string } | null = null
  let sound = true
  for (const { at, text: column, period } of columns) {
    const { text, offset } = line.cells[at] ?? { text: '', offset: 0 }
    if (text === '') continue
    const amount = notation.read(text)
    if (amount === null) {
      sound = false
      const params = { row: line.row, column, value: text, example: notation.example }
      issues.push({ offset, issue: (place) => definitionIssue('target/grid-cell', params, place) })
    } else if (period === null) total = { amount, offset, text }
    else cells.push({ ordinal: period.ordinal, amount, text, offset })
  }
  const sum = sumOf(cells.map(({ amount }) => amount))
  if (sound && total !== null && compare(total.amount, sum) !== 0) {
    const params = { what: `row ${line.row}`, total: total.text, sum: printDecimal(sum) }
    issues.push({ offset: total.offset, issue: (place) => definitionIssue('target/grid-total', params, place) })
  }
  return cells
}

const sumOf = (amounts: readonly Decimal[]): Decimal => amounts.reduce(add, decimalOf(0))

/** A row of totals: each is the sum of what stands above it. */
function checkTotals(cells: readonly GridCell[], rows: readonly GridRow[], { columns, issues }: Reading): void {
  for (const { ordinal, amount, offset, text } of cells) {
    const column = columns.find(({ period }) => period?.ordinal === ordinal)?.text ?? ''
    const sum = sumOf(
      rows.flatMap((row) => row.cells.filter((one) => one.ordinal === ordinal).map((one) => one.amount)),
    )
    if (compare(amount, sum) === 0) continue
    const params = { what: `column ${column}`, total: text, sum: printDecimal(sum) }
    issues.push({ offset, issue: (place) => definitionIssue('target/grid-total', params, place) })
  }
}

function scopeOf(line: Line, { names, world, issues }: Reading): Scope | null {
  let { unit } = world.scope
  const where: Record<string, readonly string[]> = { ...world.scope.where }
  for (const [index, name] of names.entries()) {
    const { text, offset } = line.cells[index] ?? { text: '', offset: line.cells[0]?.offset ?? 0 }
    if (name !== 'unit') {
      if (text !== '') where[name] = [text]
      continue
    }
    const found = unitOf(text, world.units)
    if (found === null) {
      const params = {
        row: line.row,
        value: text,
        near: nearest(text, [...world.units.keys(), ...world.units.values()]),
      }
      issues.push({ offset, issue: (place) => definitionIssue('target/grid-unit', params, place) })
      return null
    }
    unit = found
  }
  return { unit, where }
}

/** A unit by its id, else by its name where only one has it. */
function unitOf(text: string, units: ReadonlyMap<string, string>): string | null {
  if (units.has(text)) return text
  const named = [...units].filter(([, name]) => name.toLowerCase() === text.toLowerCase())
  return named.length === 1 ? (named[0]?.[0] ?? null) : null
}
