import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { KpiView } from '../../src/domain/view.ts'
import { bellwether, killServed, serveFolder } from '../support/program.ts'

/**
 * Close March, load late March rows: the published March reprints to the cent, today's view shows the new value, the log both,
 * the difference and whose word accepts it; the organisation and its parts agree whichever view is picked.
 */
const definitions = `kind: workspace
id: shop
name: Shop
zone: UTC
currency: EUR
today: 2026-05-04
---
kind: source
id: files
connector: csv
path: data
---
kind: unit
id: acme
name: Acme
level: organisation
---
${['north', 'south'].map((id) => `kind: unit\nid: ${id}\nname: ${id}\nlevel: division\nparent: acme\nwhere: { region: ${id} }`).join('\n---\n')}
---
kind: objective
id: grow
name: Grow
perspective: financial
---
kind: dataset
id: orders
source: files
from: orders*.csv
key: [id]
row: order
time: { column: day }
columns: { id: text, day: date, region: text, amount: money EUR }
dimensions: [region]
---
kind: kpi
id: revenue
name: Revenue
purpose: What did customers pay?
category: financial
calculation: { type: measure, dataset: orders, formula: sum(amount) }
measured-in: EUR
good: up
cadence: month
restatement-tolerance: 0.01%
---
kind: kpi
id: order-value
name: Order value
purpose: What is an order worth?
category: financial
calculation: { type: ratio, dataset: orders, numerator: sum(amount), denominator: count() }
measured-in: EUR / order
good: up
cadence: month
${['acme', 'north', 'south'].map((unit) => `---\nkind: scorecard\nid: ${unit}-card\nname: ${unit}\nunit: ${unit}\ngroups: [{ objective: grow, kpis: [revenue, order-value] }]\n`).join('')}`

const place = mkdtempSync(join(tmpdir(), 'bellwether-demo-'))
const rows = (name: string, lines: readonly string[]) =>
  writeFileSync(join(place, 'data', name), ['id,day,region,amount', ...lines, ''].join('\n'))

async function run(...args: readonly string[]): Promise<unknown> {
  const [command = '', ...rest] = args
  const done = await bellwether([command, ...rest, '--json'], { cwd: place })
  if (done.code !== 0) throw new Error(`${args.join(' ')}: ${done.err}`)
  return JSON.parse(done.out)
}

interface Told {
  readonly kpi: string
  readonly scope: string
  readonly period: string
  readonly state: string
  readonly value: string | number | null
  readonly flags: readonly string[]
}

const values = async (...more: readonly string[]) => {
  const answers = (await run(
    'ask',
    'revenue',
    'order-value',
    '--from',
    '2026-03',
    '--to',
    '2026-03',
    ...more,
  )) as Told[]
  return answers.map(({ value, flags }) => [value, flags.includes('restated')])
}

beforeAll(async () => {
  mkdirSync(join(place, 'data'))
  writeFileSync(join(place, 'workspace.yaml'), definitions)
  rows('orders-1.csv', [
    'a,2026-03-02,north,100.10',
    'b,2026-03-30,north,49.95',
    'c,2026-03-15,south,200.00',
    'd,2026-04-30,south,75.25',
  ])
  await run('load')
})
afterAll(() => {
  killServed()
  rmSync(place, { recursive: true, force: true })
})

test('what goes on cannot be closed, and nothing is closed twice or without a reason where one is due', async () => {
  const refused = async (...args: readonly string[]) => (await bellwether(args, { cwd: place })).err
  expect(await refused('close', '2026-05')).toContain('2026-05 goes on until 2026-06-01')
  expect(await refused('reopen', '2026-03', '--reason', 'x')).toContain('2026-03 is not closed')
  expect(await run('close', '2026-03')).toMatchObject({ closing: { period: '2026-03', reopened: null }, sealed: 6 })
  expect(await refused('close', '2026-03')).toContain('2026-03 was closed')
  expect(await refused('reopen', '2026-03')).toContain('needs a reason')
})

