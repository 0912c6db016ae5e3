import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decimalOf } from './decimal.ts'
import { rollUp, type Scored, scoreStatus, takesPart } from './score.ts'
import type { RollUpRule } from './scorecard.ts'

const child = fc.record({
  weight: fc.integer({ min: 0, max: 1000 }).map((units) => decimalOf(units, 2)),
  score: fc.option(fc.double({ min: 0, max: 100, noNaN: true }), { freq: 4 }),
  status: fc.constant(null),
})
const children = fc.array(child, { maxLength: 12 })
const policies = ['renormalise', 'zero', 'strict'] as const
const policy = fc.constantFrom(...policies)
const of = (...pairs: readonly (readonly [weight: number, score: number | null])[]): readonly Scored[] =>
  pairs.map(([weight, score]) => ({ weight: decimalOf(weight), score, status: null }))
const ruled = (change: Partial<RollUpRule>): RollUpRule => ({
  method: 'weighted',
  missing: 'renormalise',
  atLeast: 0,
  ...change,
})
const weightedScore = (scored: readonly Scored[], missing: RollUpRule['missing']) =>
  rollUp(scored, ruled({ missing })).score

test.each<[string, readonly Scored[], (number | null)[]]>([
  ['nothing', [], [null, null, null]],
  ['one', of([2, 80]), [80, 80, 80]],
  ['two', of([3, 80], [1, 40]), [70, 70, 70]],
  ['one of two missing', of([3, 80], [1, null]), [80, 60, null]],
  ['all missing', of([3, null], [1, null]), [null, 0, null]],
  ['all weights zero', of([0, 80], [0, 40]), [null, null, null]],
  ['a missing one that weighs nothing', of([1, 80], [0, null]), [80, 80, 80]],
])('%s, by each policy', (_, scored, expected) => {
  expect(policies.map((missing) => weightedScore(scored, missing))).toEqual(expected)
})

test('a score lies between the least and the greatest of its children, whatever counts as missing', () => {
  fc.assert(
    fc.property(children, policy, (scored, missing) => {
      const score = weightedScore(scored, missing)
      if (score === null) return
      const counted = scored
        .filter(({ weight, score: own }) => weight.units > 0n && (own !== null || missing === 'zero'))
        .map(({ score: own }) => own ?? 0)
      expect(score).toBeGreaterThanOrEqual(Math.min(...counted) - 1e-9)
      expect(score).toBeLessThanOrEqual(Math.max(...counted) + 1e-9)
    }),
  )
})

test('weights count by their proportions only', () => {
  fc.assert(
    fc.property(children, policy, fc.integer({ min: 1, max: 900 }), (scored, missing, factor) => {
      const scaled = scored.map(({ weight, score }) => ({
        weight: decimalOf(weight.units * BigInt(factor), weight.scale),
        score,
        status: null,
      }))
      const [plain, times] = [weightedScore(scored, missing), weightedScore(scaled, missing)]
      if (plain === null || times === null) expect(times).toBe(plain)
      else expect(times).toBeCloseTo(plain, 9)
    }),
  )
})

test('a better child never makes a worse whole', () => {
  fc.assert(
    fc.property(
      children,
      policy,
      fc.nat(),
      fc.double({ min: 0, max: 100, noNaN: true }),
      (scored, missing, nth, up) => {
        const at = scored.length === 0 ? -1 : nth % scored.length
        const better = scored.map((one, index) =>
          index === at && one.score !== null ? { ...one, score: Math.min(100, one.score + up) } : one,
        )
        const [before, after] = [weightedScore(scored, missing), weightedScore(better, missing)]
        if (before === null || after === null) expect(after).toBe(before)
        else expect(after).toBeGreaterThanOrEqual(before - 1e-9)
      },
    ),
  )
})

test('where nothing is missing the policies agree; where something is, zero is the lower one and strict says nothing', () => {
  fc.assert(
    fc.property(children, (scored) => {
      const [renormalised, zero, strict] = policies.map((missing) => weightedScore(scored, missing))
      const gap = scored.some(({ weight, score }) => score === null && weight.units > 0n)
      if (!gap) expect([zero, strict]).toEqual([renormalised, renormalised])
      else {
        expect(strict).toBeNull()
        if (renormalised != null) expect(zero ?? 0).toBeLessThanOrEqual(renormalised + 1e-9)
      }
    }),
  )
})

