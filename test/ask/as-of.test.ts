import { afterAll, beforeAll, expect, test } from 'vitest'
import { kpi, measure, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'

// The day that is read: the last of a period, today while it goes on, today for all time; over every kind of rows.

const age = 'max(days_between(day, as_of()))'
const documents = `kind: workspace
id: ages
name: Ages
zone: UTC
today: 2026-03-10
---
{ kind: source, id: files, connector: csv, path: data }
---
kind: dataset
id: bills
source: files
from: bills.csv
key: [id]
rows: validity
time: { column: day, until: settled }
columns: { id: text, day: date, due: date, settled: date, customer: text, amount: integer }
dimensions: [customer]
---
kind: dataset
id: calls
source: files
from: bills.csv
key: [id]
time: { column: day }
columns: { id: text, day: date, customer: text }
dimensions: [customer]
---
kind: dataset
id: pictures
source: files
from: pictures.csv
key: [day]
rows: snapshot
time: { column: day }
columns: { day: date, level: integer }
---
kind: dataset
id: people
source: files
from: bills.csv
key: [id]
columns: { id: text, day: date }
${kpi('open-age', measure('bills', age), 'days')}
${kpi('late', measure('bills', 'sum(amount) where days_between(due, as_of()) > 10'))}
${kpi('late-work', measure('bills', 'count() where working_days_between(due, as_of()) > 5'), 'bills')}
${kpi('call-age', measure('calls', age), 'days')}
${kpi('picture-age', measure('pictures', age), 'days')}
${kpi('person-age', measure('people', age), 'days')}
${kpi(
  'quiet',
  `
  type: measure
  dataset: calls
  per: { key: customer, values: { idle: { formula: "min(days_between(day, as_of()))", when: ever } } }
  formula: count() where idle > 30`,
  'customers',
)}
${kpi(
  'oldest',
  `
  type: measure
  dataset: calls
  per: { key: customer, values: { since: { formula: "max(days_between(day, '2026-12-31'))", when: ever } } }
  formula: "max(since - days_between(as_of(), '2026-12-31'))"`,
  'days',
)}
`

let work: SmallWorkspace
beforeAll(async () => {
  work = await smallWorkspace(documents, {
    'bills.csv': [
      'id,day,due,settled,customer,amount',
      'a,2026-01-05,2026-01-15,2026-02-10,anna,100',
      'b,2026-01-20,2026-01-30,,ben,10',
      'c,2026-02-25,2026-03-07,,anna,1',
    ],
    'pictures.csv': ['day,level', '2026-01-30,5', '2026-02-10,6', '2026-02-27,7'],
  })
})
afterAll(() => work.close())

test.each([
  ['open-age', '2026-01', '26'],
  ['open-age', '2026-02', '39'],
  // March goes on: it is read on the 10th.
  ['open-age', '2026-03', '49'],
  ['open-age', 'total', '49'],
  // Overdue by more than ten days: by 16 days 100 at the end of January; by 29 days 10 at that of February.
  ['late', '2026-01', '100'],
  ['late', '2026-02', '10'],
  ['late', '2026-03', '10'],
  ['late-work', '2026-01', '1'],
  ['late-work', '2026-03', '1'],
  ['call-age', '2026-01', '26'],
  ['call-age', '2026-02', '3'],
  ['call-age', '2026-Q1', '64'],
  ['call-age', 'total', '64'],
  // Of snapshots the last picture is read, and aged at the end of the month.
  ['picture-age', '2026-01', '1'],
  ['picture-age', '2026-02', '1'],
  ['person-age', 'total', '64'],
  ['quiet', '2026-02', '1'],
  ['quiet', '2026-01', '0'],
  ['oldest', '2026-01', '26'],
  ['oldest', '2026-02', '54'],
])('%s in %s is %s, planned and naively', async (id, period, value) => {
  for (const plan of ['cells', 'naive'] as const) {
    const [answer] = await work.answers(id, period, { plan })
    expect(answer, plan).toMatchObject({ value })
  }
})

test('split by customer, each is aged alone', async () => {
  const split = await work.answers('open-age', ['2026-01', '2026-02'], { by: ['customer'] })
  expect(split.map(({ scope, period, value }) => `${scope} ${period} ${value}`)).toEqual([
    'customer=anna 2026-01 26',
    'customer=anna 2026-02 3',
    'customer=ben 2026-01 11',
    'customer=ben 2026-02 39',
  ])
})
