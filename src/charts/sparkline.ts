import { digits, numberStyle, withUnit } from '../domain/number-format.ts'
import type { SeriesPoint, UnitLabel } from '../domain/view.ts'
import { type Point, pointsOf, runs, targetSteps } from './point.ts'
import { calmSpan, linear } from './scale.ts'
import { shownState, states, stateWord } from './states.ts'
import { type Chart, el, root, round, type Svg, through } from './svg.ts'
import { words } from './words.ts'

export interface SparklineInput {
  readonly series: readonly SeriesPoint[]
  /** The period that the page speaks of; its point is marked. */
  readonly period: string
  readonly unit: UnitLabel
  readonly locale: string
  /** How a period is named in the sentence; as its text unless given. */
  readonly nameOf?: (period: string) => string
  /** 120 × 28 in rows, 96 × 28 on phones, 140 × 44 in tiles. */
  readonly width: number
  readonly height: number
}

const INSET = 4
const LEAST_SPAN = 0.06

/** Thirteen periods in the size of a word: the line, the target's steps, the asked point, the unfinished one hollow. */
export function sparkline(input: SparklineInput): Chart {
  const points = pointsOf(input.series)
  const span = spanOf(points)
  const svg = span === null ? root(input.width, input.height, emptyLine(input)) : draw(input, points, span)
  return { svg, sentence: sentence(input, points), table: table(input, points) }
}

/**
 * Finished values and targets share the height. What has only begun, such as a sum on the second day of its month, would
 * flatten all the rest: where it lies outside, its point stands at the edge.
 */
function spanOf(points: readonly Point[]): readonly [number, number] | null {
  const read = (some: readonly Point[]) =>
    calmSpan(some.flatMap((point) => [point.value, point.low, point.high, point.target]).filter(isNumber), LEAST_SPAN)
  return read(points.filter((point) => !point.unfinished)) ?? read(points)
}

function draw(input: SparklineInput, points: readonly Point[], span: readonly [number, number]): Svg {
  const { width, height } = input
  const step = (width - 2 * INSET) / Math.max(1, points.length - 1)
  const x = (index: number) => INSET + index * step
  const place = linear(span, [height - INSET, INSET])
  const y = (value: number) => Math.min(height - INSET, Math.max(INSET, place(value)))
  const parts: Svg[] = []
  for (const read of [single, low, high])
    for (const pieces of targetSteps(points, read)) {
      const corners = pieces.flatMap((piece) => {
        const left = Math.max(0, x(piece.from) - step / 2)
        const right = Math.min(width, x(piece.until - 1) + step / 2)
        return [
          [left, y(piece.value)],
          [right, y(piece.value)],
        ] as const
      })
      parts.push(el('path', { d: through(corners), fill: 'none', stroke: 'control', strokeWidth: 1 }))
    }
  for (const run of runs(points)) {
    const line = run.map((index) => [x(index), y(points[index]?.value ?? 0)] as const)
    const [first] = line
    if (line.length === 1 && first) parts.push(el('circle', { cx: first[0], cy: first[1], r: 1.25, fill: 'bar' }))
    else
      parts.push(
        el('path', { d: through(line), fill: 'none', stroke: 'bar', strokeWidth: 1.5, strokeLinejoin: 'round' }),
      )
  }
  parts.push(...marks(input, points, x, y))
  return root(width, height, ...parts)
}

function marks(
  input: SparklineInput,
  points: readonly Point[],
  x: (index: number) => number,
  y: (value: number) => number,
): readonly Svg[] {
  const parts: Svg[] = []
  points.forEach((point, index) => {
    if (point.value === null) return
    const answer = input.series[index]
    const look = answer ? states[shownState(answer)] : null
    if (point.unfinished) {
      const before = points[index - 1]
      if (before && before.value !== null)
        parts.push(
          el('path', {
            d: through([
              [x(index - 1), y(before.value)],
              [x(index), y(point.value)],
            ]),
            fill: 'none',
            stroke: 'bar',
            strokeWidth: 1.5,
            strokeDasharray: '2 2.5',
          }),
        )
      parts.push(
        el('circle', { cx: x(index), cy: y(point.value), r: 2.25, fill: 'canvas', stroke: 'bar', strokeWidth: 1.25 }),
      )
    } else if (point.period === input.period) {
      parts.push(el('circle', { cx: x(index), cy: y(point.value), r: 2.5, fill: look?.exception ? look.shape : 'bar' }))
    }
  })
  return parts
}

function emptyLine(input: SparklineInput): Svg {
  const y = round(input.height / 2)
  return el('path', {
    d: `M${INSET} ${y}H${input.width - INSET}`,
    fill: 'none',
    stroke: 'line-2',
    strokeWidth: 1,
    strokeDasharray: '1 4',
  })
}

function sentence(input: SparklineInput, points: readonly Point[]): string {
  const name = input.nameOf ?? ((period: string) => period)
  const known = points.filter((point) => point.value !== null && !point.unfinished)
  const first = known[0]
  const last = known.at(-1)
  if (!first || !last || first.value === null || last.value === null) return words.noValues
  const style = numberStyle(input.unit, input.locale, last.value)
  const missing = points.filter((point) => point.value === null).length
  const gaps = missing === 0 ? '' : `, ${words.withoutValue(missing, points.length)}`
  const to = withUnit(style, last.value)
  if (first === last) return words.onlyValue(to, name(last.period)) + gaps
  const same = digits(style, last.value) === digits(style, first.value)
  const way = same ? 'same' : last.value > first.value ? 'up' : 'down'
  return words.moved(way, to, name(last.period), withUnit(style, first.value), name(first.period)) + gaps
}

function table(input: SparklineInput, points: readonly Point[]): Chart['table'] {
  const style = numberStyle(input.unit, input.locale, ...points.map((point) => point.value))
  const rows = points.map((point) => [
    point.period,
    point.value === null ? stateWord(point.state === 'value' ? 'no-data' : point.state) : withUnit(style, point.value),
    point.target === null ? '' : withUnit(style, point.target),
  ])
  const { columns } = words
  return { columns: [columns.period, columns.value, columns.target], rows }
}

const single = (point: Point): number | null => (point.low === null ? point.target : null)
const low = (point: Point): number | null => point.low
const high = (point: Point): number | null => point.high

function isNumber(value: number | null): value is number {
  return value !== null
}
