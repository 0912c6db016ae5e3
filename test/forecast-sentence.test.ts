import { expect, test } from 'vitest'
import { forecastSentence } from '../src/domain/sentence/forecast.ts'
import { kpiPage, usual } from './browser/fixture.ts'
import { forecastOf } from './browser/fixture-forecast.ts'

const page = kpiPage('delivered-on-time', usual)
if (page === null) throw new Error('the fixture has no delivered-on-time')
const view = forecastOf(page)
const write = (value: number) => value.toFixed(2)
const spoken = ({ label }: { label: string }) => label
const say = (change: Partial<typeof view>, refusal: string | null = null) =>
  forecastSentence({ view: { ...view, ...change }, refusal, write, spoken })

test('the year leads, else the last period; without a target the odds are not told', () => {
  expect(say({}).lead).toMatch(
    /^Delivered on time is heading for 0\.\d\d in 2026, with 80 % certainty between 0\.\d\d and 0\.\d\d: the odds of reaching its target of 0\.\d\d are about 65 %\.$/,
  )
  expect(say({ landing: null }).lead).toMatch(/in March 2027, with 80 % certainty between 0\.\d\d and \d\.\d\d\.$/)
})

test('a test of few values boasts of nothing, and one that lost says so', () => {
  const backTest = view.backTest
  if (backTest === null) throw new Error('the fixture is tested')
  expect(say({}).rest).toBe('Tested on 66 past values, it erred 40 % less than repeating the last season would have.')
  expect(say({ backTest: { ...backTest, values: 3 } }).rest).toBe('Only 3 past values could test it.')
  expect(say({ backTest: { ...backTest, error: 1.84 } }).rest).toContain('100 % more')
})

test('what came since is counted, and a refusal is said in its words', () => {
  const since = { values: 9, inside: [{ level: 0.8, values: 5 }] }
  expect(say({ since }).rest).toMatch(/^Of the 9 values since, 5 lay in the 80 % range\. Tested/)
  expect(say({}, 'There are 5 values; a forecast needs 8.')).toEqual({
    lead: `${view.name} has no full forecast.`,
    rest: 'There are 5 values; a forecast needs 8.',
  })
  expect(say({ periods: [] }, 'There is no value yet.').lead).toBe(`Where ${view.name} is heading cannot be told.`)
})
