import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../../src/domain/answer.ts'
import type { KpiView, ScorecardView } from '../../src/domain/view.ts'
import { bellwether, killServed, type Served, serveFolder } from '../support/program.ts'

/**
 * Three regions with 2/10, 30/100 and 5/500 are 37/610 together, and their visitors are as many as there are, not as many as
 * the regions and months have between them, and so with percentiles of the time they stay: over regions, units and months, in every channel.
 */
const definitions = `kind: workspace
id: w
name: W
zone: UTC
today: 2026-05-10
---
{ kind: source, id: files, connector: csv, path: data }
---
kind: dataset
id: visits
source: files
from: visits.csv
key: [day, region]
time: { column: day }
columns: { day: date, region: text, bought: integer, came: integer }
dimensions: [region]
---
kind: dataset
id: sessions
source: files
from: sessions.csv
key: [id]
time: { column: day }
columns: { id: integer, day: date, region: text, visitor: text, seconds: integer seconds }
dimensions: [region]
---
{ kind: unit, id: all, name: Everywhere, level: organisation }
---
{ kind: unit, id: north, name: North, level: division, parent: all, where: { region: [a] } }
---
{ kind: unit, id: south, name: South, level: division, parent: all, where: { region: [b, c] } }
---
{ kind: objective, id: sell, name: Sell, perspective: customer }
---
kind: kpi
id: conversion
name: Conversion
purpose: Who comes and buys?
category: customer
calculation: { type: ratio, dataset: visits, numerator: sum(bought), denominator: sum(came) }
measured-in: "%"
good: up
cadence: month
---
kind: kpi
id: visitors
name: Visitors
purpose: How many people come?
category: customer
calculation: { type: measure, dataset: sessions, formula: count_distinct(visitor) }
measured-in: visitors
good: up
cadence: month
---
kind: kpi
id: time-spent
name: Time spent, median
purpose: How long do people stay?
category: customer
calculation: { type: measure, dataset: sessions, formula: median(seconds) }
measured-in: seconds
good: up
cadence: month
---
kind: kpi
id: time-spent-90
name: Time spent, ninetieth percentile
purpose: How long do the keenest stay?
category: customer
calculation: { type: measure, dataset: sessions, formula: "percentile(seconds, 90)" }
measured-in: seconds
good: up
cadence: month
---
kind: scorecard
id: card
name: Card
unit: all
grain: quarter
groups: [{ objective: sell, kpis: [conversion, visitors, time-spent, time-spent-90] }]
`
const regions = ['a', 'b', 'c'] as const
const parts = ['2026-01', '2026-02', '2026-03'] as const
const visits = ['2026-01-10,a,2,10', '2026-02-10,b,30,100', '2026-03-10,c,5,500']

interface Session {
  readonly month: string
  readonly region: string
  readonly visitor: string
  readonly seconds: number
}

/** Most visitors come in several months, and to several regions. */
const sessions: readonly Session[] = parts.flatMap((month, m) =>
  regions.flatMap((region, r) =>
    Array.from({ length: 4 + 3 * m + r }, (_, i) => {
      const visitor = `v${(i * (r + 2) + 5 * m + 3 * r) % 23}`
      return { month, region, visitor, seconds: (7 * i * i + 13 * m + 5 * r) % 97 }
    }),
  ),
)

const of = (part: Partial<Session>): readonly Session[] =>
  sessions.filter((one) => Object.entries(part).every(([name, value]) => one[name as keyof Session] === value))

/** Linear between the two values about it, as PERCENTILE.INC of spreadsheets has it. */
function quantile(rows: readonly Session[], share: number): number {
  const sorted = rows.map(({ seconds }) => seconds).sort((a, b) => a - b)
  const at = (sorted.length - 1) * share
  const [below, above] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0]
  return below + (above - below) * (at - Math.floor(at))
}

/** What plain counting says of some sessions. */
const told: Readonly<Record<string, (rows: readonly Session[]) => string | number>> = {
  visitors: (rows) => String(new Set(rows.map(({ visitor }) => visitor)).size),
  'time-spent': (rows) => quantile(rows, 0.5),
  'time-spent-90': (rows) => quantile(rows, 0.9),
}

const folder = mkdtempSync(join(tmpdir(), 'bellwether-ratio-'))
let server: Served

beforeAll(async () => {
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'workspace.yaml'), definitions)
  writeFileSync(join(folder, 'data/visits.csv'), `${['day,region,bought,came', ...visits].join('\n')}\n`)
  const lines = sessions.map((one, id) => [id, `${one.month}-15`, one.region, one.visitor, one.seconds].join())
  writeFileSync(join(folder, 'data/sessions.csv'), `${['id,day,region,visitor,seconds', ...lines].join('\n')}\n`)
  await bellwether(['load', folder])
  server = await serveFolder(folder)
})
afterAll(async () => {
  await server.stop()
  killServed()
  rmSync(folder, { recursive: true, force: true })
})

