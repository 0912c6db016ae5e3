import { type NumberStyle, trimmed } from '../domain/number-format.ts'
import { type Point, targetSteps } from './point.ts'
import { states } from './states.ts'
import { el, type Svg, through } from './svg.ts'

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
    const word = change.value > change.before ? 'raised' : 'lowered'
    const nearEnd = x > plot.right - 60
    return [
      el('line', { x1: x, x2: x, y1: 12, y2: plot.bottom, stroke: 'line-2', strokeWidth: 1, strokeDasharray: '1 3' }),
      el(
        'text',
        { x: nearEnd ? x - 6 : x + 6, y: 14, textAnchor: nearEnd ? 'end' : 'start', fill: 'ink-3' },
        `Target ${word} to ${trimmed(style, change.value, true)}`,
      ),
    ]
  })
}

/** A gap says why it is one: the reason stands above the hole at the end of a thin leader. */
export function gapNotes(points: readonly Point[], plot: Plot): readonly Svg[] {
  const notes: Svg[] = []
  let lastEnd = -Infinity
  for (const gap of gaps(points)) {
    const state = points[gap.from]?.state ?? 'no-data'
    if (state === 'value' || state === 'not-due') continue
    const before = points[gap.from - 1]?.value ?? null
    const after = points[gap.until]?.value ?? null
    const around = [before, after].filter((value) => value !== null).map(plot.y)
    const x = plot.x((gap.from + gap.until - 1) / 2)
    const text = states[state].word
    const half = text.length * 3.4
    if (x - half < lastEnd + 12) continue
    lastEnd = x + half
    const centre = Math.min(Math.max(x, plot.left + half), plot.right - half)
    const line = around.length === 0 ? (plot.top + plot.bottom) / 2 : Math.min(...around)
    const above = line - 50 > plot.top
    const tip = above ? line - 8 : (around.length === 0 ? line : Math.max(...around)) + 8
    const y = above ? tip - 34 : tip + 40
    notes.push(
      el('line', { x1: x, x2: x, y1: above ? y + 6 : y - 13, y2: tip, stroke: 'line-2', strokeWidth: 1 }),
      el('text', { x: centre, y, textAnchor: 'middle', fill: 'ink-3' }, text),
    )
  }
  return notes
}

function gaps(points: readonly Point[]): readonly { readonly from: number; readonly until: number }[] {
  const found: { from: number; until: number }[] = []
  points.forEach((point, index) => {
    if (point.value !== null) return
    const last = found.at(-1)
    if (last && last.until === index) last.until = index + 1
    else found.push({ from: index, until: index + 1 })
  })
  return found
}

const single = (point: Point): number | null => (point.low === null ? point.target : null)
