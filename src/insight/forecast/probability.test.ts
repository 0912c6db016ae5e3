import { describe, expect, test } from 'vitest'
import type { Forecast } from './forecast.ts'
import { landings, outcomeOf, probabilityOf } from './probability.ts'

/** Four futures of three periods. */
const forecast: Forecast = {
  model: '',
  methods: [],
  adjustedBy: [],
  points: [],
  paths: Float64Array.of(1, 2, 3, 2, 2, 2, 4, 0, 5, 1, 1, 1),
  horizon: 3,
  refusal: null,
  cautions: [],
  backTest: null,
}
const odds = (...[target, landing]: [Parameters<typeof probabilityOf>[1], Parameters<typeof probabilityOf>[2]]) =>
  probabilityOf(forecast, target, landing)?.probability

describe('what a target is set on', () => {
  test('the total, with what there is to date', () => {
    expect([...landings(forecast, { of: 'total', toDate: 10 })]).toEqual([13, 16, 16, 19])
    expect(odds({ atLeast: 16 }, { of: 'total', toDate: 10 })).toBe(0.75)
    expect(odds({ atLeast: 16.01 }, { of: 'total', toDate: 10 })).toBe(0.25)
    expect(odds({ atMost: 13 }, { of: 'total', toDate: 10 })).toBe(0.25)
    expect(odds({ atLeast: 14, atMost: 17 }, { of: 'total', toDate: 10 })).toBe(0.5)
    expect(odds({ atLeast: 4 }, { of: 'total', periods: 2 })).toBe(0.5)
  })

  test('a stock at the end: the last period only', () => {
    expect(odds({ atLeast: 3 }, { of: 'last' })).toBe(0.5)
    expect(odds({ atLeast: 2 }, { of: 'last', periods: 2 })).toBe(0.5)
  })

  test('a mean, weighted by the denominators, those to date included', () => {
    expect([...landings(forecast, { of: 'mean' })]).toEqual([1, 2, 2, 3])
    const weighted = { of: 'mean', weights: [1, 0, 3], toDate: { value: 2, weight: 4 } } as const
    expect([...landings(forecast, weighted)]).toEqual([1.5, 2, 2.25, 3.375])
  })

  test('every period, and extremes', () => {
    expect(odds({ atLeast: 1 }, { of: 'every' })).toBe(0.75)
    expect(odds({ atLeast: 4 }, { of: 'highest' })).toBe(0.25)
    expect(odds({ atLeast: 4 }, { of: 'highest', toDate: 4 })).toBe(1)
    expect(odds({ atMost: 0 }, { of: 'lowest' })).toBe(0.25)
  })
})

test('the expected landing and its ranges', () => {
  const outcome = outcomeOf(forecast, { of: 'total' })
  expect(outcome?.mean).toBe(6)
  expect(outcome?.ranges.map(({ level }) => level)).toEqual([0.5, 0.8, 0.95])
  expect(outcome?.ranges[0]).toEqual({ level: 0.5, lower: 5.25, upper: 6.75 })
})

test('odds are said in steps of five and never as a certainty', () => {
  const flat = (reached: number): Forecast => ({
    ...forecast,
    horizon: 1,
    paths: Float64Array.from({ length: 100 }, (_, p) => (p < reached ? 1 : 0)),
  })
  const said = (reached: number) => probabilityOf(flat(reached), { atLeast: 1 }, { of: 'last' })?.said
  expect(said(0)).toEqual({ word: 'below', percent: 5 })
  expect(said(5)).toEqual({ word: 'about', percent: 5 })
  expect(said(63)).toEqual({ word: 'about', percent: 65 })
  expect(said(95)).toEqual({ word: 'about', percent: 95 })
  expect(said(100)).toEqual({ word: 'above', percent: 95 })
})

test('without paths there are no odds, and a period beyond the horizon is a mistake', () => {
  const none = { ...forecast, paths: new Float64Array(0) }
  expect(probabilityOf(none, { atLeast: 1 }, { of: 'last' })).toBeNull()
  expect(outcomeOf(none, { of: 'last' })).toBeNull()
  expect(() => probabilityOf(forecast, { atLeast: 1 }, { of: 'total', periods: 4 })).toThrow('1 to 3 periods')
})
