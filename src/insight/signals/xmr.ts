import { mean, median } from '../statistics/order.ts'

/**
 * Where the factors of an XmR chart come from. `published`: Wheeler's rounding, 2.660 and 3.268. `exact`: from
 * d2 = 2/√π and d3 = √(2 - 4/π). `table`: d2 rounded to 1.128, as NIST, Minitab and qcc. They differ by at most 0.06 %.
 */
export type Convention = 'published' | 'exact' | 'table'

interface Factors {
  /** Half-width of the limits per mean moving range, and per median moving range. */
  readonly mean: number
  readonly median: number
  /** Upper range limit per mean and per median moving range. */
  readonly rangeMean: number
  readonly rangeMedian: number
}

/** Mean range of two values from a normal distribution, in standard deviations. */
export const d2 = 2 / Math.sqrt(Math.PI)
const d3 = Math.sqrt(2 - 4 / Math.PI)
/** Median of the range of two standard normals: √2 Φ⁻¹(3/4). */
const d4 = Math.SQRT2 * 0.674489750196082

export const factors: Readonly<Record<Convention, Factors>> = {
  published: { mean: 2.66, median: 3.145, rangeMean: 3.268, rangeMedian: 3.865 },
  exact: { mean: 3 / d2, median: 3 / d4, rangeMean: (d2 + 3 * d3) / d2, rangeMedian: (d2 + 3 * d3) / d4 },
  table: { mean: 3 / 1.128, median: 3 / 0.954, rangeMean: 3.267, rangeMedian: 3.865 },
}

export interface XmrOptions {
  readonly convention: Convention
  readonly centre: 'mean' | 'median'
  readonly spread: 'mean' | 'median'
}

export const usualXmr: XmrOptions = { convention: 'published', centre: 'mean', spread: 'mean' }

/** Limits of a chart of individual values and moving ranges, in the unit of the values. */
export interface XmrLimits {
  readonly centre: number
  /** Mean (or median) moving range of the baseline. */
  readonly movingRange: number
  /** Half-width ÷ 3: for zone rules; never the standard deviation of all values, which swallows a shift. */
  readonly sigma: number
  readonly lower: number
  readonly upper: number
  readonly rangeUpper: number
  /** Values and moving ranges that the limits rest on. */
  readonly points: number
  readonly ranges: number
}

/**
 * Natural process limits of a baseline (NIST/SEMATECH e-Handbook 6.3.2.2). Missing values are left out, and no moving range
 * spans one. Null for fewer than two neighbouring values.
 */
export function xmrLimits(baseline: readonly (number | null)[], options: XmrOptions = usualXmr): XmrLimits | null {
  const values = baseline.filter((value) => value !== null)
  const ranges = movingRanges(baseline).filter((range) => range !== null)
  if (ranges.length === 0) return null
  const factor = factors[options.convention]
  const centre = options.centre === 'mean' ? mean(values) : median(values)
  const movingRange = options.spread === 'mean' ? mean(ranges) : median(ranges)
  const half = movingRange * factor[options.spread]
  return {
    centre,
    movingRange,
    sigma: half / 3,
    lower: centre - half,
    upper: centre + half,
    rangeUpper: movingRange * (options.spread === 'mean' ? factor.rangeMean : factor.rangeMedian),
    points: values.length,
    ranges: ranges.length,
  }
}

/** |xᵢ - xᵢ₋₁|; null for the first value and beside a missing one. */
export const movingRanges = (values: readonly (number | null)[]): readonly (number | null)[] =>
  values.map((value, index) => {
    const before = values[index - 1] ?? null
    return value === null || before === null ? null : Math.abs(value - before)
  })
