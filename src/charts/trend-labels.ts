import { type NumberStyle, trimmed, withUnit } from '../domain/number-format.ts'
import type { PeriodLabel } from '../domain/view.ts'
import { monthName } from './period-axis.ts'
import { type Box, bestSpots, inkOf, ringOf, type Spot, spotBoxes, textWidth } from './place-label.ts'
import type { Point } from './point.ts'
import { stateWord } from './states.ts'
import { el, type Svg } from './svg.ts'
import type { Plot } from './trend-parts.ts'
import { words } from './words.ts'

export interface LabelWork {
  readonly size: 'wide' | 'medium' | 'phone'
  readonly points: readonly Point[]
  readonly labels: readonly PeriodLabel[]
  readonly plot: Plot
  /** Index of the period that the page speaks of; -1 where it is not in view. */
  readonly asked: number
  readonly style: NumberStyle
  readonly width: number
  readonly font: number
  /** Texts that stand already. */
  readonly boxes: readonly Box[]
}

type Strength = 'strong' | 'plain' | 'faint'

interface Label {
  readonly text: string
  readonly strength: Strength
  readonly width: number
  readonly spots: readonly Spot[]
}

/**
 * Labels stand beside what they name, where they cover the least: the reasons of gaps one by one, then target, asked period
 * and unfinished period together.
 */
export function labelParts(work: LabelWork): readonly Svg[] {
  const bounds = { left: work.plot.left, right: work.width, top: 0, bottom: work.plot.bottom + 16 }
  const ink = inkToAvoid(work)
  const boxes = [...work.boxes]
  const parts: Svg[] = []
  const place = (labels: readonly Label[]) => {
    const spots = bestSpots(labels, { ink, boxes, bounds })
    labels.forEach((label, index) => {
      const spot = spots[index]
      if (!spot) return
      boxes.push(...spotBoxes(spot, label.width))
      parts.push(...drawLabel(label, spot))
    })
  }
  for (const gap of gapLabels(work)) place([gap])
  place([targetLabel(work), unfinishedLabel(work), askedLabel(work)].filter((label) => label !== null))
  return parts
}

function inkToAvoid({ points, plot, asked }: LabelWork): readonly (readonly [number, number])[] {
  const line = points.flatMap((point, index) =>
    point.value === null ? [] : [[plot.x(index), plot.y(point.value)] as const],
  )
  const steps = points.flatMap((point, index) =>
    point.target === null || point.low !== null ? [] : [[plot.x(index), plot.y(point.target)] as const],
  )
  const marks = points.flatMap((point, index) =>
    point.value !== null && (point.unfinished || index === asked) ? ringOf(plot.x(index), plot.y(point.value), 5) : [],
  )
  return [...inkOf(line), ...inkOf(steps), ...marks]
}

const paints = { strong: 'ink', plain: 'ink-2', faint: 'ink-3' } as const

function drawLabel({ text, strength }: Label, spot: Spot): readonly Svg[] {
  const drawn = el(
    'text',
    {
      x: spot.x,
      y: spot.y + 4,
      textAnchor: spot.anchor,
      fill: paints[strength],
      fontWeight: strength === 'strong' ? 600 : 400,
      stroke: 'canvas',
      strokeWidth: 4,
      strokeLinejoin: 'round',
      paintOrder: 'stroke',
    },
    text,
  )
  const line = spotBoxes(spot, 0)[1]
  if (line === undefined || spot.leader === null) return [drawn]
  const x = spot.leader.x
  const stroke = strength === 'faint' ? 'line-2' : 'control'
  return [el('line', { x1: x, x2: x, y1: line.top, y2: line.bottom, stroke, strokeWidth: 1 }), drawn]
}

function label(work: LabelWork, text: string, strength: Strength, spots: readonly Spot[]): Label {
  return { text, strength, width: textWidth(text, work.font, strength === 'strong'), spots }
}

