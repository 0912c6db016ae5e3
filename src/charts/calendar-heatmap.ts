import type { Answer } from '../domain/answer.ts'
import { digits, type NumberStyle, numberStyle, withUnit } from '../domain/number-format.ts'
import type { UnitLabel } from '../domain/view.ts'
import { civil, type Day, printDay } from '../time/day.ts'
import { dayLabel } from '../time/instant-label.ts'
import { font } from './axes.ts'
import {
  type CalendarCell,
  type CalendarColumns,
  type CalendarGrid,
  calendarGrid,
  cellName,
  isWhole,
  lastColumns,
} from './calendar-cells.ts'
import { textWidth } from './place-label.ts'
import { type Chart, el, root, type Svg } from './svg.ts'
import type { Token } from './theme.ts'
import { words } from './words.ts'

export interface CalendarInput {
  /** Days or hours, ascending. */
  readonly answers: readonly Answer[]
  readonly by: CalendarColumns
  readonly unit: UnitLabel
  readonly locale: string
  readonly width: number
}

/** One hue from pale to deep (dark: from deep to bright): its order survives every kind of sight, and grey print. */
const steps: readonly Token[] = ['fan-95', 'fan-80', 'fan-50', 'fan-edge', 'accent']

const gap = 2
const top = 24

interface Frame {
  readonly grid: CalendarGrid
  readonly style: NumberStyle
  readonly locale: string
  readonly by: CalendarColumns
  readonly left: number
  readonly step: number
  /** Of a cell, in pixels. */
  readonly height: number
  /** Whether only the last columns are shown: then there is a second line below for what the first has no room for. */
  readonly cut: boolean
  /** Of the picture. */
  readonly width: number
  readonly right: number
  readonly range: readonly [number, number] | null
}

/**
 * Days by week, or hours by day, each cell one answer; a row's middle value beside it. Steps are even between the 5th and the 95th
 * of a hundred values, so that one day beyond all others does not pale the rest. A missing value is an empty cell with a dash. A
 * narrow picture shows the last columns; sentence, middle values and table are of all.
 */
export function calendarHeatmap({ answers, by, unit, locale, width }: CalendarInput): Chart {
  const left = by === 'week' ? 40 : 48
  const least = by === 'week' ? 15 : 18
  const spare = 72
  const all = calendarGrid(answers, by, locale)
  const grid = lastColumns(all, Math.max(1, Math.floor((width - left - spare) / least)))
  const values = all.cells.flatMap(({ value }) => (value === null ? [] : [value]))
  const style = numberStyle(unit, locale, ...[...values].sort((a, b) => Math.abs(b) - Math.abs(a)))
  const step = Math.min(26, Math.floor((width - left - spare) / Math.max(1, grid.columns.length)))
  const cut = grid.columns.length < all.columns.length
  const frame: Frame = {
    grid,
    style,
    locale,
    by,
    left,
    step,
    height: by === 'week' ? Math.min(step, 24) : 16,
    right: left + step * grid.columns.length,
    range: rangeOf(values),
    width,
    cut,
  }
  const below = top + grid.rows.length * frame.height
  const parts = [
    ...columnParts(frame),
    ...rowParts(frame),
    ...grid.cells.flatMap((cell) => cellParts(frame, cell)),
    ...legendParts(frame, below + 26),
    ...(cut ? [el('text', { x: left, y: below + 80, fill: 'ink-3' }, shownOf(by, grid, all))] : []),
  ]
  return {
    svg: root(width, below + (cut ? 90 : 40), el('g', { fontSize: font }, ...parts)),
    sentence: sentenceOf({ ...frame, grid: all }),
    table: tableOf({ ...frame, grid: all }),
  }
}

const shownOf = (by: CalendarColumns, shown: CalendarGrid, all: CalendarGrid): string =>
  words.calendar.shown(by, shown.columns.length, all.columns.length)

