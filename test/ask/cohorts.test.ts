import { afterAll, beforeAll, expect, test } from 'vitest'
import { kpi, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'

// Who entered once, and who of them came back: small enough to be counted on fingers.
const cohort = (more: string) => `{ type: cohort, dataset: orders, key: customer, ${more} }`
const documents = `kind: workspace
id: shop
name: Shop
zone: UTC
today: 2026-05-10
---
{ kind: source, id: files, connector: csv, path: data }
---
kind: dataset
id: orders
source: files
from: orders.csv
key: none
time: { column: day }
columns: { day: date, customer: text, region: text, status: text }
dimensions: [region]
---
kind: dataset
id: tickets
source: files
from: tickets.csv
key: none
time: { column: day }
columns: { day: date, who: text }
---
kind: dataset
id: contracts
source: files
from: contracts.csv
key: none
rows: validity
time: { column: day, until: ended }
columns: { day: date, ended: date, customer: text }
${kpi('month-1', cohort('returns: { in: month 1 }'), '%')}
${kpi('lost-1', cohort('returns: { in: month 1 }, counts: lost'), '%')}
${kpi('again', cohort('returns: { within: 30 days }'), '%')}
${kpi('again-same-day', cohort('returns: { within: 30 days, same-day: true }'), '%')}
${kpi('paid', cohort(`enters: status = 'trial', returns: { within: 10 days, where: status = 'paid' }`), '%')}
${kpi('tickets', cohort('returns: { dataset: tickets, key: who, within: 5 days }'), '%', 'final-after: 2 days')}
${kpi('kept', '{ type: cohort, dataset: contracts, key: customer, returns: { in: month 2 } }', '%')}
${kpi('double', '{ type: formula, formula: "2 * [tickets]" }', '1')}
`
const orders = [
  // a enters in January by a trial, pays ten days later, buys in February.
  ['2026-01-05', 'a', 'n', 'trial'],
  ['2026-01-15', 'a', 'n', 'paid'],
  ['2026-02-20', 'a', 's', 'paid'],
  // b enters on the last day of January and comes back on the thirtieth day after.
  ['2026-01-31', 'b', 's', 'trial'],
  ['2026-03-02', 'b', 's', 'paid'],
  // c buys twice on one day, and never again.
  ['2026-02-03', 'c', 'n', 'paid'],
  ['2026-02-03', 'c', 'n', 'paid'],
  // d comes back a day too late.
  ['2026-02-10', 'd', 'n', 'trial'],
  ['2026-03-13', 'd', 'n', 'paid'],
  // Nobody knows who this was.
  ['2026-02-11', '', 'n', 'paid'],
  ['2026-04-01', 'a', 'n', 'paid'],
  ['2026-05-09', '', 'n', 'paid'],
]
const tickets = [
  ['2026-01-05', 'a'],
  ['2026-02-05', 'b'],
  ['2026-02-09', 'c'],
  ['2026-05-09', 'stranger'],
]
const contracts = [
  ['2026-01-10', '2026-03-31', 'a'],
  ['2026-01-20', '2026-04-01', 'b'],
  ['2026-01-25', '', 'c'],
  ['2026-01-02', '2026-01-20', 'd'],
  ['2026-03-15', '', 'd'],
]

let work: SmallWorkspace
beforeAll(async () => {
  const lines = (header: string, rows: readonly (readonly string[])[]) => [header, ...rows.map((row) => row.join())]
  work = await smallWorkspace(documents, {
    'orders.csv': lines('day,customer,region,status', orders),
    'tickets.csv': lines('day,who', tickets),
    'contracts.csv': lines('day,ended,customer', contracts),
  })
})
afterAll(() => work.close())

const cases = [
  // January: a and b entered; a came back in February, b in March.
  ['month-1', '2026-01', '', '1', '2'],
  ['lost-1', '2026-01', '', '1', '2'],
  // February: c and d entered; d came back in March.
  ['month-1', '2026-02', '', '1', '2'],
  // Who enters is decided by the rows of the scope; coming back counts anywhere: a's February order was in the south.
  ['month-1', '2026-01', 'region=n', '1', '1'],
  ['month-1', '2026-01', 'region=s', '0', '1'],
  ['month-1', '2026-02', 'region=s', '0', '1'],
  ['month-1', '2026-Q1', '', '2', '4'],
  ['again', '2026-01', '', '2', '2'],
  ['again', '2026-02', '', '0', '2'],
  ['again-same-day', '2026-02', '', '2', '2'],
  ['paid', '2026-01', '', '1', '2'],
  ['paid', '2026-02', '', '0', '1'],
  // Another dataset: the day of entry counts.
  ['tickets', '2026-01', '', '2', '2'],
  ['tickets', '2026-02', '', '0', '2'],
  ['tickets', '2026-W06', '', '0', '1'],
  // Rows in force: those in force on the last day of March, of whom d entered in January, left and came back.
  ['kept', '2026-01', '', '3', '4'],
] as const

test.each(cases)('%s in %s %s: %s of %s', async (id, period, scope, numerator, denominator) => {
  for (const plan of ['cells', 'naive'] as const) {
    const [answer] = await work.answers(id, period, { scope, plan })
    expect(answer).toMatchObject({ state: 'value', numerator, denominator })
    expect(answer?.value).toBeCloseTo(Number(numerator) / Number(denominator), 12)
  }
})

test('all together they are the same, by one statement for each dataset', async () => {
  const together = await work.page(cases.map(([id, period, scope]) => ({ id, period, scope })))
  expect(together.map(({ numerator, denominator }) => [numerator, denominator])).toEqual(
    cases.map(([, , , numerator, denominator]) => [numerator, denominator]),
  )
})

test('a month in which nobody enters has no share; one without rows has no data', async () => {
  const states = await work.answers('month-1', ['2025-12', '2026-04'])
  expect(states.map(({ state }) => state)).toEqual(['no-data', 'value', 'value', 'undefined', 'undefined'])
})

test('a share is provisional until those who entered last had their time', async () => {
  const flagsOf = async (id: string, period: string) => (await work.answers(id, period))[0]?.flags
  // Today is 10 May: April's first month after is May, and its thirty days end with 30 May.
  expect(await flagsOf('month-1', '2026-03')).toEqual([])
  expect(await flagsOf('month-1', '2026-04')).toEqual(['provisional'])
  expect(await flagsOf('again', '2026-04')).toEqual(['provisional'])
  expect(await flagsOf('again', '2026-03')).toEqual([])
  // 30 April + 5 days and 2 more: final on 8 May; what is made of it settles with it.
  expect(await flagsOf('tickets', '2026-04')).toEqual([])
  expect(await flagsOf('double', '2026-04')).toEqual([])
  expect(await flagsOf('again', '2026-05')).toEqual(['provisional', 'unfinished'])
})
