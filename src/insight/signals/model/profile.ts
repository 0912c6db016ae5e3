/** Mean pattern of a short cycle that sines fit poorly: hours of the day, of the week. */
export interface Profile {
  readonly period: number
  readonly offsets: Float64Array
  /** Cycles that the offsets rest on. */
  readonly cycles: number
}

/**
 * The mean of each phase after the running mean over one cycle is taken off (classical decomposition) of `values` (NaN where
 * missing; the first one is period `from`). Null unless each cycle is foretold by the others: leaving one out, the squared
 * errors must fall by a tenth at least.
 */
export function profileOf(values: Float64Array, from: number, period: number): Profile | null {
  const rest = withoutRunningMean(values, period)
  const sums = new Float64Array(period)
  const counts = new Float64Array(period)
  let points = 0
  rest.forEach((value, index) => {
    if (Number.isNaN(value)) return
    const phase = (from + index) % period
    sums[phase] = (sums[phase] ?? 0) + value
    counts[phase] = (counts[phase] ?? 0) + 1
    points++
  })
  let plain = 0
  let foretold = 0
  let judged = 0
  rest.forEach((value, index) => {
    const phase = (from + index) % period
    const count = counts[phase] ?? 0
    if (Number.isNaN(value) || count < 2) return
    plain += value ** 2
    foretold += (value - ((sums[phase] ?? 0) - value) / (count - 1)) ** 2
    judged++
  })
  if (judged < 1.6 * period || !(foretold < 0.9 * plain)) return null
  const means = sums.map((sum, phase) => ((counts[phase] ?? 0) === 0 ? 0 : sum / (counts[phase] ?? 1)))
  const centre = means.reduce((total, value) => total + value, 0) / period
  return { period, offsets: means.map((value) => value - centre), cycles: points / period }
}

/** Values minus the mean of the `period` values around each; at the ends of the nearest whole window. */
function withoutRunningMean(values: Float64Array, period: number): Float64Array {
  const n = values.length
  const sums = new Float64Array(n + 1)
  const counts = new Float64Array(n + 1)
  values.forEach((value, index) => {
    const there = !Number.isNaN(value)
    sums[index + 1] = (sums[index] ?? 0) + (there ? value : 0)
    counts[index + 1] = (counts[index] ?? 0) + (there ? 1 : 0)
  })
  return values.map((value, index) => {
    const start = Math.max(0, Math.min(index - (period >> 1), n - period))
    const end = Math.min(n, start + period)
    return value - ((sums[end] ?? 0) - (sums[start] ?? 0)) / ((counts[end] ?? 0) - (counts[start] ?? 0))
  })
}

/** What the profile adds at period `t`. */
export const offsetAt = (profiles: readonly Profile[], t: number): number =>
  profiles.reduce((total, { period, offsets }) => total + (offsets[t % period] ?? 0), 0)
