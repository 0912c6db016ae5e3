import { add, parseDecimal, printDecimal } from '../domain/decimal.ts'
import type { DriverPart, DriverSplitView, DriversView, EffectFigure } from '../domain/drivers-view.ts'
import { type NumberStyle, toNumber, withUnit } from '../domain/number-format.ts'
import { effectStyle, effectText, isBad } from './effect-style.ts'
import { textWidth } from './place-label.ts'
import { linear } from './scale.ts'
import { type Chart, el, root, type Svg } from './svg.ts'
import { words } from './words.ts'

export interface BridgeInput {
  readonly view: DriversView
  readonly split: DriverSplitView
  readonly locale: string
  readonly width: number
}

/** More rows than this are read by nobody: the smallest stand together. */
const mostRows = 9
const rowHeight = 30
const font = 12.5

const nameWidth = (name: string): number => textWidth(name, font, true)

interface Row {
  readonly name: string
  readonly note: string
  readonly effect: number
  readonly figure: EffectFigure
  readonly rate: EffectFigure | null
  readonly mix: EffectFigure | null
}

/**
 * A variance bridge: from the baseline's level down to this period's, one row per member, each bar beginning where the last one
 * ended. Levels are lines, not bars: nothing here starts at zero, and nothing pretends to.
 */
export function bridge({ view, split, locale, width }: BridgeInput): Chart {
  const style = effectStyle(view, locale)
  const rows = rowsOf(split, view)
  const [from, to] = [toNumber(view.from) ?? 0, toNumber(view.to) ?? 0]
  const wide = width >= 640
  const ratio = split.kind === 'ratio' && wide
  const columns = ratio ? [width - 190, width - 110, width] : [width]
  const left = Math.min(
    width * 0.34,
    Math.max(...[...rows.map((row) => row.name + row.note), nameOfBase(view), view.period.label].map(nameWidth)) + 20,
    260,
  )
  const right = ratio ? width - 270 : width - 92
  const level = levels(from, rows)
  const x = linear(spanOf(level, from, to), [left + 8, right - 8])
  const top = 26
  const last = top + rows.length * rowHeight
  const parts: Svg[] = [
    ...headParts(columns, style, ratio),
    ...levelParts({ name: nameOfBase(view), value: withUnit(style, from), x: x(from), y: top, width, right }),
    ...rows.flatMap((row, index) =>
      rowParts({
        row,
        y: top + (index + 1) * rowHeight,
        start: x(level[index] ?? from),
        end: x(level[index + 1] ?? to),
        good: view.good,
        style,
        columns,
        width,
      }),
    ),
    ...levelParts({ name: view.period.label, value: withUnit(style, to), x: x(to), y: last + rowHeight, width, right }),
  ]
  return {
    svg: root(width, last + 2 * rowHeight + 4, el('g', { fontSize: font }, ...parts)),
    sentence: `${view.sentence.lead} ${sentenceOf(rows, split, style)}`,
    table: tableOf(view, split, style),
  }
}

export const nameOfBase = ({ basis, compare, against }: DriversView): string => {
  if (basis === 'promise') return compare.charAt(0).toUpperCase() + compare.slice(1)
  return basis === 'expected' ? words.drivers.expected : against
}

/** The largest effects, and all others as one row whose shown effect is the sum of theirs. */
function rowsOf(split: DriverSplitView, view: DriversView): readonly Row[] {
  const all = split.parts.map((part) => ({ ...part, ...nameOf(part, split, view) }))
  const kept = all.length > mostRows ? all.slice(0, mostRows - 1) : all
  const rows = kept.map(
    (part): Row => ({
      name: part.title,
      note: part.note,
      effect: Number(part.effect),
      figure: part,
      rate: part.rate,
      mix: part.mix,
    }),
  )
  const more = all.slice(kept.length)
  if (more.length === 0) return rows
  const joint = (read: (part: DriverPart) => EffectFigure | null): EffectFigure | null => {
    const figures = more.flatMap((part) => read(part) ?? [])
    return figures.length === 0 ? null : added(figures)
  }
  const figure = added(more)
  const count = more.length + (split.merged > 0 ? split.merged - 1 : 0)
  return [
    ...rows,
    {
      name: words.drivers.others(count),
      note: '',
      effect: Number(figure.effect),
      figure,
      rate: joint(({ rate }) => rate),
      mix: joint(({ mix }) => mix),
    },
  ]
}

function added(figures: readonly EffectFigure[]): EffectFigure {
  const zero = { units: 0n, scale: 0 }
  const shown = figures.reduce((all, { shown: text }) => add(all, parseDecimal(text) ?? zero), zero)
  return { effect: figures.reduce((all, { effect }) => all + Number(effect), 0), shown: printDecimal(shown) }
}

function nameOf(part: DriverPart, { merged }: DriverSplitView, { basis }: DriversView) {
  const { drivers } = words
  const left = basis === 'expected' ? drivers.notForetold : drivers.rest
  const title = part.presence === 'small' ? drivers.small(merged) : part.presence === 'rest' ? left : part.name
  const note =
    part.presence === 'new'
      ? drivers.isNew
      : part.presence === 'gone'
        ? basis !== 'earlier'
          ? ''
          : drivers.isGone
        : ''
  return { title, note: note === '' ? '' : ` ${note}` }
}

/** The level before each row and after the last. */
function levels(from: number, rows: readonly Row[]): readonly number[] {
  const found = [from]
  for (const { effect } of rows) found.push((found.at(-1) ?? from) + effect)
  return found
}

