import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at } from '../statistics/at.ts'
import { randomOf } from '../statistics/random.ts'
import { type Forecast, type ForecastOptions, forecast } from './forecast.ts'
import { forecastIssues } from './issues.ts'
import type { Series } from './prepare.ts'

const wave = [0.8, 0.9, 1.1, 1, 1.05, 1.15, 1.2, 1.1, 0.95, 0.9, 0.85, 1]
const random = randomOf(17)
const monthly = Array.from({ length: 60 }, (_, t) => (100 + t) * at(wave, t % 12) * (1 + 0.04 * random.normal()))
const options: ForecastOptions = { horizon: 12, seasons: [12], seed: 1, lowest: 0, paths: 1000 }
const means = (found: Forecast) => found.points.map(({ mean }) => mean)

describe('a monthly series with a season and growth', () => {
  const found = forecast(monthly, options)

  test('is forecast close to what it is made of', () => {
    for (const [h, { mean }] of found.points.entries())
      expect(Math.abs(mean / ((160 + h) * at(wave, h)) - 1)).toBeLessThan(0.08)
    expect(found.refusal).toBeNull()
    expect(found.methods.map(({ weight }) => weight).reduce((a, b) => a + b)).toBeCloseTo(1, 12)
    expect(found.methods).toHaveLength(3)
  })

  test('has ranges that hold one another and widen with the distance', () => {
    for (const { ranges } of found.points) {
      const [half, most, nearly] = ranges
      if (half === undefined || most === undefined || nearly === undefined) throw new Error('three ranges are due')
      expect([nearly.lower, most.lower, half.lower]).toEqual(
        [nearly.lower, most.lower, half.lower].sort((a, b) => a - b),
      )
      expect([half.upper, most.upper, nearly.upper]).toEqual(
        [half.upper, most.upper, nearly.upper].sort((a, b) => a - b),
      )
    }
  })

  test('is the same again for the same seed, path by path, and another for another', () => {
    expect(forecast(monthly, options).paths).toEqual(found.paths)
    const other = forecast(monthly, { ...options, seed: 2 })
    expect(other.paths).not.toEqual(found.paths)
    expect(Math.abs((other.points[0]?.mean ?? 0) / (found.points[0]?.mean ?? 1) - 1)).toBeLessThan(0.02)
  })

  test('says how its forecasts of the past did, against the naive one', () => {
    expect(found.backTest?.origins).toBe(12)
    expect(found.backTest?.owa).toBeLessThan(0.8)
    expect(found.backTest?.combination.mase).toBeLessThan(found.backTest?.seasonalNaive.mase ?? 0)
    expect(found.backTest?.coverage[2]).toBeGreaterThan(0.8)
    expect(found.backTest?.msis).toBeGreaterThan(0)
  })

  test('grows with its unit: a thousand times the values, a thousand times the forecast', () => {
    const scaled = forecast(
      monthly.map((value) => 1000 * value),
      options,
    )
    for (const [h, mean] of means(scaled).entries()) expect(mean / at(means(found), h)).toBeCloseTo(1000, 4)
  })
})

