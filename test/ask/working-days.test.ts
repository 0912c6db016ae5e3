import { afterAll, beforeAll, expect, test } from 'vitest'
import { formula, kpi, measure, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'

// April 2026: 22 weekdays, of them Good Friday (3rd) and Easter Monday (6th) are holidays of Germany. Today is the 15th,
// rows have come through the 13th: a Monday, the seventh working day.
const documents = `kind: workspace
id: w
name: W
zone: Europe/Berlin
today: 2026-04-15
holidays:
  - { date: 2026-04-03, name: Karfreitag }
  - { date: 2026-04-06, name: Ostermontag }
---
kind: calendar
id: retail
pattern: 4-5-4
year-ends: nearest saturday to 31 january
---
kind: calendar
id: gulf
working-days: [sunday, monday, tuesday, wednesday, thursday]
holidays: []
---
kind: calendar
id: saxony
region: de-sn
pasted-holidays: |
  Date,Holiday,Regions
  2026-04-03,Karfreitag
  2026-04-06,Ostermontag,de-th
  2026-04-13,Nur hier,de-sn|de-th
---
kind: source
id: files
connector: csv
path: data
---
kind: dataset
id: orders
source: files
from: orders.csv
key: [id]
row: order
time: { column: ordered_on }
columns: { id: integer, ordered_on: date, shipped_on: date, carrier: text }
look-ups: { carrier_row: { dataset: carriers, by: carrier } }
dimensions: [carrier]
---
kind: dataset
id: carriers
source: files
from: carriers.csv
key: [name]
columns: { name: text, started_on: date }
${kpi('orders', measure('orders', 'count()'), 'orders')}
${kpi('per-day', formula('[orders] / working_days()'), 'orders/day')}
${kpi('days', formula('days()'), 'days')}
${kpi('delay', measure('orders', 'sum(working_days_between(ordered_on, shipped_on))'), 'days')}
${kpi('delay-gulf', measure('orders', 'sum(working_days_between(ordered_on, shipped_on))'), 'days', 'calendar: gulf')}
${kpi('delay-saxony', measure('orders', 'sum(working_days_between(ordered_on, shipped_on))'), 'days', 'calendar: saxony')}
${kpi('slow', measure('orders', 'count() where working_days_between(ordered_on, shipped_on) > 1'), 'orders')}
${kpi('since', measure('orders', 'max(working_days_between(carrier_row.started_on, coalesce(shipped_on, ordered_on)))'), 'days')}
`
const orders = [
  'id,ordered_on,shipped_on,carrier',
  // Thursday before Easter to the Tuesday after: one working day; on the Gulf three.
  '1,2026-04-02,2026-04-07,slow',
  '2,2026-04-13,2026-04-14,fast',
  '3,2026-04-13,,fast',
  '4,2026-03-02,2026-03-09,fast',
]
const carriers = ['name,started_on', 'slow,1955-03-01', 'fast,2026-03-30']

let small: SmallWorkspace
beforeAll(async () => {
  small = await smallWorkspace(documents, { 'orders.csv': orders, 'carriers.csv': carriers })
})
afterAll(() => small.close())

const valueIn = async (id: string, period: string, plan: 'cells' | 'naive' = 'cells') =>
  (await small.answers(id, period, { plan }))[0]?.value ?? null

test.each([
  ['per-day', '2026-03', 1 / 22],
  // Through the 13th: 2, 7, 8, 9, 10, 13 and the 1st.
  ['per-day', '2026-04', 3 / 7],
  ['days', '2026-03', '31'],
  // It reads no rows, so that today alone says what has passed.
  ['days', '2026-04', '15'],
  ['days', '2026-Q1', '90'],
  ['days', 'retail:2026-P02', '35'],
  ['per-day', 'retail:2026-P02', 2 / 24],
  ['delay', '2026-04', '2'],
  ['delay-gulf', '2026-04', '4'],
  // As pasted: the 2nd and the 6th, not the 3rd; the 13th is a holiday of the region.
  ['delay-saxony', '2026-04', '2'],
  ['slow', '2026-03', '1'],
  ['slow', '2026-04', '0'],
  ['since', '2026-03', '-15'],
] as const)('%s in %s is %s', async (id, period, expected) => {
  for (const plan of ['cells', 'naive'] as const) {
    const found = await valueIn(id, period, plan)
    if (typeof expected === 'number') expect(found).toBeCloseTo(expected, 12)
    else expect(found).toBe(expected)
  }
})

test('dates long before the first row are looked up too', async () => {
  const counted = (from: string, until: string): number => {
    let days = 0
    for (let at = Date.parse(from); at < Date.parse(until); at += 86_400_000) {
      const off = ['2026-04-03', '2026-04-06'].includes(new Date(at).toISOString().slice(0, 10))
      if (new Date(at).getUTCDay() % 6 !== 0 && !off) days++
    }
    return days
  }
  expect(await valueIn('since', '2026-04')).toBe(String(counted('1955-03-01', '2026-04-07')))
})

test('all time has no length', async () => {
  expect(await small.answers('days', 'total')).toMatchObject([{ state: 'not-applicable', value: null }])
})
