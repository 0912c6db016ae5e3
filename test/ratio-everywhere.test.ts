import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Answer } from '../src/domain/answer.ts'
import type { KpiView, ScorecardView } from '../src/domain/view.ts'
import { bellwether, killServed, type Served, serveFolder } from './support/program.ts'

/** Three regions with 2/10, 30/100 and 5/500 are 37/610 together: over regions and months, in every channel. */

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
kind: scorecard
id: card
name: Card
unit: all
grain: quarter
groups: [{ objective: sell, kpis: [conversion] }]
`
const rows = ['day,region,bought,came', '2026-01-10,a,2,10', '2026-02-10,b,30,100', '2026-03-10,c,5,500']

const folder = mkdtempSync(join(tmpdir(), 'bellwether-ratio-'))
let server: Served

beforeAll(async () => {
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'workspace.yaml'), definitions)
  writeFileSync(join(folder, 'data/visits.csv'), `${rows.join('\n')}\n`)
  await bellwether(['load', folder])
  server = await serveFolder(folder)
})
afterAll(async () => {
  await server.stop()
  killServed()
  rmSync(folder, { recursive: true, force: true })
})

const whole = { numerator: '37', denominator: '610', value: 37 / 610 }
const ask = async (...args: string[]): Promise<readonly Answer[]> =>
  JSON.parse((await bellwether(['ask', 'conversion', folder, '--json', ...args])).out)

test('on the command line: by region, by unit, over months and for all time', async () => {
  const parts = ['2026-01', '2026-02', '2026-03']
  const quarter = ['--grain', 'quarter', '--from', '2026-Q1', '--to', '2026-Q1']
  const months = await ask('--from', '2026-01', '--to', '2026-03')
  expect(months.map(({ period, value }) => [period, value])).toEqual(
    parts.map((period, index) => [period, [2 / 10, 30 / 100, 5 / 500][index]]),
  )
  expect(await ask(...quarter)).toMatchObject([whole])
  expect(await ask('--grain', 'total')).toMatchObject([whole])
  expect(await ask(...quarter, '--unit', 'all')).toMatchObject([whole])
  expect(await ask(...quarter, '--unit', 'south')).toMatchObject([{ numerator: '35', denominator: '600' }])
  expect((await ask(...quarter, '--by', 'region')).map(({ value }) => value)).toEqual([2 / 10, 30 / 100, 5 / 500])
})

test('over HTTP and on both pages', async () => {
  const get = async (path: string) => (await fetch(server.url + path)).text()
  const kpi: KpiView = JSON.parse(await get('/api/v1/kpis/conversion?grain=quarter&period=2026-Q1'))
  expect(kpi.row.answer).toMatchObject(whole)
  const card: ScorecardView = JSON.parse(await get('/api/v1/scorecards/card?period=2026-Q1'))
  expect(card.groups[0]?.rows[0]?.answer).toMatchObject(whole)
  const text = async (path: string) =>
    (await get(path)).replace(/<script[\s\S]*?<\/script>/g, '').replace(/<[^>]+>/g, ' ')
  expect(await text('/scorecards/card?period=2026-Q1')).toMatch(/Conversion.*\b6\.1\b/s)
  expect(await text('/kpis/conversion?grain=quarter&period=2026-Q1')).toMatch(/6\.0655737704918/)
})
