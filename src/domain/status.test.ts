import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day } from '../time/day.ts'
import { double, exact } from './amount.ts'
import type { Amount } from './answer.ts'
import type { StatusRule } from './catalog.ts'
import { type Decimal, parseDecimal } from './decimal.ts'
import { parseStatusRule } from './definition/status-rule.ts'
import { assess } from './status.ts'
import type { TargetValue } from './target/plan.ts'

const number = (text: string): Decimal => {
  const parsed = parseDecimal(text)
  if (parsed === null) throw new Error(text)
  return parsed
}
const one = (text: string): TargetValue => ({ value: number(text) })
const amount = (text: string): Amount => exact(number(text))
const judge = (
  good: 'up' | 'down' | 'between',
  actual: Amount,
  target: TargetValue | null,
  status: StatusRule[] = [],
) => assess({ good, status }, { kind: 'value', amount: actual }, target)

describe('rules in percent, the usual ones', () => {
  test.each([
    ['up', '100', '100', 'on-track', 1, []],
    ['up', '99.99', '100', 'at-risk', 0.9999, []],
    ['up', '95', '100', 'at-risk', 0.95, []],
    ['up', '94.99', '100', 'off-track', 0.9499, []],
    ['up', '110', '100', 'on-track', 1.1, ['ahead']],
    ['up', '0', '100', 'off-track', 0, []],
    ['up', '-5', '100', 'off-track', -0.05, []],
    ['down', '100', '100', 'on-track', 1, []],
    ['down', '50', '100', 'on-track', 2, ['ahead']],
    ['down', '125', '100', 'off-track', 0.8, []],
    // Nothing to complain about is the best there is, and has no attainment.
    ['down', '0', '5', 'on-track', null, ['ahead']],
    ['down', '-1', '5', 'on-track', null, ['ahead']],
  ] as const)('good %s: %s against %s is %s', (good, actual, target, status, attainment, flags) => {
    expect(judge(good, amount(actual), one(target))).toMatchObject({ status, attainment, flags })
    expect(judge(good, double(Number(actual)), one(target))).toMatchObject({ status, flags })
  })

  test('without a positive target there is nothing to judge by', () => {
    expect(judge('up', amount('5'), null).status).toBe('no-target')
    expect(judge('up', amount('5'), one('0')).status).toBe('no-target')
    expect(judge('down', amount('0'), one('-5')).status).toBe('no-target')
  })
})

test('an absent reading keeps its reason', () => {
  expect(assess({ good: 'up', status: [] }, { kind: 'absent', because: 'late' }, one('5'))).toEqual({
    status: 'late',
    attainment: null,
    score: null,
    flags: [],
  })
})

test('bands: both ends are inside, and there is no being ahead', () => {
  const band = { low: number('0.2'), high: number('0.3') }
  const at = (text: string) => judge('between', amount(text), band)
  expect(['0.2', '0.25', '0.3'].map((text) => at(text).status)).toEqual(['on-track', 'on-track', 'on-track'])
  expect(['0.19', '0.31'].map((text) => at(text).status)).toEqual(['off-track', 'off-track'])
  expect(at('0.25')).toMatchObject({ attainment: 1, score: 100, flags: [] })
})

test('the score is 0 at nothing, 50 at the edge of at-risk, 100 on track, straight between', () => {
  const scores = ['0', '47.5', '95', '97.5', '100', '200'].map((text) => judge('up', amount(text), one('100')).score)
  expect(scores).toEqual([0, 25, 50, 75.00000000000001, 100, 100].map((score) => expect.closeTo(score, 10)))
})

/** Rules as documents write them. */
const rules = (...written: readonly (readonly [StatusRule['status'], string])[]): StatusRule[] =>
  written.map(([status, text]) => {
    const test = parseStatusRule(text)
    if (test === null) throw new Error(text)
    return { status, ...test }
  })

