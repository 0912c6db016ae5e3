import { mean } from '../../statistics/order.ts'
import type { AttributeKind } from '../attribute-charts.ts'

/** Denominators that differ by less than this factor are treated as alike. */
const alike = 1.5

/**
 * How noisy each period of a ratio is, relative to a usual one. Sampling gives u ÷ n (u = p(1 - p) for a proportion, the rate
 * itself for a rate); what the values vary beyond that is the same in every period (the reasoning of Laney's p′ chart). Null
 * where the denominators hardly differ or nothing is known of them. Learnt from the periods before `until`.
 */
export function noiseOf(
  values: readonly (number | null)[],
  denominators: readonly (number | null)[],
  kind: AttributeKind,
  until: number,
): Float64Array | null {
  const known = values.slice(0, until).flatMap((value, t) => {
    const n = denominators[t] ?? 0
    return value === null || !(n > 0) ? [] : [{ value, n }]
  })
  if (known.length < 2) return null
  const sizes = known.map(({ n }) => n)
  if (Math.max(...sizes) / Math.min(...sizes) < alike) return null
  const total = sizes.reduce((sum, n) => sum + n, 0)
  const centre = known.reduce((sum, { value, n }) => sum + value * n, 0) / total
  const unit = kind === 'proportion' ? centre * (1 - centre) : centre
  if (!(unit > 0)) return null
  const sampling = unit * mean(sizes.map((n) => 1 / n))
  const steps = known.slice(1).map(({ value }, index) => (value - (known[index]?.value ?? value)) ** 2 / 2)
  const between = Math.max(0, mean(steps) - sampling)
  return Float64Array.from(denominators, (n) =>
    n !== null && n > 0 ? Math.sqrt((between + unit / n) / (between + sampling)) : 1,
  )
}