describe('plain refusals', () => {
  const refusal = (series: Series, more: Partial<ForecastOptions> = {}) => forecast(series, { ...options, ...more })

  test('nothing at all', () => {
    const found = refusal([null, null])
    expect(found.refusal?.code).toBe('forecast/no-values')
    expect(found.points).toEqual([])
  })

  test('one value: carried on without a range; five: with a wide one', () => {
    const one = refusal([7])
    expect(one.refusal?.code).toBe('forecast/too-short')
    expect(one.points[11]).toEqual({ mean: 7, median: 7, ranges: [] })
    const five = refusal([7, 8, 6, 9, 8])
    expect(five.refusal?.message).toBe('There are 5 values; a forecast needs 8. The last value is carried on.')
    expect(five.model).toBe('Naive')
    expect(five.points[0]?.mean).toBe(8)
    const [, , wide] = five.points[0]?.ranges ?? []
    expect(wide?.upper).toBeGreaterThan(11)
    expect(wide?.lower).toBeLessThan(5)
  })

  test('a constant', () => {
    const found = refusal(new Array<number>(24).fill(3))
    expect(found.refusal?.code).toBe('forecast/constant')
    expect(found.points[5]).toEqual({
      mean: 3,
      median: 3,
      ranges: [0.5, 0.8, 0.95].map((level) => ({ level, lower: 3, upper: 3 })),
    })
  })

  test('mostly zero: the mean of the past, never below zero', () => {
    const found = refusal([0, 0, 5, 0, 0, 0, 2, 0, 0, 4, 0, 0])
    expect(found.refusal?.code).toBe('forecast/intermittent')
    expect(found.points[0]?.mean).toBeCloseTo(11 / 12, 12)
    expect(found.paths.every((value) => [0, 2, 4, 5].includes(value))).toBe(true)
    expect(refusal([0, 3, 5, 4, 3, 6, 2, 3, 4, 4, 5, 3]).refusal).toBeNull()
  })

  test('too many gaps; few are bridged and said', () => {
    const holes = (every: number) => monthly.map((value, t) => (t % every === 3 ? null : value))
    const many = refusal(holes(5))
    expect(many.refusal?.code).toBe('forecast/gaps')
    expect(many.model).toBe('Seasonal naive')
    const few = refusal(holes(20))
    expect(few.refusal).toBeNull()
    expect(few.cautions.map(({ code }) => code)).toEqual(['forecast/gaps-filled'])
    const whole = means(forecast(monthly, options))
    for (const [h, mean] of means(few).entries()) expect(Math.abs(mean / at(whole, h) - 1)).toBeLessThan(0.03)
  })

  test('each code has an example that reads as a sentence', () => {
    for (const entry of Object.values(forecastIssues)) {
      const says = entry.says as (example: object) => string
      expect(says(entry.example)).toMatch(/^[A-Z0-9].*\.$/s)
      expect(says(entry.example)).not.toMatch(/undefined|NaN/)
    }
  })

  test('a mistake of the caller is thrown', () => {
    expect(() => refusal(monthly, { horizon: 0 })).toThrow('horizon')
    expect(() => refusal(monthly, { exposure: [1, 2] })).toThrow('exposure has 2 values; history and horizon need 72')
  })
})

test('a season that cannot be seen yet is said', () => {
  const found = forecast(monthly.slice(0, 20), { ...options, horizon: 3 })
  expect(found.cautions.map(({ code }) => code)).toEqual(['forecast/season-unseen'])
})

test('periods that are late are forecast on the way', () => {
  const late = forecast([...monthly.slice(0, 58), null, null], { ...options, horizon: 10 })
  const direct = forecast(monthly.slice(0, 58), options)
  expect(means(late)).toEqual(means(direct).slice(2))
})

describe('working days', () => {
  const days = Array.from(
    { length: 72 },
    (_, t) => [23, 20, 21, 22, 21, 22, 23, 21, 22, 23, 20, 22, 21][(t * 5) % 13] ?? 21,
  )
  const noise = randomOf(4)
  const daily = Array.from({ length: 72 }, (_, t) => at(days, t) * (50 + 0.1 * t) * (1 + 0.01 * noise.normal()))
  const history = daily.slice(0, 60)

  test('are used where the values follow them', () => {
    const found = forecast(history, { ...options, exposure: days })
    const blind = forecast(history, options)
    expect(found.adjustedBy).toEqual(['exposure'])
    const error = (one: Forecast) =>
      means(one).reduce((sum, mean, h) => sum + Math.abs(mean / at(daily, 60 + h) - 1), 0) / 12
    expect(error(found)).toBeLessThan(0.02)
    expect(error(blind)).toBeGreaterThan(2 * error(found))
  })

  test('are left where they explain nothing', () => {
    const steady = randomOf(8)
    const values = Array.from({ length: 60 }, () => 1000 + 5 * steady.normal())
    expect(forecast(values, { ...options, exposure: days }).adjustedBy).toEqual([])
  })

  test('a closed period is zero and no gap', () => {
    const open = days.map((count, t) => (t % 12 === 7 ? 0 : count))
    const values = history.map((value, t) => (t % 12 === 7 ? null : value))
    const found = forecast(values, { ...options, exposure: open })
    expect(found.refusal).toBeNull()
    expect(found.points[7]?.mean).toBe(0)
    expect(found.points[8]?.mean).toBeGreaterThan(900)
  })
})

