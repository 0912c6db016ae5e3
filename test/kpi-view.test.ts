import { afterAll, beforeAll, expect, test } from 'vitest'
import { enter } from '../src/app/enter.ts'
import { batchViews, setAsideRows } from '../src/app/view/batches.ts'
import { explanation } from '../src/app/view/explanation.ts'
import { kpiView } from '../src/app/view/kpi.ts'
import { workspaceView } from '../src/app/view/workspace.ts'
import { localOwner } from '../src/domain/access.ts'
import type { Explanation, KpiView } from '../src/domain/view.ts'
import { openShop, type Shop } from './support/shop.ts'
import { kpi, ratio, smallWorkspace } from './support/small-workspace.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

async function view(input: Parameters<typeof kpiView>[1]): Promise<KpiView> {
  const result = await kpiView(shop.deps, input, localOwner)
  if (!result.ok) throw new Error(JSON.stringify(result.issues))
  return result.value
}
async function explain(input: Parameters<typeof explanation>[1]): Promise<Explanation> {
  const result = await explanation(shop.deps, input, localOwner)
  if (!result.ok) throw new Error(JSON.stringify(result.issues))
  return result.value
}

test('a KPI says what became of it and shows its course', async () => {
  const found = await view({ id: 'on-time' })
  expect(found.sentence).toEqual({
    lead: 'Delivered on time fell to 85.0 % in March 2026, its lowest in 15 months.',
    rest: 'It is 10.0 pp below the target of 95 %, the second month below.',
  })
  expect(found.row).toMatchObject({ why: '85.0 % is 10.0 pp below the target of 95 %, the second month below.' })
  expect([found.grain, found.period.text, found.scope]).toEqual([
    'month',
    '2026-03',
    { text: 'unit:acme', label: 'Acme' },
  ])
  expect(found.trend.map(({ period }) => period)).toEqual(found.labels.map(({ text }) => text))
  expect([found.trend.length, found.trend[0]?.period, found.trend.at(-1)?.period]).toEqual([16, '2025-01', '2026-04'])
  expect([found.previous?.value, found.lastYear?.period, found.lastYear?.value]).toEqual([0.9, '2025-03', 1])
  expect(found.row.compared.map(({ baseline, label, days, value }) => [baseline, label, days, value])).toEqual([
    ['prior', 'February 2026', null, found.previous?.value],
    ['year', 'March 2025', null, found.lastYear?.value],
  ])
  expect(found.row.series).toHaveLength(14)
})

test('a period is split by the dimensions that the scope leaves open, largest first', async () => {
  const splits = ({ splits: all }: KpiView) =>
    all.map(({ dimension, members }) => [dimension, members.map(({ scope, value }) => [scope, value])])
  expect(splits(await view({ id: 'on-time' }))).toEqual([
    [
      'region',
      [
        ['unit:acme/region=south', 1],
        ['unit:acme/region=north', 0.7],
      ],
    ],
    [
      'channel',
      [
        ['unit:acme/channel=store', 1],
        ['unit:acme/channel=web', 0.7],
      ],
    ],
  ])
  expect(splits(await view({ id: 'on-time', scope: 'region=north' })).map(([dimension]) => dimension)).toEqual([
    'channel',
  ])
  expect(splits(await view({ id: 'revenue', scope: 'region=north|south' }))).toEqual([
    [
      'region',
      [
        ['region=north', '1100'],
        ['region=south', '1100'],
      ],
    ],
    [
      'channel',
      [
        ['channel=store/region=north|south', '1100'],
        ['channel=web/region=north|south', '1100'],
      ],
    ],
  ])
  expect((await view({ id: 'headcount' })).splits).toEqual([])
})

