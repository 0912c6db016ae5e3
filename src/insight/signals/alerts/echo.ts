import type { Rhythm } from '../rhythm.ts'
import type { Surprise } from './evidence.ts'

/** Cycles whose echo is looked for, and by how many periods a feast may move. */
const cyclesOf = (rhythm: Rhythm): readonly { readonly period: number; readonly drift: number }[] => {
  const longest = Math.max(0, ...rhythm.short)
  const short = longest > 12 ? [{ period: longest, drift: 0 }] : []
  if (rhythm.year === null) return short
  return [...short, { period: rhythm.year, drift: rhythm.year > 300 ? 3 : rhythm.year > 50 ? 1 : 0 }]
}

/** Cycles that are looked back. */
const lookBack = 5

/**
 * The period of an earlier cycle at which the KPI surprised in the same way, at least half as much and by two standard
 * deviations: a peak too sharp for the fitted season, which must not alert for its season alone. Null without one.
 * `sizes` are the standardised errors of the periods before `t` under the model of `t`, NaN where there is none.
 */
export function echoOf(sizes: Float64Array, surprise: Surprise, t: number, rhythm: Rhythm): number | null {
  for (const { period, drift } of cyclesOf(rhythm))
    for (let cycle = 1; cycle <= lookBack; cycle++)
      for (let shift = -drift; shift <= drift; shift++) {
        const at = t - Math.round(cycle * period) + shift
        if (at - surprise.window + 1 >= 0 && resembles(sizes, surprise, at)) return at
      }
  return null
}

function resembles(sizes: Float64Array, { kind, window, size }: Surprise, at: number): boolean {
  const there = sizes.subarray(at - window + 1, at + 1).filter((value) => !Number.isNaN(value))
  if (there.length < window) return false
  if (kind === 'spread') {
    const ratio = there.reduce((total, value) => total + Math.abs(value), 0) / window / Math.sqrt(2 / Math.PI)
    return ratio >= 1 + (size - 1) / 2
  }
  const sum = there.reduce((total, value) => total + value, 0) / Math.sqrt(window)
  return sum * Math.sign(size) >= Math.max(2, Math.abs(size) / 2)
}