test('a moving feast that is known ahead moves the forecast; one without effect does not', () => {
  const noise = randomOf(21)
  const feast = Array.from({ length: 72 }, (_, t) => (t % 12 === (t % 24 < 12 ? 2 : 3) ? 1 : 0))
  const chance = Array.from({ length: 72 }, () => noise.uniform())
  const values = Array.from({ length: 72 }, (_, t) => 200 * (1 + 0.3 * at(feast, t)) * (1 + 0.02 * noise.normal()))
  const found = forecast(values.slice(0, 60), {
    ...options,
    regressors: [
      { name: 'Easter', values: feast },
      { name: 'chance', values: chance },
    ],
  })
  expect(found.adjustedBy).toEqual(['Easter'])
  for (const [h, mean] of means(found).entries()) expect(Math.abs(mean / at(values, 60 + h) - 1)).toBeLessThan(0.08)
})

test('whatever the series, every number is a number, in bounds and in order', () => {
  const value = fc.oneof(
    fc.integer({ min: 0, max: 1000 }),
    fc.constant(0),
    fc.double({ min: 0, max: 1e9, noNaN: true }),
    fc.constant(null),
  )
  fc.assert(
    fc.property(fc.array(value, { maxLength: 60 }), fc.constantFrom([], [4], [12]), (series, seasons) => {
      const found = forecast(series, { horizon: 5, seasons, seed: 3, lowest: 0, paths: 200 })
      for (const { mean, ranges } of found.points) {
        expect(Number.isFinite(mean) && mean >= 0).toBe(true)
        for (const { lower, upper } of ranges)
          expect(Number.isFinite(lower) && Number.isFinite(upper) && lower >= 0 && lower <= upper).toBe(true)
      }
      expect(found.paths.every((one) => one >= 0 && Number.isFinite(one))).toBe(true)
      if (found.points.length === 0) expect(found.refusal).not.toBeNull()
    }),
    { numRuns: 150, seed: 20 },
  )
})

test('series just long enough for a season, with nothing left to test, are forecast all the same', () => {
  const noise = randomOf(4)
  const all = Array.from({ length: 760 }, (_, t) => 1000 + 200 * Math.sin((2 * Math.PI * t) / 7) + 50 * noise.normal())
  const cases: readonly (readonly [readonly number[], readonly number[]])[] = [
    [[], [8]],
    [[12], [8, 24, 25, 26]],
    [[52], [105]],
    [
      [7, 365],
      [8, 15, 731, 735, 758, 759],
    ],
  ]
  for (const [seasons, sizes] of cases)
    for (const size of sizes) {
      const found = forecast(all.slice(0, size), { horizon: 28, seasons, seed: 3, lowest: 0, paths: 200 })
      for (const { mean, ranges } of found.points) {
        const [, , widest] = ranges
        expect([size, mean > (widest?.lower ?? mean), mean < (widest?.upper ?? mean)]).toEqual([size, true, true])
      }
    }
})

test('a season of years beside one of weeks waits until it can be tested', () => {
  const noise = randomOf(4)
  const all = Array.from({ length: 760 }, (_, t) => 1000 + 200 * Math.sin((2 * Math.PI * t) / 7) + 10 * noise.normal())
  const found = forecast(all.slice(0, 740), { horizon: 28, seasons: [7, 365], seed: 3, paths: 200 })
  expect(found.cautions).toEqual([])
  for (const [h, mean] of means(found).entries())
    expect(Math.abs(mean - (1000 + 200 * Math.sin((2 * Math.PI * (740 + h)) / 7)))).toBeLessThan(25)
})
