import type { Rhythm } from '../rhythm.ts'

/** A stretch with limits of its own, as a person confirmed it. */
export interface ConfirmedSegment {
  readonly from: number
  /** Why the limits were computed anew: the cause, in the person's words. */
  readonly reason: string
  /** First period judged after the person said so: alerts before it do not know. From the start unless stated. */
  readonly known?: number
}

/** How far limits may be trusted. `none`: fewer than 6 values. `provisional`: fewer than 17. `locked`: they no longer move. */
export type LimitStatus = 'none' | 'provisional' | 'firm' | 'locked'

export const leastPoints = 6
export const firmPoints = 17

/** Values that limits rest on: 24, or as many as show the season twice (a week four times). */
export function baselineLength({ short, year }: Rhythm): number {
  const week = Math.max(0, ...short)
  return Math.max(24, year !== null && year < 300 ? Math.ceil(2 * year) : 0, week > 12 ? 2 * week : 4 * week)
}

export interface Stretch {
  readonly from: number
  /** First period after it. */
  readonly until: number
  readonly reason: string | null
  /** First period after the baseline, and the values in it. */
  readonly baselineUntil: number
  readonly points: number
  readonly status: LimitStatus
}

/** The segments of a series of `counted` periods: the first from the start, the others as confirmed. */
export function stretchesOf(
  counted: readonly boolean[],
  confirmed: readonly ConfirmedSegment[],
  baseline: number,
): readonly Stretch[] {
  const starts = confirmed.filter(({ from }) => from > 0 && from < counted.length).sort((a, b) => a.from - b.from)
  const all = [{ from: 0, reason: null }, ...starts]
  return all.map(({ from, reason }, index): Stretch => {
    const until = all[index + 1]?.from ?? counted.length
    let points = 0
    let baselineUntil = from
    for (let t = from; t < until && points < baseline; t++)
      if (counted[t]) {
        points++
        baselineUntil = t + 1
      }
    return { from, until, reason, baselineUntil, points, status: statusOf(points, baseline) }
  })
}

function statusOf(points: number, baseline: number): LimitStatus {
  if (points < leastPoints) return 'none'
  if (points >= baseline) return 'locked'
  return points < firmPoints ? 'provisional' : 'firm'
}
