import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bellwether, killServed, type Served, serveFolder } from '../support/program.ts'

/**
 * Demo check 5: a 4-4-5 retailer with a 53rd week and a unit whose year begins in July on one scorecard; prior year, year to
 * date, rolling twelve and same-week comparisons of both, across week 53 and a leap day. Expected are sums of the rows over
 * dates that stand here as the published calendars have them: FY2023 of the retailer is 2023-01-29 to 2024-02-03.
 */
const msPerDay = 86_400_000
const [firstDay, endDay] = [Date.parse('2022-01-01'), Date.parse('2025-02-02')]
const amountOn = (ms: number): number => ((ms / msPerDay) % 97) + 1
const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

/** What rows say of the days from one to another, both included. */
function sumOf(from: string, to: string): string {
  let sum = 0
  for (let ms = Date.parse(from); ms <= Date.parse(to); ms += msPerDay) sum += amountOn(ms)
  return String(sum)
}

const kpi = (id: string, calculation: string, calendar: string): string => `---
kind: kpi
id: ${id}
name: ${id}
purpose: How much was sold?
category: financial
calculation: ${calculation}
measured-in: EUR
calendar: ${calendar}
good: up
cadence: month
`
const measure = (unit: string): string =>
  `{ type: measure, dataset: sales, formula: "sum(amount) where part = '${unit}'" }`

const documents = `kind: workspace
id: group
name: Group
zone: Europe/London
currency: EUR
today: 2025-02-02
---
kind: calendar
id: retail
name: Retail 4-4-5
pattern: 4-4-5
year-ends: nearest saturday to 31 january
---
kind: calendar
id: july
name: July year
year-starts: july
label-year-by: end
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
key: [sold_on, part]
time: { column: sold_on }
columns: { sold_on: date, part: text, amount: money }
dimensions: [part]
${['retail', 'july'].map((id) => kpi(id, measure(id), id) + kpi(`${id}-to-date`, `{ type: to-date, of: ${id}, within: year }`, id) + kpi(`${id}-rolling`, `{ type: rolling, of: ${id}, over: 12 months }`, id)).join('')}---
kind: objective
id: grow
name: Grow
perspective: financial
---
kind: scorecard
id: company
name: Company
groups:
  - objective: grow
    kpis: [retail, retail-to-date, july, july-to-date]
`

const folder = mkdtempSync(join(tmpdir(), 'bellwether-years-'))
let server: Served
beforeAll(async () => {
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'workspace.yaml'), documents)
  const lines: string[] = []
  for (let ms = firstDay; ms < endDay; ms += msPerDay)
    for (const part of ['retail', 'july']) lines.push(`${iso(ms)},${part},${amountOn(ms)}`)
  writeFileSync(join(folder, 'data/sales.csv'), `sold_on,part,amount\n${lines.join('\n')}\n`)
  expect(await bellwether(['load', folder])).toMatchObject({ code: 0 })
  server = await serveFolder(folder)
})
afterAll(async () => {
  await server?.stop()
  killServed()
  rmSync(folder, { recursive: true, force: true })
})

interface Row {
  readonly start: string
  readonly end: string
  readonly state: string
  readonly value: string | null
  readonly comparisons?: Readonly<
    Record<string, { readonly state: string; readonly value: string | null; readonly period: string | null }>
  >
}

/** A coarser period than the cadence would else be asked for in its months. */
const grainOf = (period: string): string | undefined =>
  /-Q\d$/.test(period) ? 'quarter' : /^[a-z]+:\d{4}$/.test(period) ? 'year' : undefined

async function asked(id: string, period: string, compare: readonly string[] = []): Promise<Row> {
  const args = [
    'ask',
    id,
    folder,
    '--from',
    period,
    '--to',
    period,
    ...compare.flatMap((one) => ['--compare', one]),
    ...(grainOf(period) === undefined ? [] : ['--grain', grainOf(period) ?? '']),
    '--json',
  ]
  const ran = await bellwether(args)
  expect(ran).toMatchObject({ code: 0, err: '' })
  return JSON.parse(ran.out)[0]
}

