import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bellwether, killServed, type Served, serveFolder } from '../support/program.ts'

/**
 * Demo check 6: an order at 23:30 in Auckland and one at 23:30 in Lisbon each land on their own local day, through both
 * changes of clocks; the group's total says which rule it used; nothing is lost or counted twice. The expected days are the
 * civil days that the rows were made from, and the published lengths of the days on which clocks change.
 */
const zones = { auckland: 'Pacific/Auckland', lisbon: 'Europe/Lisbon' } as const
type Shop = keyof typeof zones

/** Quarters of an hour in days that are not 24 hours long, 2026: from the announcements of both governments. */
const oddDays: Readonly<Record<Shop, Readonly<Record<string, number>>>> = {
  auckland: { '2026-04-05': 100, '2026-09-27': 92 },
  lisbon: { '2026-03-29': 92, '2026-10-25': 100 },
}

const spans = [
  ['2026-03-20', '2026-04-10'],
  ['2026-09-20', '2026-10-31'],
] as const
const days = spans.flatMap(([from, to]) => {
  const first = Temporal.PlainDate.from(from)
  return Array.from({ length: first.until(to).days + 1 }, (_, index) => first.add({ days: index }).toString())
})

const rows: { readonly shop: Shop; readonly at: string; readonly late: boolean }[] = []
for (const shop of Object.keys(zones) as Shop[]) {
  for (const day of days) {
    const date = Temporal.PlainDate.from(day)
    const start = date.toZonedDateTime(zones[shop]).toInstant()
    const end = date.add({ days: 1 }).toZonedDateTime(zones[shop]).toInstant()
    for (let at = start; Temporal.Instant.compare(at, end) < 0; at = at.add({ minutes: 15 }))
      rows.push({ shop, at: at.toString(), late: false })
    const late = date.toZonedDateTime({ timeZone: zones[shop], plainTime: '23:30' })
    rows.push({ shop, at: late.toInstant().toString(), late: true })
  }
}

const units = (zoned: boolean): string =>
  (['auckland', 'lisbon'] as const)
    .map(
      (id) =>
        `kind: unit\nid: ${id}\nname: ${id}\nlevel: team\nparent: group\n${zoned ? `zone: ${zones[id]}\n` : ''}where: { shop: ${id} }\n`,
    )
    .join('---\n')

const documents = (time: string, zoned: boolean): string => `kind: workspace
id: group
name: Group
zone: Europe/London
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
time: ${time}
columns: { id: integer, sold_at: timestamp, shop: text, zone: text, late: boolean }
dimensions: [shop]
---
kind: unit
id: group
name: Group
level: organisation
---
${units(zoned)}---
kind: kpi
id: orders
name: Orders
purpose: How many orders came in?
calculation: { type: measure, dataset: orders, formula: "count()" }
category: customer
measured-in: order
good: up
cadence: day
---
kind: kpi
id: late-orders
name: Late orders
purpose: How many orders came in at half past eleven at night?
calculation: { type: measure, dataset: orders, formula: "count() where late" }
category: customer
measured-in: order
good: up
cadence: day
`

function workspace(time: string, zoned: boolean): string {
  const folder = mkdtempSync(join(tmpdir(), 'bellwether-zones-'))
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'workspace.yaml'), documents(time, zoned))
  const lines = rows.map(({ shop, at, late }, index) => [index, at, shop, zones[shop], late].join())
  writeFileSync(join(folder, 'data/orders.csv'), `id,sold_at,shop,zone,late\n${lines.join('\n')}\n`)
  return folder
}

interface Row {
  readonly kpi: string
  readonly period: string
  readonly value: string | null
}
const byPeriod = (answers: readonly Row[], kpi: string): Record<string, number> =>
  Object.fromEntries(answers.filter((one) => one.kpi === kpi).map((one) => [one.period, Number(one.value ?? 0)]))
const per = (count: (day: string) => number): Record<string, number> =>
  Object.fromEntries(days.map((day) => [day, count(day)]))

async function asked(folder: string, from: string, to: string, unit: string): Promise<readonly Row[]> {
  const scope = unit === 'group' ? [] : ['--unit', unit]
  const ran = await bellwether(['ask', 'all', folder, '--grain', 'day', '--from', from, '--to', to, ...scope, '--json'])
  expect(ran).toMatchObject({ code: 0, err: '' })
  return JSON.parse(ran.out)
}