function spanOf(level: readonly number[], from: number, to: number): readonly [number, number] {
  const [low, high] = [Math.min(...level, from, to), Math.max(...level, from, to)]
  return low === high ? [low - 1, high + 1] : [low, high]
}

function headParts(columns: readonly number[], style: NumberStyle, ratio: boolean): readonly Svg[] {
  const { drivers } = words
  const names = ratio ? [drivers.rate, drivers.mix, drivers.effect] : [drivers.effect]
  return names.map((name, index) =>
    el(
      'text',
      { x: columns[index] ?? 0, y: 12, textAnchor: 'end', fill: 'ink-3' },
      index === names.length - 1 && style.gapUnit !== '' ? `${name}, ${style.gapUnit}` : name,
    ),
  )
}

interface Level {
  readonly name: string
  readonly value: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly right: number
}

/** A level: its name, an upright tick, and its value at the side with more room. */
function levelParts({ name, value, x, y, width, right }: Level): readonly Svg[] {
  const room = x + 10 + textWidth(value, font, true) < right + 60
  return [
    el('line', { x1: 0, x2: width, y1: y - 3, y2: y - 3, stroke: 'line', strokeWidth: 1 }),
    el('text', { x: 0, y: y + 17, fill: 'ink', fontWeight: 500 }, name),
    el('line', { x1: x, x2: x, y1: y + 2, y2: y + rowHeight - 8, stroke: 'tick', strokeWidth: 2 }),
    el(
      'text',
      { x: room ? x + 8 : x - 8, y: y + 17, textAnchor: room ? 'start' : 'end', fill: 'ink', fontWeight: 500 },
      value,
    ),
  ]
}

interface RowInput {
  readonly row: Row
  readonly y: number
  readonly start: number
  readonly end: number
  readonly good: DriversView['good']
  readonly style: NumberStyle
  readonly columns: readonly number[]
  readonly width: number
}

function rowParts({ row, y, start, end, good, style, columns, width }: RowInput): readonly Svg[] {
  const bad = isBad(row.effect, good)
  const [low, high] = [Math.min(start, end), Math.max(start, end)]
  const cells = columns.length === 1 ? [row.figure] : [row.rate, row.mix, row.figure]
  const shown = clipped(row.name, row.note, width)
  return [
    el('line', { x1: 0, x2: width, y1: y - 3, y2: y - 3, stroke: 'line', strokeWidth: 1 }),
    el(
      'text',
      { x: 0, y: y + 17, fill: 'ink' },
      shown,
      ...(row.note === '' ? [] : [el('tspan', { fill: 'ink-3' }, row.note)]),
    ),
    el('line', { x1: start, x2: start, y1: y - 8, y2: y + 7, stroke: 'compare', strokeWidth: 1 }),
    el('rect', { x: low, y: y + 6, width: Math.max(1, high - low), height: 12, fill: bad ? 'off' : 'bar' }),
    el('line', { x1: end, x2: end, y1: y + 17, y2: y + rowHeight - 8, stroke: 'compare', strokeWidth: 1 }),
    ...cells.map((figure, index) => {
      const own = index === cells.length - 1
      const text = figure === null ? '' : effectText(style, figure)
      const fill = own ? (bad ? 'off-text' : 'ink') : 'ink-3'
      return el(
        'text',
        { x: columns[index] ?? 0, y: y + 17, textAnchor: 'end', fill, fontWeight: own ? 500 : 400 },
        text,
      )
    }),
  ]
}

/** A name as long as its column lets it be. */
function clipped(name: string, note: string, width: number): string {
  const most = Math.floor(Math.min(width * 0.34, 260) / (font * 0.56)) - note.length
  return name.length <= most ? name : `${name.slice(0, Math.max(3, most - 1))}…`
}

function sentenceOf(rows: readonly Row[], split: DriverSplitView, style: NumberStyle): string {
  const texts = rows.slice(0, 3).map((row) => `${row.name} ${effectText(style, row.figure)}`)
  const unit = style.gapUnit === '' ? '' : ` ${style.gapUnit}`
  return `${words.drivers.by(split.dimension)}: ${texts.join(', ')}${unit}.`
}

function tableOf(view: DriversView, split: DriverSplitView, style: NumberStyle): Chart['table'] {
  const { drivers } = words
  const ratio = split.kind === 'ratio'
  const value = (amount: string | number | null) => {
    const number = toNumber(amount)
    return number === null ? '' : withUnit(style, number)
  }
  const cell = (figure: EffectFigure | null) => (figure === null ? '' : effectText(style, figure))
  const rows = split.parts.map((part) => {
    const { title, note } = nameOf(part, split, view)
    return [
      title + note,
      value(part.from),
      value(part.to),
      ...(ratio ? [cell(part.rate), cell(part.mix)] : []),
      cell(part),
    ]
  })
  const total = { effect: view.change ?? 0, shown: view.shownChange ?? '0' }
  const sums = ratio ? [cell(split.rate), cell(split.mix)] : []
  return {
    columns: [
      split.dimension,
      nameOfBase(view),
      view.period.label,
      ...(ratio ? [drivers.rate, drivers.mix] : []),
      style.gapUnit === '' ? drivers.effect : `${drivers.effect}, ${style.gapUnit}`,
    ],
    rows: [...rows, [drivers.whole, value(view.from), value(view.to), ...sums, cell(total)]],
  }
}
