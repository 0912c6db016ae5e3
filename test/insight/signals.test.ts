import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  falseDiscoveries,
  levelOf,
  type PeriodFlag,
  rhythms,
  type SignalSeries,
  signals,
  usualPolicy,
} from '../../src/insight/signals/index.ts'
import { randomOf } from '../../src/insight/statistics/random.ts'
import { processes } from '../support/stable-series.ts'

const months = (values: readonly (number | null)[], rest: Partial<SignalSeries> = {}): SignalSeries => ({
  rhythm: rhythms.month,
  values,
  ...rest,
})

/** Sales of a shop: a season, noise of 5, a mean of 200. */
function shop(length: number, seed = 1): number[] {
  const random = randomOf(seed)
  return Array.from({ length }, (_, t) => 200 + 40 * Math.sin((2 * Math.PI * t) / 12) + 5 * random.normal())
}

const flagged = (length: number, at: number, flag: PeriodFlag) =>
  Array.from({ length }, (_, t) => (t === at ? flag : null))

describe('a change', () => {
  test('one value far out is one alert, with its figures, and it is over when the values are back', () => {
    const values = shop(60).map((value, t) => (t === 45 ? value + 60 : value))
    const { alerts } = signals(months(values))
    expect(alerts).toHaveLength(1)
    expect(alerts[0]).toMatchObject({
      rule: 'point',
      at: 45,
      since: 45,
      until: 45,
      side: 1,
      ending: 'back',
      periods: [45],
    })
    const { observed, expected, difference, lower, upper } = alerts[0]?.figures ?? {}
    expect(observed).toBe(values[45])
    expect(difference).toBeCloseTo((observed ?? 0) - (expected ?? 0), 9)
    expect(Math.abs((difference ?? 0) - 60)).toBeLessThan(20)
    expect(upper).toBeLessThan(observed ?? 0)
    expect(lower).toBeLessThan(expected ?? 0)
  })

  test('a new level is one alert that lasts, seen at most eight periods late, and the new level then is the usual one', () => {
    const values = shop(84).map((value, t) => (t >= 45 ? value - 14 : value))
    const { alerts } = signals(months(values))
    expect(alerts).toHaveLength(1)
    expect(alerts[0]).toMatchObject({ side: -1, ending: 'lasting' })
    expect(alerts[0]?.at).toBeLessThanOrEqual(53)
    expect(Math.abs((alerts[0]?.since ?? 0) - 45)).toBeLessThanOrEqual(2)
  })

  test('values that scatter more are found', () => {
    const random = randomOf(21)
    const values = shop(60).map((value, t) => (t >= 44 ? value + 14 * random.normal() : value))
    expect(signals(months(values)).alerts.some(({ at }) => at >= 44 && at <= 56)).toBe(true)
  })

  test('a difference too small to matter is no alert', () => {
    const values = shop(60).map((value, t) => (t === 45 ? value + 40 : value))
    expect(signals(months(values), { policy: { minimumEffect: 20 } }).alerts).toHaveLength(1)
    expect(signals(months(values), { policy: { minimumEffect: 80 } }).alerts).toEqual([])
  })

  test('small denominators excuse what large ones do not', () => {
    const random = randomOf(5)
    const draw = (n: number) => 0.2 + Math.sqrt((0.2 * 0.8) / n) * random.normal()
    const sizes = Array.from({ length: 60 }, (_, t) => (t % 3 === 0 ? 60 : 1500))
    const base = sizes.map(draw)
    const at = (t: number) =>
      signals(
        months(
          base.map((value, i) => (i === t ? 0.29 : value)),
          { ratio: { kind: 'proportion', denominators: sizes } },
        ),
      ).alerts.map((alert) => alert.at)
    expect(at(48)).toEqual([])
    expect(at(49)).toEqual([49])
  })

  test('the first change of a KPI that never varied is an alert only where its chance is known to be small', () => {
    const values = Array.from({ length: 40 }, (_, t) => (t === 39 ? 0.97 : 1))
    const found = (falseAlarmsPerMonth: number) => signals(months(values), { policy: { falseAlarmsPerMonth } }).alerts
    expect(found(0.01)).toEqual([])
    expect(found(0.05).map(({ at, figures }) => [at, figures.size])).toEqual([[39, null]])
  })
})

/** One false alarm in a thousand months: what is seen then is no accident of the noise. */
const strict = { policy: { falseAlarmsPerMonth: 0.001 } }

