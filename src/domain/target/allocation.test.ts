import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Day, day } from '../../time/day.ts'
import { gregorian } from '../../time/gregorian.ts'
import type { Days, Target } from '../catalog.ts'
import { decimalOf } from '../decimal.ts'
import { AllocatedTotal } from './allocation.ts'
import { type YearShares, yearShares } from './year.ts'

const year = gregorian.parse('2026')?.ordinal ?? 0

function wholeOf(total: bigint, spread: 'even' | 'working-days'): YearShares {
  const plan = { kind: 'total', total: decimalOf(total, 2), year: 2026, spread } as const
  const actual = () => ({ kind: 'absent', because: 'no-data' }) as const
  const shares = yearShares(plan, { calendar: gregorian, cadence: 'month', scale: 2, actual })
  if (shares === null) throw new Error('no year')
  return shares
}

const cases = fc.record({
  total: fc.bigInt({ min: 10n ** 7n, max: 10n ** 13n }),
  spread: fc.constantFrom('even' as const, 'working-days' as const),
  weights: fc.array(fc.bigInt({ min: 1n, max: 10n ** 6n }), { minLength: 1, maxLength: 9 }),
  // Each unit comes on a day of the year, or was there before it.
  comes: fc.array(fc.option(fc.integer({ min: 1, max: 300 }), { freq: 2 }), { minLength: 9, maxLength: 9 }),
  ask: fc.tuple(fc.integer({ min: 0, max: 364 }), fc.integer({ min: 1, max: 365 })),
})

test('whoever comes when, the shares of any days add up to the whole of these days, and none is a cent off its quota', () => {
  fc.assert(
    fc.property(cases, ({ total, spread, weights, comes, ask: [first, length] }) => {
      const whole = wholeOf(total, spread)
      const ids = weights.map((_, index) => `u${index}`)
      const daysOf = (index: number): Days => {
        const late = index === 0 ? null : (comes[index] ?? null)
        return { from: late === null ? null : day(whole.start + late), until: null }
      }
      const allocated = new AllocatedTotal({
        target: { id: 't' } as unknown as Target,
        allocation: {
          by: { kind: 'weights', weights: new Map(ids.map((id, index) => [id, decimalOf(weights[index] ?? 0n)])) },
          level: null,
        },
        whole,
        calendar: gregorian,
        year,
        units: new Map(ids.map((id, index) => [id, [daysOf(index)]])),
        weight: () => ({ actual: { kind: 'absent', because: 'no-data' }, period: '2025', kpi: null }),
        own: () => null,
      })
      const [start, end]: [Day, Day] = [
        day(whole.start + first),
        day(Math.min(whole.start + first + length, whole.end)),
      ]
      // What a unit got of the days that it was there for.
      const got = (id: string, index: number) => {
        const from = day(Math.max(start, daysOf(index).from ?? start))
        if (from >= end) return 0n
        const found = allocated.share(id, from, end)
        if (found === null || 'because' in found) throw new Error(JSON.stringify(found))
        return found.shares.before(end) - found.shares.before(from)
      }
      const shares = ids.map(got)
      expect(shares.reduce((sum, one) => sum + one, 0n)).toBe(whole.before(end) - whole.before(start))
      // Those who are there from the first day to the last of a stretch have their quota of it, but for one unit at each end.
      const stretch = comes.slice(0, ids.length).every((one, index) => index === 0 || one === null)
      if (!stretch) return
      const all = weights.reduce((sum, one) => sum + one, 0n)
      const amount = whole.before(end) - whole.before(start)
      for (const [index, share] of shares.entries()) {
        const off = share * all - amount * (weights[index] ?? 0n)
        expect((off < 0n ? -off : off) < 2n * all).toBe(true)
      }
    }),
    { numRuns: 200, seed: 11 },
  )
})
