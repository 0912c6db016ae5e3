import { logGamma } from './gamma.ts'

/** The least k with P(X ≤ k) ≥ p for X ~ Binomial(n, chance), as R's qbinom. */
export function binomialQuantile(p: number, n: number, chance: number): number {
  let sum = 0
  for (let k = 0; k <= n; k++) {
    sum += Math.exp(
      logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1) + k * Math.log(chance) + (n - k) * Math.log1p(-chance),
    )
    if (sum >= p * (1 - 64 * Number.EPSILON)) return k
  }
  return n
}
