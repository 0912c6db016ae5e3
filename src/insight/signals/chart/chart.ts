import { type AttributeLimits, attributeLimits } from '../attribute-charts.ts'
import { ruleSets } from '../rules/index.ts'
import type { ChartPoint, Hit, Rule } from '../rules/rule.ts'
import { type Finding, isCounted, type SignalSeries } from '../types.ts'
import { usualXmr, type XmrLimits, type XmrOptions, xmrLimits } from '../xmr.ts'
import { baselineLength, type ConfirmedSegment, type LimitStatus, type Stretch, stretchesOf } from './segments.ts'
import { type Shape, shapeOf } from './shape.ts'

/** `p-prime` and `u-prime` are Laney's, for large denominators. */
export type ChartKind = 'xmr' | 'p' | 'p-prime' | 'u' | 'u-prime'

export interface ChartOptions {
  readonly xmr: XmrOptions
  readonly rules: readonly Rule[]
  /** Values that the limits of a segment rest on before they are locked. */
  readonly baseline: number
  readonly segments: readonly ConfirmedSegment[]
  /** `attribute`: a p or u chart where counts and their denominators are known, else XmR. */
  readonly kind: 'attribute' | 'xmr'
}

export const usualChart = (series: SignalSeries): ChartOptions => ({
  xmr: usualXmr,
  rules: ruleSets.wheeler,
  baseline: baselineLength(series.rhythm),
  segments: [],
  kind: 'attribute',
})

/** Centre and limits of one period in the KPI's unit, clipped to what it can reach. */
export interface ChartPeriod {
  readonly centre: number
  readonly lower: number
  readonly upper: number
}

export interface ChartSegment {
  readonly from: number
  readonly until: number
  readonly reason: string | null
  readonly status: LimitStatus
  /** Values that the limits rest on. */
  readonly points: number
  readonly kind: ChartKind
  /** Limits of the remainder, on the scale of `shape`; null for a p or u chart, or too few values. */
  readonly xmr: XmrLimits | null
  /** Limits of a p or u chart, whose centre is to be multiplied by what `shape` lets expect where that is adjusted. */
  readonly attribute: AttributeLimits | null
  readonly shape: Shape | null
}

export interface Chart {
  readonly segments: readonly ChartSegment[]
  readonly periods: readonly (ChartPeriod | null)[]
  readonly findings: readonly Finding[]
}

/** σz from which on sampling does not explain the variation, and Laney's limits are drawn. */
const overdispersed = 1.3

/** A control chart: locked limits by segment, season and trend taken off where the data show them, and the rules completed. */
export function chartOf(series: SignalSeries, options: ChartOptions): Chart {
  const counted = series.values.map((_, t) => isCounted(series, t))
  const values = series.values.map((value, t) => (counted[t] ? value : null))
  const periods: (ChartPeriod | null)[] = series.values.map(() => null)
  const findings: Finding[] = []
  const stretches = stretchesOf(counted, options.segments, options.baseline)
  const segments = stretches.map((stretch) => {
    const starts = stretches.map(({ from }) => from).filter((from) => from > 0 && from <= stretch.from)
    const drawn = segmentOf(series, values, stretch, starts, options)
    const points = pointsOf(series, values, stretch, drawn, periods)
    for (const rule of options.rules)
      for (const hit of rule.hits(points)) findings.push(findingOf(rule, hit, series, points, periods, stretch))
    return drawn
  })
  return { segments, periods, findings: findings.sort((a, b) => a.at - b.at) }
}

function segmentOf(
  series: SignalSeries,
  values: readonly (number | null)[],
  stretch: Stretch,
  starts: readonly number[],
  options: ChartOptions,
): ChartSegment {
  const { from, until, reason, status, points, baselineUntil } = stretch
  const base = { from, until, reason, status, points }
  const none = { ...base, kind: 'xmr' as const, xmr: null, attribute: null, shape: null }
  if (status === 'none') return none
  const shape = shapeOf(values, baselineUntil, starts, series.rhythm)
  const attribute = options.kind === 'xmr' ? null : attributeOf(series, values, stretch, shape)
  if (attribute) {
    const letter = series.ratio?.kind === 'rate' ? ('u' as const) : ('p' as const)
    const kind = attribute.sigmaZ > overdispersed ? (`${letter}-prime` as const) : letter
    return { ...base, kind, xmr: null, attribute, shape }
  }
  const remainders = values.slice(from, baselineUntil).map((value, index) => {
    return value === null ? null : shape.remainderAt(from + index, value)
  })
  const limits = xmrLimits(remainders, options.xmr)
  return limits === null ? none : { ...base, kind: 'xmr', xmr: widened(limits, shape.widening), attribute: null, shape }
}

