import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ChangePlan, DocumentView, KpiView } from '../../src/domain/view.ts'
import { bellwether, killServed, type Served, serveFolder } from '../support/program.ts'

/**
 * Churn is defined anew from 1 July: June is read with the old formula, the course shows a break; restating history with the
 * new formula is an act of its own, planned, approved with a reason, and undone.
 */
const definitions = `kind: workspace
id: club
name: Club
zone: UTC
today: 2026-09-10
---
kind: source
id: files
connector: csv
path: data
---
kind: objective
id: keep
name: Keep members
perspective: customer
---
kind: dataset
id: members
source: files
from: members.csv
key: [month]
row: month
time: { column: month }
columns: { month: date, left: integer members, paused: integer members, members: integer members }
---
# Agreed in June: who pauses has left.
kind: kpi
id: churn
name: Churn
purpose: How many leave?
category: customer
calculation:
  - { type: ratio, dataset: members, numerator: sum(left), denominator: sum(members) }
  - { type: ratio, from: 2026-07-01, dataset: members, numerator: sum(left) + sum(paused), denominator: sum(members) }
measured-in: "%"
good: down # fewer is better
cadence: month
---
kind: scorecard
id: club
name: Club
groups: [{ objective: keep, kpis: [churn] }]
`

const place = mkdtempSync(join(tmpdir(), 'bellwether-formula-'))
let server: Served

beforeAll(async () => {
  mkdirSync(join(place, 'data'))
  writeFileSync(join(place, 'workspace.yaml'), definitions)
  const rows = ['05', '06', '07', '08'].map((month) => `2026-${month}-01,2,3,100`)
  writeFileSync(join(place, 'data/members.csv'), ['month,left,paused,members', ...rows, ''].join('\n'))
  server = await serveFolder(place)
  await run('load')
})
afterAll(async () => {
  await server.stop()
  killServed()
  rmSync(place, { recursive: true, force: true })
})

async function run<T>(...args: readonly string[]): Promise<T> {
  const done = await bellwether([...args, '--json'], { cwd: place })
  if (done.code !== 0) throw new Error(`${args.join(' ')}: ${done.err}`)
  return JSON.parse(done.out)
}

const get = async <T>(path: string) => (await (await fetch(server.url + path)).json()) as T
const values = async (...more: readonly string[]) =>
  (await run<{ value: number | null }[]>('ask', 'churn', '--from', '2026-05', '--to', '2026-08', ...more)).map(
    ({ value }) => value,
  )

test('June keeps the old formula, July has the new one, and the page knows where it breaks', async () => {
  expect(await values()).toEqual([0.02, 0.02, 0.05, 0.05])
  const page = await get<KpiView>('/api/v1/kpis/churn?period=2026-08')
  expect(page.definition.calculation.map(({ from }) => from)).toEqual([null, null, '2026-07-01', '2026-07-01'])
})

test('restating is planned, refused without a reason, approved, kept apart from what was published, and undone', async () => {
  await run('close', '2026-06')
  const plan = await run<ChangePlan>('restate', 'churn')
  expect(plan.differences.map(({ before, after }) => [before?.period, before?.value, after?.value])).toEqual([
    ['2026-05', 0.02, 0.05],
    ['2026-06', 0.02, 0.05],
  ])
  expect(await values()).toEqual([0.02, 0.02, 0.05, 0.05])
  expect((await bellwether(['restate', 'churn', '--approve'], { cwd: place })).err).toContain('needs a reason')
  await run('restate', 'churn', '--approve', '--reason', 'the board of 8 September')
  expect(await values()).toEqual([0.05, 0.05, 0.05, 0.05])
  expect(await values('--as-of', 'published')).toEqual([0.05, 0.02, 0.05, 0.05])
  expect(await run('restatements')).toMatchObject([{ period: '2026-06', now: { cause: 'new-definition' } }])
  const { versions } = await get<DocumentView>('/api/v1/documents/kpi/churn')
  expect(versions.at(-1)).toMatchObject({ author: 'local', reason: 'history restated: the board of 8 September' })
  await run('restate', 'churn', '--undo', '--approve', '--reason', 'not yet')
  expect(readFileSync(join(place, 'workspace.yaml'), 'utf8')).toBe(definitions)
  expect(await values()).toEqual([0.02, 0.02, 0.05, 0.05])
  expect(await run('restatements')).toEqual([])
  expect((await bellwether(['restate', 'churn', '--undo'], { cwd: place })).err).toContain('no restatement')
})
