import { betaCdf } from './beta.ts'
import { normalQuantileOfTail, normalTail } from './normal.ts'

/** P(T > t) for Student's t with `df` degrees of freedom (any positive real). */
export function studentTail(t: number, df: number): number {
  if (df > 1e6) return normalTail(t)
  const half = betaCdf(df / (df + t * t), df / 2, 0.5) / 2
  return t >= 0 ? half : 1 - half
}

/** The value that Student's t exceeds with probability `tail` (0 < tail < 1). Relative error below 1e-9. */
export function studentQuantileOfTail(tail: number, df: number): number {
  if (tail > 0.5) return -studentQuantileOfTail(1 - tail, df)
  if (df > 1e6) return normalQuantileOfTail(tail)
  let high = Math.max(1, normalQuantileOfTail(tail))
  while (studentTail(high, df) > tail) high *= 2
  let low = 0
  const target = Math.log(tail)
  for (let step = 0; step < 80 && high - low > 1e-12 * high; step++) {
    const middle = (low + high) / 2
    if (Math.log(studentTail(middle, df)) > target) low = middle
    else high = middle
  }
  return (low + high) / 2
}