/** A gap says why it is one: the reason stands above or below the hole at the end of a thin line. */
function gapLabels(work: LabelWork): readonly Label[] {
  const { points, plot, font } = work
  const found: Label[] = []
  let lastEnd = Number.NEGATIVE_INFINITY
  for (const gap of gaps(points)) {
    const state = points[gap.from]?.state ?? 'no-data'
    if (state === 'value' || state === 'not-due') continue
    const x = plot.x((gap.from + gap.until - 1) / 2)
    const text = stateWord(state)
    const half = textWidth(text, font, false) / 2
    if (x - half < lastEnd + 12) continue
    lastEnd = x + half
    const centre = Math.min(Math.max(x, plot.left + half), plot.right - half)
    const around = [points[gap.from - 1]?.value ?? null, points[gap.until]?.value ?? null]
      .filter((value) => value !== null)
      .map(plot.y)
    const middle = (plot.top + plot.bottom) / 2
    const above = around.length === 0 ? middle : Math.min(...around)
    const below = around.length === 0 ? middle : Math.max(...around)
    const spots = [34, 48, 62].flatMap((away): readonly Spot[] => [
      { x: centre, y: above - away, anchor: 'middle', leader: { x, y: above } },
      { x: centre, y: below + away, anchor: 'middle', leader: { x, y: below } },
    ])
    found.push(label(work, text, 'faint', spots))
  }
  return found
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

function targetLabel(work: LabelWork): Label | null {
  const { points, plot, style } = work
  const last = points.findLast((point) => point.target !== null)
  if (!last || last.target === null) return null
  const written =
    last.low !== null && last.high !== null
      ? `${trimmed(style, last.low, false)}–${trimmed(style, last.high, true)}`
      : trimmed(style, last.target, true)
  const asked = points[work.asked]?.target ?? last.target
  const text = words.target(asked === last.target ? written : '')
  const y = plot.y(last.target)
  if (work.size !== 'phone')
    return label(work, text, 'strong', [{ x: plot.right + 10, y, anchor: 'start', leader: null }])
  const edge = last.high !== null ? plot.y(last.high) : y
  const spots = [edge - 11, edge + 12, edge - 26, edge + 27].map(
    (at): Spot => ({ x: work.width - 2, y: at, anchor: 'end', leader: null }),
  )
  return label(work, text, 'strong', spots)
}

function unfinishedLabel(work: LabelWork): Label | null {
  const { points, labels, plot, style, width } = work
  const index = points.findIndex((point) => point.unfinished && point.value !== null)
  const point = points[index]
  const period = labels[index]
  if (!point || point.value === null || !period) return null
  const at = { x: plot.x(index), y: plot.y(point.value) }
  const phone = work.size === 'phone'
  const spots = [40, 56, 72, -40, -56, -72].map(
    (away): Spot => ({
      x: phone ? Math.min(width - 2, at.x + 4) : at.x,
      y: at.y + away,
      anchor: phone ? 'end' : 'start',
      leader: at,
    }),
  )
  const name = words.soFar(monthName(period, !phone))
  return label(work, `${name}, ${withUnit(style, point.value)}`, 'plain', spots)
}

function askedLabel(work: LabelWork): Label | null {
  const { points, labels, plot, asked, style } = work
  const point = points[asked]
  const period = labels[asked]
  if (!point || point.value === null || point.unfinished || !period) return null
  const text = `${monthName(period, false)} ${withUnit(style, point.value)}`
  const at = { x: plot.x(asked), y: plot.y(point.value) }
  if (asked === points.length - 1 && work.size !== 'phone') {
    const beside = [0, -17, 17].map(
      (away): Spot => ({ x: plot.right + 10, y: at.y + away, anchor: 'start', leader: null }),
    )
    return label(work, text, 'strong', beside)
  }
  const near: readonly Spot[] = [
    { x: at.x + 6, y: at.y + 18, anchor: 'end', leader: null },
    { x: at.x + 6, y: at.y - 17, anchor: 'end', leader: null },
    { x: at.x - 10, y: at.y, anchor: 'end', leader: null },
    { x: at.x, y: at.y - 22, anchor: 'middle', leader: null },
    { x: at.x, y: at.y + 22, anchor: 'middle', leader: null },
  ]
  const apart = [-36, 40, -52, 56].flatMap((away): readonly Spot[] => [
    { x: at.x + 4, y: at.y + away, anchor: 'end', leader: at },
    { x: at.x, y: at.y + away, anchor: 'middle', leader: at },
  ])
  return label(work, text, 'strong', [...near, ...apart])
}
