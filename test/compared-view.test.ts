import { afterAll, beforeAll, expect, test } from 'vitest'
import { driversView } from '../src/app/drivers.ts'
import { kpiView } from '../src/app/view/kpi.ts'
import { scorecardView } from '../src/app/view/scorecard.ts'
import { localOwner } from '../src/domain/access.ts'
import type { Result } from '../src/domain/result.ts'
import { kpi, measure, type SmallWorkspace, smallWorkspace } from './support/small-workspace.ts'

// What pages compare with is declared once: by the workspace, or by a KPI for itself.

const documents = `kind: workspace
id: shop
name: Shop
zone: UTC
today: 2026-07-10
compare: year-weekday
---
{ kind: source, id: files, connector: csv, path: data }
---
kind: dataset
id: sales
source: files
from: sales.csv
key: day
time: { column: day }
columns: { day: date, amount: integer }
---
{ kind: objective, id: grow, name: Grow, perspective: financial }
---
kind: scorecard
id: company
name: Company
groups: [{ objective: grow, kpis: [takings, steady, usual] }]
${kpi('takings', measure('sales', 'sum(amount)'))}
${kpi('steady', measure('sales', 'sum(amount)'), '1', 'compare: [average:2, year]')}
${kpi('usual', measure('sales', 'sum(amount)'), '1', 'compare: prior')}
`

const amounts = new Map<string, number>()
for (let at = Date.UTC(2025, 0, 1), index = 0; at <= Date.UTC(2026, 6, 9); at += 86_400_000, index++)
  amounts.set(new Date(at).toISOString().slice(0, 10), 1 + ((index * 7) % 101))
const sum = (from: string, to: string): string =>
  String([...amounts].reduce((total, [day, amount]) => (day >= from && day <= to ? total + amount : total), 0))

let work: SmallWorkspace
beforeAll(async () => {
  work = await smallWorkspace(documents, { 'sales.csv': ['day,amount', ...[...amounts].map((one) => one.join())] })
})
afterAll(() => work.close())

async function good<T>(asked: Promise<Result<T>>): Promise<T> {
  const result = await asked
  if (!result.ok) throw new Error(JSON.stringify(result.issues))
  return result.value
}
const page = async (id: string, period: string) => {
  const { row } = await good(kpiView(work.deps, { id, period }, localOwner))
  return row.compared.map(({ baseline, label, value }) => [baseline, label, String(value)])
}
const rows = async (period: string) => {
  const found = await good(scorecardView(work.deps, { id: 'company', period }, localOwner))
  return found.groups.flatMap((group) =>
    group.rows.map(({ kpi: id, compared }) => [id, compared.map(({ baseline, value }) => [baseline, String(value)])]),
  )
}

test('the page of a KPI and the rows of a scorecard, whole periods', async () => {
  const lastYear = sum('2025-06-02', '2025-07-01')
  const mean = String((Number(sum('2026-05-01', '2026-05-31')) + Number(sum('2026-04-01', '2026-04-30'))) / 2)
  expect(await page('takings', '2026-06')).toEqual([['year-weekday', '2 Jun to 1 Jul 2025', lastYear]])
  expect(await page('steady', '2026-06')).toEqual([
    ['average:2', 'mean of 2 before', mean],
    ['year', 'June 2025', sum('2025-06-01', '2025-06-30')],
  ])
  expect(await page('usual', '2026-06')).toEqual([['prior', 'May 2026', sum('2026-05-01', '2026-05-31')]])
  expect(await rows('2026-06')).toEqual([
    ['takings', [['year-weekday', lastYear]]],
    ['steady', [['average:2', mean]]],
    ['usual', [['prior', sum('2026-05-01', '2026-05-31')]]],
  ])
})

test('and unfinished ones', async () => {
  const lastYear = sum('2025-07-02', '2025-07-10')
  expect((await page('takings', '2026-07')).map(([baseline, , value]) => [baseline, value])).toEqual([
    ['year-weekday', lastYear],
  ])
  expect(await rows('2026-07')).toMatchObject([
    ['takings', [['year-weekday', lastYear]]],
    ['steady', [['average:2', expect.any(String)]]],
    ['usual', [['prior', sum('2026-06-01', '2026-06-09')]]],
  ])
})

test('drivers are told against the year before where that is what is compared', async () => {
  const against = async (id: string) =>
    (await good(driversView(work.deps, { kpi: id, period: '2026-06' }, localOwner))).compare
  expect([await against('takings'), await against('steady'), await against('usual')]).toEqual([
    'year',
    'prior',
    'prior',
  ])
})
