import { describe, expect, test } from 'vitest'
import { randomOf } from '../../statistics/random.ts'
import { type ChartOptions, rhythms, type SignalSeries, signals, usualChart } from '../index.ts'
import { xmrLimits } from '../xmr.ts'
import { chartOf } from './chart.ts'

const { normal } = randomOf(1)
const noise = Array.from({ length: 60 }, () => 50 + 4 * normal())
const months = (values: readonly (number | null)[], rest: Partial<SignalSeries> = {}): SignalSeries => ({
  rhythm: rhythms.month,
  values,
  ...rest,
})
const draw = (series: SignalSeries, options: Partial<ChartOptions> = {}) => signals(series, { chart: options }).chart

describe('limits', () => {
  test('rest on the first 24 values, and never move again', () => {
    const { segments, periods } = draw(months(noise))
    const limits = xmrLimits(noise.slice(0, 24))
    expect(segments).toMatchObject([{ from: 0, until: 60, status: 'locked', points: 24, kind: 'xmr' }])
    expect(periods[59]).toEqual({ centre: limits?.centre, lower: limits?.lower, upper: limits?.upper })
    const changed = noise.map((value, t) => (t >= 24 ? value + 30 : value))
    expect(draw(months(changed)).periods).toEqual(periods)
  })

  test('none below 6 values, provisional below 17, then firm, then locked', () => {
    const status = (length: number) => draw(months(noise.slice(0, length))).segments[0]?.status
    expect([5, 6, 16, 17, 23, 24].map(status)).toEqual(['none', 'provisional', 'provisional', 'firm', 'firm', 'locked'])
    expect(draw(months(noise.slice(0, 5))).periods).toEqual([null, null, null, null, null])
  })

  test('a missing or unfinished period does not count towards them, and gets limits all the same', () => {
    const gap = noise.map((value, t) => (t === 10 ? null : value))
    const { segments, periods } = draw(months(gap))
    const limits = xmrLimits(gap.slice(0, 25))
    expect(segments[0]?.xmr).toEqual(limits)
    expect(periods[10]?.centre).toBe(limits?.centre)
  })

  test('are drawn no further than the KPI can reach, and nothing signals on that side', () => {
    const share = noise.map((value, t) => (t === 40 ? 0 : value / 60))
    const { periods, findings } = draw(months(share, { bounds: { low: 0.7, high: 1 } }))
    expect(periods[3]).toMatchObject({ lower: 0.7, upper: 1 })
    expect(findings.filter(({ rule }) => rule === 'beyond-limits')).toEqual([])
  })
})

describe('season and trend', () => {
  const shop = Array.from(
    { length: 72 },
    (_, t) => 200 * Math.exp(0.01 * t + 0.2 * Math.sin((2 * Math.PI * t) / 12) + 0.03 * normal()),
  )

  test('are taken off where the data show them; the limits follow them, in the KPI’s own unit', () => {
    const { segments, periods, findings } = draw(months(shop))
    expect(segments[0]?.shape?.adjusted).toBe(true)
    expect(segments[0]?.shape?.seasonStrength).toBeGreaterThan(0.8)
    const width = periods.map((period) => (period ? period.upper - period.lower : 0))
    expect(Math.max(...width.slice(0, 24))).toBeLessThan(120)
    // Summers lie above winters, as the values do.
    expect((periods[15]?.centre ?? 0) - (periods[21]?.centre ?? 0)).toBeGreaterThan(50)
    expect(findings.filter(({ rule }) => rule === 'beyond-limits').length).toBeLessThanOrEqual(2)
    expect(signals(months(shop)).facts.map(({ id }) => id)).toContain('season')
  })

  test('a value that fits no season is beyond the limits', () => {
    const odd = shop.map((value, t) => (t === 33 ? value * 1.4 : value))
    const found = draw(months(odd)).findings.find(({ rule }) => rule === 'beyond-limits')
    expect(found).toMatchObject({ at: 33, side: 1 })
    expect(found?.figures.observed).toBe(odd[33])
    expect(found?.figures.upper).toBeLessThan(odd[33] ?? 0)
  })
})

describe('new limits', () => {
  const lifted = noise.map((value, t) => (t >= 30 ? value + 9 : value))

  test('are proposed from the first period of a run, with the four questions; nothing moves', () => {
    const found = signals(months(lifted), { good: 'up' })
    const { proposal } = found
    expect(proposal).toMatchObject({ side: 1, advisable: true })
    expect(Math.abs((proposal?.from ?? 0) - 30)).toBeLessThanOrEqual(1)
    expect(proposal?.length).toBe(60 - (proposal?.from ?? 0))
    expect((proposal?.after ?? 0) - (proposal?.before ?? 0)).toBeGreaterThan(6)
    expect(proposal?.questions.map(({ answer }) => answer)).toEqual(['yes', 'person', 'yes', 'yes'])
    expect(found.chart.segments).toHaveLength(1)
    expect(signals(months(lifted), { good: 'down' }).proposal?.advisable).toBe(false)
  })

  test('once confirmed, the old segment stays as it was and the new one has limits of its own', () => {
    const before = draw(months(lifted))
    const after = draw(months(lifted), { segments: [{ from: 30, reason: 'new price list' }] })
    expect(after.segments).toMatchObject([
      { from: 0, until: 30, reason: null },
      { from: 30, until: 60, reason: 'new price list', status: 'locked' },
    ])
    expect(after.periods.slice(0, 30)).toEqual(before.periods.slice(0, 30))
    expect(after.segments[1]?.xmr).toEqual(xmrLimits(lifted.slice(30, 54)))
    expect(
      signals(months(lifted), { chart: { segments: [{ from: 30, reason: 'new price list' }] } }).proposal,
    ).toBeNull()
  })
})