test('unfinished, late, failed and coarser periods', async () => {
  const april = await view({ id: 'revenue', period: '2026-04' })
  expect(april.sentence).toEqual({
    lead: 'Revenue came to 200 € so far in April 2026.',
    rest: '2 of 30 days have passed. It is 133 € above the 67 € that the target of 2,000 € promises by now, and 9.1 % below the first day of March 2026.',
  })
  expect([april.previous, april.lastYear]).toEqual([null, null])
  // Rows have come for the first day only, so that a day of March is what it meets.
  expect(april.row.compared).toMatchObject([
    { baseline: 'prior', label: 'March 2026, first day', short: 'Mar 26, 1 d', value: '220', difference: '-20' },
    { baseline: 'year', label: 'April 2025, first day', value: '200', difference: '0', relative: 0 },
  ])
  expect(april.row.compared[0]?.days).toBe('1 Mar 2026 beside 1 Apr 2026')
  // One KPI opens with the last period that all its data has come for.
  expect((await view({ id: 'answer-hours' })).period.text).toBe('2026-01')
  expect((await view({ id: 'answer-hours', period: '2026-03' })).sentence).toEqual({
    lead: 'There is no value for Time to answer in March 2026.',
    rest: 'March 2026 has been late since 1 Apr 2026: the last rows are of 28 Jan 2026.',
  })
  expect((await view({ id: 'returned' })).sentence.rest).toBe(
    'The last load of Returns failed on 3 Apr 2026; mend what it reports and load again.',
  )
  const quarter = await view({ id: 'revenue', grain: 'quarter' })
  expect(quarter.sentence.lead).toBe('Revenue rose to 6.20 k € in Q1 2026.')
  expect(quarter.row.answer.value).toBe('6200')
  const year = await view({ id: 'revenue', period: '2025' })
  expect([year.grain, year.previous?.state, year.lastYear]).toEqual(['year', 'no-data', null])
  expect((await view({ id: 'revenue' })).sentence).toEqual({
    lead: 'Revenue rose to 2.20 k € in March 2026, its highest in 15 months.',
    rest: 'It is 0.20 k € above the target of 2 k €. Provisional until 6 Apr 2026.',
  })
  const day = await view({ id: 'orders', period: '2026-03-28' })
  expect([day.trend.length, day.sentence.lead]).toEqual([37, 'Orders came to 2 orders on 28 March 2026.'])
})

test('an old period has its course around it, and its comparisons even where the trend has none', async () => {
  const found = await view({ id: 'orders', period: '2025-06-01', grain: 'day' })
  expect(found.trend.some(({ period }) => period === '2025-06-01')).toBe(true)
  expect(found.lastYear?.period).toBe('2024-06-01')
})

test('typed values are offered at their cadence and coarser; they show once they are entered', async () => {
  expect((await view({ id: 'morale' })).pickers.grains.map(({ grain }) => grain)).toEqual(['quarter', 'year'])
  expect((await view({ id: 'morale' })).sentence).toEqual({
    lead: 'There is no value for Morale in Q1 2026.',
    rest: 'No value has been entered for Q1 2026.',
  })
  const entered = await enter(shop.deps, { kpi: 'morale', period: '2026-Q1', value: '7.5' }, localOwner)
  expect(entered.ok).toBe(true)
  const found = await view({ id: 'morale' })
  expect(found.sentence).toEqual({
    lead: 'Morale came to 7.50 points in Q1 2026.',
    rest: 'No target is set for Q1 2026.',
  })
  expect(found.definition.calculation).toEqual([
    {
      label: 'Typed in',
      text: 'as a value; over longer periods the last value counts; a value of a unit itself counts, else those below it add up',
      from: null,
    },
  ])
})

test('the definition as people read it', async () => {
  expect((await view({ id: 'on-time' })).definition).toEqual({
    purpose: 'Do customers get what we promised?',
    description: null,
    objective: 'Serve customers',
    category: 'operational',
    calculation: [
      { label: 'Numerator', text: 'count() where on_time', from: null },
      { label: 'Denominator', text: 'count()', from: null },
    ],
    measuredIn: '%',
    cadence: 'month',
    finalAfterDays: 0,
    status: ['On track: at least 100 % of target', 'At risk: at least 95 % of target'],
    datasets: ['orders'],
    file: 'kpis.yaml',
    line: expect.any(Number),
  })
  expect((await view({ id: 'order-value' })).definition.status).toEqual([
    'On track: at least 95 € / order',
    'At risk: at least 90 € / order',
  ])
  expect((await view({ id: 'answer-hours' })).definition.status).toEqual(['On track: inside the band'])
})

