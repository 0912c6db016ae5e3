import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../src/app/ask.ts'
import { localOwner } from '../src/domain/access.ts'
import { type OpenFolder, openFolder, questionOf } from './support/open-folder.ts'

/** Enough rows and members that one statement keeps several groupings apart instead of merging them. */

const formulas = [
  `sum(amount) where channel = 'c1'`,
  `sum(amount) where channel in ('c2', 'c3') and region = 'r1'`,
  `count() where status in ('s1', 's2') and region != 'r2'`,
  `count(amount) where status = 's3'`,
  'max(amount)',
  // Pieces are never missing, amounts sometimes are.
  `sum(pieces) where channel = 'c1'`,
  `sum(pieces * amount) where channel != 'c2'`,
  `count(pieces) where status is null`,
]
const documents = `kind: workspace
id: groupings
name: Groupings
zone: UTC
today: 2026-01-01
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
key: none
time: { column: day }
columns: { day: date, pieces: integer, amount: decimal(2), region: text, channel: text, status: text }
dimensions: [region, channel, status]
${formulas
  .map(
    (formula, index) => `---
kind: kpi
id: k${index}
name: K${index}
purpose: Does it agree?
category: financial
calculation: { type: measure, dataset: orders, formula: "${formula}" }
measured-in: ${formula.startsWith('count') ? 'orders' : '1'}
good: up
cadence: month
`,
  )
  .join('')}`

function orders(): string {
  let state = 7
  const draw = (below: number): number => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
  const member = (of: string, count: number): string => (draw(40) === 0 ? '' : `${of}${draw(count)}`)
  const lines = Array.from({ length: 20_000 }, () => {
    const day = `20${21 + draw(5)}-${String(1 + draw(12)).padStart(2, '0')}-${String(1 + draw(28)).padStart(2, '0')}`
    return `${day},${draw(9)},${draw(30) === 0 ? '' : draw(10_000) / 100},${member('r', 12)},${member('c', 8)},${member('s', 5)}`
  })
  return ['day,pieces,amount,region,channel,status', ...lines, ''].join('\n')
}

let folder = ''
let work: OpenFolder
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bellwether-groupings-'))
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'all.yaml'), documents)
  writeFileSync(join(folder, 'data/orders.csv'), orders())
  work = await openFolder(folder)
  await work.loadAll()
})
afterAll(async () => {
  await work.close()
  rmSync(folder, { recursive: true })
})

test('several groupings of one statement give what a statement per value gives', async () => {
  const { catalog } = work.deps
  const ids = formulas.map((_, index) => `k${index}`)
  const asked = ids.flatMap((id) => [
    questionOf(catalog, id, ['2023-05', '2023-06']),
    questionOf(catalog, id, ['2024-11', '2024-11'], { by: ['region'] }),
  ])
  const wide = ids.map((id) => questionOf(catalog, id, ['2021-01', '2025-12'], { by: ['region'] }))
  const { answers, timing } = await ask(work.deps, [...asked, ...wide], localOwner)
  expect(timing.statements).toHaveLength(1)
  expect(timing.statements[0]?.sql).toContain('GROUPING SETS')
  const naive = await ask(work.deps, asked, localOwner, { plan: 'naive' })
  expect(answers.slice(0, naive.answers.length)).toEqual(naive.answers)
})
