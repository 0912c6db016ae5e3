import { normalTail } from '../statistics/normal.ts'
import { median } from '../statistics/order.ts'

/** Whether and how fast a series rises or falls, by all of its values instead of two. */
export interface TrendTest {
  /** Theil and Sen's slope: the median of the slopes between all pairs, in units per period. */
  readonly slope: number
  /** Kendall's tau-b, -1 to 1. */
  readonly tau: number
  /** Two-sided chance of such a tau without a trend, values independent (normal approximation, ties corrected). */
  readonly pIndependent: number
  /** The same with the autocorrelation of the detrended values allowed for (Yue and Wang 2004). */
  readonly p: number
  readonly points: number
}

/** Latest values that are compared: all pairs of them. */
const longest = 400

/** Null for fewer than four values or a constant. Missing periods keep their place. */
export function trendTest(values: readonly (number | null)[]): TrendTest | null {
  const points = values.flatMap((value, t) => (value === null ? [] : [{ t, value }])).slice(-longest)
  const n = points.length
  if (n < 4) return null
  const slopes: number[] = []
  let score = 0
  points.forEach((later, j) => {
    for (let i = 0; i < j; i++) {
      const earlier = points[i]
      if (!earlier) continue
      slopes.push((later.value - earlier.value) / (later.t - earlier.t))
      score += Math.sign(later.value - earlier.value)
    }
  })
  const pairs = (n * (n - 1)) / 2
  const ties = tiesOf(points.map(({ value }) => value))
  const tied = ties.reduce((sum, t) => sum + (t * (t - 1)) / 2, 0)
  if (tied === pairs) return null
  const slope = median(slopes)
  const variance = (n * (n - 1) * (2 * n + 5) - ties.reduce((sum, t) => sum + t * (t - 1) * (2 * t + 5), 0)) / 18
  const z = Math.abs(score) / Math.sqrt(variance)
  const inflation = inflationOf(points.map(({ t, value }) => value - slope * t))
  return {
    slope,
    tau: score / Math.sqrt(pairs * (pairs - tied)),
    pIndependent: Math.min(1, 2 * normalTail(z)),
    p: Math.min(1, 2 * normalTail(z / Math.sqrt(inflation))),
    points: n,
  }
}

function tiesOf(values: readonly number[]): readonly number[] {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts.values()].filter((count) => count > 1)
}

/** 1 + 2 Σ (1 - k ÷ n) r^k: how much autocorrelation of lag one widens the score; never less than 1. */
function inflationOf(values: readonly number[]): number {
  const n = values.length
  const centre = values.reduce((sum, value) => sum + value, 0) / n
  let squares = 0
  let products = 0
  values.forEach((value, t) => {
    squares += (value - centre) ** 2
    if (t > 0) products += (value - centre) * ((values[t - 1] ?? centre) - centre)
  })
  const r = squares === 0 ? 0 : Math.min(0.99, Math.max(0, products / squares))
  let inflation = 1
  for (let k = 1; k < n; k++) inflation += 2 * (1 - k / n) * r ** k
  return inflation
}
