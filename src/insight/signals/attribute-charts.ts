import { mean } from '../statistics/order.ts'
import { d2, movingRanges } from './xmr.ts'

/** `proportion`: a share of the denominator (p chart). `rate`: counts per unit of exposure (u chart). */
export type AttributeKind = 'proportion' | 'rate'

export interface AttributePoint {
  readonly numerator: number
  readonly denominator: number
  /** What season and trend let expect of the ratio, up to a common factor; 1 (or left out) without either. */
  readonly expected?: number
}

/** Limits of a p or u chart: one pair per point, as each has its own denominator. */
export interface AttributeLimits {
  /** Σ numerator ÷ Σ denominator of the baseline; of a seasonal ratio, what its expectations are to be multiplied by. */
  readonly centre: number
  /** Laney's σz: how much more the values vary than sampling alone explains. About 1 where the textbook chart is right. */
  readonly sigmaZ: number
  /** Sampling standard error at a denominator, about a centre. */
  readonly errorAt: (denominator: number, centre: number) => number
  /** Largest denominator ÷ smallest. Above about 4, an XmR chart of the ratio misleads. */
  readonly denominatorSpread: number
  readonly points: number
}

/**
 * p chart p̄ ± 3 √(p̄(1 - p̄)/nᵢ), u chart ū ± 3 √(ū/nᵢ) (NIST/SEMATECH e-Handbook 6.3.3), and σz = mean moving range of the
 * z-scores ÷ d2, by which D. B. Laney (2002) widens both to the p′ and u′ charts. With a season each point has a centre of its
 * own, in proportion to its expectation, and together they give the same numerators. Null for fewer than two neighbouring
 * points, or where the centre leaves no variation (0, or 1 for a proportion).
 */
export function attributeLimits(
  baseline: readonly (AttributePoint | null)[],
  kind: AttributeKind,
): AttributeLimits | null {
  const points = baseline.filter((point) => point !== null)
  const exposed = points.reduce((total, { denominator, expected = 1 }) => total + denominator * expected, 0)
  const centre = points.reduce((total, point) => total + point.numerator, 0) / exposed
  const variance = (at: number) => (kind === 'proportion' ? at * (1 - at) : at)
  const errorAt = (n: number, at: number) => Math.sqrt(Math.max(0, variance(at)) / n)
  const z = baseline.map((point) => {
    if (point === null) return null
    const own = centre * (point.expected ?? 1)
    const error = errorAt(point.denominator, own)
    return error > 0 ? (point.numerator / point.denominator - own) / error : null
  })
  const ranges = movingRanges(z).filter((range) => range !== null)
  if (ranges.length === 0) return null
  const sizes = points.map((point) => point.denominator)
  return {
    centre,
    sigmaZ: mean(ranges) / d2,
    errorAt,
    denominatorSpread: Math.max(...sizes) / Math.min(...sizes),
    points: points.length,
  }
}
