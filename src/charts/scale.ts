/** A straight-line scale; enough for the first page, so that d3-scale stays out of it. */
export function linear(domain: readonly [number, number], range: readonly [number, number]): (value: number) => number {
  const [d0, d1] = domain
  const [r0, r1] = range
  const slope = d1 === d0 ? 0 : (r1 - r0) / (d1 - d0)
  return (value) => r0 + (value - d0) * slope
}

/** The span of the numbers, never less than `least` of their middle: calm stays calm. Null without numbers. */
export function calmSpan(values: readonly number[], least: number): readonly [number, number] | null {
  if (values.length === 0) return null
  const low = Math.min(...values)
  const high = Math.max(...values)
  const middle = (low + high) / 2
  const span = Math.max(high - low, Math.abs(middle) * least, Number.MIN_VALUE)
  return [middle - span / 2, middle + span / 2]
}
