import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Deps } from '../src/app/deps.ts'
import { enter } from '../src/app/enter.ts'
import { evaluate } from '../src/app/evaluate.ts'
import { load } from '../src/app/load.ts'
import { refresh } from '../src/app/refresh.ts'
import { undo } from '../src/app/undo.ts'
import { changeViews } from '../src/app/view/changes.ts'
import { connectors } from '../src/connectors/index.ts'
import { localOwner } from '../src/domain/access.ts'
import { checkWorkspace } from '../src/domain/definition/build.ts'
import type { Change } from '../src/ports.ts'
import { openStore } from '../src/store/open.ts'
import { documents, openShop, orderLines, type Shop, writeLines } from './support/shop.ts'

let shop: Shop
let now = 0
beforeEach(async () => {
  now = Date.UTC(2026, 3, 3, 7, 40)
  shop = await openShop({ now: () => (now += 1000) })
})
afterEach(() => shop.close())

/** The workspace with other definitions, their versions recorded as applying them does. */
async function redefined(change: (text: string) => string): Promise<Deps> {
  const files = Object.entries(documents).map(([file, text]) => ({ file, text: change(text) }))
  const hash = (text: string) => createHash('sha256').update(text).digest('hex')
  const { catalog, issues } = checkWorkspace(files, { connectors, hash })
  if (catalog === null) throw new Error(JSON.stringify(issues))
  const at = new Date((now += 1000)).toISOString()
  const versions = files.flatMap(({ text }) =>
    text.split('---\n').map((one) => {
      const [, kind = ''] = /^kind: (\S+)/m.exec(one) ?? []
      const [, id = ''] = /^id: (\S+)/m.exec(one) ?? []
      return { kind, id, text: one, author: 'local', at, reason: null }
    }),
  )
  await shop.deps.store.documents.put(versions)
  return { ...shop.deps, catalog }
}

const changes = async (kpi?: string): Promise<readonly Change[]> =>
  (await shop.deps.store.changes.list(kpi === undefined ? {} : { kpi })).filter(({ cause }) => cause !== 'first')
const brief = async (kpi?: string) => (await changes(kpi)).map(({ scope, period, cause }) => [scope, period, cause])
const march = (lines: readonly string[]) =>
  lines.map((line) =>
    line.replace('2026-03-01-north,2026-03-01,north,web,110.00', '2026-03-01-north,2026-03-01,north,web,90.00'),
  )

test('the first evaluation records every tracked item, the second nothing', async () => {
  const first = await evaluate(shop.deps, localOwner)
  // Ten KPIs of the company and two of the north, thirteen periods and the current one.
  expect(first).toEqual({ tracked: 12 * 14, changes: 12 * 14 })
  expect(await evaluate(shop.deps, localOwner)).toEqual({ tracked: 168, changes: 0 })
  const latest = await shop.deps.store.changes.latest(null)
  expect(latest.size).toBe(168)
  expect(JSON.parse(latest.get('revenue\t\t2026-03')?.after ?? '')).toMatchObject({ value: '2200', status: 'on-track' })
  expect(JSON.parse(latest.get('revenue\tunit:north\t2026-03')?.after ?? '')).toMatchObject({ value: '1100' })
  expect(latest.get('morale\t\t2026-Q1')).toMatchObject({ cause: 'first', before: null })
})

test('new rows change what is open and restate what was final; the same rows again change nothing', async () => {
  await evaluate(shop.deps, localOwner)
  // March revenue is provisional until 6 April, its share on time is final since 1 April.
  writeLines(shop.folder, 'orders.csv', march(orderLines()))
  const report = await refresh(shop.deps, localOwner)
  expect(report.loads.find(({ dataset }) => dataset === 'orders')?.rows).toBe(302)
  expect(await brief()).toEqual([
    ['unit:north', '2026-03', 'new-data'],
    ['', '2026-03', 'restatement'],
    ['', '2026-03', 'new-data'],
  ])
  const [, value] = await changes()
  expect([value?.kpi, JSON.parse(value?.before ?? '').value, JSON.parse(value?.after ?? '').value]).toEqual([
    'order-value',
    110,
    109,
  ])
  expect((await refresh(shop.deps, localOwner)).evaluation.changes).toBe(0)
})

test('taking a batch back is new data too', async () => {
  await evaluate(shop.deps, localOwner)
  writeLines(shop.folder, 'orders-2.csv', [orderLines()[0] ?? '', 'x,2026-04-02,north,web,50.00,true'])
  await refresh(shop.deps, localOwner)
  expect(await brief('revenue')).toEqual([
    ['unit:north', '2026-04', 'new-data'],
    ['', '2026-04', 'new-data'],
  ])
  await undo(shop.deps, 'orders-2', localOwner, null)
  await evaluate(shop.deps, localOwner)
  expect((await brief('revenue')).slice(0, 2)).toEqual([
    ['unit:north', '2026-04', 'new-data'],
    ['', '2026-04', 'new-data'],
  ])
})

