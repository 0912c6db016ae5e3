import { afterAll, beforeAll, expect, test } from 'vitest'
import { kpi, measure, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'

// Levels and entities in several currencies: stock is read on its last day with rows, contracts on the last day of the period.
const documents = `kind: workspace
id: acme
name: Acme
zone: UTC
today: 2024-04-10
currency: EUR
rates: { dataset: fx, at: closing }
---
kind: source
id: files
connector: csv
path: data
---
kind: dataset
id: fx
source: files
from: fx.csv
key: [day, ccy]
time: { column: day }
columns: { day: date, ccy: text, rate: decimal(4) }
rates: { from: EUR, to: ccy, rate: rate, good-for: 31 days }
---
kind: dataset
id: stock
source: files
from: stock.csv
key: [day, item]
time: { column: day }
rows: snapshot
columns: { day: date, item: text, ccy: text, worth: { type: money, currency: ccy } }
---
kind: dataset
id: contracts
source: files
from: contracts.csv
key: [id]
time: { column: starts, until: ends }
rows: validity
columns: { id: text, starts: date, ends: date, customer: text, fee: { type: money, currency: account.ccy } }
look-ups:
  account: { dataset: accounts, by: customer }
---
kind: dataset
id: accounts
source: files
from: accounts.csv
key: [id]
columns: { id: text, ccy: text }
${kpi('stock', measure('stock', 'sum(worth)'), 'EUR')}
${kpi('mean-stock', '{ type: measure, dataset: stock, formula: sum(worth), over-time: mean }', 'EUR', 'rates: { at: day }')}
${kpi('fees', measure('contracts', 'sum(fee)'), 'EUR')}
${kpi('fees-when-signed', measure('contracts', 'sum(fee)'), 'EUR', 'rates: { at: day }')}
${kpi('per-customer', '{ type: measure, dataset: contracts, per: { key: customer, values: { now: sum(fee), then: { formula: sum(fee), when: start } } }, formula: "sum(greatest(now - then, 0))" }', 'EUR', 'rates: { at: day }')}
`
const files = {
  'fx.csv': ['day,ccy,rate', '2024-01-01,USD,1', '2024-01-31,USD,1.25', '2024-02-29,USD,2', '2024-03-29,USD,2.5'],
  'stock.csv': [
    'day,item,ccy,worth',
    '2024-01-15,a,EUR,10',
    '2024-01-15,b,USD,100',
    '2024-02-10,a,EUR,20',
    '2024-02-10,b,USD,100',
    '2024-02-11,a,EUR,30',
    '2024-02-11,b,USD,50',
  ],
  'contracts.csv': [
    'id,starts,ends,customer,fee',
    '1,2024-01-01,,us,100',
    '2,2024-02-15,2024-03-15,us,50',
    '3,2024-01-10,,de,7',
  ],
  'accounts.csv': ['id,ccy', 'us,USD', 'de,EUR'],
}

let work: SmallWorkspace
beforeAll(async () => {
  work = await smallWorkspace(documents, files)
})
afterAll(() => work.close())

test.each([
  // Stock at the closing rate of its month: 100 at 1.25; 50 at 2.
  ['stock', '2024-01', '90'],
  ['stock', '2024-02', '55'],
  ['stock', '2024-Q1', '55'],
  // Each day at its own rate (1.25 until the 29th), added up, by two days.
  ['mean-stock', '2024-02', (20 + 80 + 30 + 40) / 2],
  // Contracts at the rate of the day that is read: 31 January, 29 February, 31 March, and today.
  ['fees', '2024-01', '87'],
  ['fees', '2024-02', '82'],
  ['fees', '2024-03', '47'],
  ['fees', '2024-Q1', '47'],
  ['fees', '2024-04', '47'],
  // At the rate of the day of signature: 100 at 1 and 50 at 1.25.
  ['fees-when-signed', '2024-02', '147'],
  ['fees-when-signed', '2024-03', '107'],
  // What customers gained: 40 € in February, nothing in March.
  ['per-customer', '2024-02', '40'],
  ['per-customer', '2024-03', '0'],
] as const)('%s in %s is %s', async (id, period, expected) => {
  for (const plan of ['cells', 'naive'] as const) {
    const [answer] = await work.answers(id, period, { plan })
    expect([answer?.state, answer?.value]).toEqual(['value', expected])
  }
})
