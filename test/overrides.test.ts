import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { ask } from '../src/app/ask.ts'
import type { Deps } from '../src/app/deps.ts'
import { evaluate } from '../src/app/evaluate.ts'
import { load } from '../src/app/load.ts'
import { override, overrideViews, removeOverride } from '../src/app/overrides/override.ts'
import { localOwner } from '../src/domain/access.ts'
import { temporaryWorkspace } from './support/facts-workspace.ts'
import { type OpenFolder, openFolder, questionOf } from './support/open-folder.ts'

/** Values that people set: judged and shown like any, with what rows say beside, recorded by their cause, and gone when they end. */

const place = temporaryWorkspace()
let open: OpenFolder | undefined
let now = Date.UTC(2026, 3, 10)
afterEach(async () => {
  await open?.close()
  place.remove()
})

const documents = `kind: workspace
id: shop
name: Shop
currency: EUR
zone: Europe/Paris
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
kind: unit
id: north
name: North
level: division
parent: acme
where: { region: north }
---
kind: dataset
id: orders
source: files
from: orders*.csv
key: id
deliveries: upsert
time: { column: day }
columns: { id: text, day: date, region: text, amount: money EUR }
dimensions: [region]
---
kind: objective
id: grow
name: Grow
perspective: financial
---
kind: kpi
id: revenue
name: Revenue
purpose: How much?
category: financial
calculation: { type: measure, dataset: orders, formula: "sum(amount)" }
measured-in: EUR
good: up
cadence: month
---
kind: kpi
id: growth
name: Growth
purpose: How much more?
category: financial
calculation: { type: formula, formula: "[revenue] - prior([revenue], 'month')" }
measured-in: EUR
good: up
cadence: month
---
kind: target
id: budget
kpi: revenue
scope: { unit: north }
value: 80
---
kind: scorecard
id: northern
name: North
unit: north
groups: [{ objective: grow, kpis: [revenue, growth] }]
---
kind: scorecard
id: company
name: Company
groups: [{ objective: grow, kpis: [revenue, growth] }]
`

async function begin(): Promise<Deps> {
  now = Date.UTC(2026, 3, 10)
  mkdirSync(join(place.folder, 'data'), { recursive: true })
  writeFileSync(join(place.folder, 'shop.yaml'), documents)
  deliver('orders-1', ['a,2026-02-05,north,10', 'b,2026-03-06,north,20', 'c,2026-03-07,south,90'])
  open = await openFolder(place.folder, { now: () => now })
  await open.loadAll()
  await evaluate(open.deps, localOwner)
  return open.deps
}

const deliver = (name: string, lines: readonly string[], folder = place.folder) =>
  writeFileSync(join(folder, 'data', `${name}.csv`), `${['id,day,region,amount', ...lines].join('\n')}\n`)

async function one(deps: Deps, kpi: string, period: string, scope = 'unit:north') {
  const { answers } = await ask(deps, [questionOf(deps.catalog, kpi, [period, period], { scope })], localOwner)
  const [answer] = answers
  if (answer === undefined) throw new Error('no answer')
  return answer
}

const march = { kpi: 'revenue', period: '2026-03', scope: 'unit:north', value: '85', reason: 'the till of the fair' }

test('a value set by hand is judged, shows what rows say, and leaves everything made of rows alone', async () => {
  const deps = await begin()
  expect(await one(deps, 'revenue', '2026-03')).toMatchObject({ value: '20', status: 'off-track' })
  const set = await override(deps, { ...march, until: null }, localOwner)
  expect(set).toMatchObject({ ok: true, value: { inForce: true, actor: 'local', value: '85' } })
  const shown = await one(deps, 'revenue', '2026-03')
  expect(shown).toMatchObject({
    value: '85',
    status: 'on-track',
    override: { calculated: { state: 'value', value: '20' }, reason: 'the till of the fair', actor: 'local' },
  })
  expect(shown.flags).toContain('overridden')
  // Longer periods, units above, other KPIs and other periods are those of the rows.
  expect((await one(deps, 'revenue', '2026-Q1')).value).toBe('30')
  expect((await one(deps, 'revenue', '2026-03', '')).value).toBe('110')
  expect((await one(deps, 'growth', '2026-03')).value).toBe('10')
  expect((await one(deps, 'revenue', '2026-02')).flags).not.toContain('overridden')
})

