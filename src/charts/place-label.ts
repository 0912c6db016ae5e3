import type { Svg } from './svg.ts'

/** Where a label may stand: its anchor point, and how far its text reaches from there. */
export interface Spot {
  readonly x: number
  readonly y: number
  readonly anchor: 'start' | 'end' | 'middle'
  /** The point that a thin upright line ties the label to, where it stands apart from what it names. */
  readonly leader: { readonly x: number; readonly y: number } | null
}

export interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** What labels keep clear of: points along the drawn lines, and the texts that already stand. */
export interface Obstacles {
  readonly ink: readonly (readonly [number, number])[]
  readonly boxes: readonly Box[]
  readonly bounds: Box
}

export interface Placeable {
  readonly width: number
  /** Tried in this order: of equally good spots the earlier one is taken. */
  readonly spots: readonly Spot[]
}

/** One spot per label such that all of them together cover the least ink and each other least; null where a label has none. */
export function bestSpots(labels: readonly Placeable[], obstacles: Obstacles): readonly (Spot | null)[] {
  const choices = labels.map(({ spots, width }) =>
    spots.map((spot, order): Choice => {
      const boxes = spotBoxes(spot, width)
      return { spot, boxes, cost: costOf(boxes, obstacles) + order * 0.05 }
    }),
  )
  let best: readonly (Choice | null)[] = []
  let least = Number.POSITIVE_INFINITY
  const place = (index: number, chosen: readonly (Choice | null)[], cost: number): void => {
    if (cost >= least) return
    const own = choices[index]
    if (own === undefined) {
      best = chosen
      least = cost
    } else if (own.length === 0) place(index + 1, [...chosen, null], cost)
    else
      for (const choice of own)
        place(index + 1, [...chosen, choice], cost + choice.cost + CLASH * clashes(choice, chosen))
  }
  place(0, [], 0)
  return best.map((choice) => choice?.spot ?? null)
}

interface Choice {
  readonly spot: Spot
  readonly boxes: readonly Box[]
  readonly cost: number
}

/** Two texts over each other are worse than any line under one. */
const CLASH = 50

const clashes = (choice: Choice, chosen: readonly (Choice | null)[]): number =>
  chosen.filter((other) => other?.boxes.some((box) => choice.boxes.some((own) => overlap(own, box)))).length

/** Points a few pixels apart along a line, as ink to keep clear of. */
export function inkOf(line: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  return line.flatMap((point, index) => {
    const next = line[index + 1]
    if (!next) return [point]
    const count = Math.max(1, Math.ceil(Math.hypot(next[0] - point[0], next[1] - point[1]) / 4))
    return Array.from({ length: count }, (_, step): readonly [number, number] => [
      point[0] + ((next[0] - point[0]) * step) / count,
      point[1] + ((next[1] - point[1]) * step) / count,
    ])
  })
}

/** Points around a mark, as ink: a label over a mark is worse than one over a line. */
export function ringOf(x: number, y: number, radius: number): readonly (readonly [number, number])[] {
  return Array.from({ length: 12 }, (_, step): readonly [number, number] => [
    x + radius * Math.cos((step * Math.PI) / 6),
    y + radius * Math.sin((step * Math.PI) / 6),
  ])
}

/** The boxes that drawn texts take up. */
export function textBoxes(parts: readonly Svg[], font: number): readonly Box[] {
  return parts.flatMap((part) => {
    const [text] = part.children
    if (part.tag !== 'text' || typeof text !== 'string') return []
    const anchor = part.attrs.textAnchor === 'end' ? 'end' : part.attrs.textAnchor === 'middle' ? 'middle' : 'start'
    const spot = { x: Number(part.attrs.x), y: Number(part.attrs.y) - 4, anchor, leader: null } as const
    return spotBoxes(spot, textWidth(text, font, false))
  })
}

/** About how wide a text in Inter is. */
export function textWidth(text: string, font: number, strong: boolean): number {
  return text.length * font * (strong ? 0.6 : 0.56)
}

/** What a label takes up: its text, and the line that ties it to its point. */
export function spotBoxes(spot: Spot, width: number): readonly Box[] {
  const left = spot.anchor === 'start' ? spot.x : spot.anchor === 'end' ? spot.x - width : spot.x - width / 2
  const text = { left, right: left + width, top: spot.y - 8, bottom: spot.y + 7 }
  const { leader } = spot
  if (leader === null) return [text]
  const [top, bottom] = spot.y > leader.y ? [leader.y + 6, text.top - 1] : [text.bottom + 1, leader.y - 6]
  return [text, { left: leader.x - 1, right: leader.x + 1, top, bottom }]
}

function costOf([text, ...leader]: readonly Box[], { ink, boxes, bounds }: Obstacles): number {
  if (text === undefined) return 0
  const covered = ink.filter(([x, y]) => x > text.left && x < text.right && y > text.top && y < text.bottom).length
  const overlapping = boxes.filter((other) => [text, ...leader].some((box) => overlap(box, other))).length
  const out =
    Math.max(0, bounds.left - text.left) +
    Math.max(0, text.right - bounds.right) +
    Math.max(0, bounds.top - text.top) +
    Math.max(0, text.bottom - bounds.bottom)
  return covered + overlapping * CLASH + out * 10
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}
