/**
 * P(Z > z) for the standard normal. Series near the centre, continued fraction in the tail
 * (Abramowitz and Stegun 26.2.10 and 26.2.14): relative error below 1e-12, far tails included.
 */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z)
  if (z < 3) {
    let term = z
    let sum = z
    for (let k = 1; k < 200 && Math.abs(term) > 1e-17 * sum; k++) {
      term *= (z * z) / (2 * k + 1)
      sum += term
    }
    return 0.5 - density(z) * sum
  }
  let fraction = 0
  for (let k = 120; k >= 1; k--) fraction = k / (z + fraction)
  return density(z) / (z + fraction)
}

const density = (z: number) => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI)

/** The value that a standard normal exceeds with probability `tail` (0 < tail < 1). */
export function normalQuantileOfTail(tail: number): number {
  if (tail > 0.5) return -normalQuantileOfTail(1 - tail)
  let z = start(tail)
  for (let step = 0; step < 4; step++) {
    const ratio = (normalTail(z) - tail) / density(z)
    z += ratio / (1 - 0.5 * z * ratio)
  }
  return z
}

/** Abramowitz and Stegun 26.2.23, absolute error 4.5e-4; Halley's steps do the rest. */
function start(tail: number): number {
  const t = Math.sqrt(-2 * Math.log(tail))
  const top = 2.515517 + t * (0.802853 + t * 0.010328)
  return t - top / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
}