test('a new formula, target or status rule is told apart from new rows, whatever came before', async () => {
  await redefined((text) => text)
  await evaluate(shop.deps, localOwner)
  // Rows of another month come first: they are not what changes March.
  writeLines(shop.folder, 'orders-2.csv', [orderLines()[0] ?? '', 'x,2026-04-02,north,web,50.00,true'])
  await refresh(shop.deps, localOwner)
  const before = (await changes()).length
  const formula = await redefined((text) => text.replace('formula: sum(amount) }', 'formula: "2 * sum(amount)" }'))
  await evaluate(formula, localOwner)
  const causes = (await changes('revenue')).slice(0, 26).map(({ cause }) => cause)
  expect(new Set(causes)).toEqual(new Set(['new-definition']))
  expect((await changes()).length - before).toBe(28)
  const target = await redefined((text) =>
    text.replace('formula: sum(amount) }', 'formula: "2 * sum(amount)" }').replace('value: 2_000', 'value: 5_000'),
  )
  await evaluate(target, localOwner)
  expect((await brief('revenue')).slice(0, 14)).toEqual(
    expect.arrayContaining([
      ['', '2026-03', 'new-target'],
      ['', '2025-03', 'new-target'],
    ]),
  )
  const rules = await redefined((text) =>
    text
      .replace('formula: sum(amount) }', 'formula: "2 * sum(amount)" }')
      .replace('value: 2_000', 'value: 5_000')
      .replace('on-track: ">= 95", at-risk: ">= 90"', 'on-track: ">= 105", at-risk: ">= 90"'),
  )
  await evaluate(rules, localOwner)
  expect((await brief('order-value'))[0]?.[2]).toBe('new-definition')
  expect((await evaluate(rules, localOwner)).changes).toBe(0)
})

test('what only time explains', async () => {
  await evaluate(shop.deps, localOwner)
  const later = await redefined((text) => text.replace('today: 2026-04-03', 'today: 2026-05-03'))
  // The day is pinned by the workspace; a clock would leave the catalog as it is.
  const { deps } = shop
  const catalog = { ...later.catalog, revision: deps.catalog.revision }
  await evaluate({ ...deps, catalog }, localOwner)
  const late = (await changes('answer-hours')).map(({ period, cause, after }) => [
    period,
    cause,
    JSON.parse(after).state,
  ])
  expect(late).toEqual([['2026-04', 'time', 'late']])
})

test('a typed value is new data of its KPI alone', async () => {
  await evaluate(shop.deps, localOwner)
  await enter(shop.deps, { kpi: 'morale', period: '2026-Q1', value: '7' }, localOwner)
  expect((await evaluate(shop.deps, localOwner)).changes).toBe(1)
  expect(await brief()).toEqual([['', '2026-Q1', 'new-data']])
})

test('a crash right after recording loses nothing and doubles nothing', async () => {
  const dying = {
    ...shop.deps,
    fail: (name: string) => {
      if (name === 'changes:recorded') throw new Error('died')
    },
  }
  await expect(evaluate(dying, localOwner)).rejects.toThrow('died')
  expect(await evaluate(shop.deps, localOwner)).toEqual({ tracked: 168, changes: 0 })
  const twice = await Promise.all([evaluate(shop.deps, localOwner), evaluate(shop.deps, localOwner)])
  expect(twice.map((one) => one.changes)).toEqual([0, 0])
})

test('evaluations at the same time record each change once', async () => {
  const both = await Promise.all([evaluate(shop.deps, localOwner), evaluate(shop.deps, localOwner)])
  expect(both.map((one) => one.changes).sort()).toEqual([0, 168])
})

test('a refresh reports each dataset, the failed one too', async () => {
  writeLines(shop.folder, 'returns.csv', ['id,day,units', 'r1,2026-03-05,2'])
  const report = await refresh(shop.deps, localOwner)
  expect(report.loads.map(({ dataset, batch }) => [dataset, batch])).toEqual([
    ['orders', null],
    ['staff', null],
    ['surveys', null],
    ['returns', 'returns-1'],
    ['visits', null],
  ])
  expect(report.evaluation.changes).toBe(168)
})

test('changes are listed newest first, in one scope where asked', async () => {
  await evaluate(shop.deps, localOwner)
  writeLines(shop.folder, 'orders.csv', march(orderLines()))
  await load(shop.deps, 'all', localOwner)
  await evaluate(shop.deps, localOwner)
  const whole = await changeViews(shop.deps, { kpi: 'revenue', scope: 'unit:acme', limit: 1 })
  expect(whole).toMatchObject({
    ok: true,
    value: [{ scope: '', period: '2026-03', cause: 'new-data', before: { value: '2200' }, after: { value: '2180' } }],
  })
  const all = await changeViews(shop.deps, { kpi: 'revenue' })
  expect(all.ok ? all.value.length : 0).toBe(30)
  expect(await changeViews(shop.deps, { kpi: 'revenu', scope: 'unit:nort' })).toMatchObject({
    issues: [{ code: 'ask/unknown-kpi' }, { code: 'ask/unknown-unit' }],
  })
})

test('a state of before readings were kept gets them, and an item without one is compared by its change', async () => {
  await evaluate(shop.deps, localOwner)
  const file = join(shop.deps.folder, '.bellwether', 'state.sqlite')
  const raw = new DatabaseSync(file)
  try {
    const readings = () => raw.prepare('SELECT kpi, scope, period, reading FROM tracked ORDER BY 1, 2, 3').all()
    const before = readings()
    raw.exec("ALTER TABLE tracked DROP COLUMN reading; DELETE FROM migrations WHERE id = '2026-11-26-readings'")
    const store = await openStore({ file, clock: shop.deps.clock })
    await store.close()
    expect(readings()).toEqual(before)
    expect((await evaluate(shop.deps, localOwner)).changes).toBe(0)
    raw.exec('UPDATE tracked SET reading = NULL')
    expect((await evaluate(shop.deps, localOwner)).changes).toBe(0)
    writeLines(shop.folder, 'orders.csv', march(orderLines()))
    await refresh(shop.deps, localOwner)
    expect(await brief('order-value')).toEqual([['', '2026-03', 'restatement']])
  } finally {
    raw.close()
  }
})