describe('ratios with known denominators', () => {
  const sizes = Array.from({ length: 40 }, (_, t) => (t % 4 === 0 ? 50 : 900))
  const shares = sizes.map((n) => 0.3 + Math.sqrt(0.21 / n) * normal())
  const ratio = { kind: 'proportion', denominators: sizes } as const

  test('a p chart: limits wide where they are small', () => {
    const chart = draw(months(shares, { ratio }))
    expect(chart.segments[0]?.kind).toBe('p')
    const width = (t: number) => (chart.periods[t]?.upper ?? 0) - (chart.periods[t]?.lower ?? 0)
    expect(width(4) / width(5)).toBeCloseTo(Math.sqrt(900 / 50), 6)
  })

  test('Laney’s where the values vary more than sampling explains', () => {
    const large = { kind: 'proportion', denominators: sizes.map((n) => 1000 * n) } as const
    const chart = draw(months(shares, { ratio: large }))
    expect(chart.segments[0]?.kind).toBe('p-prime')
    expect(chart.segments[0]?.attribute?.sigmaZ).toBeGreaterThan(5)
  })

  test('an XmR chart where one is asked for, with a warning; each says which chart it is and why', () => {
    const alike = { kind: 'proportion', denominators: sizes.map(() => 500) } as const
    expect(draw(months(shares, { ratio: alike })).segments[0]?.kind).toBe('p')
    const asked = signals(months(shares, { ratio }), { chart: { kind: 'xmr' } })
    expect(asked.chart.segments[0]?.kind).toBe('xmr')
    expect(asked.facts.map(({ id }) => id)).toContain('denominators-vary')
    const said = (series: SignalSeries, kind: ChartOptions['kind'] = 'attribute') =>
      signals(series, { chart: { kind } }).facts.find(({ id }) => id === 'chart')?.text
    expect(said(months(shares, { ratio }), 'xmr')).toContain('an XmR chart, of single values')
    expect(said(months(shares))).toContain('no ratio of counts')
    expect(said(months(shares, { ratio }))).toContain('a p chart, as the KPI is a share')
    expect(said(months(shares, { ratio: { ...ratio, kind: 'rate' } }))).toContain('a u chart, as the KPI counts events')
  })

  test('a season moves the centre of a p chart, and its limits with the denominators; the counts still add up', () => {
    const large = Array.from({ length: 72 }, (_, t) => (t % 5 === 0 ? 800 : 4000))
    const values = large.map((n, t) => {
      const p = 0.3 + 0.08 * Math.sin((2 * Math.PI * t) / 12)
      return p + Math.sqrt((p * (1 - p)) / n) * normal()
    })
    const chart = draw(months(values, { ratio: { kind: 'proportion', denominators: large } }))
    const [segment] = chart.segments
    expect(segment).toMatchObject({ kind: 'p', shape: { adjusted: true } })
    const centre = (t: number) => chart.periods[t]?.centre ?? 0
    expect(centre(3) - centre(9)).toBeGreaterThan(0.1)
    const sum = (of: (t: number) => number) => Array.from({ length: 24 }, (_, t) => of(t)).reduce((a, b) => a + b, 0)
    expect(sum((t) => centre(t) * (large[t] ?? 0))).toBeCloseTo(
      sum((t) => (values[t] ?? 0) * (large[t] ?? 0)),
      6,
    )
    for (const t of [30, 31, 40]) {
      const { lower = 0, upper = 0 } = chart.periods[t] ?? {}
      expect((upper - lower) / 6).toBeCloseTo(Math.sqrt((centre(t) * (1 - centre(t))) / (large[t] ?? 1)), 9)
    }
    expect(chart.findings.filter(({ rule }) => rule === 'beyond-limits').length).toBeLessThanOrEqual(1)
  })

  test('a period without a denominator has neither limits nor signals', () => {
    const gap = { kind: 'proportion', denominators: sizes.map((n, t) => (t === 7 ? 0 : n)) } as const
    const chart = chartOf(months(shares, { ratio: gap }), usualChart(months(shares)))
    expect(chart.periods[7]).toBeNull()
    expect(chart.findings.some(({ at }) => at === 7)).toBe(false)
  })
})
