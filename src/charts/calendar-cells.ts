import type { Answer } from '../domain/answer.ts'
import { toNumber } from '../domain/number-format.ts'
import { type Day, day, parseDay, weekday } from '../time/day.ts'
import { dayLabel, weekdayLabel } from '../time/instant-label.ts'
import { splitPeriod } from '../time/period.ts'

/** `week`: a column is a week, a row a day of the week. `day`: a column is a day, a row an hour of its clock. */
export type CalendarColumns = 'week' | 'day'

/** One period at its place; an hour that occurs twice has a half each. */
export interface CalendarCell {
  readonly column: number
  readonly row: number
  readonly half: 'first' | 'second' | null
  readonly answer: Answer
  readonly value: number | null
}

export interface CalendarGrid {
  readonly cells: readonly CalendarCell[]
  /** The first day of each column. */
  readonly columns: readonly Day[]
  readonly rows: readonly string[]
  /** The middle value of each row; null for one without values. */
  readonly medians: readonly (number | null)[]
}

/** Days or hours at their places. */
export function calendarGrid(answers: readonly Answer[], by: CalendarColumns, locale: string): CalendarGrid {
  const places = answers.flatMap((answer) => placed(answer, by))
  const days = by === 'week' ? 7 : 1
  const last = places.reduce((latest, { start }) => Math.max(latest, start), Number.NEGATIVE_INFINITY)
  const first = places.reduce((earliest, { start }) => Math.min(earliest, start), Number.POSITIVE_INFINITY)
  const count = places.length === 0 ? 0 : (last - first) / days + 1
  const seen = new Map<string, number>()
  const counted = places.map(({ start, row, answer }) => {
    const column = (start - first) / days
    const key = `${column} ${row}`
    const occurrence = seen.get(key) ?? 0
    seen.set(key, occurrence + 1)
    const value = answer.state === 'value' ? toNumber(answer.value) : null
    return { column, row, answer, value, occurrence }
  })
  const cells = counted.map(({ occurrence, ...cell }): CalendarCell => {
    const twice = (seen.get(`${cell.column} ${cell.row}`) ?? 1) > 1
    return { ...cell, half: twice ? (occurrence === 0 ? 'first' : 'second') : null }
  })
  const rows =
    by === 'week'
      ? Array.from({ length: 7 }, (_, index) => weekdayLabel(index + 1, locale))
      : Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`)
  const medians = rows.map((_, row) =>
    // What is not over would stand as a low value among whole ones.
    middle(cells.flatMap((cell) => (cell.row === row && isWhole(cell) && cell.value !== null ? [cell.value] : []))),
  )
  return { cells, columns: Array.from({ length: count }, (_, index) => day(first + index * days)), rows, medians }
}

/** The last `most` columns of a grid; its middle values stay those of the whole. */
export function lastColumns(grid: CalendarGrid, most: number): CalendarGrid {
  const cut = Math.max(0, grid.columns.length - most)
  const cells = grid.cells.filter(({ column }) => column >= cut)
  return {
    ...grid,
    columns: grid.columns.slice(cut),
    cells: cells.map((cell) => ({ ...cell, column: cell.column - cut })),
  }
}

export const isWhole = ({ answer }: Pick<CalendarCell, 'answer'>): boolean => !answer.flags.includes('unfinished')

function placed(answer: Answer, by: CalendarColumns) {
  const { rest } = splitPeriod(answer.period)
  const on = parseDay(rest.slice(0, 10))
  if (on === null) return []
  if (by === 'week') return [{ start: on - weekday(on) + 1, row: weekday(on) - 1, answer }]
  const hour = Number(/T(\d\d)/.exec(rest)?.[1] ?? Number.NaN)
  return Number.isNaN(hour) ? [] : [{ start: Number(on), row: hour, answer }]
}

/** The middle of the values, of an even number the mean of the two; null of none. */
export function middle(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}

/** A cell's day, and its hour: `2 Mar 2026`, `2 Mar 2026, 14:00`. */
export function cellName({ answer }: Pick<CalendarCell, 'answer'>, locale: string): string {
  const { rest } = splitPeriod(answer.period)
  const [, hour] = /T(\d\d)/.exec(rest) ?? []
  const on = dayLabel(rest.slice(0, 10), locale)
  return hour === undefined ? on : `${on}, ${hour}:00`
}
