import { toNumber } from '../domain/number-format.ts'
import type { SeriesPoint } from '../domain/view.ts'

/** One period of a series as the charts read it. */
export interface Point {
  readonly period: string
  readonly value: number | null
  readonly state: SeriesPoint['state']
  readonly status: SeriesPoint['status']
  readonly unfinished: boolean
  /** The target, or the middle of its band; null without one. */
  readonly target: number | null
  readonly low: number | null
  readonly high: number | null
}

/** Answers of one KPI and scope, ascending by period, as points. */
export function pointsOf(series: readonly SeriesPoint[]): readonly Point[] {
  return series.map((answer) => {
    const band = typeof answer.target === 'object' ? answer.target : null
    const low = band ? toNumber(band.low) : null
    const high = band ? toNumber(band.high) : null
    const single = typeof answer.target === 'object' ? null : toNumber(answer.target)
    return {
      period: answer.period,
      value: answer.state === 'value' ? toNumber(answer.value) : null,
      state: answer.state,
      status: answer.status,
      unfinished: answer.flags.includes('unfinished'),
      target: low !== null && high !== null ? (low + high) / 2 : single,
      low,
      high,
    }
  })
}

/** Runs of neighbouring points that have values: a gap or a break ends a run. Unfinished points belong to none. */
export function runs(points: readonly Point[], breaks: readonly number[] = []): readonly (readonly number[])[] {
  const found: number[][] = []
  let open: number[] | null = null
  points.forEach((point, index) => {
    if (point.value === null || point.unfinished) {
      open = null
      return
    }
    if (open === null || breaks.includes(index)) found.push((open = []))
    open.push(index)
  })
  return found
}

/** The steps of a target over the periods: one horizontal piece per stretch of equal targets, joined where they touch. */
export function targetSteps(
  points: readonly Point[],
  read: (point: Point) => number | null,
): readonly (readonly { readonly from: number; readonly until: number; readonly value: number }[])[] {
  const pieces: { from: number; until: number; value: number }[][] = []
  let open: { from: number; until: number; value: number }[] | null = null
  points.forEach((point, index) => {
    const value = read(point)
    if (value === null) {
      open = null
      return
    }
    if (open === null) pieces.push((open = []))
    const last = open.at(-1)
    if (last && last.value === value) last.until = index + 1
    else open.push({ from: index, until: index + 1, value })
  })
  return pieces
}