describe('what must not signal', () => {
  const values = shop(60).map((value, t) => (t === 45 ? value + 80 : value))

  test.each(['partial', 'event', 'restated'] as const)('a %s period, however far out', (flag) => {
    const found = signals(months(values, { flags: flagged(60, 45, flag) }))
    expect(found.alerts).toEqual([])
    expect(found.chart.findings.filter(({ at }) => at === 45)).toEqual([])
    expect(found.judged[45] === null || flag === 'restated').toBe(true)
    expect(found.facts.some(({ id }) => id === `left-out-${flag}`)).toBe(true)
  })

  test('a missing period, and the ones beside it', () => {
    const gaps = shop(60).map((value, t) => (t % 7 === 3 ? null : value))
    expect(signals(months(gaps), strict).alerts).toEqual([])
  })

  test('a season alone: of ten years of a shop, of weeks with a Christmas, of days with a week-end, of hours', () => {
    let alerts = 0
    for (let seed = 1; seed <= 8; seed++) {
      const { normal } = randomOf(seed)
      alerts += signals(months(shop(120, seed)), strict).alerts.length
      const weeks = Array.from({ length: 260 }, (_, t) => (t % 52 >= 50 ? 300 : 100) + 6 * normal())
      const found = signals({ rhythm: rhythms.week, values: weeks }, strict).alerts
      expect(found.filter(({ periods }) => periods.some((t) => t % 52 >= 50))).toEqual([])
      const days = Array.from({ length: 300 }, (_, t) => (t % 7 >= 5 ? 20 : 100) + 6 * normal())
      const open = (t: number) => t % 24 >= 9 && t % 24 < 18 && t % 168 < 120
      const hours = Array.from({ length: 24 * 7 * 6 }, (_, t) => (open(t) ? 100 : 10) + 3 * normal())
      alerts += found.length + signals({ rhythm: rhythms.day, values: days }, strict).alerts.length
      alerts += signals({ rhythm: rhythms.hour, values: hours }, strict).alerts.length
    }
    // The noise alone may give 1.1 at this rate, and four or more once in forty such tests; any season would give dozens.
    expect(alerts).toBeLessThan(4)
  })

  test('a weekly season alone: a scale that six weeks suggest by chance does not bring the limits too near', () => {
    let alerts = 0
    for (let seed = 1; seed <= 24; seed++) {
      const { normal } = randomOf(seed)
      const days = Array.from({ length: 300 }, (_, t) => (t % 7 >= 5 ? 20 : 100) + 6 * normal())
      alerts += signals({ rhythm: rhythms.day, values: days }, strict).alerts.length
    }
    // The noise alone may give 0.2 at this rate, and two or more once in fifty such tests; the season would give dozens.
    expect(alerts).toBeLessThan(2)
  })

  test('a steady trend alone', () => {
    const random = randomOf(3)
    const growing = Array.from({ length: 96 }, (_, t) => 100 + 1.5 * t + 8 * random.normal())
    expect(signals(months(growing), strict).alerts).toEqual([])
  })

  test('before two years are known nothing is sent, and this is said', () => {
    const found = signals(months(values.slice(0, 23)))
    expect(found.alerts).toEqual([])
    expect(found.facts.map(({ id }) => id)).toContain('alerts-not-yet')
    expect(found.facts.map(({ id }) => id)).toContain('season-unknown')
  })
})

describe('the policy', () => {
  test('is a rate per month, whatever the grain', () => {
    expect(levelOf(usualPolicy(rhythms.month), rhythms.month)).toBe(0.01)
    expect(levelOf(usualPolicy(rhythms.week), rhythms.week)).toBeCloseTo(0.0023, 4)
    expect(levelOf(usualPolicy(rhythms.day), rhythms.day)).toBeCloseTo(0.00033, 5)
  })

  test('its rate is true on stable KPIs of eight kinds, at two settings', { timeout: 120_000 }, () => {
    for (const falseAlarmsPerMonth of [0.02, 0.1]) {
      let alerts = 0
      let expected = 0
      for (const draw of Object.values(processes)) {
        const random = randomOf(4242)
        for (let run = 0; run < 8; run++) {
          const values = draw(random, 60, 12)
          alerts += signals(months(values), { policy: { falseAlarmsPerMonth } }).alerts.length
          expected += falseAlarmsPerMonth * (60 - 24)
        }
      }
      expect(alerts / expected).toBeGreaterThan(0.5)
      expect(alerts / expected).toBeLessThan(1.5)
    }
  })
})

test('a period is judged by the ones before it: alerts of a part are those of the whole up to there', () => {
  const values = shop(72, 9).map((value, t) => (t === 40 || t >= 58 ? value + 30 : value))
  const seen = (part: readonly number[]) =>
    signals(months(part)).alerts.map(({ rule, at, since }) => ({ rule, at, since }))
  const whole = seen(values)
  expect(whole.length).toBeGreaterThan(1)
  fc.assert(
    fc.property(fc.integer({ min: 24, max: 72 }), (length) => {
      expect(seen(values.slice(0, length))).toEqual(whole.filter(({ at }) => at < length))
    }),
    { numRuns: 20 },
  )
})

test('any list of numbers has an answer with finite figures', () => {
  const value = fc.oneof(
    fc.constant(null),
    fc.double({ min: -1e12, max: 1e12, noNaN: true }),
    fc.integer({ min: 0, max: 3 }),
    fc.constant(7),
  )
  fc.assert(
    fc.property(fc.array(value, { maxLength: 60 }), (values) => {
      const found = signals(months(values))
      const numbers = [
        ...[...found.alerts, ...found.chart.findings, ...found.facts].flatMap(({ figures }) => Object.values(figures)),
        ...found.chart.periods.flatMap((period) => (period ? Object.values(period) : [])),
        ...found.judged.flatMap((period) => (period ? [period.expected] : [])),
      ]
      for (const number of numbers) expect(number === null || Number.isFinite(number)).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('of many KPIs read at once, the false discoveries are bounded (Benjamini and Hochberg 1995, their example)', () => {
  const chances = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
  ]
  expect(falseDiscoveries(chances, 0.05)).toEqual([0, 1, 2, 3])
  expect(falseDiscoveries([0.9, 0.001], 0.05)).toEqual([1])
  expect(falseDiscoveries([], 0.05)).toEqual([])
})
