import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { close } from '../src/app/closing/close.ts'
import { restatements } from '../src/app/closing/restatements.ts'
import { evaluate } from '../src/app/evaluate.ts'
import { load } from '../src/app/load.ts'
import { batchViews, lateView } from '../src/app/view/batches.ts'
import { localOwner } from '../src/domain/access.ts'
import { type SmallWorkspace, smallWorkspace } from './support/small-workspace.ts'

/** Rows for periods that were final or closed count, and nobody misses that they came. */

let work: SmallWorkspace | undefined
afterEach(async () => work?.close())

const documents = (deliveries: string, key = 'id') => `kind: workspace
id: shop
name: Shop
zone: Europe/Paris
currency: EUR
today: 2026-04-06
---
kind: source
id: files
connector: csv
path: data
---
kind: dataset
id: orders
source: files
from: orders*.csv
key: ${key}
row: order
deliveries: ${deliveries}
time: { column: day }
columns: { id: text, day: date, amount: money EUR }
---
kind: objective
id: grow
name: Grow
perspective: financial
---
kind: kpi
id: revenue
name: Revenue
purpose: How much?
category: financial
calculation: { type: measure, dataset: orders, formula: "sum(amount)" }
measured-in: EUR
good: up
cadence: month
final-after: 10 days
---
kind: kpi
id: orders
name: Orders
purpose: How many?
category: financial
calculation: { type: measure, dataset: orders, formula: "count()" }
measured-in: order
good: up
cadence: quarter
---
kind: scorecard
id: company
name: Company
groups: [{ objective: grow, kpis: [revenue] }]
`

const head = 'id,day,amount'
const first = ['a,2026-01-05,10', 'b,2026-02-06,20', 'c,2026-03-07,30', 'd,2026-04-03,1']

async function begin(deliveries: string, key?: string): Promise<SmallWorkspace> {
  work = await smallWorkspace(documents(deliveries, key), { 'orders-1.csv': [head, ...first] })
  await evaluate(work.deps, localOwner)
  return work
}

async function deliver({ deps, folder }: SmallWorkspace, name: string, lines: readonly string[]) {
  writeFileSync(join(folder, 'data', name), `${[head, ...lines].join('\n')}\n`)
  const [report] = await load(deps, ['orders'], localOwner)
  await evaluate(deps, localOwner)
  return { report, late: await lateView(deps, report?.batch ?? '') }
}

test('upsert: a correction of a closed month is listed with its rows, periods and KPIs, and counts', async () => {
  const shop = await begin('upsert')
  const closed = await close(shop.deps, { period: '2026-01', reason: null, evenIfLate: false }, localOwner)
  expect(closed.ok).toBe(true)
  // March is over, but its ten days are not; for the quarter's KPI it is final.
  const { report, late } = await deliver(shop, 'orders-2.csv', ['a,2026-01-05,11', 'c,2026-03-07,31', 'e,2026-04-04,5'])
  expect(report?.issues).toMatchObject([
    {
      code: 'load/late-rows',
      severity: 'warning',
      message: 'Rows of orders (2) came, went or changed in final periods: revenue 2026-01 (closed), orders 2026-Q1.',
    },
  ])
  expect(late).toMatchObject({
    ok: true,
    value: {
      periods: [
        { kpi: 'revenue', period: '2026-01', rows: 1, closed: true },
        { kpi: 'orders', period: '2026-Q1', rows: 2, closed: false },
      ],
      rows: [
        { day: '2026-01-05', key: ['a'], act: 'changed' },
        { day: '2026-03-07', key: ['c'], act: 'changed' },
      ],
    },
  })
  expect((await batchViews(shop.deps)).map(({ latePeriods }) => latePeriods)).toEqual([2, 0])
  expect((await shop.answers(['revenue'], '2026-01'))[0]).toMatchObject({ value: '11' })
  expect(await restatements(shop.deps)).toMatchObject([{ kpi: 'revenue', period: '2026-01', difference: 1 }])
})

test('append: what a changed file brings or takes for final periods is listed, what stays is not', async () => {
  const shop = await begin('append')
  const changed = [first[0] ?? '', 'n,2026-02-09,3', ...first.slice(2)]
  const { report, late } = await deliver(shop, 'orders-1.csv', changed)
  expect(report?.issues).toMatchObject([{ code: 'load/late-rows' }])
  expect(late).toMatchObject({
    value: {
      periods: [
        { kpi: 'revenue', period: '2026-02', rows: 2 },
        { kpi: 'orders', period: '2026-Q1', rows: 2 },
      ],
      rows: [
        { day: '2026-02-06', key: ['b'], act: 'removed' },
        { day: '2026-02-09', key: ['n'], act: 'new' },
      ],
    },
  })
})

test('rows of open periods are no news, nor is a first delivery; rows without a key are counted by day', async () => {
  const shop = await begin('append', 'none')
  expect(await lateView(shop.deps, 'orders-1')).toMatchObject({ value: { periods: [], rows: [] } })
  const open = await deliver(shop, 'orders-2.csv', ['x,2026-04-05,1'])
  expect(open).toMatchObject({ report: { issues: [] }, late: { value: { periods: [] } } })
  const { late } = await deliver(shop, 'orders-3.csv', ['x,2026-01-05,1', 'x,2026-01-05,1'])
  expect(late).toMatchObject({
    value: {
      periods: [
        { kpi: 'revenue', period: '2026-01', rows: 2 },
        { kpi: 'orders', period: '2026-Q1', rows: 2 },
      ],
      rows: [{ day: '2026-01-05', key: null, act: 'new' }],
    },
  })
  expect(await lateView(shop.deps, 'orders-33')).toMatchObject({ issues: [{ code: 'undo/unknown-batch' }] })
})
