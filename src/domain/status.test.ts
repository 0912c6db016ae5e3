import { describe, expect, test } from 'vitest'
import { double, exact } from './amount.ts'
import type { Amount } from './answer.ts'
import type { StatusRule, TargetValue } from './catalog.ts'
import { type Decimal, parseDecimal } from './decimal.ts'
import { assess } from './status.ts'

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
