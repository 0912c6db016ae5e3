import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Day, parseDay, printDay } from '../../src/time/day.ts'
import { kpi, measure, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'

// Teams moved between divisions, one owned other stores before, and two divisions changed places.
const documents = `kind: workspace
id: moves
name: Moves
zone: UTC
today: 2026-12-31
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
columns: { id: text, day: date, store: text, amount: decimal(2) }
dimensions: [store]
---
kind: dataset
id: hours
source: files
from: hours.csv
key: [id]
time: { column: day }
columns: { id: text, day: date, unit: text, worked: decimal(2) }
dimensions: [unit]
---
kind: unit
id: all
name: All
level: organisation
---
kind: unit
id: north
name: North
level: division
parent: all
---
kind: unit
id: south
name: South
level: division
parent: all
---
kind: unit
id: red
name: Red
level: team
parent: [{ unit: north }, { unit: south, from: 2026-05-16 }]
where: { store: [a, b] }
---
kind: unit
id: blue
name: Blue
level: team
parent: south
where: [{ where: { store: c } }, { from: 2026-05-16, where: { store: [c, d] } }]
---
kind: unit
id: green
name: Green
level: team
parent: [{ unit: south }, { unit: north, from: 2026-05-16 }, { unit: south, from: 2026-08-01 }]
where: { store: e }
${kpi('sales', measure('sales', 'sum(amount)'))}
${kpi('buyers', measure('sales', 'count_distinct(id)'), 'sales')}
${kpi('largest', measure('sales', 'max(amount)'))}
${kpi('worked', measure('hours', 'sum(worked)'))}
`

interface Row {
  readonly day: Day
  readonly who: string
  readonly amount: number
}
const first = parseDay('2026-04-01') ?? (0 as Day)
const made = (names: readonly string[], seed: number): Row[] =>
  fc.sample(
    fc.record({
      day: fc.integer({ min: 0, max: 170 }).map((step) => (first + step) as Day),
      who: fc.constantFrom(...names),
      amount: fc.integer({ min: 1, max: 100 }),
    }),
    { numRuns: 400, seed },
  )
const sales = made(['a', 'b', 'c', 'd', 'e', 'nobody'], 5)
const hours = made(['all', 'north', 'south', 'red', 'blue', 'green'], 6)
const csv = (head: string, rows: readonly Row[]) => [
  head,
  ...rows.map(({ day, who, amount }, index) => `${index},${printDay(day)},${who},${amount}`),
]

let small: SmallWorkspace
beforeAll(async () => {
  small = await smallWorkspace(documents, {
    'sales.csv': csv('id,day,store,amount', sales),
    'hours.csv': csv('id,day,unit,worked', hours),
  })
})
afterAll(() => small?.close())

/** The organisation by hand: who owned a store, and who stood above whom, on a day. */
const on = (text: string) => parseDay(text) ?? 0
const teamOf = (store: string, day: number): string | null => {
  if (store === 'a' || store === 'b') return 'red'
  if (store === 'c') return 'blue'
  if (store === 'd') return day >= on('2026-05-16') ? 'blue' : null
  return store === 'e' ? 'green' : null
}
function above(unit: string, day: number): string | null {
  if (unit === 'red') return day >= on('2026-05-16') ? 'south' : 'north'
  if (unit === 'blue') return 'south'
  if (unit === 'green') return day >= on('2026-05-16') && day < on('2026-08-01') ? 'north' : 'south'
  return unit === 'all' ? null : 'all'
}
function belongs(unit: string | null, to: string, day: number): boolean {
  for (let at = unit; at !== null; at = above(at, day)) if (at === to) return true
  return false
}
const counted = (
  rows: readonly Row[],
  ofTeam: (row: Row) => string | null,
  unit: string,
  from: string,
  until: string,
) =>
  rows.filter(
    (row) => row.day >= on(from) && row.day < on(until) && (unit === 'all' || belongs(ofTeam(row), unit, row.day)),
  )

const periods = [
  ['2026-04', '2026-04-01', '2026-05-01'],
  ['2026-05', '2026-05-01', '2026-06-01'],
  ['2026-Q2', '2026-04-01', '2026-07-01'],
  ['2026-Q3', '2026-07-01', '2026-10-01'],
  ['2026', '2026-01-01', '2027-01-01'],
  ['2026-05-15', '2026-05-15', '2026-05-16'],
  ['2026-05-16', '2026-05-16', '2026-05-17'],
] as const

describe.each(['cells', 'naive'] as const)('%s: each row counts to whom it belonged on its own day', (plan) => {
  test.each(['all', 'north', 'south', 'red', 'blue', 'green'])('%s', async (unit) => {
    for (const [period, from, until] of periods) {
      const answers = await small.answers(['sales', 'buyers', 'largest', 'worked'], period, {
        scope: `unit:${unit}`,
        plan,
      })
      const own = counted(sales, ({ who, day }) => teamOf(who, day), unit, from, until)
      const worked = counted(hours, ({ who }) => who, unit, from, until)
      const sum = (rows: readonly Row[]) => rows.reduce((total, { amount }) => total + amount, 0)
      const expected = [sum(own), own.length, own.reduce((most, { amount }) => Math.max(most, amount), 0), sum(worked)]
      const rows = [own, own, own, worked]
      expect([unit, period, ...answers.map(({ value }) => (value === null ? null : Number(value)))]).toEqual([
        unit,
        period,
        ...expected.map((value, index) => (rows[index]?.length === 0 ? null : value)),
      ])
    }
  })
})

test('parts of one organisation add up to it, whoever moved', async () => {
  const questions = ['all', 'north', 'south', 'red', 'blue', 'green'].map((unit) => `unit:${unit}`)
  const page = await small.page(questions.map((scope) => ({ id: 'sales', period: '2026-Q2', scope })))
  const [all = 0, north = 0, south = 0] = page.map(({ value }) => Number(value))
  const nobodys = sales.filter(({ who, day }) => day < on('2026-07-01') && teamOf(who, day) === null)
  expect(north + south + nobodys.reduce((sum, { amount }) => sum + amount, 0)).toBe(all)
})
