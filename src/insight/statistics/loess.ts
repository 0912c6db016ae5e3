import { at } from './at.ts'

export interface LoessSpan {
  /** Odd number of neighbours that count. */
  readonly window: number
  readonly degree: 0 | 1
  /** The curve is estimated at every `jump`-th place and joined by straight lines. */
  readonly jump: number
}

/**
 * Loess curve through equally spaced values, at their places (`stless` of Cleveland et al. 1990, so that STL agrees
 * with the published program to the last digits). `robustness` weighs the values; null counts them alike.
 */
export function loess(values: Float64Array, span: LoessSpan, robustness: Float64Array | null): Float64Array {
  const size = values.length
  if (size < 2) return Float64Array.from(values)
  const curve = new Float64Array(size)
  const jump = Math.min(span.jump, size - 1)
  let edges: [number, number] = [0, size - 1]
  const estimate = (place: number) => loessAt(values, span, place, edges[0], edges[1], robustness) ?? at(values, place)
  for (let place = 0; place < size; place += jump) {
    edges = neighbours(place, size, span.window)
    curve[place] = estimate(place)
  }
  const last = Math.floor((size - 1) / jump) * jump
  for (let from = 0; from < last; from += jump) join(curve, from, from + jump)
  if (last < size - 1) {
    curve[size - 1] = estimate(size - 1)
    join(curve, last, size - 1)
  }
  return curve
}

function neighbours(place: number, size: number, window: number): [number, number] {
  if (window >= size) return [0, size - 1]
  const left = Math.min(Math.max(place + 1 - (window + 1) / 2, 0), size - window)
  return [left, left + window - 1]
}

function join(curve: Float64Array, from: number, to: number): void {
  const step = (at(curve, to) - at(curve, from)) / (to - from)
  for (let place = from + 1; place < to; place++) curve[place] = at(curve, from) + step * (place - from)
}

/** The curve at any place from the values `left` to `right`, or null where they have no weight (`stlest`). */
export function loessAt(
  values: Float64Array,
  span: LoessSpan,
  place: number,
  left: number,
  right: number,
  robustness: Float64Array | null,
): number | null {
  const size = values.length
  let reach = Math.max(place - left, right - place)
  if (span.window > size) reach += Math.floor((span.window - size) / 2)
  const weights = new Float64Array(right - left + 1)
  let total = 0
  for (let j = left; j <= right; j++) {
    const distance = Math.abs(j - place)
    if (distance > 0.999 * reach) continue
    const near = distance <= 0.001 * reach ? 1 : (1 - (distance / reach) ** 3) ** 3
    const weight = robustness === null ? near : near * at(robustness, j)
    weights[j - left] = weight
    total += weight
  }
  if (total <= 0) return null
  let centre = 0
  for (let j = left; j <= right; j++) centre += (at(weights, j - left) / total) * j
  let spread = 0
  for (let j = left; j <= right; j++) spread += (at(weights, j - left) / total) * (j - centre) ** 2
  const tilts = reach > 0 && span.degree > 0 && Math.sqrt(spread) > 0.001 * (size - 1)
  const tilt = tilts ? (place - centre) / spread : 0
  let sum = 0
  for (let j = left; j <= right; j++) sum += (at(weights, j - left) / total) * (tilt * (j - centre) + 1) * at(values, j)
  return sum
}