/** The 5th and the 95th of a hundred values; null without any. */
function rangeOf(values: readonly number[]): readonly [number, number] | null {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.round((sorted.length - 1) * share)]
  const [low, high] = [at(0.05), at(0.95)]
  return low === undefined || high === undefined ? null : [low, high]
}

function fillOf({ range }: Frame, value: number): Token {
  const [low, high] = range ?? [0, 0]
  const place = high === low ? 0 : Math.floor(((value - low) / (high - low)) * steps.length)
  return steps[Math.min(steps.length - 1, Math.max(0, place))] ?? 'fan-95'
}

/** Months above weeks, days above days; each only where it has room. */
function columnParts({ grid, by, left, step, locale }: Frame): readonly Svg[] {
  let free = 0
  return grid.columns.flatMap((first, index) => {
    if (!isNamed(first, by, index)) return []
    const iso = printDay(by === 'week' ? ((first + 6) as Day) : first)
    const text = by === 'week' ? dayLabel(iso, locale, iso).replace(/\d+\.?\s*/, '') : dayLabel(iso, locale, iso)
    const x = left + index * step
    if (x < free) return []
    free = x + textWidth(text, font, false) + 10
    return [el('text', { x, y: 14, fill: 'ink-3' }, text)]
  })
}

/** The week that the first of a month lies in; Mondays, and the first day shown. */
function isNamed(first: Day, by: CalendarColumns, index: number): boolean {
  if (by === 'day') return index === 0 || (first - 4) % 7 === 0
  return civil((first + 6) as Day).day <= 7
}

/** Every day of a week by its name, every third hour; its middle value at the right. */
function rowParts({ grid, by, style, height, right }: Frame): readonly Svg[] {
  const every = by === 'week' ? 1 : 3
  return [
    el('text', { x: right + 8, y: 14, fill: 'ink-3' }, words.calendar.median),
    ...grid.rows.flatMap((name, row) => {
      const y = top + row * height + height / 2 + 4
      const median = grid.medians[row] ?? null
      const parts = row % every === 0 ? [el('text', { x: 0, y, fill: 'ink-3' }, name)] : []
      if (median !== null && row % every === 0)
        parts.push(el('text', { x: right + 8, y, fill: 'ink-2' }, digits(style, median)))
      return parts
    }),
  ]
}

function cellParts(frame: Frame, cell: CalendarCell): readonly Svg[] {
  const { left, step, height } = frame
  const whole = step - gap
  const width = cell.half === null ? whole : whole / 2
  const x = left + cell.column * step + (cell.half === 'second' ? whole / 2 : 0)
  const y = top + cell.row * height
  const box = { x, y, width, height: height - gap, rx: 2 } as const
  const [middleX, middleY] = [x + width / 2, y + (height - gap) / 2]
  if (cell.value === null) {
    // What is not due yet is no gap.
    if (cell.answer.state === 'not-due') return []
    return [
      el('rect', { ...box, fill: 'none', stroke: 'line-2', strokeWidth: 1 }),
      el('line', {
        x1: middleX - 3,
        x2: middleX + 3,
        y1: middleY,
        y2: middleY,
        stroke: 'control',
        strokeWidth: 1,
      }),
    ]
  }
  const dashed = isWhole(cell) ? {} : { stroke: 'ink-3' as const, strokeWidth: 1, strokeDasharray: '2 2' }
  const fill = fillOf(frame, cell.value)
  const parts = [
    el('rect', { ...box, fill, ...(fill === 'fan-95' && { stroke: 'line-2', strokeWidth: 1 }), ...dashed }),
  ]
  if (cell.answer.status === 'off-track') parts.push(offTrack(middleX, middleY))
  return parts
}

/** The diamond of everything that is off track, told from any ground by its rim. */
const offTrack = (x: number, y: number): Svg =>
  el('path', {
    d: `M${x} ${y - 4.5}L${x + 4.5} ${y}L${x} ${y + 4.5}L${x - 4.5} ${y}Z`,
    fill: 'off',
    stroke: 'canvas',
    strokeWidth: 1.5,
  })

