import { at } from './at.ts'

/** Quantile of a sorted, non-empty list by linear interpolation (type 7 of Hyndman and Fan 1996, as spreadsheets do). */
export function quantileOfSorted(sorted: ArrayLike<number>, probability: number): number {
  const place = (sorted.length - 1) * probability
  const below = Math.floor(place)
  const value = at(sorted, below)
  return below + 1 < sorted.length ? value + (place - below) * (at(sorted, below + 1) - value) : value
}

/** Quantile of weighted values: linear between the middles of their shares of the total weight. */
export function weightedQuantile(values: readonly number[], weights: readonly number[], probability: number): number {
  const order = Array.from(values.keys()).sort((a, b) => at(values, a) - at(values, b))
  const wanted = probability * weights.reduce((sum, weight) => sum + weight, 0)
  let before = 0
  let middle = 0
  let value = at(values, order[0] ?? 0)
  for (const index of order) {
    const next = before + at(weights, index) / 2
    if (next >= wanted) {
      return middle === 0
        ? at(values, index)
        : value + ((at(values, index) - value) * (wanted - middle)) / (next - middle)
    }
    before += at(weights, index)
    middle = next
    value = at(values, index)
  }
  return value
}