test('late rows restate March: both views to the cent, the difference, the cause and whose word accepts it', async () => {
  const published = await values()
  expect(published).toEqual([
    ['350.05', false],
    [expect.closeTo(350.05 / 3, 9), false],
  ])
  rows('orders-2.csv', ['e,2026-03-31,north,9.99'])
  await run('refresh')
  expect(await values()).toEqual([
    ['360.04', true],
    [expect.closeTo(90.01, 9), true],
  ])
  expect(await values('--as-of', 'published')).toEqual(published)
  const units = async (...more: readonly string[]) => [
    (await values('--unit', 'north', ...more))[0]?.[0],
    (await values('--unit', 'south', ...more))[0]?.[0],
    (await values(...more))[0]?.[0],
  ]
  expect(await units()).toEqual(['160.04', '200', '360.04'])
  expect(await units('--as-of', 'published')).toEqual(['150.05', '200', '350.05'])
  const log = await run('restatements')
  expect(log).toMatchObject([
    { kpi: 'order-value', scope: '', accepted: null },
    { kpi: 'order-value', scope: 'unit:north' },
    {
      kpi: 'revenue',
      scope: '',
      period: '2026-03',
      published: { answer: { value: '350.05' }, actor: 'local' },
      now: { answer: { value: '360.04' }, cause: 'restatement' },
      difference: expect.closeTo(9.99, 9),
      relative: expect.closeTo(9.99 / 350.05, 9),
      accepted: null,
    },
    { kpi: 'revenue', scope: 'unit:north' },
  ])
  await run('accept', 'revenue', '2026-03', '--reason', 'an order keyed in late')
  const accepted = ((await run('restatements')) as { kpi: string; accepted: unknown }[]).map(({ accepted }) => accepted)
  expect(accepted).toEqual([
    null,
    null,
    { at: expect.any(String), actor: 'local', reason: 'an order keyed in late' },
    null,
  ])
})

test('one more late row opens the accepted restatement again; within the tolerance nothing is said', async () => {
  rows('orders-3.csv', ['f,2026-03-31,north,1.00'])
  await run('refresh')
  const [, , revenue] = (await run('restatements')) as { accepted: unknown }[]
  expect(revenue).toMatchObject({ kpi: 'revenue', accepted: null, now: { answer: { value: '361.04' } } })
  rows('orders-4.csv', ['g,2026-03-15,south,0.01'])
  await run('refresh')
  const south = ((await run('restatements')) as Told[]).filter(({ scope }) => scope === 'unit:south')
  // A tenth of a promille of 200.00 is let pass; an order value of half is not.
  expect(south.map(({ kpi }) => kpi)).toEqual(['order-value'])
})

test('the page and the API give both views; reopening lets March be published anew', async () => {
  const server = await serveFolder(place)
  const get = async <T>(path: string) => (await (await fetch(server.url + path)).json()) as T
  const shown = async (search: string) => {
    const path = `/api/v1/scorecards/acme-card?period=2026-03${search}`
    const view = await get<{ groups: { rows: { answer: Told }[] }[] }>(path)
    return view.groups.flatMap(({ rows: shown }) => shown.map(({ answer }) => [answer.value, answer.flags]))
  }
  const [now] = await shown('')
  expect(now).toEqual(['361.05', ['restated']])
  const page = await get<KpiView>('/api/v1/kpis/revenue?period=2026-03')
  expect(page.published).toMatchObject({ answer: { value: '350.05' }, actor: 'local' })
  const [published] = await shown('&asOf=published')
  expect(published).toEqual(['350.05', []])
  expect(await get('/api/v1/closings')).toMatchObject([{ period: '2026-03', actor: 'local' }])
  await server.stop()
  await run('reopen', '2026-03', '--reason', 'late orders belong to March')
  expect(await run('restatements')).toEqual([])
  expect((await values())[0]).toEqual(['361.05', false])
  expect(await run('close', '2026-03', '--reason', 'second edition')).toMatchObject({ sealed: 6 })
  expect((await values('--as-of', 'published'))[0]).toEqual(['361.05', false])
})
