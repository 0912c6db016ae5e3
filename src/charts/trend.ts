import { scaleLinear } from 'd3-scale'
import type { Answer } from '../domain/answer.ts'
import { digits, type NumberStyle, numberStyle, toNumber, withUnit } from '../domain/number-format.ts'
import type { PeriodLabel, UnitLabel } from '../domain/view.ts'
import { axisParts, gridParts } from './axes.ts'
import { targetText } from './bullet.ts'
import { textBoxes } from './place-label.ts'
import { type Point, pointsOf, runs } from './point.ts'
import { calmSpan } from './scale.ts'
import { shownState, states, stateWord } from './states.ts'
import { type Chart, el, root, type Svg, through } from './svg.ts'
import { breakIndexes, breakParts } from './trend-breaks.ts'
import { labelParts } from './trend-labels.ts'
import { type Plot, targetParts } from './trend-parts.ts'
import { words } from './words.ts'

export interface TrendInput {
  readonly trend: readonly Answer[]
  readonly labels: readonly PeriodLabel[]
  /** The asked period: its point is marked and named. */
  readonly period: string
  readonly unit: UnitLabel
  readonly good: 'up' | 'down' | 'between'
  readonly locale: string
  readonly size: 'wide' | 'medium' | 'phone'
  /** The days (ISO) from which another formula is in force: the line breaks there. */
  readonly breaks?: readonly string[]
  /** The picture's exact width in px, where it is known; each size has one of its own. */
  readonly width?: number
}

export interface TrendChart extends Chart {
  /** Where each period stands in the picture, so that a page can answer a pointer. */
  readonly hits: readonly { readonly x: number; readonly y: number | null; readonly text: string }[]
  readonly plot: Plot
}

const sizes = {
  wide: { width: 1216, height: 432, right: 176, periods: 37, font: 12.5 },
  medium: { width: 688, height: 320, right: 128, periods: 25, font: 12 },
  phone: { width: 328, height: 268, right: 10, periods: 14, font: 12 },
} as const

/** A KPI over time: line, target steps, gaps with their reason, the unfinished period hollow; labelled where it stands. */
export function trend(input: TrendInput): TrendChart {
  const size = { ...sizes[input.size], ...(input.width === undefined ? {} : { width: input.width }) }
  const answers = input.trend.slice(-size.periods)
  const labels = input.labels.slice(-answers.length)
  const points = pointsOf(answers)
  const asked = points.findIndex((point) => point.period === input.period)
  const style = styleOf(input, points, asked)
  const values = points.flatMap((point) => [point.value, point.target, point.low, point.high]).filter(isNumber)
  const span = calmSpan(values, 0.06) ?? [0, style.divisor]
  const pad = Math.max((span[1] - span[0]) * 0.08, Number.EPSILON)
  const flat = span[0] === 0 && span[1] < 1e-9
  const padded = flat ? [-style.divisor, style.divisor] : [span[0] - pad, span[1] + pad]
  const count = input.size === 'phone' ? 4 : 5
  const y = scaleLinear().domain(padded).nice(count)
  // Nothing but zeros has no scale to speak of.
  const ticks = flat ? [0] : y.ticks(count)
  const axis = axisStyle(style, ticks)
  const left = Math.max(...ticks.map((tick) => digits(axis, tick).length)) * 7.4 + (axis.unit === '%' ? 26 : 14)
  const plot = plotOf(size, left, points.length, y)
  const target = targetParts(points, plot, style, input.size)
  const breaks = breakIndexes(labels, input.breaks ?? [])
  const boxes = textBoxes(target, size.font)
  const parts: Svg[] = [
    ...gridParts({ ...plot, right: Math.min(plot.right, size.width), ticks }, axis),
    ...axisParts(
      { ...plot, step: points.length < 2 ? 1 : plot.x(1) - plot.x(0), width: size.width },
      labels,
      size.font,
    ),
    ...target,
    ...paceParts(answers, plot),
    ...breakParts(breaks, plot, input.size),
    ...lineParts(points, plot, breaks),
    ...markParts(answers, points, plot, asked),
    ...labelParts({
      size: input.size,
      points,
      labels,
      plot,
      asked,
      style,
      width: size.width,
      font: size.font,
      boxes,
    }),
  ]
  const hits = points.map((point, index) => ({
    x: plot.x(index),
    y: point.value === null ? null : plot.y(point.value),
    text: hitText(answers[index], labels[index], point, style),
  }))
  return {
    svg: root(size.width, size.height, el('g', { fontSize: size.font }, ...parts)),
    sentence: sentence(input, points, labels, breaks, style),
    table: table(answers, points, labels, style),
    hits,
    plot,
  }
}

/** A short mark where an unfinished period should be by now. */
function paceParts(answers: readonly Answer[], plot: Plot): readonly Svg[] {
  return answers.flatMap(({ targetToDate }, index) => {
    const due = typeof targetToDate === 'string' ? toNumber(targetToDate) : null
    if (due === null || due === 0) return []
    const [x, y] = [plot.x(index), plot.y(due)]
    return [el('line', { x1: x - 7, x2: x + 7, y1: y, y2: y, stroke: 'target', strokeWidth: 1.25 })]
  })
}

function styleOf(input: TrendInput, points: readonly Point[], asked: number): NumberStyle {
  const reference = points[asked]?.value ?? points.findLast((point) => point.value !== null)?.value ?? null
  return numberStyle(input.unit, input.locale, reference, ...points.map((point) => point.value))
}

