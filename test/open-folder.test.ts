import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ask } from '../src/app/ask.ts'
import { localOwner } from '../src/domain/access.ts'
import { openFolder, questionOf } from './support/open-folder.ts'

const documents = `kind: workspace
id: small
name: Small
zone: UTC
today: 2026-03-10
---
kind: source
id: shop
connector: csv
path: data
---
kind: dataset
id: orders
source: shop
from: orders.csv
key: [id]
time: { column: day }
columns: { id: text, day: date, amount: money EUR, region: text }
dimensions: [region]
---
kind: kpi
id: revenue
name: Revenue
purpose: What did we sell?
category: financial
calculation: { type: measure, dataset: orders, formula: sum(amount) }
measured-in: EUR
good: up
cadence: month
`

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bellwether-open-'))
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'all.yaml'), documents)
  writeFileSync(join(folder, 'data/orders.csv'), 'id,day,amount,region\na,2026-01-05,1.50,n\nb,2026-01-06,2,s\n')
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a folder is loaded and answers by month and member, and goes on where its state was kept', async () => {
  const state = `${folder}-kept`
  const work = await openFolder(folder, { state })
  expect((await work.loadAll()).map((report) => report.rows)).toEqual([2])
  const months = questionOf(work.deps.catalog, 'revenue', ['2026-01', '2026-02'])
  const split = questionOf(work.deps.catalog, 'revenue', ['2026-01', '2026-01'], { by: ['region'] })
  const { answers } = await ask(work.deps, [months, split], localOwner)
  expect(answers.map(({ scope, period, value }) => [scope, period, value])).toEqual([
    ['', '2026-01', '3.5'],
    ['', '2026-02', null],
    ['region=n', '2026-01', '1.5'],
    ['region=s', '2026-01', '2'],
  ])
  await work.close()
  const again = await openFolder(folder, { state })
  expect((await again.loadAll()).map((report) => report.batch)).toEqual([null])
  await again.close()
  rmSync(state, { recursive: true })
})

test('documents that make no catalog are told with their place', async () => {
  writeFileSync(join(folder, 'more.yaml'), 'kind: kpi\nid: half\n')
  await expect(openFolder(folder)).rejects.toThrow(/more\.yaml:\d+ .*: /)
})
