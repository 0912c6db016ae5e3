import { type NumberStyle, trimmed } from '../domain/number-format.ts'
import { type Point, targetSteps } from './point.ts'
import { el, type Svg, through } from './svg.ts'
import { words } from './words.ts'

/** The plot's edges in the picture, and its two scales. */
export interface Plot {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly x: (index: number) => number
  readonly y: (value: number) => number
}

/** The target as a step line, or as a pale band between its limits; a rare change of it is noted above the plot. */
export function targetParts(
  points: readonly Point[],
  plot: Plot,
  style: NumberStyle,
  size: 'wide' | 'medium' | 'phone',
): readonly Svg[] {
  const step = points.length < 2 ? plot.right - plot.left : plot.x(1) - plot.x(0)
  const left = (index: number) => Math.max(plot.left, plot.x(index) - step / 2)
  const right = (until: number) => Math.min(plot.right, plot.x(until - 1) + step / 2)
  const parts: Svg[] = []
  for (const pieces of targetSteps(points, (point) => point.low))
    for (const piece of pieces) {
      const high = points[piece.from]?.high ?? piece.value
      parts.push(
        el('rect', {
          x: left(piece.from),
          y: plot.y(high),
          width: right(piece.until) - left(piece.from),
          height: plot.y(piece.value) - plot.y(high),
          fill: 'band-risk',
        }),
      )
    }
  const reads = [single, (point: Point) => point.low, (point: Point) => point.high]
  for (const read of reads)
    for (const pieces of targetSteps(points, read)) {
      const corners = pieces.flatMap((piece) => [
        [left(piece.from), plot.y(piece.value)] as const,
        [right(piece.until), plot.y(piece.value)] as const,
      ])
      parts.push(el('path', { d: through(corners), fill: 'none', stroke: 'target', strokeWidth: 1.25 }))
    }
  return size === 'phone' ? parts : [...changeNotes(points, plot, style, left), ...parts]
}

function changeNotes(
  points: readonly Point[],
  plot: Plot,
  style: NumberStyle,
  left: (index: number) => number,
): readonly Svg[] {
  const changes = targetSteps(points, single).flatMap((pieces) =>
    pieces.slice(1).map((piece, index) => ({ ...piece, before: pieces[index]?.value ?? piece.value })),
  )
  if (changes.length === 0 || changes.length > 3) return []
  const far = changes.every(
    (change, index) => index === 0 || left(change.from) - left(changes[index - 1]?.from ?? 0) > 170,
  )
  if (!far) return []
  return changes.flatMap((change) => {
    const x = left(change.from)
    const nearEnd = x > plot.right - 60
    return [
      el('line', { x1: x, x2: x, y1: 12, y2: plot.bottom, stroke: 'line-2', strokeWidth: 1, strokeDasharray: '1 3' }),
      el(
        'text',
        { x: nearEnd ? x - 6 : x + 6, y: 14, textAnchor: nearEnd ? 'end' : 'start', fill: 'ink-3' },
        words.targetMoved(change.value > change.before, trimmed(style, change.value, true)),
      ),
    ]
  })
}

const single = (point: Point): number | null => (point.low === null ? point.target : null)