test('an explanation recomputes the number and names its rows, batches and statements', async () => {
  const found = await explain({ kpi: 'on-time', period: '2026-03' })
  expect(found).toMatchObject({
    answer: { value: 0.85, numerator: '17', denominator: '20' },
    rowCount: 20,
    recomputed: { value: 0.85, agrees: true },
    why: '85.0 % is 10.0 pp below the target of 95 %, the second month below.',
  })
  expect(found.batches).toEqual([
    { dataset: 'orders', batch: 'orders-1', rows: 302, at: '2026-04-03T07:40:00.000Z', origin: 'data/orders.csv' },
  ])
  expect(found.statements).toHaveLength(1)
  expect(found.statements[0]?.sql).not.toMatch(/\$\d/)
  const rows = await shop.deps.facts.query({ text: found.statements[0]?.sql ?? '', params: [] })
  expect(rows.rows).toBe(found.statements[0]?.rows)
  const north = await explain({ kpi: 'revenue', period: '2026-Q1', scope: 'unit:north' })
  expect([north.answer.value, north.rowCount, north.recomputed]).toEqual(['3100', 30, { value: '3100', agrees: true }])
  const absent = await explain({ kpi: 'visits-per-order', period: '2026-03' })
  expect([absent.answer.state, absent.recomputed, absent.rowCount]).toEqual([
    'undefined',
    { value: null, agrees: true },
    1,
  ])
})

test('what the workspace holds, its deliveries and what they left aside', async () => {
  const found = await workspaceView(shop.deps, [])
  expect(found).toMatchObject({ name: 'Shop', mission: 'Sell well', today: '2026-04-03', locale: 'en', zone: 'UTC' })
  expect(found.scorecards).toEqual([
    { id: 'company', name: 'Company scorecard' },
    { id: 'northern', name: 'North' },
  ])
  expect(found.kpis[0]).toEqual({
    id: 'revenue',
    name: 'Revenue',
    category: 'financial',
    owner: 'Maria Lopez',
    objective: 'Grow profitably',
  })
  expect(found.datasets.slice(0, 2)).toEqual([
    {
      id: 'orders',
      name: 'Orders',
      rows: 302,
      dataThrough: '2026-04-01',
      lastBatch: 'orders-1',
      failure: null,
    },
    { id: 'staff', name: 'Staff', rows: 15, dataThrough: '2026-03-28', lastBatch: 'staff-1', failure: null },
  ])
  expect(found.datasets[3]).toMatchObject({ id: 'returns', rows: 0, lastBatch: null, dataThrough: null })
  expect(found.datasets[3]?.failure?.message).toContain('"one" is not a number')
  const batches = await batchViews(shop.deps)
  expect(batches.map(({ dataset, rows }) => [dataset, rows])).toContainEqual(['orders', 302])
  expect((await batchViews(shop.deps, 'staff')).map(({ parts }) => parts)).toEqual([
    [{ origin: 'data/staff.csv', rows: 15, gone: false }],
  ])
  expect(await setAsideRows(shop.deps, 'orders-1')).toEqual({ ok: true, value: [] })
  expect(await setAsideRows(shop.deps, 'orders-9')).toMatchObject({ issues: [{ hint: 'Did you mean "orders-1"?' }] })
})

test('unknown KPIs are refused with the nearest one', async () => {
  expect(await kpiView(shop.deps, { id: 'revenu' }, localOwner)).toMatchObject({
    issues: [{ code: 'ask/unknown-kpi', hint: 'Did you mean "revenue"?' }],
  })
  expect(await explanation(shop.deps, { kpi: 'revenu' }, localOwner)).toMatchObject({ ok: false })
  expect((await view({ id: 'sales' })).row.kpi).toBe('revenue')
})

test('of many members those that weigh most are shown, and the others counted', async () => {
  const documents = `{ kind: workspace, id: w, name: W, zone: UTC, today: 2026-04-10 }
---
{ kind: source, id: files, connector: csv, path: data }
---
kind: dataset
id: cases
source: files
from: cases.csv
key: none
time: { column: day }
columns: { day: date, site: text, good: integer cases, all: integer cases }
dimensions: [site]
${kpi('share', ratio('sum(good)', 'sum(all)', 'cases'))}
`
  const rows = Array.from({ length: 15 }, (_, n) => `2026-03-01,s${n},${n < 3 ? n + 1 : 50 + n},${n < 3 ? n + 1 : 100}`)
  const work = await smallWorkspace(documents, { 'cases.csv': ['day,site,good,all', ...rows] })
  const found = await kpiView(work.deps, { id: 'share', period: '2026-03' }, localOwner)
  await work.close()
  const [split] = found.ok ? found.value.splits : []
  expect([split?.others, split?.members.length]).toEqual([3, 12])
  expect(split?.members.map(({ scope }) => scope)).toEqual(Array.from({ length: 12 }, (_, n) => `site=s${14 - n}`))
})
