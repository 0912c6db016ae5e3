import { afterAll, beforeAll, expect, test } from 'vitest'
import { scorecardView } from '../src/app/view/scorecard.ts'
import { localOwner } from '../src/domain/access.ts'
import type { ScorecardView } from '../src/domain/view.ts'
import { openShop, type Shop } from './support/shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

async function view(input: Parameters<typeof scorecardView>[1]): Promise<ScorecardView> {
  const result = await scorecardView(shop.deps, input, localOwner)
  if (!result.ok) throw new Error(JSON.stringify(result.issues))
  return result.value
}
const rowsOf = (found: ScorecardView) => found.groups.flatMap((group) => group.rows)

test('a scorecard opens with the last complete month that data has come for', async () => {
  const found = await view({ id: 'company' })
  expect(found).toMatchObject({
    name: 'Company scorecard',
    grain: 'month',
    period: { text: '2026-03', label: 'March 2026', short: 'Mar 26', complete: true },
    scope: { text: 'unit:acme', label: 'Acme' },
    counts: { 'on-track': 1, 'at-risk': 0, 'off-track': 2, ahead: 1, 'not-judged': 6 },
    reported: 5,
    total: 10,
    asOf: '2026-04-03T07:40:00.000Z',
    dataThrough: '2026-04-01',
  })
  expect(found.sentence).toEqual({
    lead: '2 of 10 KPIs are on track.',
    rest: 'Delivered on time and Headcount are not. 1 failed to load, 2 are late, 1 has no data, 1 has nothing to divide by and 1 has no target.',
  })
})

test('every status is explained from its data', async () => {
  const whys = rowsOf(await view({ id: 'company' })).map(({ kpi, why }) => [kpi, why])
  expect(Object.fromEntries(whys)).toEqual({
    revenue: '2.20 k € is 0.20 k € above the target of 2 k €.',
    'order-value': '110 € / order is above 95 € / order, where on track begins.',
    orders: '20 orders; no target is set for March 2026.',
    'on-time': '85.0 % is 10.0 pp below the target of 95 %, the second month below.',
    'answer-hours': 'March 2026 has been late since 1 Apr 2026: the last rows are of 28 Jan 2026.',
    satisfaction: 'March 2026 has been late since 1 Apr 2026: the last rows are of 28 Jan 2026.',
    returned: 'The last load of Returns failed on 3 Apr 2026; mend what it reports and load again.',
    'visits-per-order': 'There is nothing to divide by in March 2026.',
    headcount: '11 people is 1 person below the target of 12 people, below for 13 months or more.',
    morale: 'No value has been entered for March 2026.',
  })
})

test('a row has its KPI, its target and the thirteen periods with the unfinished one after', async () => {
  const [revenue, orderValue] = rowsOf(await view({ id: 'company' }))
  expect(revenue).toMatchObject({
    owner: { id: 'maria.lopez@acme.example', name: 'Maria Lopez' },
    unit: { kind: 'currency', symbol: 'EUR' },
    weight: '1',
    bands: { atRisk: 0.95, onTrack: 1 },
    gap: 200,
    answer: { period: '2026-03', value: '2200', target: '2000', status: 'on-track', flags: ['ahead', 'provisional'] },
  })
  expect(revenue?.series.map(({ period }) => period)).toEqual([
    ...Array.from({ length: 10 }, (_, index) => `2025-${String(index + 3).padStart(2, '0')}`),
    ...['2026-01', '2026-02', '2026-03', '2026-04'],
  ])
  expect(revenue?.series.at(-1)?.flags).toContain('unfinished')
  expect(orderValue).toMatchObject({ weight: '3', bands: { atRisk: null, onTrack: null }, gap: null })
  expect(revenue?.compared).toEqual([
    {
      ...{ baseline: 'prior', label: 'February 2026', short: 'Feb 26', days: null },
      ...{ value: '2000', difference: '200', relative: 0.1 },
    },
  ])
  const january = rowsOf(await view({ id: 'company', period: '2026-01' }))
  expect(january[0]?.series.map(({ period }) => period).slice(-2)).toEqual(['2025-12', '2026-01'])
})

test('scores are weighted means of KPI scores, groups then the whole', async () => {
  const found = await view({ id: 'company' })
  const [grow, serve] = found.groups
  // 85 of 95 and 11 of 12, each on the way from 0 to 50 at 95 %; what has no score is left out.
  const expected = ((50 * 0.85) / 0.95 / 0.95 + (50 * 11) / 12 / 0.95) / 2
  expect(grow).toMatchObject({ score: 100, status: 'on-track', reported: 3, total: 3, perspective: 'financial' })
  expect(serve).toMatchObject({ status: 'off-track', reported: 2, total: 7, name: 'Serve customers' })
  expect(serve?.score).toBeCloseTo(expected, 10)
  expect(found.score).toBeCloseTo((2 * 100 + expected) / 3, 10)
})

