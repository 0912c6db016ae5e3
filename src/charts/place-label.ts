/** Where a label may stand: its anchor point, and how far its text reaches from there. */
export interface Spot {
  readonly x: number
  readonly y: number
  readonly anchor: 'start' | 'end' | 'middle'
}

export interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** What labels keep clear of: points along the drawn lines, and the labels that already stand. */
export interface Obstacles {
  readonly ink: readonly (readonly [number, number])[]
  readonly boxes: readonly Box[]
  readonly bounds: Box
}

/** The first spot that covers nothing, else the one that covers least; earlier spots are preferred. */
export function bestSpot<Found extends Spot>(
  spots: readonly Found[],
  width: number,
  obstacles: Obstacles,
): { readonly spot: Found; readonly box: Box } | null {
  let best: { spot: Found; box: Box; cost: number } | null = null
  for (const spot of spots) {
    const box = boxOf(spot, width)
    const cost = costOf(box, obstacles)
    if (best === null || cost < best.cost) best = { spot, box, cost }
    if (cost === 0) break
  }
  return best
}

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

function boxOf(spot: Spot, width: number): Box {
  const left = spot.anchor === 'start' ? spot.x : spot.anchor === 'end' ? spot.x - width : spot.x - width / 2
  return { left, right: left + width, top: spot.y - 8, bottom: spot.y + 7 }
}

function costOf(box: Box, { ink, boxes, bounds }: Obstacles): number {
  const covered = ink.filter(([x, y]) => x > box.left && x < box.right && y > box.top && y < box.bottom).length
  const overlapping = boxes.filter((other) => overlap(box, other)).length
  const out =
    Math.max(0, bounds.left - box.left) +
    Math.max(0, box.right - bounds.right) +
    Math.max(0, bounds.top - box.top) +
    Math.max(0, box.bottom - bounds.bottom)
  return covered + overlapping * 50 + out * 10
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}
