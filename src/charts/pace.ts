import { digits, type NumberStyle, numberStyle, trimmed, withUnit } from '../domain/number-format.ts'
import type { PaceCourse, PacePoint } from '../domain/pace-view.ts'
import type { UnitLabel } from '../domain/view.ts'
import { civil, type Day, day, parseDay } from '../time/day.ts'
import { gregorian } from '../time/gregorian.ts'
import { ordinalOn, periodLabel } from '../time/period.ts'
import { gridParts } from './axes.ts'
import { linear } from './scale.ts'
import { type Chart, el, root, type Svg, through } from './svg.ts'
import { words } from './words.ts'

export interface PaceInput {
  readonly course: PaceCourse
  readonly unit: UnitLabel
  readonly locale: string
  readonly width: number
}

interface Plot {
  readonly x: (day: number) => number
  readonly y: (value: number) => number
  readonly left: number
  readonly right: number
  readonly bottom: number
}

const font = 12.5
const narrow = 560

/**
 * A promise as it grows with the days of its period, and what really came: the promised line solid as far as days have passed and
 * dashed beyond, the actual one beside it with a hollow end, and the distance between them on the last counted day.
 */
export function paceChart({ course, unit, locale, width }: PaceInput): Chart {
  const phone = width < narrow
  const height = phone ? 248 : 320
  const { points, target } = course
  const start = dayOf(course.label.start ?? points[0]?.day ?? '')
  const end = dayOf(points.at(-1)?.day ?? '') + 1
  const values = points.flatMap(({ promised, actual }) => [promised, actual ?? 0])
  const ticks = ticksOf(Math.min(0, ...values), Math.max(target, ...values), phone ? 4 : 5)
  const style = numberStyle(unit, locale, target, ...values)
  const left = Math.max(...ticks.map((tick) => trimmed(style, tick, false).length)) * 7.4 + 14
  const right = width - (phone ? 10 : 176)
  const bottom = height - 40
  const along = linear([start, end], [left, right])
  const plot: Plot = { x: along, y: linear([ticks[0] ?? 0, ticks.at(-1) ?? 1], [bottom, 30]), left, right, bottom }
  const at = points.find(({ day }) => day === course.through) ?? null
  const parts: Svg[] = [
    ...gridParts({ ...plot, ticks }, style, (tick) => trimmed(style, tick, false)),
    ...axisParts(plot, [start, end], locale, phone),
    ...promisedParts(plot, points, start, at),
    ...actualParts(plot, points, start, at),
    ...labelParts({ plot, course, style, at, phone }),
  ]
  return {
    svg: root(width, height, el('g', { fontSize: font }, ...parts)),
    sentence: course.sentence,
    table: tableOf(points, style),
  }
}

const dayOf = (iso: string): Day => parseDay(iso) ?? day(0)
/** Where a point stands: at the end of its day. */
const placeOf = (point: PacePoint): number => dayOf(point.day) + 1

/** Round steps that hold zero and everything shown. */
function ticksOf(low: number, high: number, count: number): readonly number[] {
  const span = Math.max(high - low, Number.EPSILON)
  const rough = span / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? 10 * power
  const first = Math.floor(low / step)
  const last = Math.ceil(high / step - 1e-9)
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step)
}

/** The first days of months below a longer period, a few days below a month. */
function axisParts(
  plot: Plot,
  [start, end]: readonly [number, number],
  locale: string,
  phone: boolean,
): readonly Svg[] {
  const days = Array.from({ length: end - start }, (_, index) => start + index)
  const long = end - start > 45
  const first = (on: number) => civil(day(on)).day === 1
  const every = Math.ceil((end - start) / (phone ? 4 : 8))
  const named = long ? days.filter(first) : days.filter((on) => (on - start) % every === 0)
  const skip = long && named.length > 6 && phone ? 3 : 1
  const name = (on: number) => dayName(on, long, locale)
  return named.flatMap((on, index) => {
    if (index % skip !== 0) return []
    const x = plot.x(on)
    return [
      el('line', { x1: x, x2: x, y1: plot.bottom, y2: plot.bottom + 4, stroke: 'line-2', strokeWidth: 1 }),
      el('text', { x, y: plot.bottom + 22, textAnchor: index === 0 ? 'start' : 'middle', fill: 'ink-3' }, name(on)),
    ]
  })
}

/** `Jul` for the first day of a month below a long period, else `8 Jul`. */
function dayName(on: number, long: boolean, locale: string): string {
  const of = long ? 'month' : 'day'
  const { short } = periodLabel(gregorian, of, ordinalOn(gregorian, of, day(on)), locale)
  return long ? short.replace(/\s*\d+$/, '') : short
}

