import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { load } from '../../src/app/load.ts'
import { localOwner } from '../../src/domain/access.ts'
import { formula, kpi, measure, ratio, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'

const documents = `kind: workspace
id: absences
name: Absences
zone: UTC
today: 2026-04-10
---
kind: source
id: files
connector: csv
path: data
---
kind: dataset
id: sales
source: files
from: sales.csv
key: [id]
time: { column: day }
row: sale
columns: { id: text, day: date, region: text, size: integer, sold_on: date, paid: boolean, amount: decimal(2), customer: text }
look-ups: { buyer: { dataset: customers, by: customer } }
dimensions: [region, size, sold_on, paid, { name: segment, of: buyer.segment }]
---
kind: dataset
id: customers
source: files
from: customers.csv
key: [id]
row: customer
columns: { id: text, segment: text }
dimensions: [segment]
---
kind: dataset
id: broken
source: files
from: broken.csv
key: [id]
time: { column: day }
columns: { id: text, day: date, amount: decimal(2) }
---
kind: dataset
id: never
source: files
from: never-*.csv
key: [id]
time: { column: day }
columns: { id: text, day: date, amount: decimal(2) }
---
kind: unit
id: all
name: All
level: organisation
---
kind: unit
id: islands
name: Islands
level: division
parent: all
---
kind: unit
id: north
name: North
level: department
parent: islands
where: { region: north }
---
kind: unit
id: retail
name: Retail
level: division
parent: all
where: { segment: retail }
${kpi('amount', measure('sales', 'sum(amount)'))}
${kpi('amount-or-zero', measure('sales', 'sum(amount)'), '1', 'no-rows: zero')}
${kpi('sales', measure('sales', 'count()'), 'sales')}
${kpi('paid', measure('sales', 'count() where paid'), 'sales')}
${kpi('paid-amount', measure('sales', 'sum(amount) where paid'))}
${kpi('valued', measure('sales', 'count(amount)'), 'sales')}
${kpi('buyers', measure('sales', 'count_distinct(customer)'), 'customers')}
${kpi('mean', measure('sales', 'avg(amount)'))}
${kpi('paid-mean', measure('sales', 'avg(amount) where paid'))}
${kpi('largest-paid', measure('sales', 'max(amount) where paid'))}
${kpi('largest-or-zero', measure('sales', 'max(amount)'), '1', 'no-rows: zero')}
${kpi('share-paid', ratio('count() where paid', 'count()', 'sales'), '%')}
${kpi('per-paid', ratio('sum(amount)', 'count() where paid', 'sales'), '1 / sale')}
${kpi('customers', measure('customers', 'count()'), 'customers')}
${kpi('customers-or-zero', measure('customers', 'count()'), 'customers', 'no-rows: zero')}
${kpi('per-customer', formula('[amount] / [customers]'), '1 / customer')}
${kpi('failing', measure('broken', 'sum(amount)'))}
${kpi('failing-or-zero', measure('broken', 'count()'), 'brokens', 'no-rows: zero')}
${kpi('unloaded', measure('never', 'sum(amount)'))}
${kpi('unloaded-or-zero', measure('never', 'sum(amount)'), '1', 'no-rows: zero')}
${kpi('mixed', formula('[amount] + [failing]'))}
${kpi('filled', formula('coalesce([amount], 0)'))}
${kpi('filled-failing', formula('coalesce([failing], 0)'))}
${kpi('filled-rate', formula('coalesce([paid-mean], 0)'))}
${kpi('growth', formula('[amount] - prior([amount])'))}
${kpi('yearly', formula("[amount] - prior([amount], 'year')"))}
${kpi('quarterly', formula("prior([amount], 'quarter')"))}
${kpi('moving', formula('moving_sum([amount], 2)'))}
${kpi('settled', measure('sales', 'sum(amount)'), '1', 'final-after: 30 days')}
`

const files = {
  'sales.csv': [
    'id,day,region,size,sold_on,paid,amount,customer',
    'a,2026-01-05,north,1,2026-01-04,true,10.50,c1',
    'b,2026-01-06,south,2,2026-01-05,false,-4.25,c2',
    'c,2026-02-10,south,2,2026-02-09,false,,c2',
    'd,2026-03-20,north,,,,7,',
    'e,,north,1,,true,1000,c1',
  ],
  'customers.csv': ['id,segment', 'c1,retail', 'c2,trade'],
  'broken.csv': ['id,day,amount', 'a,2026-01-05,1'],
}

let work: SmallWorkspace
beforeAll(async () => {
  work = await smallWorkspace(documents, files, { load: false })
  await load(work.deps, ['sales', 'customers', 'broken'], localOwner)
  writeFileSync(join(work.folder, 'data', 'broken.csv'), 'id,day,amount\na,2026-01-05,not a number\n')
  const [report] = await load(work.deps, ['broken'], localOwner)
  expect(report?.issues.map(({ code }) => code)).toContain('load/bad-row')
})
afterAll(() => work.close())

type Case = readonly [kpi: string, period: string, scope: string, given: string | number]

const cases: readonly Case[] = [
  // Nothing, zero and not yet are three things.
  ['amount', '2026-01', '', '6.25'],
  ['amount', '2026-02', '', 'no-data'], // a row without an amount
  ['valued', '2026-02', '', '0'],
  ['paid-amount', '2026-02', '', '0'], // rows, of which none is paid
  ['amount', '2025-12', '', 'no-data'],
  ['amount', '2026-04', '', 'no-data'], // unfinished and nothing yet
  ['amount', '2026-05', '', 'not-due'],
  ['amount', '2026-03-21', '', 'late'],
  ['amount', '2026-04-10', '', 'no-data'],
  ['settled', '2026-03-21', '', 'no-data'], // not late before it is final
  ['amount-or-zero', '2026-04', '', '0'],
  ['amount-or-zero', '2026-05', '', 'not-due'],
  ['amount-or-zero', '2026-02', '', 'no-data'], // there are rows, their amounts are missing
  ['largest-or-zero', '2026-04', '', 'no-data'], // no rows have no largest
  // Counts of nothing among rows are zero; means, extremes and rates of nothing are not.
  ['paid', '2026-02', '', '0'],
  ['mean', '2026-01', '', 3.125],
  ['mean', '2026-02', '', 'no-data'],
  ['paid-mean', '2026-02', '', 'undefined'],
  ['largest-paid', '2026-02', '', 'no-data'],
  ['largest-paid', '2026-01', '', '10.5'],
  ['per-paid', '2026-01', '', 6.25],
  ['per-paid', '2026-02', '', 'no-data'],
  ['per-paid', '2026-03', '', 'undefined'],
  ['share-paid', '2026-03', '', 0], // paid is unknown, so it is not true
  ['buyers', '2026-03', '', '0'],
  // A row without a day belongs to no period, to all time neither.
  ['amount', 'total', '', '13.25'],
  ['sales', 'total', '', '4'],
  ['sales', '2026', '', '4'],
  ['buyers', 'total', '', '2'],
  // A dataset without time answers only all time.
  ['customers', 'total', '', '2'],
  ['customers', '2026-01', '', 'not-applicable'],
  ['customers-or-zero', '2026-01', '', 'not-applicable'],
  ['per-customer', 'total', '', 6.625],
  ['per-customer', '2026-01', '', 'not-applicable'],
  // Zero is said only of data that came.
  ['failing', '2026-01', '', '1'],
  ['failing', '2026-02', '', 'failed'],
  ['failing-or-zero', '2026-02', '', 'failed'],
  ['unloaded', '2026-01', '', 'no-data'],
  ['unloaded', 'total', '', 'no-data'],
  ['unloaded-or-zero', '2026-01', '', 'no-data'],
  ['mixed', '2026-02', '', 'failed'],
  ['filled', '2026-02', '', '0'],
  ['filled', '2026-05', '', 'not-due'],
  ['filled', '2026-03-21', '', 'late'], // may still come: not zero
  ['filled-failing', '2026-02', '', 'failed'],
  ['filled-failing', '2026-01', 'unit:north', 'not-applicable'],
  ['filled-rate', '2026-02', '', '0'],
  // Other periods.
  ['growth', '2026-02', '', 'no-data'],
  ['growth', 'total', '', 'not-applicable'],
  ['yearly', '2024-02-29', '', 'no-data'], // there was no such day a year before
  ['yearly', '2020-W53', '', 'no-data'],
  ['quarterly', '2026', '', 'not-applicable'],
  ['moving', '2026-01', '', 'no-data'],
  ['moving', 'total', '', 'not-applicable'],
  // Units and members.
  ['amount', 'total', 'unit:all', '13.25'],
  ['amount', 'total', 'unit:north', '17.5'],
  ['amount', 'total', 'unit:islands', '17.5'],
  ['amount', 'total', 'unit:north/region=south', 'no-data'],
  ['amount', '2026-01', 'unit:retail', '10.5'],
  ['customers', 'total', 'unit:retail', '1'],
  ['customers', 'total', 'unit:north', 'not-applicable'],
  ['per-customer', 'total', 'unit:north', 'not-applicable'],
  ['mixed', '2026-02', 'unit:north', 'not-applicable'],
  ['amount', 'total', 'region=east', 'no-data'],
  ['amount', 'total', 'segment=', '7'], // a row without one
  ['amount', 'total', 'segment=|trade', '2.75'],
  ['amount', 'total', 'size=1', '10.5'],
  ['amount', 'total', 'size=one', 'no-data'],
  ['amount', 'total', 'size=', '7'],
  ['amount', 'total', 'paid=true', '10.5'],
  ['amount', 'total', 'paid=perhaps', 'no-data'],
  ['amount', 'total', 'sold_on=2026-01-05', '-4.25'],
  ['amount', 'total', 'sold_on=soon', 'no-data'],
]

describe('values and the reasons why there is none', () => {
  test.each(cases)('%s in %s for "%s" is %s', async (id, period, scope, given) => {
    for (const plan of ['cells', 'naive'] as const) {
      const [answer] = await work.answers(id, period, { scope, plan })
      expect(answer?.state === 'value' ? answer.value : answer?.state).toBe(given)
    }
  })

  test('they are the same when everything is asked at once', async () => {
    const { deps } = work
    const ids = [...deps.catalog.kpis.keys()]
    for (const periods of [['2026-01', '2026-05'] as const, ['2026-01-05', '2026-01-06'] as const, 'total']) {
      const [cells, naive] = await Promise.all([
        work.answers(ids, periods),
        work.answers(ids, periods, { plan: 'naive' }),
      ])
      expect(cells).toEqual(naive)
    }
  })
})

test('members of dimensions are listed as people write them, and follow what is looked up', async () => {
  const members = async (dimension: string) =>
    (await work.answers('amount', 'total', { by: [dimension] })).map(({ scope, value }) => `${scope} ${value}`)
  expect(await members('sold_on')).toEqual([
    'sold_on= 7',
    'sold_on=2026-01-04 10.5',
    'sold_on=2026-01-05 -4.25',
    'sold_on=2026-02-09 null',
  ])
  expect(await members('size')).toEqual(['size= 7', 'size=1 10.5', 'size=2 -4.25'])
  expect(await members('paid')).toEqual(['paid= 7', 'paid=false -4.25', 'paid=true 10.5'])
  expect(await members('segment')).toEqual(['segment= 7', 'segment=retail 10.5', 'segment=trade -4.25'])
  const [before] = await work.answers('amount', 'total')
  writeFileSync(join(work.folder, 'data', 'customers.csv'), 'id,segment\nc1,retail\nc2,public\n')
  await load(work.deps, ['customers'], localOwner)
  expect(await members('segment')).toEqual(['segment= 7', 'segment=public -4.25', 'segment=retail 10.5'])
  // The stamp tells that a number by segment may be another now.
  const [after] = await work.answers('amount', 'total')
  expect(before?.revision.facts).toEqual({ customers: 1, sales: 1 })
  expect(after?.revision.facts).toEqual({ customers: 2, sales: 1 })
})

test('an unfinished and a not yet final period are flagged, a final one is not', async () => {
  const flags = async (id: string, period: string) => (await work.answers(id, period))[0]?.flags
  expect(await flags('amount', '2026-04')).toEqual(['provisional', 'unfinished'])
  expect(await flags('amount', '2026-Q2')).toEqual(['provisional', 'unfinished'])
  expect(await flags('amount', '2026-03')).toEqual([])
  expect(await flags('settled', '2026-03')).toEqual(['provisional'])
  expect(await flags('settled', '2026-02')).toEqual([])
  expect(await flags('amount', 'total')).toEqual([])
})

test('when the rows of a dataset are gone its numbers are too', async () => {
  writeFileSync(join(work.folder, 'data', 'sales.csv'), `${files['sales.csv'][0]}\n`)
  await load(work.deps, ['sales'], localOwner)
  const [amount] = await work.answers('amount', '2026-01')
  expect(amount).toMatchObject({ state: 'no-data', dataThrough: null })
  const [zero] = await work.answers('amount-or-zero', '2026-01')
  expect(zero).toMatchObject({ value: '0' })
})
