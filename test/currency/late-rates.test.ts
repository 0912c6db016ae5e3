import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ask } from '../../src/app/ask.ts'
import { evaluate } from '../../src/app/evaluate.ts'
import { load } from '../../src/app/load.ts'
import { undo } from '../../src/app/undo.ts'
import { localOwner } from '../../src/domain/access.ts'
import { day as dayNumber, parseDay } from '../../src/time/day.ts'
import { questionOf } from '../support/open-folder.ts'
import { kpi, measure, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'

// A delivery of rates is a delivery of rows: kept cells and what was recorded follow it.
const documents = `kind: workspace
id: acme
name: Acme
zone: UTC
today: 2024-07-15
currency: EUR
rates: { dataset: fx }
---
kind: source
id: files
connector: csv
path: data
---
kind: dataset
id: fx
source: files
from: fx-*.csv
key: [day, ccy]
time: { column: day }
columns: { day: date, ccy: text, rate: decimal(4) }
rates: { from: EUR, to: ccy, rate: rate, good-for: 31 days }
---
kind: dataset
id: orders
source: files
from: orders.csv
key: [id]
time: { column: day }
row: order
columns: { id: text, day: date, ccy: text, amount: { type: money, currency: ccy } }
---
kind: objective
id: grow
name: Grow
perspective: financial
---
kind: scorecard
id: board
name: Board
groups: [{ objective: grow, kpis: [revenue, at-average, orders] }]
${kpi('revenue', measure('orders', 'sum(amount)'), 'EUR', 'objective: grow')}
${kpi('at-average', measure('orders', 'sum(amount)'), 'EUR', 'objective: grow\nrates: { at: average, by: quarter }')}
${kpi('orders', measure('orders', 'count()'), 'orders', 'objective: grow')}
`
const orders = ['2024-03', '2024-04', '2024-05', '2024-06'].flatMap((month, index) => [
  `${index}a,${month}-05,USD,120.00`,
  `${index}b,${month}-25,USD,120.00`,
])
const rate = (day: string, of: string) => `${day},USD,${of}`

const day = (iso: string) => parseDay(iso) ?? dayNumber(0)

let work: SmallWorkspace
const put = (name: string, rows: readonly string[]) =>
  writeFileSync(join(work.folder, 'data', name), `${['day,ccy,rate', ...rows].join('\n')}\n`)

beforeEach(async () => {
  work = await smallWorkspace(documents, {
    'fx-1.csv': [
      'day,ccy,rate',
      ...['2024-03-01', '2024-04-01', '2024-05-01', '2024-06-01'].map((day) => rate(day, '1.2')),
    ],
    'orders.csv': ['id,day,ccy,amount', ...orders],
  })
})
afterEach(() => work.close())

const months = async (id: string, plan: 'cells' | 'naive' = 'cells') =>
  (await work.answers(id, ['2024-03', '2024-06'], { plan })).map(({ state, value }) =>
    state === 'value' ? value : state,
  )

const recorded = async () =>
  (await work.deps.store.changes.list({}))
    .filter(({ cause }) => cause !== 'first')
    .map(({ kpi: id, period, cause, before, after }) => [
      id,
      period,
      cause,
      JSON.parse(before ?? '{}').value,
      JSON.parse(after).value,
    ])
    .sort()

test('a rate that comes late changes the periods of its days, and is recorded with its cause', async () => {
  expect(await months('revenue')).toEqual(['200', '200', '200', '200'])
  expect(await months('at-average')).toEqual(['200', '200', '200', '200'])
  await evaluate(work.deps, localOwner)
  put('fx-2.csv', [rate('2024-04-20', '1.6')])
  await load(work.deps, ['fx'], localOwner)
  // The 25th at 1.6, until the quote of 1 May; the average of the quarter is 1.3.
  expect(await months('revenue')).toEqual(['200', '175', '200', '200'])
  expect(await months('revenue', 'naive')).toEqual(['200', '175', '200', '200'])
  const [march, april] = await months('at-average')
  expect([Number(march), Number(april)]).toEqual([200, expect.closeTo(240 / 1.3, 9)])
  await evaluate(work.deps, localOwner)
  const changes = await recorded()
  expect(changes.map(([id, period, cause]) => [id, period, cause])).toEqual([
    ['at-average', '2024-04', 'restatement'],
    ['at-average', '2024-05', 'restatement'],
    ['at-average', '2024-06', 'restatement'],
    ['revenue', '2024-04', 'restatement'],
  ])
  expect(changes.at(-1)?.slice(3)).toEqual(['200', '175'])
  await undo(work.deps, 'fx-2', localOwner, 'a test')
  expect(await months('revenue')).toEqual(['200', '200', '200', '200'])
})

test('an average takes days before the quote along, and old periods that were recorded are recorded again', async () => {
  const { deps } = work
  // Recorded long ago: outside the thirteen periods that stay under watch anyway.
  const then = {
    ...deps,
    catalog: { ...deps.catalog, workspace: { ...deps.catalog.workspace, today: day('2024-07-15') } },
  }
  await evaluate(then, localOwner)
  const later = {
    ...deps,
    catalog: { ...deps.catalog, workspace: { ...deps.catalog.workspace, today: day('2026-07-15') } },
  }
  await evaluate(later, localOwner)
  put('fx-2.csv', [rate('2024-06-28', '1.6')])
  await load(deps, ['fx'], localOwner)
  await evaluate(later, localOwner)
  expect((await recorded()).filter(([, period]) => period === '2024-04').map(([id]) => id)).toEqual(['at-average'])
})

test('asking as rates come never mixes two revisions', async () => {
  const question = questionOf(work.deps.catalog, 'revenue', ['2024-04', '2024-04'])
  const seen: (readonly [number, unknown])[] = []
  const asking = (async () => {
    for (let turn = 0; turn < 12; turn++) {
      const [answer] = (await ask(work.deps, [question], localOwner)).answers
      seen.push([answer?.revision.facts.fx ?? 0, answer?.value])
    }
  })()
  for (const of of ['1.5', '2.4']) {
    put('fx-2.csv', [rate('2024-04-20', of)])
    await load(work.deps, ['fx'], localOwner)
  }
  await asking
  const byRevision = new Map<unknown, unknown>([
    [1, '200'],
    [2, '180'],
    [3, '150'],
  ])
  for (const [revision, value] of seen) expect(value).toBe(byRevision.get(revision))
})