/** Solid as far as the days that are counted, dashed where they are to come. */
function promisedParts(plot: Plot, points: readonly PacePoint[], start: number, at: PacePoint | null): readonly Svg[] {
  const line = points.map((point) => [plot.x(placeOf(point)), plot.y(point.promised), point] as const)
  const origin = [plot.x(start), plot.y(0)] as const
  const until = at === null ? start : placeOf(at)
  const past = line.filter(([, , point]) => placeOf(point) <= until)
  const ahead = line.filter(([, , point]) => placeOf(point) >= until)
  const corners = (some: typeof line) => some.map(([x, y]) => [x, y] as const)
  const stroke = { fill: 'none', stroke: 'target', strokeWidth: 1.5, strokeLinejoin: 'round' } as const
  return [
    el('path', { ...stroke, d: through([origin, ...corners(past)]) }),
    el('path', {
      ...stroke,
      d: through([...(at === null ? [origin] : []), ...corners(ahead)]),
      strokeDasharray: '4 3',
    }),
  ]
}

function actualParts(plot: Plot, points: readonly PacePoint[], start: number, at: PacePoint | null): readonly Svg[] {
  const known = points.flatMap((point) =>
    point.actual === null ? [] : [[plot.x(placeOf(point)), plot.y(point.actual)] as const],
  )
  const last = known.at(-1)
  if (last === undefined || at === null) return []
  const line = through([[plot.x(start), plot.y(0)], ...known])
  const gap = {
    x1: last[0],
    x2: last[0],
    y1: last[1],
    y2: plot.y(at.promised),
    stroke: 'control',
    strokeWidth: 1,
  } as const
  return [
    el('line', gap),
    el('path', { d: line, fill: 'none', stroke: 'accent', strokeWidth: 2, strokeLinejoin: 'round' }),
    el('circle', { cx: last[0], cy: last[1], r: 4.5, fill: 'canvas', stroke: 'accent', strokeWidth: 2 }),
  ]
}

interface Labelled {
  readonly plot: Plot
  readonly course: PaceCourse
  readonly style: NumberStyle
  readonly at: PacePoint | null
  readonly phone: boolean
}

/** The whole promise at the end of its line; what came and what was due where the days end, apart from each other. */
function labelParts({ plot, course, style, at, phone }: Labelled): readonly Svg[] {
  const halo = { stroke: 'canvas', strokeWidth: 4, strokeLinejoin: 'round', paintOrder: 'stroke' } as const
  const write = (text: string, x: number, y: number, anchor: string, fill: 'ink' | 'ink-2' | 'ink-3') =>
    el('text', { x, y, textAnchor: anchor, fill, fontWeight: fill === 'ink' ? 600 : 400, ...halo }, text)
  const whole = words.target(trimmed(style, course.target, true))
  const y = plot.y(course.target)
  const parts = [
    phone ? write(whole, plot.right, y - 8, 'end', 'ink') : write(whole, plot.right + 10, y + 4, 'start', 'ink'),
  ]
  if (at === null || at.actual === null) return parts
  const x = plot.x(placeOf(at))
  const [due, came] = [plot.y(at.promised), plot.y(at.actual)]
  const texts = {
    due: words.pace.due(withUnit(style, at.promised)),
    came: words.pace.came(withUnit(style, at.actual)),
  }
  const room = Math.max(texts.due.length, texts.came.length) * font * 0.58 + 12
  const [top, low] = [Math.min(due, came), Math.max(due, came)]
  // Both lines rise: left above them and right below them is free.
  const spots = {
    before: { anchor: 'end', x: x - 10, ys: [top - 28, top - 11] },
    below: { anchor: 'start', x: x + 12, ys: [low + 20, low + 37] },
    above: { anchor: 'start', x: x + 4, ys: [top - 50, top - 33] },
  } as const
  const spot = x - room > plot.left ? 'before' : low + 42 < plot.bottom ? 'below' : 'above'
  const { anchor, x: beside, ys } = spots[spot]
  const [upper, lower] = due <= came ? (['due', 'came'] as const) : (['came', 'due'] as const)
  return [
    ...parts,
    write(texts[upper], beside, ys[0], anchor, upper === 'came' ? 'ink' : 'ink-2'),
    write(texts[lower], beside, ys[1], anchor, lower === 'came' ? 'ink' : 'ink-2'),
  ]
}

function tableOf(points: readonly PacePoint[], style: NumberStyle): Chart['table'] {
  const { columns, pace } = words
  const rows = points.map(({ day, promised, actual }) => [
    day,
    withUnit(style, promised),
    actual === null ? '' : withUnit(style, actual),
    actual === null ? '' : digits(style, actual - promised),
  ])
  return { columns: [pace.until, pace.promised, columns.value, columns.gap], rows }
}
