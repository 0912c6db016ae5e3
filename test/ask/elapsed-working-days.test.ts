import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../../src/app/ask.ts'
import { localOwner } from '../../src/domain/access.ts'
import type { Baseline } from '../../src/domain/baseline.ts'
import { parseDay } from '../../src/time/day.ts'
import { questionOf } from '../support/open-folder.ts'
import { formula, kpi, measure, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'

// As many working days of an earlier period as have passed of this one: Easter lies in April 2026, Labour Day in both Mays.

const feasts = {
  '2025-01-01': 'New Year',
  '2025-05-01': 'Labour Day',
  '2026-01-01': 'New Year',
  '2026-04-03': 'Good Friday',
  '2026-04-06': 'Easter Monday',
  '2026-05-01': 'Labour Day',
}
const holidays = Object.keys(feasts)

const documents = `kind: workspace
id: shop
name: Shop
zone: UTC
today: 2026-05-13
elapsed-by: working-days
holidays:
${Object.entries(feasts)
  .map(([date, name]) => `  - { date: ${date}, name: ${name} }`)
  .join('\n')}
---
{ kind: source, id: files, connector: csv, path: data }
---
kind: dataset
id: sales
source: files
from: sales.csv
key: [day]
time: { column: day }
columns: { day: date, amount: integer }
${kpi('revenue', measure('sales', 'sum(amount)'))}
${kpi('before', formula('prior([revenue])'))}
${kpi('last-year', formula("prior([revenue], 'year')"))}
${kpi('ytd', '{ type: to-date, of: revenue, within: year }')}
${kpi('ytd-before', formula('prior([ytd])'))}
${kpi('by-days', formula('prior([revenue])'), '1', 'elapsed-by: days')}
`

const isoDays = (from: string, to: string): string[] => {
  const found: string[] = []
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000)
    found.push(new Date(at).toISOString().slice(0, 10))
  return found
}
const amounts = new Map(isoDays('2025-01-01', '2026-12-31').map((day, index) => [day, 1 + ((index * 13) % 211)]))
const total = (days: readonly string[]): string => String(days.reduce((sum, day) => sum + (amounts.get(day) ?? 0), 0))
const works = (day: string): boolean => ![0, 6].includes(new Date(day).getUTCDay()) && !holidays.includes(day)

/** The days of [first, last] until as many of them are working days as of the period [start, today]. */
function asFar([start, today]: readonly [string, string], [first, last]: readonly [string, string]): string[] {
  const wanted = isoDays(start, today).filter(works).length
  const days = isoDays(first, last)
  const end = days.findIndex((_, index) => days.slice(0, index + 1).filter(works).length === wanted)
  return end < 0 ? days : days.slice(0, end + 1)
}

let work: SmallWorkspace
beforeAll(async () => {
  work = await smallWorkspace(documents, { 'sales.csv': ['day,amount', ...[...amounts].map((one) => one.join())] })
})
afterAll(() => work.close())

async function on(today: string, id: string, period: string, compare: readonly Baseline[] = [], plan?: 'naive') {
  const { catalog } = work.deps
  const workspace = { ...catalog.workspace, today: parseDay(today) }
  const question = { ...questionOf(catalog, id, [period, period]), compare }
  const options = plan === undefined ? {} : { plan }
  const { answers } = await ask({ ...work.deps, catalog: { ...catalog, workspace } }, [question], localOwner, options)
  return answers[0]
}

// The data go on to the end of 2026: an unfinished period has come as far as today.
test.each([
  ['2026-05-13', 'before', '2026-05', ['2026-05-01', '2026-04-01', '2026-04-30'], '2026-04-14'],
  ['2026-05-13', 'last-year', '2026-05', ['2026-05-01', '2025-05-01', '2025-05-31'], '2025-05-13'],
  ['2026-04-14', 'before', '2026-04', ['2026-04-01', '2026-03-01', '2026-03-31'], '2026-03-11'],
  ['2026-05-13', 'before', '2026-Q2', ['2026-04-01', '2026-01-01', '2026-03-31'], '2026-02-10'],
  ['2026-05-13', 'before', '2026', ['2026-01-01', '2025-01-01', '2025-12-31'], '2025-05-09'],
  // January and its days are more than February has of both.
  ['2026-03-31', 'before', '2026-03', ['2026-03-01', '2026-02-01', '2026-02-28'], '2026-02-28'],
] as const)('on %s %s in %s', async (today, id, period, [start, first, last], until) => {
  const days = asFar([start, today], [first, last])
  expect(days.at(-1)).toBe(until)
  expect((await on(today, id, period))?.value).toBe(total(days))
  expect((await on(today, id, period, [], 'naive'))?.value).toBe(total(days))
})

test('days off after the last working day count where the earlier period has them too', async () => {
  // Sunday 10 May stands on the fifth working day and two days off; Thursday 9 April is followed by a working day.
  expect((await on('2026-05-10', 'before', '2026-05'))?.value).toBe(total(isoDays('2026-04-01', '2026-04-09')))
  // Sunday 3 May: no working day has passed. April begins with one, May 2026 with three days off.
  expect((await on('2026-05-03', 'before', '2026-05'))?.state).toBe('no-data')
  expect((await on('2026-06-07', 'before', '2026-06'))?.value).toBe(total(isoDays('2026-05-01', '2026-05-10')))
  expect((await on('2026-02-08', 'before', '2026-02'))?.value).toBe(total(isoDays('2026-01-01', '2026-01-08')))
})

test('what is to date ends as far into its month', async () => {
  const days = asFar(['2026-05-01', '2026-05-13'], ['2026-04-01', '2026-04-30'])
  expect((await on('2026-05-13', 'ytd-before', '2026-05'))?.value).toBe(total(isoDays('2026-01-01', days.at(-1) ?? '')))
})

test('a KPI may count days where the workspace counts working days', async () => {
  expect((await on('2026-05-13', 'by-days', '2026-05'))?.value).toBe(total(isoDays('2026-04-01', '2026-04-13')))
})

test('feasts that moved from one year to the next are told', async () => {
  const { catalog } = work.deps
  const found = await ask(
    work.deps,
    [{ ...questionOf(catalog, 'revenue', ['2026-04', '2026-05']), compare: [{ kind: 'year', name: 'year' }] }],
    localOwner,
  )
  expect(found.answers.map(({ comparisons }) => comparisons?.year?.holidays)).toEqual([
    { here: ['Good Friday', 'Easter Monday'], there: [] },
    undefined,
  ])
})

test('a comparison says so; by date and by weekday the days are named', async () => {
  const kinds = ['prior', 'year-date', 'year-weekday'] as const
  const found = (
    await on(
      '2026-05-13',
      'revenue',
      '2026-05',
      kinds.map((kind) => ({ kind, name: kind })),
    )
  )?.comparisons
  expect(found?.prior).toMatchObject({
    value: total(isoDays('2026-04-01', '2026-04-14')),
    start: '2026-04-01',
    end: '2026-04-15',
    part: { count: 8, of: 'working-day', through: '2026-05-13' },
  })
  expect(found?.['year-date']).toMatchObject({
    value: total(isoDays('2025-05-01', '2025-05-13')),
    part: { count: 13, of: 'day' },
  })
  expect(found?.['year-weekday']).toMatchObject({
    value: total(isoDays('2025-05-02', '2025-05-14')),
    part: { count: 13, of: 'day' },
  })
})