test('the ledger records it by its cause, and as of any instant what held then is answered', async () => {
  const deps = await begin()
  const before = new Date(now).toISOString()
  now += 60_000
  await override(deps, { ...march, until: null }, localOwner)
  await evaluate(deps, localOwner)
  const during = new Date(now).toISOString()
  now += 60_000
  await removeOverride(deps, { ...march, reason: 'delivered' }, localOwner)
  await evaluate(deps, localOwner)
  const scope = 'unit:north'
  const changes = await deps.store.changes.list({ kpi: 'revenue', scope, limit: 100 })
  expect(changes.filter(({ period, cause }) => period === '2026-03' && cause === 'override')).toHaveLength(2)
  expect(await one({ ...deps, asOf: before }, 'revenue', '2026-03')).toMatchObject({ value: '20', flags: [] })
  expect(await one({ ...deps, asOf: during }, 'revenue', '2026-03')).toMatchObject({
    value: '85',
    override: { calculated: { value: '20' } },
  })
  expect((await one(deps, 'revenue', '2026-03')).override).toBe(undefined)
  expect(await overrideViews(deps)).toMatchObject([{ inForce: false, removed: { reason: 'delivered' } }])
})

test('it ends with its day, or with the next delivery; rows that come under it are recorded too', async () => {
  const deps = await begin()
  await override(deps, { ...march, until: '2026-04-11' }, localOwner)
  await override(deps, { ...march, period: '2026-02', until: 'next-delivery' }, localOwner)
  await evaluate(deps, localOwner)
  now = Date.UTC(2026, 3, 11, 21)
  expect((await one(deps, 'revenue', '2026-03')).value).toBe('85')
  deliver('orders-2', ['d,2026-03-09,north,7'], deps.folder)
  await load(deps, ['orders'], localOwner)
  expect((await one(deps, 'revenue', '2026-02')).value).toBe('10')
  expect(await one(deps, 'revenue', '2026-03')).toMatchObject({
    value: '85',
    override: { calculated: { value: '27' } },
  })
  await evaluate(deps, localOwner)
  now = Date.UTC(2026, 3, 11, 22, 1)
  expect((await one(deps, 'revenue', '2026-03')).value).toBe('27')
  await evaluate(deps, localOwner)
  const changes = await deps.store.changes.list({ kpi: 'revenue', scope: 'unit:north', limit: 100 })
  const causes = (of: string) => changes.filter(({ period }) => period === of).map(({ cause }) => cause)
  expect(causes('2026-03')).toEqual(['override', 'new-data', 'override', 'first'])
  expect(causes('2026-02')).toEqual(['override', 'override', 'first'])
})

test('what cannot be set is told wholly; another value replaces the one that stands', async () => {
  const deps = await begin()
  const wrong = { kpi: 'revenue', period: '2026-07', value: 'much', reason: ' ', until: '2026-01-01' }
  const refused = await override(deps, wrong, localOwner)
  expect(refused).toMatchObject({
    ok: false,
    issues: [
      { code: 'override/not-begun' },
      { code: 'override/value' },
      { code: 'override/until', message: '"2026-01-01" is over already.' },
      { code: 'override/reason' },
    ],
  })
  expect(await override(deps, { ...wrong, kpi: 'revenu', period: 'may' }, localOwner)).toMatchObject({ ok: false })
  expect(await removeOverride(deps, { ...march, reason: 'x' }, localOwner)).toMatchObject({
    issues: [{ code: 'override/none' }],
  })
  await override(deps, { ...march, until: null }, localOwner)
  await override(deps, { ...march, value: '5%', until: null }, localOwner)
  expect((await one(deps, 'revenue', '2026-03')).value).toBe('0.05')
  expect((await overrideViews(deps)).map(({ inForce, removed }) => [inForce, removed?.reason])).toEqual([
    [true, undefined],
    [false, 'replaced'],
  ])
})