/** The axis needs only the decimals that its ticks have. */
function axisStyle(style: NumberStyle, ticks: readonly number[]): NumberStyle {
  for (let decimals = 0; decimals < 6; decimals++) {
    const written = ticks.map((tick) => digits({ ...style, decimals }, tick))
    const exact = ticks.every((tick) => {
      const scaled = (tick / style.divisor) * 10 ** decimals
      return Math.abs(scaled - Math.round(scaled)) < 1e-6
    })
    if (exact && new Set(written).size === written.length) return { ...style, decimals }
  }
  return style
}

function plotOf(
  size: Readonly<Record<'width' | 'height' | 'right', number>>,
  left: number,
  count: number,
  scale: ReturnType<typeof scaleLinear<number, number>>,
): Plot {
  const top = 34
  const bottom = size.height - 44
  const right = size.width - size.right
  const step = (right - left) / Math.max(1, count - 1)
  const y = scale.copy().range([bottom, top])
  return { left, right, top, bottom, x: (index) => (count === 1 ? (left + right) / 2 : left + index * step), y }
}

function lineParts(points: readonly Point[], plot: Plot, breaks: readonly number[]): readonly Svg[] {
  const parts = runs(points, breaks).map((run) => {
    const line = run.map((index) => [plot.x(index), plot.y(points[index]?.value ?? 0)] as const)
    const [first] = line
    return line.length === 1 && first
      ? el('circle', { cx: first[0], cy: first[1], r: 2.5, fill: 'accent' })
      : el('path', { d: through(line), fill: 'none', stroke: 'accent', strokeWidth: 2, strokeLinejoin: 'round' })
  })
  points.forEach((point, index) => {
    const before = points[index - 1]
    if (!point.unfinished || point.value === null || !before || before.value === null || breaks.includes(index)) return
    const line = [
      [plot.x(index - 1), plot.y(before.value)],
      [plot.x(index), plot.y(point.value)],
    ] as const
    parts.push(
      el('path', { d: through(line), fill: 'none', stroke: 'accent', strokeWidth: 2, strokeDasharray: '3 3.5' }),
    )
  })
  return parts
}

function markParts(answers: readonly Answer[], points: readonly Point[], plot: Plot, asked: number): readonly Svg[] {
  return points.flatMap((point, index) => {
    if (point.value === null) return []
    const at = { cx: plot.x(index), cy: plot.y(point.value) }
    if (point.unfinished)
      return [
        el('circle', { ...at, r: 4.5, fill: 'canvas', stroke: 'accent', strokeWidth: 2, strokeDasharray: '2.4 2.3' }),
      ]
    if (index !== asked) return []
    const answer = answers[index]
    const look = answer ? states[shownState(answer)] : null
    return [
      el('circle', { ...at, r: 5, fill: look?.exception ? look.shape : 'accent', stroke: 'canvas', strokeWidth: 2 }),
    ]
  })
}

function hitText(answer: Answer | undefined, label: PeriodLabel | undefined, point: Point, style: NumberStyle): string {
  const name = label?.label ?? point.period
  if (!answer || point.value === null) {
    const state = answer && answer.state !== 'value' ? answer.state : 'no-data'
    return `${name}: ${stateWord(state)}`
  }
  const target = targetText(answer, (value) => withUnit(style, value))
  const named = point.unfinished ? words.soFar(name) : name
  return `${named}: ${withUnit(style, point.value)}${target === '' ? '' : `, ${words.withTarget(target)}`}`
}

function sentence(
  input: TrendInput,
  points: readonly Point[],
  labels: readonly PeriodLabel[],
  breaks: readonly number[],
  style: NumberStyle,
): string {
  const closed = points.filter((point) => point.value !== null && !point.unfinished)
  const first = labels[0]
  const last = labels.at(-1)
  if (closed.length === 0 || !first || !last) return `${words.noValues}.`
  const values = closed.map((point) => point.value).filter(isNumber)
  const judged = closed.filter((point) => point.target !== null)
  const met = judged.filter((point) => meets(point, input.good)).length
  const missing = points.filter((point) => point.value === null && point.state !== 'not-due').length
  const parts = [
    words.between(digits(style, Math.min(...values)), withUnit(style, Math.max(...values)), first.label, last.label),
    ...(judged.length === 0 ? [] : [words.met(met, judged.length)]),
    ...(missing === 0 ? [] : [words.withoutValue(missing, points.length)]),
    ...breaks.flatMap((index) => (labels[index] ? [words.newFormulaFrom(labels[index].label)] : [])),
  ]
  return `${parts.join('; ')}.`
}

/** Whether a point met its target, by the KPI's own direction. */
export function meets(point: Point, good: 'up' | 'down' | 'between'): boolean {
  if (point.value === null || point.target === null) return false
  if (point.low !== null && point.high !== null) return point.value >= point.low && point.value <= point.high
  return good === 'down' ? point.value <= point.target : point.value >= point.target
}

function table(
  answers: readonly Answer[],
  points: readonly Point[],
  labels: readonly PeriodLabel[],
  style: NumberStyle,
): Chart['table'] {
  const { columns } = words
  const rows = points.map((point, index) => {
    const answer = answers[index]
    const state = answer ? stateWord(shownState(answer)) : ''
    const target = answer ? targetText(answer, (value) => withUnit(style, value)) : ''
    const name = labels[index]?.label ?? point.period
    return [
      point.unfinished ? words.soFar(name) : name,
      point.value === null ? '' : withUnit(style, point.value),
      target,
      state,
    ]
  })
  return { columns: [columns.period, columns.value, columns.target, columns.status], rows }
}

function isNumber(value: number | null): value is number {
  return value !== null
}
