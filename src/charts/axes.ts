import { scaleLinear } from 'd3-scale'
import { digits, type NumberStyle } from '../domain/number-format.ts'
import type { PeriodLabel } from '../domain/view.ts'
import { tickIndexes, tickText } from './period-axis.ts'
import { calmSpan } from './scale.ts'
import { el, type Svg } from './svg.ts'

export const font = 12.5

/** Below this width a picture is drawn for a phone. */
export const narrow = 560

/** Where periods and values stand in a picture. */
export interface Plot {
  readonly x: (index: number) => number
  readonly y: (value: number) => number
  readonly left: number
  readonly right: number
  readonly bottom: number
  /** Pixels from one period to the next. */
  readonly step: number
  readonly ticks: readonly number[]
  readonly width: number
}

/** A plot that spans the values, with round ticks and room for their digits at the left. */
export function plotOf(asked: {
  readonly values: readonly number[]
  readonly style: NumberStyle
  readonly periods: number
  readonly width: number
  readonly height: number
  readonly marginRight: number
}): Plot {
  const { values, style, periods, width, height, marginRight } = asked
  const count = width < narrow ? 4 : 5
  const span = calmSpan(values, 0.02) ?? [0, 1]
  const pad = (span[1] - span[0]) * 0.08
  const scale = scaleLinear()
    .domain([span[0] - pad, span[1] + pad])
    .nice(count)
  const ticks = scale.ticks(count)
  const left = Math.max(...ticks.map((tick) => digits(style, tick).length)) * 7.4 + 26
  const right = width - marginRight
  const bottom = height - 40
  const step = (right - left) / Math.max(1, periods - 1)
  const y = scale.copy().range([bottom, 30])
  return { x: (index) => left + index * step, y: (value) => y(value), left, right, bottom, step, ticks, width }
}

/** Hairlines with their values; the unit stands at the uppermost, % behind its digits and any other above them. */
export function gridParts(
  { left, right, y, ticks }: Pick<Plot, 'left' | 'right' | 'y' | 'ticks'>,
  style: NumberStyle,
  text: (tick: number) => string = (tick) => digits(style, tick),
): readonly Svg[] {
  const { unit } = style
  const behind = unit === '%' ? ' %' : ''
  return ticks.flatMap((tick, index) => {
    const top = index === ticks.length - 1
    const parts = [
      el('line', { x1: left, x2: right, y1: y(tick), y2: y(tick), stroke: 'line', strokeWidth: 1 }),
      el('text', { x: 0, y: y(tick) + 4, fill: 'ink-3' }, text(tick) + (top ? behind : '')),
    ]
    if (top && unit !== '' && behind === '') parts.push(el('text', { x: 0, y: y(tick) - 12, fill: 'ink-3' }, unit))
    return parts
  })
}

/** The names of periods below the plot. */
export function axisParts(
  plot: Pick<Plot, 'x' | 'bottom' | 'step' | 'width'>,
  labels: readonly PeriodLabel[],
  size: number = font,
): readonly Svg[] {
  return tickIndexes(labels, plot.step, size * 5.2).map((index, position) => {
    const label = labels[index]
    const text = label ? tickText(label, position === 0) : ''
    const half = text.length * size * 0.29
    const x = Math.min(Math.max(plot.x(index), half), plot.width - half)
    return el('text', { x, y: plot.bottom + 30, textAnchor: 'middle', fill: 'ink-3' }, text)
  })
}

/** Indexes of successive items for which something holds. */
export function runsOf<T>(items: readonly T[], holds: (item: T) => boolean): readonly (readonly number[])[] {
  const runs: number[][] = []
  items.forEach((item, index) => {
    if (!holds(item)) return
    const last = runs.at(-1)
    if (last !== undefined && last.at(-1) === index - 1) last.push(index)
    else runs.push([index])
  })
  return runs
}
