import { describe, expect, test } from 'vitest'
import { attributeLimits } from './attribute-charts.ts'
import { chanceBeyond, limitMultiplier } from './limit-multiplier.ts'
import { ruleSets, rules } from './rules/index.ts'
import type { Pattern } from './rules/rule.ts'
import { runLength } from './run-length.ts'
import { runsOnMedian } from './runs-on-median.ts'
import { factors, usualXmr, xmrLimits } from './xmr.ts'

describe('NIST/SEMATECH e-Handbook 6.3.2.2, flow rate', () => {
  const flow = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]

  test('centre 50.81, mean moving range 1.8778, limits 45.8159 and 55.8041', () => {
    const limits = xmrLimits(flow, { ...usualXmr, convention: 'table' })
    expect(limits?.centre).toBeCloseTo(50.81, 8)
    expect(limits?.movingRange).toBeCloseTo(1.8778, 4)
    expect(limits?.upper).toBeCloseTo(55.8041, 4)
    expect(limits?.lower).toBeCloseTo(45.8159, 4)
  })
})

describe('Montgomery, Introduction to Statistical Quality Control, loan processing costs', () => {
  const costs = [310, 288, 297, 298, 307, 303, 294, 297, 308, 306, 294, 299, 297, 299, 314, 295, 293, 306, 301, 304]

  test('centre 300.5, mean moving range 7.79, limits 279.78 and 321.22', () => {
    const limits = xmrLimits(costs)
    expect(limits?.centre).toBe(300.5)
    expect(limits?.movingRange).toBeCloseTo(7.79, 2)
    expect(limits?.upper).toBeCloseTo(321.22, 2)
    expect(limits?.lower).toBeCloseTo(279.78, 2)
  })
})

describe('Wheeler’s factors', () => {
  test('are the exact ones, rounded', () => {
    const { mean, median, rangeMean, rangeMedian } = factors.exact
    expect(mean).toBeCloseTo(2.65868, 5)
    expect(rangeMean).toBeCloseTo(3.26653, 5)
    expect(median).toBeCloseTo(3.14507, 5)
    expect(rangeMedian).toBeCloseTo(3.86413, 5)
  })

  test('no moving range spans a missing value', () => {
    const limits = xmrLimits([1, 2, null, 10, 11])
    expect(limits?.movingRange).toBe(1)
    expect(limits?.ranges).toBe(2)
    expect(xmrLimits([1, null, 3])).toBeNull()
  })
})

describe('Champ and Woodall (1987), in-control run lengths', () => {
  const pattern = (id: string): Pattern => rules.find((rule) => rule.id === id)?.pattern ?? expect.fail(id)
  const set = (name: keyof typeof ruleSets) => ruleSets[name].map(({ id }) => pattern(id))

  test.each<[string, readonly Pattern[], number]>([
    ['limits alone', [pattern('beyond-limits')], 370.4],
    ['limits and runs of eight', [pattern('beyond-limits'), pattern('run-of-8')], 152.73],
    ['limits and three of four', [pattern('beyond-limits'), pattern('three-of-four')], 241.85],
    ['limits and two of three', [pattern('beyond-limits'), pattern('two-of-three')], 225.44],
    ['limits and four of five', [pattern('beyond-limits'), pattern('four-of-five')], 166.05],
    ['Wheeler', set('wheeler'), 127.27],
    ['Western Electric', set('western-electric'), 91.75],
    ['NHS England', set('nhs'), 83.16],
  ])('%s: %d points', (_, patterns, mean) => {
    expect(runLength(patterns).mean).toBeCloseTo(mean, 2)
  })
})

describe('limits that rest on few points', () => {
  test('false-alarm three times as often as known ones', () => {
    expect(chanceBeyond(24, 3)).toBeCloseTo(0.0092, 4)
    expect(chanceBeyond(100, 3)).toBeCloseTo(0.004, 3)
    expect(limitMultiplier(24, 0.0027)).toBeCloseTo(3.59, 2)
    expect(limitMultiplier(100_000, 0.0027)).toBeCloseTo(3, 2)
  })
})

describe('Laney (2002)', () => {
  test('large denominators: the textbook limits hug the centre, σz widens them to what the values do', () => {
    const points = Array.from({ length: 30 }, (_, i) => ({
      numerator: 100_000 * (i % 2 === 0 ? 0.11 : 0.09),
      denominator: 100_000,
    }))
    const limits = attributeLimits(points, 'proportion')
    expect(limits?.centre).toBeCloseTo(0.1, 10)
    expect(3 * (limits?.errorAt(100_000, limits.centre) ?? 0)).toBeLessThan(0.003)
    // The values alternate by 0.02, so that the mean moving range is 0.02 and the half-width 2.66 × 0.02.
    expect(3 * (limits?.errorAt(100_000, limits.centre) ?? 0) * (limits?.sigmaZ ?? 0)).toBeCloseTo(
      factors.exact.mean * 0.02,
      10,
    )
  })

  test('no variation, no limits', () => {
    const all = Array.from({ length: 5 }, () => ({ numerator: 20, denominator: 20 }))
    expect(attributeLimits(all, 'proportion')).toBeNull()
    expect(attributeLimits(all, 'rate')).not.toBeNull()
  })
})

describe('Anhøj and Olesen (2014)', () => {
  test('twenty useful points allow a run of 7 and need 6 crossings', () => {
    const found = runsOnMedian(Array.from({ length: 20 }, (_, i) => (i < 10 ? i : i + 10)))
    expect(found).toMatchObject({
      useful: 20,
      longestRun: 10,
      longestRunMax: 7,
      crossings: 1,
      crossingsMin: 6,
      signal: true,
    })
    expect(runsOnMedian(Array.from({ length: 20 }, (_, i) => ((i >> 1) % 2 === 0 ? i : -i - 1)))?.signal).toBe(false)
  })
})
