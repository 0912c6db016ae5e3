import { fisherTail } from '../../statistics/fisher.ts'
import { normalQuantileOfTail, normalTail } from '../../statistics/normal.ts'
import { studentTail } from '../../statistics/student.ts'

/** What an alert can say: one value stands out; the level is another; the values scatter more. */
export type AlertKind = 'point' | 'shift' | 'spread'

/** How surprising the latest periods are, if nothing has changed. */
export interface Surprise {
  readonly kind: AlertKind
  /** Periods (with a value) that the statement is about, the latest included. */
  readonly window: number
  /** Standardised size: errors in standard deviations for a point or a shift, ratio of mean errors for a spread. */
  readonly size: number
  /** Chance of a value at least as far out, either side, in a stable KPI. */
  readonly p: number
}

/** Windows of the shift test: doubling, so that any length is within √2 of one. */
export const shiftWindows = [2, 4, 8] as const
export const spreadWindow = 8

/** Degrees of freedom of a sum of n absolute normal values, as a gamma: 2 × mean² ÷ variance = 4 ÷ (π - 2) each. */
const absoluteDf = 4 / (Math.PI - 2)

/** What the tests of one period look at. */
export interface Evidence {
  /** Standardised one-step errors (recursive residuals), the period's own last. */
  readonly errors: readonly number[]
  /** Sum of their squares. */
  readonly squares: number
  readonly aside: Squares
  /** Autocorrelation of the model: its own uncertainty widens the standard error of a mean of several errors. */
  readonly phi: number
  /** Chance below which a surprise is of interest. */
  readonly level: number
}

/** The tests of one period that stand out at the level: of its value, of the level of the latest ones, of their spread. */
export function surprises(evidence: Evidence): readonly Surprise[] {
  const { errors, aside, phi, level } = evidence
  const found: Surprise[] = []
  // Student's t exceeds any value more often than the normal does, so most windows need no more than this comparison.
  const least = normalQuantileOfTail(level / 2)
  let recent = 0
  let sum = 0
  let taken = 0
  for (const window of [1, ...shiftWindows]) {
    const base = errors.length - window
    if (base < Math.max(8, window)) break
    for (; taken < window; taken++) {
      const error = errors[errors.length - 1 - taken] ?? 0
      sum += error
      recent += error * error
    }
    const df = base + aside.count
    const sigma = Math.sqrt(Math.max(0, evidence.squares - recent + aside.sum) / df)
    if (!(sigma > 0)) break
    const widening = Math.sqrt(1 + (window === 1 ? 1 : (1 + phi) / (1 - phi)) / base)
    const size = sum / (sigma * Math.sqrt(window) * widening)
    if (Math.abs(size) < least) continue
    found.push({ kind: window === 1 ? 'point' : 'shift', window, size, p: 2 * studentTail(Math.abs(size), df) })
  }
  const spread = spreadOf(evidence)
  if (spread) found.push(spread)
  return found
    .filter(({ p }) => p < level)
    .map((surprise) => withOwnTail(surprise, evidence))
    .filter(({ p }) => p < level)
}

/** Squares that count towards the spread although their periods are not part of any window. */
export interface Squares {
  readonly sum: number
  readonly count: number
}

export const noSquares: Squares = { sum: 0, count: 0 }

/** Errors beyond this many standard deviations say no more about the spread than one at it: one value is no spread. */
const clip = 3

/** Mean absolute error of the latest periods against the earlier ones; as an F ratio, since each is nearly a gamma. */
function spreadOf({ errors, squares: total, aside }: Evidence): Surprise | null {
  const base = errors.length - spreadWindow
  if (base < spreadWindow) return null
  const recent = errors.slice(base).reduce((sum, error) => sum + error * error, 0)
  const limit = clip * Math.sqrt(Math.max(0, total - recent + aside.sum) / (base + aside.count))
  if (!(limit > 0)) return null
  let latest = 0
  for (let i = base; i < errors.length; i++) latest += Math.min(Math.abs(errors[i] ?? 0), limit)
  let sum = 0
  let squares = 0
  for (let i = 0; i < base; i++) {
    const error = Math.min(Math.abs(errors[i] ?? 0), limit)
    sum += error
    squares += error * error
  }
  const mean = sum / base
  // Degrees of freedom per error: a long past states its own, unless it is calmer than normal.
  const own = (2 * mean * mean) / (squares / base - mean * mean)
  const df = base < tailFrom ? absoluteDf : Math.min(absoluteDf, own)
  const size = latest / spreadWindow / mean
  return { kind: 'spread', window: spreadWindow, size, p: fisherTail(size, df * spreadWindow, df * base) }
}

/** Errors from which on their own tail is known well enough to be trusted before the normal one. */
export const tailFrom = 100

/**
 * The chance of a surprise judged by the KPI's own past (peaks over a threshold, Pickands 1975): how much further its largest
 * twentieth of earlier errors lies beyond their threshold than normal ones would, both measured by the cumulative hazard of the
 * normal distribution, in which normal excesses are exponential with mean one. The chance that the next one exceeds a multiple
 * of their mean is exact for any mean. Where the past is short, or the surprise is one of spread, the chance stays as it is.
 */
function withOwnTail(surprise: Surprise, { errors, squares, aside }: Evidence): Surprise {
  const { kind, window, size } = surprise
  const base = errors.length - window
  if (kind === 'spread' || base < tailFrom) return surprise
  const recent = errors.slice(base).reduce((sum, error) => sum + error * error, 0)
  const sigma = Math.sqrt(Math.max(0, squares - recent + aside.sum) / (base + aside.count))
  const sizes = new Float64Array(base - window + 1)
  let sum = 0
  for (let i = 0; i < base; i++) {
    sum += errors[i] ?? 0
    if (i >= window) sum -= errors[i - window] ?? 0
    if (i >= window - 1) sizes[i - window + 1] = Math.abs(sum) / (sigma * Math.sqrt(window))
  }
  sizes.sort()
  const count = Math.ceil(sizes.length / 20)
  const top = sizes.subarray(sizes.length - count)
  const threshold = hazard(sizes[sizes.length - count - 1] ?? 0)
  const excesses = top.reduce((total, value) => total + hazard(value) - threshold, 0)
  const beyond = Math.max(0, hazard(Math.abs(size)) - threshold)
  const own = (count / (sizes.length + 1)) * (1 + beyond / excesses) ** -count
  return { ...surprise, p: own }
}

/** Cumulative hazard of the absolute value of a standard normal. */
const hazard = (size: number): number => -Math.log(2 * normalTail(size))