test('an unfinished period is told as one', async () => {
  const found = await view({ id: 'company', period: '2026-04' })
  expect(found.period.complete).toBe(false)
  expect(found.sentence).toEqual({
    lead: 'So far, 3 of 10 KPIs are on track.',
    rest: '2 of 30 days have passed. 1 failed to load, 5 have no data and 1 has no target.',
  })
  expect(rowsOf(found)[0]?.why).toBe(
    '200 € so far, with 2 of 30 days passed; 133 € above the 67 € that the target of 2,000 € promises by now; 9.1 % below the first day of March 2026.',
  )
  expect(rowsOf(found)[0]?.compared).toMatchObject([{ baseline: 'prior', value: '220', difference: '-20' }])
})

test('another scope and grain; a scorecard of its own unit', async () => {
  const north = await view({ id: 'company', scope: 'unit:north', grain: 'quarter' })
  expect([north.grain, north.period.text, north.scope.label]).toEqual(['quarter', '2026-Q1', 'North'])
  expect(rowsOf(north)[0]).toMatchObject({ answer: { value: '3100' }, why: '3.10 k €; no target is set for Q1 2026.' })
  expect(rowsOf(north)[8]?.why).toBe('This number does not exist for North: its data does not tell such parts apart.')
  const own = await view({ id: 'northern' })
  expect([own.scope.text, own.period.text, own.score]).toEqual(['unit:north', '2026-Q1', null])
  expect(own.sentence).toEqual({
    lead: 'None of the 2 KPIs can be judged yet.',
    rest: '1 has no target and 1 does not apply here.',
  })
  const fiscal = await view({ id: 'company', period: 'fiscal:2025-P12' })
  expect([fiscal.period.label, rowsOf(fiscal)[0]?.answer.value]).toEqual(['March 2026 (P12 FY2025)', '2200'])
})

test('pickers offer coarser grains, periods back to the first data, and the organisation', async () => {
  const { pickers } = await view({ id: 'company' })
  expect(pickers.grains.map(({ grain }) => grain)).toEqual(['month', 'quarter', 'year'])
  expect(pickers.periods.map(({ text }) => text)).toEqual([
    ...['2026-04', '2026-03', '2026-02', '2026-01'],
    ...Array.from({ length: 12 }, (_, index) => `2025-${String(12 - index).padStart(2, '0')}`),
  ])
  expect(pickers.scopes).toEqual([
    { text: 'unit:acme', label: 'Acme', depth: 0 },
    { text: 'unit:north', label: 'North', depth: 1 },
    { text: 'unit:south', label: 'South', depth: 1 },
  ])
})

test('a whole scorecard takes at most two statements per dataset', async () => {
  const ran: string[] = []
  const facts = {
    ...shop.deps.facts,
    query: ((statement, options) => {
      ran.push(statement.text)
      return shop.deps.facts.query(statement, options)
    }) as typeof shop.deps.facts.query,
  }
  const cold = { ...shop.deps, facts }
  await scorecardView(cold, { id: 'company' }, localOwner)
  expect(ran.length).toBeLessThanOrEqual(2 * shop.deps.catalog.datasets.size)
})

test('unknown names are refused with the nearest ones, all at once', async () => {
  const refused = async (input: Parameters<typeof scorecardView>[1]) => {
    const result = await scorecardView(shop.deps, input, localOwner)
    return result.ok ? [] : result.issues.map(({ code, hint }) => `${code}: ${hint}`)
  }
  expect(await refused({ id: 'compny' })).toEqual(['ask/unknown-scorecard: Did you mean "company"?'])
  expect(await refused({ id: 'company', scope: 'unit:nort', period: '2026-13', grain: 'moth' })).toEqual([
    'ask/period: Write it like 2026-04-03T00+00:00, 2026-04-03, 2026-W14, 2026-04, 2026-Q2, 2026.',
    'ask/unknown-grain: Did you mean "month"?',
    'ask/unknown-unit: Did you mean "north"?',
  ])
  expect(await refused({ id: 'company', scope: 'region=nort|south' })).toEqual([
    'ask/unknown-member: Did you mean "north"?',
  ])
  expect(await refused({ id: 'company', period: '2026-Q1', grain: 'month' })).toEqual([
    'ask/period-grain: Name a month, such as 2026-04, or ask by quarter.',
  ])
})
