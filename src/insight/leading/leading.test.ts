import { expect, test } from 'vitest'
import { type Random, randomOf } from '../statistics/random.ts'
import { type Course, leadingIndicators, nearDuplicates } from './leading.ts'

/** A KPI as they are: level, trend, a season that all share, and noise that lasts. */
function course(random: Random, id: string, months: number): Course {
  const phi = 0.2 + 0.6 * random.uniform()
  const trend = 2 * random.uniform() - 1
  let state = 0
  const values = Array.from({ length: months }, (_, t) => {
    state = phi * state + random.normal()
    return 100 + trend * t + 8 * Math.sin((2 * Math.PI * t) / 12) + (t % 12 === 11 ? 12 : 0) + 2 * state
  })
  return { id, values }
}

test('of KPIs that have nothing in common but trend, season and inertia, few lists name any', () => {
  const random = randomOf(77)
  const runs = 200
  let named = 0
  for (let run = 0; run < runs; run++) {
    const target = course(random, 'target', 60)
    const others = Array.from({ length: 12 }, (_, index) => course(random, `k${index}`, 60))
    if (leadingIndicators(target, others, { season: 12 }).leads.length > 0) named++
  }
  // Where nothing is true a share of 5 % false is a 5 % chance of naming any: 10 of 200, and twice that by chance.
  expect(named).toBeLessThanOrEqual(20)
})

test('one that moves three months before is found with its lag and direction among twelve that do not', () => {
  const random = randomOf(5)
  let found = 0
  let wrong = 0
  for (let run = 0; run < 50; run++) {
    const others = Array.from({ length: 12 }, (_, index) => course(random, `k${index}`, 72))
    const news = Array.from({ length: 80 }, () => random.normal())
    const leader = { id: 'leader', values: walk(news.slice(3, 75), 0) }
    const follower = walk(
      news.slice(0, 72).map((value) => -value),
      0.6,
      random,
    )
    const { leads } = leadingIndicators({ id: 'target', values: follower }, [...others, leader], { season: 12 })
    const lead = leads.find(({ id }) => id === 'leader')
    if (lead?.lag === 3 && lead.strength < 0 && lead.chanceOfAny < 0.05) found++
    wrong += leads.filter(({ id }) => id !== 'leader').length
  }
  expect(found).toBeGreaterThanOrEqual(45)
  expect(wrong).toBeLessThanOrEqual(8)
})

/** A course that the news add up to, with some of its own. */
function walk(news: readonly number[], own: number, random?: Random): number[] {
  let level = 50
  return news.map((value) => {
    level += value + own * (random?.normal() ?? 0)
    return level
  })
}

test('a KPI does not lead itself, short ones are named, gaps are passed over', () => {
  const random = randomOf(9)
  const target = course(random, 'target', 60)
  const short = course(random, 'short', 60).values.map((value, t) => (t < 40 ? null : value))
  const gaps = course(random, 'gaps', 60).values.map((value, t) => (t % 17 === 3 ? null : value))
  const found = leadingIndicators(target, [target, { id: 'short', values: short }, { id: 'gaps', values: gaps }], {
    season: 1,
  })
  expect(found.tooShort).toEqual(['short'])
  expect(found.looked).toBe(6)
  expect(found.leads.every(({ id }) => id !== 'target')).toBe(true)
})

test('a constant KPI leads nothing', () => {
  const random = randomOf(3)
  const flat = { id: 'flat', values: Array.from({ length: 60 }, () => 7) }
  expect(leadingIndicators(course(random, 'target', 60), [flat], { season: 12 }).leads).toEqual([])
})

test('near-duplicates: the same in another unit, upside down, and not two that merely grow together', () => {
  const random = randomOf(11)
  const sales = course(random, 'sales', 48)
  const scaled = { id: 'sales-usd', values: sales.values.map((value) => (value ?? 0) * 1.08 + 3) }
  const missed = { id: 'gap', values: sales.values.map((value) => 500 - (value ?? 0) + 0.05 * random.normal()) }
  const found = nearDuplicates([sales, scaled, missed, course(random, 'other', 48)])
  expect(found.map(({ first, second }) => [first, second])).toEqual([
    ['sales', 'sales-usd'],
    ['sales', 'gap'],
    ['sales-usd', 'gap'],
  ])
  expect(found[1]?.strength).toBeLessThan(-0.98)
})
