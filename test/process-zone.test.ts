import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { bellwether } from './support/program.ts'

/** Values depend on no setting of the machine: neither its time zone nor its language, at load or when asked. */
const machines = [
  ['UTC', 'C'],
  ['Pacific/Kiritimati', 'de_DE.UTF-8'],
  ['America/St_Johns', 'tr_TR.UTF-8'],
] as const

const documents = `kind: workspace
id: shop
name: Shop
zone: Europe/Berlin
currency: EUR
calendar: retail
today: 2026-07-01
holidays: [{ date: 2026-05-01, name: Tag der Arbeit }]
---
kind: calendar
id: retail
pattern: 4-5-4
year-ends: nearest saturday to 31 january
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
time: { column: sold_at }
columns: { id: integer, sold_at: timestamp, city: text, amount: money, delivered: date }
dimensions: [city]
---
kind: kpi
id: revenue
name: Revenue
purpose: How much was sold?
category: financial
calculation: { type: measure, dataset: orders, formula: "sum(amount)" }
measured-in: EUR
good: up
cadence: day
---
kind: kpi
id: istanbul-share
name: Share of İstanbul
purpose: How much of it in one city, whose name other languages write with another i?
category: customer
calculation:
  type: ratio
  dataset: orders
  numerator: "sum(amount) where lower(city) = 'istanbul'"
  denominator: sum(amount)
measured-in: "%"
good: up
cadence: month
---
kind: kpi
id: delivery
name: Days to deliver
purpose: How long do orders take?
category: customer
calculation: { type: measure, dataset: orders, formula: "avg(days_between('2026-01-01', delivered))" }
measured-in: day
good: down
cadence: week
---
kind: target
id: revenue
kpi: revenue
total: "10000"
year: 2026
spread: working-days
`

/** Orders within minutes of midnight and of both changes of clocks, where a machine's own zone would show. */
const rows = [
  '2026-03-28T23:59:59Z',
  '2026-03-29T00:59:00Z',
  '2026-03-29T01:00:00Z',
  '2026-03-29T22:00:00Z',
  '2026-05-31T21:59:59Z',
  '2026-05-31T22:00:00Z',
  '2026-01-31T23:30',
  '2026-02-01T00:30',
  '2025-10-26T02:30',
  '2025-10-26T00:30:00Z',
  '2025-10-26T01:30:00Z',
]
  .map((at, index) =>
    [
      index,
      at,
      ['ISTANBUL', 'istanbul', 'İstanbul', 'Izmir'][index % 4],
      `${index * 7}.${10 + index}`,
      at.slice(0, 10),
    ].join(),
  )
  .join('\n')

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

async function loaded(zone: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'bellwether-tz-'))
  folders.push(folder)
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'workspace.yaml'), documents)
  writeFileSync(join(folder, 'data/orders.csv'), `id,sold_at,city,amount,delivered\n${rows}\n`)
  const env = { TZ: zone, LANG: 'C', LC_ALL: 'C' }
  expect(await bellwether(['load', folder], { env })).toMatchObject({ code: 0 })
  return folder
}

const questions = [
  ['--grain', 'day', '--from', '2026-03-28', '--to', '2026-03-31'],
  ['--grain', 'month', '--from', '2025-P09', '--to', '2026-P05'],
  ['--grain', 'week', '--from', '2026-W01', '--to', '2026-W18', '--by', 'city'],
]

/** Everything printed, as JSON and for people, but for the moment of asking. */
async function answers(folder: string, env: Record<string, string>): Promise<string> {
  const printed: string[] = []
  for (const [index, question] of questions.entries()) {
    const ran = await bellwether(['ask', 'all', folder, ...question, ...(index === 1 ? [] : ['--json'])], { env })
    expect(ran).toMatchObject({ code: 0, err: '' })
    printed.push(ran.out.replaceAll(/"asOf": ?"[^"]*"/g, '"asOf": ""').replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, ''))
  }
  return printed.join('\n---\n')
}

test('values are the same bytes in every process zone and language', async () => {
  const found: string[] = []
  for (const [zone, language] of machines) {
    const folder = await loaded(zone)
    found.push(await answers(folder, { TZ: zone, LANG: language, LC_ALL: language, LANGUAGE: language }))
  }
  const [first = ''] = found
  expect(found).toEqual(found.map(() => first))
  // Berlin's Sunday of 23 hours has three orders; on the clocks of the machines some would lie on its neighbours.
  const [days = '[]'] = first.split('\n---\n')
  const revenue = (JSON.parse(days) as { kpi: string; value: string | null }[]).filter((one) => one.kpi === 'revenue')
  expect(revenue.map((one) => one.value)).toEqual([null, '21.33', '21.13', null])
})
