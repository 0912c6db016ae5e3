import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exact } from './amount.ts'
import type { Kpi, ScoreRule, StatusRule } from './catalog.ts'
import { type Decimal, decimalOf } from './decimal.ts'
import { assess } from './status.ts'
import type { TargetValue } from './target/plan.ts'

const cents = (units: number): Decimal => decimalOf(units, 2)
const absolute: StatusRule[] = [{ status: 'on-track', op: '>=', of: 'absolute', threshold: cents(0) }]

function scoreOf(good: Kpi['good'], score: ScoreRule | null, value: Decimal, target: TargetValue | null) {
  const status = good === 'between' ? [] : absolute
  return assess({ good, status, score }, { kind: 'value', amount: exact(value) }, target).score
}

const points = (...at: readonly (readonly [number | 'target', number])[]): ScoreRule => ({
  kind: 'points',
  of: 'absolute',
  points: at.map(([where, score]) => ({ at: where === 'target' ? where : cents(100 * where), score })),
})

test('straight lines through the points, level beyond them', () => {
  const own = points([50, 0], [80, 50], [100, 100], [150, 120])
  const at = [40, 50, 65, 80, 90, 100, 125, 150, 200].map((value) => scoreOf('up', own, cents(100 * value), null))
  expect(at).toEqual([0, 0, 25, 50, 75, 100, 110, 120, 120])
})

test('the target of the period is a point; without one there is no score', () => {
  const own = points([50, 0], ['target', 100])
  expect(scoreOf('up', own, cents(8000), { value: cents(11000) })).toBe(50)
  expect(scoreOf('up', own, cents(8000), null)).toBeNull()
})

test('a target before the point below it: the score steps there, and never falls for a better value', () => {
  const own = points([50, 0], ['target', 100])
  const at = [39, 40, 45, 60].map((value) => scoreOf('up', own, cents(100 * value), { value: cents(4000) }))
  expect(at).toEqual([0, 100, 100, 100])
})

test('outside a band the score falls to 0 at the tolerance, at each end by its own', () => {
  const rule: ScoreRule = { kind: 'tolerance', below: cents(1000), above: cents(2000) }
  const band = { low: cents(2000), high: cents(3000) }
  const at = [9, 10, 15, 20, 30, 40, 50, 60].map((value) => scoreOf('between', rule, cents(100 * value), band))
  expect(at).toEqual([0, 0, 50, 100, 100, 50, 0, 0])
  expect(scoreOf('between', rule, cents(2500), null)).toBeNull()
})

test('nothing left where less is better has the best score there is', () => {
  const percent: ScoreRule = {
    kind: 'points',
    of: 'percent',
    points: [
      { at: decimalOf(5, 1), score: 0 },
      { at: decimalOf(1), score: 100 },
      { at: decimalOf(2), score: 120 },
    ],
  }
  const at = [0, 1, 3, 6, 12, 20].map((value) => scoreOf('down', percent, cents(100 * value), { value: cents(600) }))
  expect(at).toEqual([120, 120, 120, 100, 0, 0])
})

const value = fc.integer({ min: -20_000, max: 40_000 })
const target = fc.integer({ min: 1, max: 30_000 }).map((units) => ({ value: cents(units) }))
const ascending = fc.uniqueArray(fc.integer({ min: 0, max: 300 }), { minLength: 3, maxLength: 3 })

test('a better value never has a lower score, whatever the points, the direction and the target', () => {
  fc.assert(
    fc.property(
      value,
      value,
      target,
      ascending,
      fc.constantFrom('up' as const, 'down' as const),
      fc.constantFrom('marks', 'values', 'target', 'attainments'),
      (a, b, promised, ats, good, kind) => {
        const [worst = 0, middle = 0, best = 0] = ats.sort((x, y) =>
          good === 'up' || kind === 'attainments' ? x - y : y - x,
        )
        const rule =
          kind === 'marks'
            ? null
            : kind === 'attainments'
              ? ({
                  kind: 'points',
                  of: 'percent',
                  points: [
                    { at: cents(worst), score: 0 },
                    { at: cents(middle), score: 50 },
                    { at: cents(best), score: 100 },
                  ],
                } as const)
              : points([worst, 0], [middle, 50], kind === 'target' ? ['target', 100] : [best, 100])
        const [better, worse] = (good === 'up') === a >= b ? [a, b] : [b, a]
        const judging = { good, status: [], score: rule }
        const at = (units: number) =>
          assess(judging, { kind: 'value', amount: exact(cents(units)) }, promised).score ?? Number.NaN
        expect(at(better)).toBeGreaterThanOrEqual(at(worse))
        expect(at(better)).toBeLessThanOrEqual(100)
        expect(at(worse)).toBeGreaterThanOrEqual(0)
      },
    ),
    { numRuns: 2000 },
  )
})