const overHttp = async (id: string, period: string): Promise<Row> => {
  const body = JSON.stringify({ kpis: [id], from: period, to: period, grain: grainOf(period) })
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${server.url}/api/v1/ask`, { method: 'POST', body, headers })
  return ((await response.json()) as { answers: readonly Row[] }).answers[0] as Row
}

test.each([
  // The month after the long year, the long month itself, and the leap day's month.
  ['retail', 'retail:2024-P01', '2024-02-04', '2024-03-02'],
  ['retail', 'retail:2023-P12', '2023-12-24', '2024-02-03'],
  ['retail', 'retail:2023-W53', '2024-01-28', '2024-02-03'],
  ['retail', 'retail:2023', '2023-01-29', '2024-02-03'],
  ['july', 'july:2024-P08', '2024-02-01', '2024-02-29'],
  ['july', 'july:2024-Q3', '2024-01-01', '2024-03-31'],
  ['july', 'july:2024', '2023-07-01', '2024-06-30'],
  // Year to date: two months of weeks; eight months to the leap day.
  ['retail-to-date', 'retail:2024-P02', '2024-02-04', '2024-03-30'],
  ['retail-to-date', 'retail:2023-P12', '2023-01-29', '2024-02-03'],
  ['july-to-date', 'july:2024-P08', '2023-07-01', '2024-02-29'],
  // Twelve months of the retailer that hold week 53 have 53 weeks; those of the other a leap day.
  ['retail-rolling', 'retail:2024-P01', '2023-02-26', '2024-03-02'],
  ['july-rolling', 'july:2024-P08', '2023-03-01', '2024-02-29'],
])('%s in %s is the sum from %s to %s, by command line and HTTP', async (id, period, from, to) => {
  const answer = await asked(id, period)
  expect(answer).toMatchObject({ state: 'value', value: sumOf(from, to) })
  expect((await overHttp(id, period)).value).toBe(answer.value)
})

test.each([
  ['retail', 'retail:2024-P01', 'year', '2023-01-29', '2023-02-25'],
  ['retail', 'retail:2024-W05', 'year', '2023-02-26', '2023-03-04'],
  // 364 days before; and as the federation restates a year that follows one of 53 weeks: without its first week.
  ['retail', 'retail:2024-W05', 'year-weekday', '2023-03-05', '2023-03-11'],
  ['retail', 'retail:2024-W05', 'restated', '2023-03-05', '2023-03-11'],
  ['retail', 'retail:2024', 'restated', '2023-02-05', '2024-02-03'],
  ['retail-to-date', 'retail:2024-P02', 'restated', '2023-02-05', '2023-04-01'],
  ['retail', 'retail:2024-P01', 'year-date', '2023-02-04', '2023-03-02'],
  ['retail', 'retail:2024', 'year', '2023-01-29', '2024-02-03'],
  ['retail', 'retail:2024-W01', 'prior', '2024-01-28', '2024-02-03'],
  ['retail-to-date', 'retail:2024-P02', 'year', '2023-01-29', '2023-03-25'],
  ['july', 'july:2024-P08', 'year', '2023-02-01', '2023-02-28'],
  ['july', '2024-02-28', 'year-weekday', '2023-03-01', '2023-03-01'],
  ['july-to-date', 'july:2024-P08', 'year', '2022-07-01', '2023-02-28'],
])('%s in %s compared by %s with %s to %s', async (id, period, by, from, to) => {
  const answer = await asked(id, period, [by])
  expect(answer.comparisons?.[by]).toMatchObject({ state: 'value', value: sumOf(from, to) })
})

test.each([
  ['retail', 'retail:2023-W53', 'year'],
  ['july', '2024-02-29', 'year'],
])('%s in %s has nothing by %s: there is no such week, no such day', async (id, period, by) => {
  expect((await asked(id, period, [by])).comparisons?.[by]).toMatchObject({ value: null })
})

interface Shown {
  readonly groups: readonly {
    readonly rows: readonly { readonly kpi: string; readonly answer: { readonly value: string | null } }[]
  }[]
}

test.each([
  ['retail:2023-P12', '2023-12-24', '2024-02-03'],
  ['july:2024-P08', '2024-02-01', '2024-02-29'],
])('both stand on one scorecard, which is read in the calendar of its period %s', async (period, from, to) => {
  const ran = await bellwether(['scorecard', 'company', folder, '--period', period, '--json'])
  expect(ran.code).toBe(0)
  const rows = (JSON.parse(ran.out) as Shown).groups.flatMap((group) => group.rows)
  const values = Object.fromEntries(rows.map(({ kpi, answer }) => [kpi, answer.value]))
  expect(values).toMatchObject({ retail: sumOf(from, to), july: sumOf(from, to) })
})