describe('an ordered list: the first rule that holds decides', () => {
  const bothEnds = rules(['off-track', '< 5'], ['on-track', 'inside 20 .. 30'], ['at-risk', 'inside 15 .. 40'])
  test.each([
    ['4.9', 'off-track'],
    ['5', 'off-track'],
    ['15', 'at-risk'],
    ['19.999', 'at-risk'],
    ['20', 'on-track'],
    ['30', 'on-track'],
    ['30.001', 'at-risk'],
    ['40', 'at-risk'],
    ['40.1', 'off-track'],
  ])('%s is %s, with both ends bad', (actual, status) =>
    expect(judge('between', amount(actual), null, bothEnds).status).toBe(status),
  )

  test('a bad rule before the good ones wins', () => {
    const capped = rules(['off-track', '> 50'], ['on-track', 'inside 20 .. 60'])
    expect(['19', '20', '50', '51'].map((text) => judge('between', amount(text), null, capped).status)).toEqual([
      'off-track',
      'on-track',
      'on-track',
      'off-track',
    ])
  })
})

test('a band from the target, with a width of its own at each end for at risk', () => {
  const band = { low: number('2'), high: number('6') }
  const uneven = rules(['on-track', 'inside'], ['at-risk', 'inside -0.5 +2'])
  const at = (text: string) => judge('between', amount(text), band, uneven).status
  expect(['1.4', '1.5', '2', '6', '8', '8.1'].map(at)).toEqual([
    'off-track',
    'at-risk',
    'on-track',
    'on-track',
    'at-risk',
    'off-track',
  ])
  expect(judge('between', amount('3'), null, uneven).status).toBe('no-target')
})

test('a range of attainment: as planned, neither less nor more', () => {
  const asPlanned = rules(['on-track', 'inside 95% .. 105% of target'], ['at-risk', 'inside 90% .. 120% of target'])
  const at = (text: string) => judge('between', amount(text), one('200'), asPlanned)
  expect(['179', '180', '190', '210', '210.1', '240', '241'].map((text) => at(text).status)).toEqual([
    'off-track',
    'at-risk',
    'on-track',
    'on-track',
    'at-risk',
    'at-risk',
    'off-track',
  ])
  expect(at('220')).toMatchObject({ attainment: 1.1, flags: [] })
})

describe('hysteresis: a status once left is given again only beyond its mark by the margin', () => {
  const since = day(20454)
  const judging = { good: 'up' as const, status: [], hysteresis: { margin: number('0.02'), since } }
  const after = (before: 'on-track' | 'at-risk' | 'off-track' | null, actual: string) =>
    assess(judging, { kind: 'value', amount: amount(actual) }, one('100'), before).status
  test.each([
    [null, '100', 'on-track'],
    ['on-track', '100', 'on-track'],
    ['on-track', '99', 'at-risk'],
    ['on-track', '94', 'off-track'],
    ['at-risk', '101', 'at-risk'],
    ['at-risk', '102', 'on-track'],
    ['at-risk', '94.9', 'off-track'],
    ['off-track', '95', 'off-track'],
    ['off-track', '97', 'at-risk'],
    ['off-track', '101.9', 'at-risk'],
    ['off-track', '102', 'on-track'],
  ] as const)('after %s, %s is %s', (before, actual, status) => expect(after(before, actual)).toBe(status))

  test('between ranges that leave a gap nothing changes', () => {
    const gaps = rules(['on-track', 'inside 20 .. 30'], ['at-risk', 'inside 31 .. 40'])
    const kpi = { good: 'between' as const, status: gaps, hysteresis: { margin: number('2'), since } }
    const at = (before: 'at-risk' | 'off-track', text: string) =>
      assess(kpi, { kind: 'value', amount: amount(text) }, null, before).status
    expect([at('at-risk', '29'), at('at-risk', '28'), at('off-track', '38.5')]).toEqual([
      'at-risk',
      'on-track',
      'off-track',
    ])
  })

  test('it never gives a better status than the rules alone, nor a worse one than both they and before', () => {
    const rank = { 'off-track': 0, 'at-risk': 1, 'on-track': 2 } as Record<string, number>
    const status = fc.constantFrom('on-track', 'at-risk', 'off-track')
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20000 }), status, (units, before) => {
        const actual = { kind: 'value', amount: exact({ units: BigInt(units), scale: 2 }) } as const
        const plain = rank[assess({ good: 'up', status: [] }, actual, one('100')).status] ?? 9
        const held = rank[assess(judging, actual, one('100'), before).status] ?? 9
        expect(held).toBeLessThanOrEqual(plain)
        expect(held).toBeGreaterThanOrEqual(Math.min(plain, rank[before] ?? 9))
      }),
    )
  })
})
