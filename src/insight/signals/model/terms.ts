/** One cycle described by sines and cosines up to an order (order × 2 columns; one less at half the period). */
export interface Cycle {
  readonly period: number
  readonly order: number
}

/** What the expected value is made of, beside its level. */
export interface Terms {
  /** Straight line over the window; null without one. `from` and `length` scale it to 0…1. */
  readonly trend: { readonly from: number; readonly length: number } | null
  readonly cycles: readonly Cycle[]
  /** First periods of provisional levels. */
  readonly steps: readonly number[]
}

/** Number of columns of a cycle: the highest sine of an even whole period is 0 everywhere. */
export const cycleColumns = ({ period, order }: Cycle): number => (2 * order === period ? 2 * order - 1 : 2 * order)

export const columnCount = (terms: Terms): number =>
  1 + terms.steps.length + (terms.trend ? 1 : 0) + terms.cycles.reduce((total, cycle) => total + cycleColumns(cycle), 0)

/** Writes the row of period `t`: level, steps, trend, cycles. */
export function fillRow(terms: Terms, t: number, row: Float64Array, offset: number): void {
  let at = offset
  row[at++] = 1
  for (const step of terms.steps) row[at++] = t >= step ? 1 : 0
  if (terms.trend) row[at++] = (t - terms.trend.from) / terms.trend.length
  for (const cycle of terms.cycles)
    for (let k = 1, left = cycleColumns(cycle); k <= cycle.order; k++) {
      const angle = (2 * Math.PI * k * t) / cycle.period
      row[at++] = Math.cos(angle)
      if (--left > 0) {
        row[at++] = Math.sin(angle)
        left--
      }
    }
}

/** Rows of periods `from` up to `until`, one after the other, each divided by its noise. */
export function rowsOf(terms: Terms, from: number, until: number, noise: Float64Array | null = null): Float64Array {
  const width = columnCount(terms)
  const rows = new Float64Array(width * (until - from))
  for (let t = from; t < until; t++) {
    const offset = width * (t - from)
    fillRow(terms, t, rows, offset)
    const divisor = noise?.[t - from] ?? 1
    if (divisor !== 1) for (let i = offset; i < offset + width; i++) rows[i] = (rows[i] ?? 0) / divisor
  }
  return rows
}
