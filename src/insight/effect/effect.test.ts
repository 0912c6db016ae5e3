import { expect, test } from 'vitest'
import { at } from '../statistics/at.ts'
import { randomOf } from '../statistics/random.ts'
import { type EffectOptions, effectOf } from './effect.ts'

const wave = [0.8, 0.9, 1.1, 1, 1.05, 1.15, 1.2, 1.1, 0.95, 0.9, 0.85, 1]
const options: EffectOptions = { seasons: [12], seed: 1, wanted: 'up', lowest: 0, paths: 1000 }

/** Sixty months with a season, of which those from the 49th on are changed by a factor. */
function months(factor: number, seed: number): number[] {
  const random = randomOf(seed)
  return Array.from(
    { length: 60 },
    (_, t) => 200 * at(wave, t % 12) * (1 + 0.04 * random.normal()) * (t >= 48 ? factor : 1),
  )
}

test('a rise of a fifth is seen, measured and called worked; where less was wanted, worsened', () => {
  const series = months(1.2, 3).slice(0, 54)
  const effect = effectOf(series, 48, options)
  expect(effect.verdict).toBe('worked')
  expect(effect.periods).toBe(6)
  expect(effect.relative?.value).toBeGreaterThan(0.13)
  expect(effect.relative?.value).toBeLessThan(0.27)
  expect(effect.relative?.lower).toBeGreaterThan(0)
  expect(effect.since).toHaveLength(6)
  expect(effect.since.at(-1)?.sum).toEqual(effect.total)
  for (const { value, expected, sum } of effect.since.slice(0, 1))
    expect(sum).toEqual({ value: value - expected.value, lower: value - expected.upper, upper: value - expected.lower })
  expect((effect.total?.value ?? 0) + effect.expected).toBeCloseTo(effect.actual, 8)
  expect(effectOf(series, 48, { ...options, wanted: 'down' }).verdict).toBe('worsened')
})

test('one period is too early, whatever it shows', () => {
  expect(effectOf(months(1.04, 3).slice(0, 49), 48, options).verdict).toBe('too-early')
  expect(effectOf(months(3, 3).slice(0, 49), 48, options).verdict).toBe('too-early')
})

test('nothing after a year is no visible effect', () => {
  const effect = effectOf(months(1, 5), 48, options)
  expect(effect.verdict).toBe('no-visible-effect')
  expect(effect.total?.lower).toBeLessThan(0)
  expect(effect.total?.upper).toBeGreaterThan(0)
})

test('periods without a value are left out, a history too short is said', () => {
  const series: (number | null)[] = months(1.2, 3).slice(0, 54)
  series[50] = null
  expect(effectOf(series, 48, options).periods).toBe(5)
  const short = effectOf(series, 5, options)
  expect(short.verdict).toBe('not-measurable')
  expect(short.refusal?.code).toBe('forecast/too-short')
  expect(effectOf(series, 54, options).verdict).toBe('not-measurable')
})

test('where nothing was done, few series are called worked or worsened', () => {
  const verdicts = Array.from({ length: 24 }, (_, k) => effectOf(months(1, 100 + k).slice(0, 54), 48, options).verdict)
  const wrong = verdicts.filter((verdict) => verdict === 'worked' || verdict === 'worsened').length
  expect(wrong).toBeLessThanOrEqual(3)
  const found = Array.from({ length: 8 }, (_, k) => effectOf(months(1.15, 200 + k).slice(0, 54), 48, options).verdict)
  expect(found.filter((verdict) => verdict === 'worked').length).toBeGreaterThanOrEqual(6)
})