test('what promises nothing takes no part; what is missing does', () => {
  const parts = (['no-target', 'not-applicable', 'not-due'] as const).map((status) => takesPart({ status }))
  expect(parts).toEqual([false, false, false])
  const missing = (['no-data', 'late', 'failed', 'undefined', 'hidden', 'on-track'] as const).map((status) =>
    takesPart({ status }),
  )
  expect(missing).toEqual([true, true, true, true, true, true])
})

test('contributions add up to the score exactly, and what is lost to the rest of 100', () => {
  fc.assert(
    fc.property(
      children,
      policy,
      fc.constantFrom('weighted', 'worst-child', 'worst-colour'),
      (scored, missing, method) => {
        const { score, shares } = rollUp(scored, ruled({ missing, method }))
        const sum = (of: 'contribution' | 'lost') => shares.reduce((total, share) => total + (share[of] ?? 0), 0)
        expect(shares).toHaveLength(scored.length)
        expect(sum('contribution')).toBe(score ?? 0)
        if (score !== null) expect(sum('lost')).toBeCloseTo(100 - score, 9)
      },
    ),
    { numRuns: 2000 },
  )
})

test('the worst child, the geometric mean, and the mean with the worst colour', () => {
  const scored: readonly Scored[] = [
    { weight: decimalOf(3), score: 90, status: 'on-track' },
    { weight: decimalOf(1), score: 40, status: 'at-risk' },
    { weight: decimalOf(0), score: 0, status: 'off-track' },
  ]
  expect(rollUp(scored, ruled({ method: 'worst-child' }))).toMatchObject({
    score: 40,
    status: 'at-risk',
    shares: [
      { contribution: 0, lost: 0 },
      { contribution: 40, lost: 60 },
      { contribution: 0, lost: 0 },
    ],
  })
  expect(rollUp(scored, ruled({ method: 'geometric' })).score).toBeCloseTo((90 ** 3 * 40) ** (1 / 4), 9)
  expect(rollUp(scored, ruled({ method: 'worst-colour' }))).toMatchObject({ score: 77.5, status: 'at-risk' })
  const withZero = [...scored, { weight: decimalOf(1), score: 0, status: 'off-track' } as const]
  expect(rollUp(withZero, ruled({ method: 'geometric' }))).toMatchObject({ score: 0, status: 'off-track' })
})

test('the methods are ordered: the worst child is at most the geometric mean, that at most the mean', () => {
  fc.assert(
    fc.property(children, (scored) => {
      const [worst, geometric, mean] = (['worst-child', 'geometric', 'weighted'] as const).map(
        (method) => rollUp(scored, ruled({ method })).score,
      )
      if (mean == null || geometric == null || worst == null) {
        expect([worst, geometric]).toEqual([mean, mean])
        return
      }
      expect(worst).toBeLessThanOrEqual(geometric + 1e-6)
      expect(geometric).toBeLessThanOrEqual(mean + 1e-6)
    }),
  )
})

test('at least so many scores, counted among the KPIs where they are not the children', () => {
  const scored = of([1, 80], [1, null], [1, 60])
  expect(rollUp(scored, ruled({ atLeast: 2 })).score).toBe(70)
  expect(rollUp(scored, ruled({ atLeast: 3 }))).toMatchObject({ score: null, status: null, because: 'too-few' })
  expect(rollUp(scored, ruled({ atLeast: 3 }), 5).score).toBe(70)
})

test('why there is no score, and how much of the weight has one', () => {
  const reasons = [
    rollUp([], ruled({})),
    rollUp(of([1, null]), ruled({})),
    rollUp(of([0, 50]), ruled({})),
    rollUp(of([1, null], [1, 3]), ruled({ missing: 'strict' })),
  ].map(({ because }) => because)
  expect(reasons).toEqual(['nothing', 'no-scores', 'no-scores', 'strict'])
  expect(rollUp(of([3, 80], [1, null]), ruled({})).coverage).toBe(0.75)
})

test.each<[number, string]>([
  [100, 'on-track'],
  [99.6, 'on-track'],
  [99.4, 'at-risk'],
  [49.5, 'at-risk'],
  [49.4, 'off-track'],
  [0, 'off-track'],
])('a score of %s is %s', (score, status) => expect(scoreStatus(score)).toBe(status))