describe.each([
  ['its unit’s zone', '{ column: sold_at }', true, 'of the unit that owns the row'],
  ['a column of zones', '{ column: sold_at, zone-column: zone }', false, 'of the row’s own zone, its zone'],
])('days by %s', (_, time, zoned, rule) => {
  const folder = workspace(time, zoned)
  let server: Served
  beforeAll(async () => {
    expect(await bellwether(['load', folder])).toMatchObject({ code: 0, err: expect.not.stringContaining('error') })
    server = await serveFolder(folder)
  })
  afterAll(async () => {
    await server?.stop()
    killServed()
    rmSync(folder, { recursive: true, force: true })
  })

  test.each(['auckland', 'lisbon'] as const)('every order of %s lies on its own day', async (shop) => {
    const answers = (await Promise.all(spans.map(([from, to]) => asked(folder, from, to, shop)))).flat()
    expect(byPeriod(answers, 'late-orders')).toEqual(per(() => 1))
    expect(byPeriod(answers, 'orders')).toEqual(per((day) => (oddDays[shop][day] ?? 96) + 1))
  })

  test('the group adds its shops’ days, loses nothing, and says whose clocks decided', async () => {
    const answers = (await Promise.all(spans.map(([from, to]) => asked(folder, from, to, 'group')))).flat()
    expect(byPeriod(answers, 'late-orders')).toEqual(per(() => 2))
    expect(Object.values(byPeriod(answers, 'orders')).reduce((sum, one) => sum + one, 0)).toBe(rows.length)
    const explained = await bellwether(['explain', 'orders', '2026-03-29', folder, '--json'])
    const { days: rules, answer } = JSON.parse(explained.out)
    expect(rules).toEqual([expect.stringContaining(rule)])
    expect(answer.value).toBe(String(92 + 96 + 2))
  })

  test.each([
    ['2026-03-29', 23],
    ['2026-10-25', 25],
  ])(
    'the hours of %s are %i, on the clocks of the group where zones differ, and hold every row once',
    async (day, hours) => {
      const ran = await bellwether(['ask', 'orders', folder, '--grain', 'hour', '--from', day, '--to', day, '--json'])
      const answers: readonly (Row & { readonly start: string; readonly end: string })[] = JSON.parse(ran.out)
      expect(answers).toHaveLength(hours)
      const [from, until] = [answers[0]?.start ?? '', answers.at(-1)?.end ?? '']
      const own = rows.filter(({ at }) => Date.parse(at) >= Date.parse(from) && Date.parse(at) < Date.parse(until))
      expect(answers.reduce((sum, { value }) => sum + Number(value ?? 0), 0)).toBe(own.length)
      expect(Date.parse(until) - Date.parse(from)).toBe(hours * 3_600_000)
    },
  )

  test('over HTTP the same', async () => {
    const body = { kpis: ['late-orders'], grain: 'day', from: '2026-10-20', to: '2026-10-28', unit: 'lisbon' }
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${server.url}/api/v1/ask`, { method: 'POST', body: JSON.stringify(body), headers })
    const { answers } = (await response.json()) as { answers: readonly Row[] }
    expect(answers.map((one) => one.value)).toEqual(Array.from({ length: 9 }, () => '1'))
  })
})

test('an unknown zone is refused with its row and the nearest name', async () => {
  const folder = workspace('{ column: sold_at, zone-column: zone }', false)
  writeFileSync(
    join(folder, 'data/orders.csv'),
    'id,sold_at,shop,zone,late\n1,2026-03-29T23:30,lisbon,Europe/Lisbon,true\n2,2026-03-29T23:30,lisbon,Europe/Lisbn,true\n3,2026-03-29T23:30,lisbon,,true\n',
  )
  const ran = await bellwether(['load', folder, '--json'])
  rmSync(folder, { recursive: true, force: true })
  expect(ran.code).toBe(1)
  expect(ran.out).toContain('did you mean Europe/Lisbon?')
  expect(ran.out).toContain('is required: it names the time zone of the row')
})

test('a row that two units with different zones own is refused', async () => {
  const folder = workspace('{ column: sold_at }', true)
  const text = documents('{ column: sold_at }', true).replace(
    'where: { shop: lisbon }',
    'where: { shop: [lisbon, auckland] }',
  )
  writeFileSync(join(folder, 'workspace.yaml'), text)
  const ran = await bellwether(['load', folder, '--json'])
  rmSync(folder, { recursive: true, force: true })
  expect(ran.code).toBe(1)
  expect(ran.out).toContain('whose day?')
})
