import type { Random } from '../../src/insight/statistics/random.ts'

/** Draws one stable KPI: no change ever, so that every alert on it is false. `season` is its cycle in periods. */
export type Process = (random: Random, periods: number, season: number) => number[]

const between = (random: Random, low: number, high: number) => low + (high - low) * random.uniform()
const scaleOf = (random: Random) => 50 * 100 ** random.uniform()
const times = (periods: number, draw: (t: number) => number) => Array.from({ length: periods }, (_, t) => draw(t))

function poisson(random: Random, mean: number): number {
  if (mean > 500) return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.normal()))
  const limit = Math.exp(-mean)
  let product = random.uniform()
  let count = 0
  while (product > limit) {
    product *= random.uniform()
    count++
  }
  return count
}

/** Gamma with mean 1 (Marsaglia and Tsang 2000). */
function gamma(random: Random, shape: number): number {
  const d = shape + 1 - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = random.normal()
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(random.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v))
      return (d * v * random.uniform() ** (1 / shape)) / shape
  }
}

function autoregressive(random: Random, periods: number, phi: number): number[] {
  let state = random.normal()
  return times(periods, (t) => {
    if (t > 0) state = phi * state + Math.sqrt(1 - phi * phi) * random.normal()
    return state
  })
}

/** A cycle of mean 0 and largest swing about 1: a wave and its double, or a pattern of its own for a short cycle. */
function cycle(random: Random, periods: number, season: number): number[] {
  const pattern = Array.from({ length: Math.min(season, 12) }, () => random.normal() / 2)
  const mean = pattern.reduce((a, b) => a + b, 0) / pattern.length
  const [a, b, share] = [random.uniform(), random.uniform(), between(random, 0, 0.5)]
  const wave = (t: number) =>
    Math.sin(2 * Math.PI * (t / season + a)) + share * Math.sin(4 * Math.PI * (t / season + b))
  return times(periods, (t) => (season <= 7 ? (pattern[t % season] ?? 0) - mean : wave(t)))
}

export const processes: Readonly<Record<string, Process>> = {
  normal: (random, periods) => {
    const level = scaleOf(random)
    const sd = level * between(random, 0.03, 0.25)
    return times(periods, () => level + sd * random.normal())
  },
  autoregressive: (random, periods) => {
    const level = scaleOf(random)
    const sd = level * between(random, 0.03, 0.2)
    return autoregressive(random, periods, between(random, 0.2, 0.5)).map((z) => level + sd * z)
  },
  lognormal: (random, periods) => {
    const level = scaleOf(random)
    const sd = between(random, 0.08, 0.45)
    return times(periods, () => level * Math.exp(sd * random.normal()))
  },
  counts: (random, periods) => {
    const mean = 4 * 20 ** random.uniform()
    return times(periods, () => poisson(random, mean))
  },
  'overdispersed counts': (random, periods) => {
    const mean = 10 * 8 ** random.uniform()
    const shape = between(random, 4, 20)
    return times(periods, () => poisson(random, mean * gamma(random, shape)))
  },
  share: (random, periods) => {
    const p = between(random, 0.02, 0.98)
    const n = 200 * 20 ** random.uniform()
    return times(periods, () => Math.min(1, Math.max(0, p + Math.sqrt((p * (1 - p)) / n) * random.normal())))
  },
  seasonal: (random, periods, season) => {
    const level = scaleOf(random)
    const swing = level * between(random, 0.1, 0.4)
    const sd = level * between(random, 0.03, 0.15)
    return cycle(random, periods, season).map((wave) => level + swing * wave + sd * random.normal())
  },
  'seasonal, growing': (random, periods, season) => {
    const level = scaleOf(random)
    const growth = between(random, -0.3, 0.6) / periods
    const swing = between(random, 0.1, 0.3)
    const sd = between(random, 0.03, 0.12)
    return cycle(random, periods, season).map(
      (wave, t) => level * (1 + growth * t) * (1 + swing * wave + sd * random.normal()),
    )
  },
}

export type Change = 'spike' | 'step' | 'ramp' | 'outage' | 'variance'

/** Periods after its beginning within which a change must be seen to count as found. */
export const allowedDelay: Readonly<Record<Change, number>> = { spike: 3, outage: 3, step: 8, ramp: 12, variance: 12 }

/** Puts a change into a stable series at period `at`; sizes are in standard deviations of its noise. */
export function changed(
  random: Random,
  values: readonly number[],
  kind: Change,
  at: number,
  season: number,
): readonly number[] {
  const sd = noiseOf(values, season)
  const sign = random.uniform() < 0.5 ? -1 : 1
  const size = sd * sign
  const { spike, step, slope } = {
    spike: between(random, 4, 8),
    step: between(random, 1.5, 4),
    slope: between(random, 0.15, 0.5),
  }
  return values.map((value, t) => {
    if (t < at) return value
    switch (kind) {
      case 'spike':
        return t === at ? value + spike * size : value
      case 'outage':
        return t === at ? 0 : value
      case 'step':
        return value + step * size
      case 'ramp':
        return value + slope * (t - at + 1) * size
      case 'variance':
        return value + Math.sqrt(8) * sd * random.normal()
    }
  })
}

/** Standard deviation of the differences over one cycle ÷ √2: free of season, nearly free of trend. */
function noiseOf(values: readonly number[], season: number): number {
  const lag = season < values.length / 2 ? season : 1
  const steps = values.slice(lag).map((value, t) => value - (values[t] ?? value))
  const mean = steps.reduce((a, b) => a + b, 0) / steps.length
  return Math.sqrt(steps.reduce((a, b) => a + (b - mean) ** 2, 0) / steps.length / 2)
}