const ask = async (kpi: string, ...args: string[]): Promise<readonly Answer[]> =>
  JSON.parse((await bellwether(['ask', kpi, folder, '--json', ...args])).out)
const get = async (path: string) => (await fetch(server.url + path)).text()
const text = async (path: string) =>
  (await get(path)).replace(/<script[\s\S]*?<\/script>/g, '').replace(/<[^>]+>/g, ' ')

const months = ['--from', '2026-01', '--to', '2026-03']
const quarter = ['--grain', 'quarter', '--from', '2026-Q1', '--to', '2026-Q1']

describe('37 of 610', () => {
  const whole = { numerator: '37', denominator: '610', value: 37 / 610 }

  test('on the command line: by region, by unit, over months and for all time', async () => {
    const found = await ask('conversion', ...months)
    expect(found.map(({ period, value }) => [period, value])).toEqual(
      parts.map((period, index) => [period, [2 / 10, 30 / 100, 5 / 500][index]]),
    )
    expect(await ask('conversion', ...quarter)).toMatchObject([whole])
    expect(await ask('conversion', '--grain', 'total')).toMatchObject([whole])
    expect(await ask('conversion', ...quarter, '--unit', 'all')).toMatchObject([whole])
    const south = await ask('conversion', ...quarter, '--unit', 'south')
    expect(south).toMatchObject([{ numerator: '35', denominator: '600' }])
    const split = await ask('conversion', ...quarter, '--by', 'region')
    expect(split.map(({ value }) => value)).toEqual([2 / 10, 30 / 100, 5 / 500])
  })

  test('over HTTP and on both pages', async () => {
    const kpi: KpiView = JSON.parse(await get('/api/v1/kpis/conversion?grain=quarter&period=2026-Q1'))
    expect(kpi.row.answer).toMatchObject(whole)
    const card: ScorecardView = JSON.parse(await get('/api/v1/scorecards/card?period=2026-Q1'))
    expect(card.groups[0]?.rows[0]?.answer).toMatchObject(whole)
    expect(await text('/scorecards/card?period=2026-Q1')).toMatch(/Conversion.*\b6\.1\b/s)
    expect(await text('/kpis/conversion?grain=quarter&period=2026-Q1')).toMatch(/6\.0655737704918/)
  })
})

describe.each(Object.entries(told))('%s', (kpi, value) => {
  const near = (expected: string | number) => (typeof expected === 'number' ? expect.closeTo(expected, 9) : expected)

  test('on the command line: over months, by region, by unit, and for all time', async () => {
    const values = async (...args: string[]) => (await ask(kpi, ...args)).map((one) => one.value)
    expect(await values(...months)).toEqual(parts.map((month) => near(value(of({ month })))))
    expect(await values(...quarter)).toEqual([near(value(sessions))])
    expect(await values('--grain', 'total')).toEqual([near(value(sessions))])
    expect(await values(...quarter, '--by', 'region')).toEqual(regions.map((region) => near(value(of({ region })))))
    const south = [...of({ region: 'b' }), ...of({ region: 'c' })]
    expect(await values(...quarter, '--unit', 'south')).toEqual([near(value(south))])
    // The parts do not make the whole, so that neither adding nor averaging them can pass for it.
    const those = regions.map((region) => Number(value(of({ region }))))
    const sum = those.reduce((all, one) => all + one, 0)
    expect([sum, sum / those.length]).not.toContain(Number(value(sessions)))
  })

  test('over HTTP', async () => {
    const view: KpiView = JSON.parse(await get(`/api/v1/kpis/${kpi}?grain=quarter&period=2026-Q1`))
    expect(view.row.answer.value).toEqual(near(value(sessions)))
    const card: ScorecardView = JSON.parse(await get('/api/v1/scorecards/card?period=2026-Q1'))
    const row = card.groups[0]?.rows.find((one) => one.kpi === kpi)
    expect(row?.answer.value).toEqual(near(value(sessions)))
    const response = await fetch(`${server.url}/api/v1/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kpis: [kpi], grain: 'month', from: '2026-01', to: '2026-03', by: ['region'] }),
    })
    const { answers: found }: { answers: readonly Answer[] } = JSON.parse(await response.text())
    const expected = parts.flatMap((month) => regions.map((region) => near(value(of({ month, region })))))
    expect(found).toHaveLength(expected.length)
    for (const { scope, period, value: own } of found)
      expect(own).toEqual(near(value(of({ month: period, region: scope.replace('region=', '') }))))
  })
})