function legendParts({ range, style, left, grid, width, cut }: Frame, y: number): readonly Svg[] {
  if (range === null) return []
  const [low, high] = [words.calendar.upTo(digits(style, range[0])), words.calendar.from(withUnit(style, range[1]))]
  const first = left + textWidth(low, font, false) + 10
  const after = first + steps.length * 16 + 8
  const parts: Svg[] = [
    el('text', { x: left, y: y + 4, fill: 'ink-3' }, low),
    ...steps.map((fill, index) =>
      el('rect', {
        x: first + index * 16,
        y: y - 6,
        width: 14,
        height: 12,
        rx: 2,
        fill,
        stroke: 'line-2',
        strokeWidth: fill === 'fan-95' ? 1 : 0,
      }),
    ),
    el('text', { x: after, y: y + 4, fill: 'ink-3' }, high),
  ]
  if (!grid.cells.some(({ answer }) => answer.status === 'off-track')) return parts
  const word = words.states['off-track']
  const beside = after + textWidth(high, font, false) + 24
  const fits = beside + 10 + textWidth(word, font, false) < width || !cut
  const [x, line] = fits ? [beside, y] : [left + 6, y + 24]
  return [...parts, offTrack(x, line), el('text', { x: x + 10, y: line + 4, fill: 'ink-3' }, word)]
}

/** The highest and the lowest, and the rows that are usually so. */
function sentenceOf({ grid, style, locale, by }: Frame): string {
  const { calendar } = words
  const known = grid.cells.filter((cell) => cell.value !== null && isWhole(cell))
  const inOrder = [...known].sort((a, b) => (a.value ?? 0) - (b.value ?? 0))
  const [lowest, highest] = [inOrder[0], inOrder.at(-1)]
  if (lowest === undefined || highest === undefined) return words.noValues
  const told = ({ value, ...cell }: CalendarCell) => calendar.on(withUnit(style, value ?? 0), cellName(cell, locale))
  const extremes = calendar.extremes(told(highest), told(lowest))
  const usual = grid.medians.flatMap((median, row) => (median === null ? [] : [{ median, name: grid.rows[row] ?? '' }]))
  const [low, high] = [...usual]
    .sort((a, b) => a.median - b.median)
    .filter((_, at, all) => at === 0 || at === all.length - 1)
  if (low === undefined || high === undefined || withUnit(style, low.median) === withUnit(style, high.median))
    return `${extremes}.`
  return `${extremes}. ${calendar.usual(by, [high.name, withUnit(style, high.median)], [low.name, withUnit(style, low.median)])}.`
}

/** A line per week or hour, and the middle values of its other side. */
function tableOf({ grid, style, locale, by }: Frame): Chart['table'] {
  const { calendar, columns } = words
  const texts = new Map<string, string>()
  for (const { column, row, value, answer } of grid.cells) {
    const key = `${column} ${row}`
    const text =
      value === null ? words.states[answer.state === 'value' ? 'no-data' : answer.state] : withUnit(style, value)
    const before = texts.get(key)
    texts.set(key, before === undefined ? text : `${before}, ${text}`)
  }
  const at = (column: number, row: number) => texts.get(`${column} ${row}`) ?? ''
  const median = (row: number) => {
    const value = grid.medians[row] ?? null
    return value === null ? '' : withUnit(style, value)
  }
  const names = grid.columns.map((first) => dayLabel(printDay(first), locale))
  if (by === 'day')
    return {
      columns: [calendar.hour, ...names, calendar.median],
      rows: grid.rows.map((name, row) => [name, ...grid.columns.map((_, column) => at(column, row)), median(row)]),
    }
  return {
    columns: [columns.week, ...grid.rows],
    rows: [
      ...names.map((name, column) => [calendar.weekOf(name), ...grid.rows.map((_, row) => at(column, row))]),
      [calendar.median, ...grid.rows.map((_, row) => median(row))],
    ],
  }
}
