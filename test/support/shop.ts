import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { load } from '../../src/app/load.ts'
import { localOwner } from '../../src/domain/access.ts'
import { type OpenFolder, openFolder } from './open-folder.ts'

/**
 * A small shop whose numbers can be told by hand. Every month has ten orders in each of two regions, 100 EUR each (110 in
 * March 2026); all are on time until January 2026, then two of twenty are late in February and three in March. Headcount is
 * ten and one more in March. Surveys stop in January 2026, returns cannot be loaded, no visit came in March.
 */
export const documents = {
  'workspace.yaml': `kind: workspace
id: shop
name: Shop
mission: Sell well
zone: UTC
currency: EUR
today: 2026-04-03
---
kind: source
id: files
connector: csv
path: data
---
kind: unit
id: acme
name: Acme
level: organisation
---
kind: unit
id: north
name: North
level: division
parent: acme
where: { region: north }
---
kind: unit
id: south
name: South
level: division
parent: acme
where: { region: south }
---
kind: calendar
id: fiscal
name: Fiscal year
year-starts: april
---
kind: objective
id: grow
name: Grow profitably
perspective: financial
---
kind: objective
id: serve
name: Serve customers
perspective: customer
---
kind: scorecard
id: company
name: Company scorecard
groups:
  - objective: grow
    weight: 2
    kpis: [revenue, { kpi: order-value, weight: 3 }, orders]
  - objective: serve
    kpis: [on-time, answer-hours, satisfaction, returned, visits-per-order, headcount, morale]
---
kind: scorecard
id: northern
name: North
unit: north
grain: quarter
missing: strict
groups:
  - objective: grow
    kpis: [revenue, headcount]
`,
  'datasets.yaml': `kind: dataset
id: orders
name: Orders
source: files
from: orders*.csv
key: [id]
row: order
time: { column: day }
columns: { id: text, day: date, region: text, channel: text, amount: money EUR, on_time: boolean }
dimensions: [region, channel]
---
kind: dataset
id: staff
name: Staff
source: files
from: staff.csv
key: [day]
row: person
time: { column: day }
rows: snapshot
columns: { day: date, heads: integer people }
---
kind: dataset
id: surveys
name: Customer surveys
source: files
from: surveys.csv
key: [id]
row: survey
time: { column: day }
columns: { id: text, day: date, region: text, score: decimal(1) points, hours: decimal(1) hours }
dimensions: [region]
---
kind: dataset
id: returns
name: Returns
source: files
from: returns.csv
key: [id]
row: return
time: { column: day }
columns: { id: text, day: date, units: integer }
---
kind: dataset
id: visits
name: Visits
source: files
from: visits.csv
key: [id]
row: visit
time: { column: day }
columns: { id: text, day: date, ordered: boolean }
`,
  'kpis.yaml': `kind: kpi
id: revenue
name: Revenue
formerly: [sales]
purpose: What did customers commit to pay?
objective: grow
category: financial
calculation: { type: measure, dataset: orders, formula: sum(amount) }
measured-in: EUR
good: up
cadence: month
final-after: 5 days
owner: maria.lopez@acme.example
---
kind: kpi
id: order-value
name: Average order value
purpose: How much is in a basket?
objective: grow
category: financial
calculation: { type: ratio, dataset: orders, numerator: sum(amount), denominator: count() }
measured-in: EUR / order
good: up
cadence: month
status: { on-track: ">= 95", at-risk: ">= 90" }
---
kind: kpi
id: orders
name: Orders
purpose: How many came?
category: operational
calculation: { type: measure, dataset: orders, formula: count() }
measured-in: orders
good: up
cadence: month
---
kind: kpi
id: on-time
name: Delivered on time
purpose: Do customers get what we promised?
objective: serve
category: operational
calculation: { type: ratio, dataset: orders, numerator: count() where on_time, denominator: count() }
measured-in: "%"
good: up
cadence: month
---
kind: kpi
id: answer-hours
name: Time to answer
purpose: Do we answer in time?
category: customer
calculation: { type: measure, dataset: surveys, formula: avg(hours) }
measured-in: hours
good: between
cadence: month
---
kind: kpi
id: satisfaction
name: Satisfaction
purpose: Are customers content?
category: customer
calculation: { type: measure, dataset: surveys, formula: avg(score) }
measured-in: points
good: up
cadence: month
---
kind: kpi
id: returned
name: Returned
purpose: How much comes back?
category: customer
calculation: { type: measure, dataset: returns, formula: count() }
measured-in: returns
good: down
cadence: month
---
kind: kpi
id: visits-per-order
name: Visits that order
purpose: Do visits sell?
category: marketing
calculation: { type: ratio, dataset: visits, numerator: count() where ordered, denominator: count() where ordered }
measured-in: "%"
good: up
cadence: month
---
kind: kpi
id: headcount
name: Headcount
purpose: How many are we?
category: employee
calculation: { type: measure, dataset: staff, formula: sum(heads) }
measured-in: people
good: up
cadence: month
---
kind: kpi
id: morale
name: Morale
purpose: How do we feel?
category: employee
calculation: { type: manual, over-time: last }
measured-in: points
good: up
cadence: quarter
`,
  'targets.yaml': `kind: target
id: revenue-budget
kpi: revenue
value: 2_000
---
kind: target
id: on-time-budget
kpi: on-time
value: 95%
---
kind: target
id: answer-hours-budget
kpi: answer-hours
low: 2
high: 6
---
kind: target
id: satisfaction-budget
kpi: satisfaction
value: 8
---
kind: target
id: headcount-budget
kpi: headcount
value: 12
`,
}