/** Limits that allow for the coefficients of season and trend having been fitted to the baseline. */
function widened(limits: XmrLimits, by: number): XmrLimits {
  if (by === 1) return limits
  const { centre } = limits
  return {
    ...limits,
    movingRange: limits.movingRange * by,
    sigma: limits.sigma * by,
    lower: centre - (centre - limits.lower) * by,
    upper: centre + (limits.upper - centre) * by,
    rangeUpper: limits.rangeUpper * by,
  }
}

function attributeOf(
  { ratio }: SignalSeries,
  values: readonly (number | null)[],
  { from, baselineUntil }: Stretch,
  shape: Shape,
): AttributeLimits | null {
  if (!ratio) return null
  const points = values.slice(from, baselineUntil).map((value, index) => {
    const denominator = ratio.denominators[from + index] ?? 0
    if (value === null || !(denominator > 0)) return null
    return { numerator: value * denominator, denominator, expected: expectedAt(shape, from + index) }
  })
  const limits = attributeLimits(points, ratio.kind)
  return limits && { ...limits, sigmaZ: limits.sigmaZ * shape.widening }
}

/** What season and trend let expect of a ratio, never below nothing; 1 where the data show neither. */
const expectedAt = (shape: Shape, t: number): number =>
  shape.adjusted ? Math.max(0, shape.valueAt(t, shape.meanRemainder)) : 1

/** What the rules see of a segment; writes the limits of its periods. */
function pointsOf(
  series: SignalSeries,
  values: readonly (number | null)[],
  stretch: Stretch,
  segment: ChartSegment,
  periods: (ChartPeriod | null)[],
): readonly ChartPoint[] {
  const points: ChartPoint[] = []
  let before: number | null = null
  for (let t = stretch.from; t < stretch.until; t++) {
    const drawn = limitsAt(series, segment, t)
    if (drawn === null) continue
    const { centre, lower, upper } = drawn.limits
    const { low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY } = series.bounds ?? {}
    const ends = [drawn.valueAt(lower), drawn.valueAt(upper)] as const
    periods[t] = { centre: drawn.valueAt(centre), lower: Math.max(low, ends[0]), upper: Math.min(high, ends[1]) }
    const value = values[t] ?? null
    const place = value === null ? null : drawn.placeOf(value)
    if (place !== null && series.flags?.[t] !== 'restated')
      points.push({
        index: t,
        value: place,
        ...drawn.limits,
        open: { lower: ends[0] >= low, upper: ends[1] <= high },
        range: before === null ? null : Math.abs(place - before),
      })
    before = place
  }
  return points
}

interface DrawnLimits {
  readonly limits: Pick<ChartPoint, 'centre' | 'sigma' | 'lower' | 'upper' | 'rangeUpper'>
  readonly placeOf: (value: number) => number
  readonly valueAt: (place: number) => number
}

function limitsAt(series: SignalSeries, { xmr, attribute, shape, kind }: ChartSegment, t: number): DrawnLimits | null {
  if (xmr && shape)
    return {
      limits: xmr,
      placeOf: (value) => shape.remainderAt(t, value),
      valueAt: (place) => shape.valueAt(t, place),
    }
  const denominator = series.ratio?.denominators[t] ?? 0
  if (!attribute || !shape || !(denominator > 0)) return null
  const highest = kind.startsWith('p') ? 1 : Number.POSITIVE_INFINITY
  const centre = Math.min(highest, attribute.centre * expectedAt(shape, t))
  const sigma = attribute.errorAt(denominator, centre) * (kind.endsWith('prime') ? attribute.sigmaZ : 1)
  return {
    limits: {
      centre,
      sigma,
      lower: Math.max(0, centre - 3 * sigma),
      upper: Math.min(highest, centre + 3 * sigma),
      rangeUpper: Number.POSITIVE_INFINITY,
    },
    placeOf: (value) => value,
    valueAt: (place) => place,
  }
}

function findingOf(
  rule: Rule,
  hit: Hit,
  series: SignalSeries,
  points: readonly ChartPoint[],
  periods: readonly (ChartPeriod | null)[],
  stretch: Stretch,
): Finding {
  const point = points[placeOf(points, hit.at)]
  const drawn = periods[hit.at]
  return {
    source: 'chart',
    rule: rule.id,
    at: hit.at,
    periods: hit.periods,
    since: hit.since,
    side: hit.side,
    figures: {
      observed: series.values[hit.at] ?? null,
      centre: drawn?.centre ?? null,
      lower: drawn?.lower ?? null,
      upper: drawn?.upper ?? null,
      sigmas: point && point.sigma > 0 ? (point.value - point.centre) / point.sigma : null,
      points: stretch.points,
    },
  }
}

/** Place of a period among points in order, by bisection. */
function placeOf(points: readonly ChartPoint[], period: number): number {
  let low = 0
  let high = points.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((points[middle]?.index ?? 0) < period) low = middle + 1
    else high = middle
  }
  return low
}
