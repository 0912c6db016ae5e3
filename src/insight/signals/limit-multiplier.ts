import { logGamma } from '../statistics/gamma.ts'
import { normalTail } from '../statistics/normal.ts'
import { d2 } from './xmr.ts'

/**
 * How many sigma from the centre the limits must stand so that the next value of a stable process falls beyond one of them
 * with the chance `chance`, when centre and sigma (mean moving range ÷ d2) come from `points` values (at least 3). Three is
 * right for limits that are known, not for these: with 24 points the next value lies beyond 3 sigma in 0.92 % of cases, not in
 * 0.27 %. The mean moving range is taken as a generalised gamma with its exact mean, variance and order at zero.
 */
export function limitMultiplier(points: number, chance: number): number {
  let low = 0
  let high = 4
  while (chanceBeyond(points, high) > chance) high *= 2
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (chanceBeyond(points, middle) > chance) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Chance that the next value lies more than `multiplier` estimated sigma from the estimated centre. */
export function chanceBeyond(points: number, multiplier: number): number {
  const { shape, power, mean } = rangeOf(points)
  const widening = Math.sqrt(1 + 1 / points)
  // Over y = (range ÷ scale)^power, which is a gamma; midpoints in ln y.
  const steps = 400
  const [from, to] = [Math.log(shape) - 12 / Math.sqrt(shape), Math.log(shape) + 8 / Math.sqrt(shape)]
  const width = (to - from) / steps
  let sum = 0
  for (let i = 0; i < steps; i++) {
    const log = from + (i + 0.5) * width
    const density = Math.exp(shape * log - Math.exp(log) - logGamma(shape))
    sum += density * width * 2 * normalTail((multiplier * Math.exp(log / power)) / mean / widening)
  }
  return sum
}

/** Covariance of |X - Y| and |Y - Z| for independent standard normals. */
const neighbours = (4 / Math.PI) * (Math.sqrt(3) / 2 + Math.PI / 12 - 1)

interface RangeLaw {
  readonly shape: number
  readonly power: number
  /** Mean of y^(1 ÷ power). */
  readonly mean: number
}

function rangeOf(points: number): RangeLaw {
  const pairs = points - 1
  const variance = ((2 - d2 * d2) / pairs + (2 * neighbours * (pairs - 1)) / (pairs * pairs)) / (d2 * d2)
  const spread = (power: number) => {
    const shape = pairs / power
    const first = logGamma(shape + 1 / power) - logGamma(shape)
    return Math.exp(logGamma(shape + 2 / power) - logGamma(shape) - 2 * first) - 1 - variance
  }
  // More power is less spread.
  let [low, high] = [0.5, 4]
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (spread(middle) > 0) low = middle
    else high = middle
  }
  const shape = pairs / low
  return { shape, power: low, mean: Math.exp(logGamma(shape + 1 / low) - logGamma(shape)) }
}