const months = Array.from({ length: 15 }, (_, index) => {
  const month = `${2025 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
  return { month, days: Array.from({ length: 10 }, (_, step) => `${month}-${String(1 + 3 * step).padStart(2, '0')}`) }
})

/** Lines of the orders file: 20 a month, and two on 1 April. */
export function orderLines(): string[] {
  const lines = ['id,day,region,channel,amount,on_time']
  for (const { month, days } of months) {
    const late = month === '2026-02' ? 2 : month === '2026-03' ? 3 : 0
    days.forEach((day, step) => {
      for (const region of ['north', 'south']) {
        const amount = month === '2026-03' ? '110.00' : '100.00'
        const onTime = region === 'north' && step < late ? 'false' : 'true'
        lines.push(`${day}-${region},${day},${region},${step < 5 ? 'web' : 'store'},${amount},${onTime}`)
      }
    })
  }
  for (const region of ['north', 'south']) lines.push(`2026-04-01-${region},2026-04-01,${region},web,100.00,true`)
  return lines
}

const files = (): Readonly<Record<string, readonly string[]>> => ({
  'orders.csv': orderLines(),
  'staff.csv': ['day,heads', ...months.map(({ month, days }) => `${days[9]},${month === '2026-03' ? 11 : 10}`)],
  'surveys.csv': [
    'id,day,region,score,hours',
    ...months.slice(0, 13).map(({ days }, index) => `s${index},${days[9]},north,8.5,${index === 12 ? '7.5' : '5.0'}`),
  ],
  'returns.csv': ['id,day,units', 'r1,2025-01-05,one'],
  'visits.csv': ['id,day,ordered', 'v1,2025-12-05,true', 'v2,2026-03-31,false'],
})

export interface Shop extends OpenFolder {
  /** Where its documents and data lie. */
  readonly folder: string
}

export interface ShopOptions {
  readonly documents?: Readonly<Record<string, string>>
  readonly now?: number | (() => number)
}

/** Opens the shop with its data loaded, `returns` having failed; closing removes it. */
export async function openShop(options: ShopOptions = {}): Promise<Shop> {
  const source = mkdtempSync(join(tmpdir(), 'bellwether-shop-'))
  mkdirSync(join(source, 'data'))
  for (const [name, text] of Object.entries({ ...documents, ...options.documents }))
    writeFileSync(join(source, name), text)
  for (const [name, lines] of Object.entries(files())) writeLines(source, name, lines)
  const work = await openFolder(source, { now: options.now ?? Date.UTC(2026, 3, 3, 7, 40) })
  rmSync(source, { recursive: true })
  await load(work.deps, 'all', localOwner)
  return { ...work, folder: work.deps.folder }
}

/** Writes a file of the shop's data. */
export function writeLines(folder: string, name: string, lines: readonly string[]): void {
  writeFileSync(join(folder, 'data', name), `${lines.join('\n')}\n`)
}
