import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CascadeChange } from '../../src/domain/cascade.ts'
import type { ScorecardView } from '../../src/domain/view.ts'
import { bellwether, killServed, type Served, serveFolder } from '../support/program.ts'

/**
 * One scorecard template for every store: its owners, targets and weights, what one store has of its own, the preview of a changed
 * template, and a store that moves to another region in the middle of a quarter.
 */
const stores = Array.from({ length: 12 }, (_, index) => `s${index + 1}`)
const unit = (id: string, index: number) => `---
kind: unit
id: ${id}
name: Store ${index + 1}
level: team
parent: ${index === 0 ? '[{ unit: east }, { unit: west, from: 2026-02-16 }]' : index % 2 === 0 ? 'east' : 'west'}
where: { store: ${id} }
---
kind: target
id: sales-${id}
kpi: sales
scope: { unit: ${id} }
value: ${100 + index}
`
const region = (id: string) => `---
kind: unit
id: ${id}
name: ${id}
level: division
parent: company
`
const template = `---
kind: scorecard
id: store
name: Store scorecard
for: { each: team, under: company }
differences:
  s2:
    add: [{ objective: serve, kpi: returns }]
    owners: { sales: ben@acme.example }
groups:
  - objective: grow
    kpis: [{ kpi: sales, weight: 2 }, visits]
`
const documents = `kind: workspace
id: cascade
name: Cascade
zone: UTC
today: 2026-04-10
---
kind: source
id: files
connector: csv
path: data
---
kind: dataset
id: tills
source: files
from: tills.csv
key: [id]
row: visit
time: { column: day }
columns: { id: text, day: date, store: text, amount: integer, returned: boolean }
dimensions: [store]
---
kind: objective
id: grow
name: Grow
perspective: financial
---
kind: objective
id: serve
name: Serve
perspective: customer
---
kind: unit
id: company
name: Company
level: organisation
${region('east')}${region('west')}${stores.map(unit).join('')}`
const kpi = (id: string, formula: string, measuredIn: string) => `---
kind: kpi
id: ${id}
name: ${id}
purpose: What of it?
category: operational
calculation: { type: measure, dataset: tills, formula: "${formula}" }
measured-in: "${measuredIn}"
good: up
cadence: month
owner: ann@acme.example
`
const kpis =
  kpi('sales', 'sum(amount)', '1') +
  kpi('visits', 'count()', 'visits') +
  kpi('returns', 'count() where returned', 'visits')

const place = mkdtempSync(join(tmpdir(), 'bellwether-cascade-'))
const [folder, branch] = [join(place, 'now'), join(place, 'branch')]
let server: Served

beforeAll(async () => {
  mkdirSync(join(folder, 'data'), { recursive: true })
  writeFileSync(join(folder, 'workspace.yaml'), documents + kpis)
  writeFileSync(join(folder, 'scorecard.yaml'), template.replace(/^---\n/, ''))
  const days = ['2026-01-10', '2026-02-10', '2026-02-20', '2026-03-10']
  const lines = stores.flatMap((store, index) =>
    days.map((day, at) => `${store}-${at},${day},${store},${10 * (index + 1) + at},${at === 3}`),
  )
  writeFileSync(join(folder, 'data', 'tills.csv'), `${['id,day,store,amount,returned', ...lines].join('\n')}\n`)
  const done = await bellwether(['load'], { cwd: folder })
  if (done.code !== 0) throw new Error(done.err)
  cpSync(folder, branch, { recursive: true, filter: (path) => !path.includes('.bellwether') })
  server = await serveFolder(folder)
})
afterAll(async () => {
  await server?.stop()
  killServed()
  rmSync(place, { recursive: true, force: true })
})

async function run<T>(...args: readonly string[]): Promise<T> {
  const done = await bellwether([...args, '--json'], { cwd: folder })
  if (done.code !== 0) throw new Error(`${args.join(' ')}: ${done.err}`)
  return JSON.parse(done.out)
}
const rows = (view: ScorecardView) =>
  view.groups.flatMap((group) => group.rows.map((row) => [row.kpi, row.weight, row.owner?.id, row.answer.target]))

test('every store has its own scorecard by one document, with what is its own', async () => {
  const third = await run<ScorecardView>('scorecard', 'store', '--period', '2026-03', '--scope', 'unit:s3')
  expect(rows(third)).toEqual([
    ['sales', '2', 'ann@acme.example', '102'],
    ['visits', '1', 'ann@acme.example', null],
  ])
  const second = await (await fetch(`${server.url}/api/v1/scorecards/store?period=2026-03&scope=unit:s2`)).json()
  expect(rows(second as ScorecardView)).toEqual([
    ['sales', '2', 'ben@acme.example', '101'],
    ['visits', '1', 'ann@acme.example', null],
    ['returns', '1', 'ann@acme.example', null],
  ])
})

test('a changed template is previewed store by store before it is used, and what is a store’s own survives', async () => {
  const text = readFileSync(join(branch, 'scorecard.yaml'), 'utf8')
  writeFileSync(join(branch, 'scorecard.yaml'), text.replace('weight: 2 }, visits]', 'weight: 5 }]'))
  const done = await bellwether(['check', '--against', folder, '--json'], { cwd: branch })
  const { issues, changes }: { issues: readonly unknown[]; changes: readonly CascadeChange[] } = JSON.parse(done.out)
  expect([done.code, issues]).toEqual([0, []])
  expect(changes).toHaveLength(2 * stores.length)
  expect(changes.filter(({ unit: of }) => of === 's2')).toEqual([
    {
      scorecard: 'store',
      unit: 's2',
      kpi: 'sales',
      change: 'changed',
      fields: [{ field: 'weight', before: '2', after: '5' }],
    },
    { scorecard: 'store', unit: 's2', kpi: 'visits', change: 'removed', fields: [] },
  ])
  expect((await bellwether(['check', '--against', folder], { cwd: branch })).out).toContain('weight 2 → 5')
})

test('a store that moved in a quarter counts in each region with its own days', async () => {
  const quarter = async (scope: string) => {
    const [answer] = await run<readonly { readonly value: string }[]>(
      'ask',
      'sales',
      '--grain',
      'quarter',
      '--from',
      '2026-Q1',
      '--to',
      '2026-Q1',
      '--unit',
      scope,
    )
    return Number(answer?.value)
  }
  const [all, east, west, moved] = [
    await quarter('company'),
    await quarter('east'),
    await quarter('west'),
    await quarter('s1'),
  ]
  expect(east + west).toBe(all)
  const of = (index: number) => 4 * 10 * (index + 1) + 6
  const stayed = stores.map((_, index) => index).filter((index) => index > 0 && index % 2 === 0)
  // Of the store that moved, its two days before 16 February.
  expect(east).toBe(stayed.reduce((sum, index) => sum + of(index), 0) + 10 + 11)
  expect(moved).toBe(of(0))
})
