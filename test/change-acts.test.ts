import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ChangeView, DocumentView } from '../src/domain/view.ts'
import { bellwether, killServed, type Served, serveFolder } from './support/program.ts'

/** Why a value is another one names the very act that made it so, however far from the KPI's own text that lies. */

const kpi = (id: string, calculation: string, unit = '1') => `---
kind: kpi
id: ${id}
name: ${id}
purpose: Why?
category: financial
calculation: ${calculation}
measured-in: "${unit}"
good: up
cadence: month
`
const files: Readonly<Record<string, string>> = {
  'workspace.yaml': `kind: workspace
id: shop
name: Shop
zone: UTC
today: 2026-04-10
---
kind: source
id: files
connector: csv
path: data
---
kind: objective
id: grow
name: Grow
perspective: financial
`,
  'units.yaml': `kind: unit
id: company
name: Company
level: organisation
---
kind: unit
id: north
name: North
level: division
parent: company
where: { shop.region: north }
`,
  'datasets.yaml': `kind: dataset
id: stores
source: files
from: stores.csv
key: [id]
deliveries: full
columns: { id: text, kind: text, region: text }
---
kind: dataset
id: sales
source: files
from: sales*.csv
key: [id]
row: sale
time: { column: day }
columns: { id: text, day: date, store: text, net: integer, cost: integer }
look-ups: { shop: { dataset: stores, by: [store] } }
dimensions: [shop.region]
`,
  'kpis.yaml':
    `${kpi('net', `{ type: measure, dataset: sales, formula: "sum(net) where shop.kind = 'own'" }`)}${kpi('cost', '{ type: measure, dataset: sales, formula: "sum(cost)" }')}${kpi('margin', '{ type: formula, formula: "[net] - [cost]" }')}${kpi('share', '{ type: ratio, numerator: "[margin]", denominator: "[net]" }')}`.replace(
      '---\n',
      '',
    ),
  'targets.yaml': `kind: target
id: more-net
kpi: net
growth: 10%
`,
  'scorecards.yaml': `kind: scorecard
id: all
name: All
groups: [{ objective: grow, kpis: [share, net] }]
---
kind: scorecard
id: northern
name: North
unit: north
groups: [{ objective: grow, kpis: [share] }]
`,
}
const sales = [
  'id,day,store,net,cost',
  'a,2025-03-05,s1,80,40',
  'b,2026-03-05,s1,100,50',
  'c,2026-03-06,s2,60,10',
  'd,2026-03-07,s3,30,5',
]

const place = mkdtempSync(join(tmpdir(), 'bellwether-acts-'))
let server: Served

const data = (name: string, lines: readonly string[]) =>
  writeFileSync(join(place, 'data', name), `${lines.join('\n')}\n`)

beforeAll(async () => {
  mkdirSync(join(place, 'data'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(place, name), text)
  data('stores.csv', ['id,kind,region', 's1,own,north', 's2,franchise,north', 's3,own,south'])
  data('sales.csv', sales)
  server = await serveFolder(place)
  await run('load')
})
afterAll(async () => {
  await server?.stop()
  killServed()
  rmSync(place, { recursive: true, force: true })
})

async function run(...args: readonly string[]): Promise<void> {
  const done = await bellwether(args, { cwd: place })
  if (done.code !== 0) throw new Error(`${args.join(' ')}: ${done.err}`)
}

const get = async <T>(url: string) => (await (await fetch(url)).json()) as T

/** Replaces a document through the running server, as the editor does. */
async function save(kind: string, id: string, change: (text: string) => string, reason: string): Promise<void> {
  const path = `${server.url}/api/v1/documents/${kind}/${id}`
  const { text, hash } = await get<DocumentView>(path)
  expect(change(text)).not.toBe(text)
  const body = JSON.stringify({ text: change(text), baseHash: hash, reason })
  const answer = await fetch(path, { method: 'PUT', body, headers: { 'content-type': 'application/json' } })
  if (!answer.ok) throw new Error(await answer.text())
}

/** The newest change of March 2026. */
async function newest(of: string, scope = 'all'): Promise<Pick<ChangeView, 'cause' | 'by'> & { value: unknown }> {
  const changes = await get<readonly ChangeView[]>(`${server.url}/api/v1/kpis/${of}/changes?scope=${scope}`)
  const found = changes.find(({ period }) => period === '2026-03')
  if (found === undefined) throw new Error('nothing was recorded')
  return { cause: found.cause, by: found.by, value: found.after.value }
}

test('the definition of a KPI far below', async () => {
  expect(await newest('share')).toMatchObject({ cause: 'first', by: null, value: 0.5 })
  await save('kpi', 'share', (text) => text.replace('purpose: Why?', 'purpose: How much is left?'), 'clearer')
  await save('kpi', 'cost', (text) => text.replace('sum(cost)', '2 * sum(cost)'), 'freight counts')
  expect(await newest('share')).toMatchObject({
    cause: 'new-definition',
    by: { what: 'document', id: 'kpi cost, version 2', actor: 'local', reason: 'freight counts' },
    value: 0,
  })
})

test('rows of a dataset that is only looked up', async () => {
  data('stores.csv', ['id,kind,region', 's1,own,north', 's2,own,north', 's3,own,south'])
  await run('load')
  expect(await newest('share')).toMatchObject({ by: { what: 'delivery', id: 'stores-2' } })
})

test('the rows of a unit', async () => {
  const before = await newest('share', 'unit:north')
  await save('unit', 'north', (text) => text.replace('region: north', 'region: south'), 'moved')
  const after = await newest('share', 'unit:north')
  expect(after).toMatchObject({ cause: 'new-definition', by: { id: 'unit north, version 2', reason: 'moved' } })
  expect(after.value).not.toBe(before.value)
})

test('a target that grows from rows of the year before', async () => {
  data('sales-more.csv', ['id,day,store,net,cost', 'e,2025-03-09,s1,20,0'])
  await run('load')
  expect(await newest('net')).toMatchObject({ cause: 'new-target', by: { what: 'delivery', id: 'sales-2' } })
  await save('target', 'more-net', (text) => text.replace('10%', '20%'), 'the board')
  expect(await newest('net')).toMatchObject({ cause: 'new-target', by: { id: 'target more-net, version 2' } })
})

test('of two deliveries the one that brought rows of the period', async () => {
  data('sales-apr.csv', ['id,day,store,net,cost', 'f,2026-04-02,s1,7,1'])
  data('sales-mar.csv', ['id,day,store,net,cost', 'g,2026-03-20,s1,500,1'])
  await run('load')
  expect(await newest('net')).toMatchObject({ value: '690', by: { what: 'delivery', id: 'sales-3' } })
})
