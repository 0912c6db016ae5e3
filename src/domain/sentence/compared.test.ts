import { describe, expect, test } from 'vitest'
import type { Comparison } from '../answer.ts'
import { type Baseline, parseBaseline } from '../baseline.ts'
import { baselineWords, besideWords, daysWords } from './compared.ts'

const june = { label: 'June 2026', short: 'Jun 26' }
const days = (count: number, through: string): Comparison['part'] => ({ count, of: 'day', through })
const whole = { start: '2026-06-01', end: '2026-07-01', part: null }
const part = { start: '2026-06-01', end: '2026-06-09', part: days(8, '2026-07-08') }

function named(text: string): Baseline {
  const found = parseBaseline(text, ['budget'])
  if (found === null) throw new Error(`${text} is no baseline`)
  return found
}

describe('a baseline in words', () => {
  test.each([
    ['prior', whole, 'June 2026', 'Jun 26', 'June 2026'],
    ['prior', part, 'June 2026, first 8 days', 'Jun 26, 8 d', 'the first 8 days of June 2026'],
    [
      'prior',
      { ...part, part: days(1, '2026-07-01') },
      'June 2026, first day',
      'Jun 26, 1 d',
      'the first day of June 2026',
    ],
    [
      'prior',
      { ...part, part: { count: 45, of: 'working-day', through: '2026-07-08' } },
      'June 2026, first 45 working days',
      'Jun 26, 45 wd',
      'the first 45 working days of June 2026',
    ],
    ['average:3', whole, 'mean of 3 before', 'mean of 3', 'the mean of 3 before'],
    ['average:3', part, 'mean of 3 before, first 8 days', 'mean of 3, 8 d', 'the mean of 3 before, first 8 days'],
    ['budget', part, 'budget to 8 Jul 2026', 'budget to 8 Jul', 'budget to 8 Jul 2026'],
    ['benchmark', whole, 'the benchmark', 'benchmark', 'the benchmark'],
  ] as const)('%s', (baseline, comparison, label, short, phrase) => {
    expect(baselineWords(named(baseline), comparison, june, 'en')).toEqual({ label, short, phrase })
  })

  test('holidays that lie in one of both are told', () => {
    const words = (here: string[], there: string[]) => {
      const { label, short, phrase } = baselineWords(named('year'), { ...part, holidays: { here, there } }, june, 'en')
      expect(short).toBe('Jun 26, 8 d')
      return [label, phrase]
    }
    expect(words(['Good Friday', 'Easter Monday'], [])).toEqual([
      'June 2026, first 8 days, without Good Friday and Easter Monday',
      'the first 8 days of June 2026, without Good Friday and Easter Monday',
    ])
    expect(words(['A'], ['B', 'C', 'D', 'E'])[0]).toBe(
      'June 2026, first 8 days, without A, with B, C and 2 more holidays',
    )
  })

  test('what is longer than a month is told by its last day, and what is no period by its days', () => {
    const year = { start: '2025-01-01', end: '2025-07-09', part: days(189, '2026-07-08') }
    expect(baselineWords(named('year'), year, { label: '2025', short: '2025' }, 'en')).toEqual({
      label: '2025, to 8 Jul 2025',
      short: '2025, to 8 Jul',
      phrase: '2025 to 8 Jul 2025',
    })
    const shifted = { start: '2025-05-11', end: '2025-05-18', part: null }
    expect(baselineWords(named('year'), shifted, null, 'en').label).toBe('11 May to 17 May 2025')
  })
})

test('which days were read on both sides', () => {
  expect(daysWords({ start: '2026-07-01' }, part, 'en')).toBe('1 Jun to 8 Jun 2026 beside 1 Jul to 8 Jul 2026')
  expect(daysWords({ start: '2026-07-01' }, whole, 'en')).toBeNull()
})

test('how a value stands to it: a share, of percentages the points, of what rounds to nothing a word', () => {
  const words = baselineWords(named('prior'), part, june, 'en')
  const euros = { kind: 'currency', symbol: 'EUR' } as const
  const beside = (value: string, difference: string, relative: number | null) =>
    besideWords(euros, 'en', { value, target: null }, { difference, relative }, words)
  expect(beside('105', '5', 0.05)).toBe('5.0 % above the first 8 days of June 2026')
  expect(beside('95', '-5', -0.05)).toBe('5.0 % below the first 8 days of June 2026')
  expect(beside('5', '5', null)).toBe('5 € above the first 8 days of June 2026')
  expect(beside('100000', '1', 0.00001)).toBe('level with the first 8 days of June 2026')
  const percent = { kind: 'percent', symbol: '%' } as const
  const rate = besideWords(percent, 'en', { value: 0.86, target: null }, { difference: -0.018, relative: -0.02 }, words)
  expect(rate).toBe('1.8 pp below the first 8 days of June 2026')
})
