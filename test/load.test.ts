import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { enter } from '../src/app/enter.ts'
import { load } from '../src/app/load.ts'
import { removeOrphans } from '../src/app/remove-orphans.ts'
import { syncFacts } from '../src/app/sync.ts'
import { undo } from '../src/app/undo.ts'
import { localOwner } from '../src/domain/access.ts'
import {
  catalogOf,
  customers,
  openWorkspace,
  orders,
  put,
  rows,
  temporaryWorkspace,
  type Workspace,
} from './support/facts-workspace.ts'

const header = 'id,day,customer,amount'
let place = temporaryWorkspace()
let work: Workspace

beforeEach(async () => {
  place = temporaryWorkspace()
  put(place.folder, 'customers.csv', ['id,region', 'c1,north', 'c2,south'])
  put(place.folder, 'orders-1.csv', [header, 'a,2026-01-05,c1,10.50', 'b,2026-01-06,c2,20'])
  work = await openWorkspace(place.folder)
})
afterEach(async () => {
  await work.close()
  place.remove()
})

const loadAll = () => load(work.deps, 'all', localOwner)
const amounts = async () => (await rows(work.deps.facts, 'SELECT id FROM facts_orders ORDER BY id')).map(([id]) => id)
const parquet = () => readdirSync(join(place.folder, '.bellwether/batches/orders'))

test('a load becomes a batch; the same files again change nothing', async () => {
  const [first, second] = await loadAll()
  expect(first).toMatchObject({ dataset: 'customers', batch: 'customers-1', rows: 2, revision: 1 })
  expect(second).toEqual({
    dataset: 'orders',
    batch: 'orders-1',
    rows: 2,
    setAside: [],
    revision: 1,
    issues: [],
    refused: [],
  })
  const again = await loadAll()
  expect(again.map((report) => [report.batch, report.rows, report.revision])).toEqual([
    [null, 0, 1],
    [null, 0, 1],
  ])
  expect(await rows(work.deps.facts, 'SELECT id, amount, _day FROM facts_orders ORDER BY id')).toEqual([
    ['a', 1050, 20_458],
    ['b', 2000, 20_459],
  ])
})

test('a changed file replaces its rows, a new one adds, one that is gone takes its rows along; undo goes back', async () => {
  await loadAll()
  put(place.folder, 'orders-1.csv', [header, 'a,2026-01-05,c1,11'])
  put(place.folder, 'orders-2.csv', [header, 'c,2026-02-05,c1,1'])
  const [, second] = await loadAll()
  expect(second).toMatchObject({ batch: 'orders-2', rows: 2, revision: 2 })
  expect(await amounts()).toEqual(['a', 'c'])
  rmSync(join(place.folder, 'data', 'orders-2.csv'))
  const [, third] = await loadAll()
  expect(third).toMatchObject({ batch: 'orders-3', rows: 0 })
  expect(await amounts()).toEqual(['a'])
  const back = await undo(work.deps, 'orders-3', localOwner, 'was not gone')
  expect(back).toMatchObject({ ok: true, value: { revision: 4, restored: 1 } })
  expect(await amounts()).toEqual(['a', 'c'])
  await undo(work.deps, 'orders-2', localOwner, null)
  expect(await amounts()).toEqual(['a', 'b'])
  expect(await undo(work.deps, 'orders-2', localOwner, null)).toMatchObject({ issues: [{ code: 'undo/undone' }] })
  expect(await undo(work.deps, 'orders-9', localOwner, null)).toMatchObject({
    issues: [{ code: 'undo/unknown-batch' }],
  })
})

test('what was undone comes back when asked for, not by itself', async () => {
  await loadAll()
  put(place.folder, 'orders-1.csv', [header, 'z,2026-01-05,c1,11'])
  await loadAll()
  await undo(work.deps, 'orders-2', localOwner, null)
  await load(work.deps, ['orders'], localOwner, { keepUndone: true })
  expect(await amounts()).toEqual(['a', 'b'])
  await load(work.deps, ['orders'], localOwner)
  expect(await amounts()).toEqual(['z'])
})

test('bad rows refuse the delivery and change nothing, each told with its place', async () => {
  await loadAll()
  put(place.folder, 'orders-2.csv', [header, 'c,2026-02-05,c1,1.234', 'd,05.02.2026,c1,1', 'e,2026-02-06,c1'])
  const [report] = await load(work.deps, ['orders'], localOwner)
  expect(report?.batch).toBe(null)
  expect(report?.issues.map(({ code, file, line }) => [code, file, line])).toEqual([
    ['load/bad-row', 'data/orders-2.csv', 2],
    ['load/bad-row', 'data/orders-2.csv', 3],
    ['load/bad-row', 'data/orders-2.csv', 4],
  ])
  expect(report?.refused[0]).toEqual({
    file: 'data/orders-2.csv',
    sheet: null,
    row: 2,
    column: 'amount',
    value: '1.234',
    rule: expect.stringContaining('has more than 2 digits after the decimal sign "."'),
  })
  expect(await amounts()).toEqual(['a', 'b'])
  expect(parquet()).toHaveLength(1)
  expect((await work.deps.store.batches.failures()).get('orders')?.message).toContain('Row 2, column amount: "1.234"')
  put(place.folder, 'orders-2.csv', [header, ...Array.from({ length: 80 }, (_, index) => `c${index},x,c1,1`)])
  const [many] = await load(work.deps, ['orders'], localOwner)
  expect([many?.issues.length, many?.issues.at(-1)?.message]).toEqual([
    51,
    '80 cells or rows are bad in all; the first 50 are listed.',
  ])
  rmSync(join(place.folder, 'data', 'orders-2.csv'))
  await load(work.deps, ['orders'], localOwner)
  expect((await work.deps.store.batches.failures()).size).toBe(0)
})

test('bad rows are set aside where the dataset says so, and kept listed', async () => {
  await work.close()
  work = await openWorkspace(place.folder, catalogOf(customers, { ...orders, onError: 'set-aside' }))
  put(place.folder, 'orders-1.csv', [header, 'a,2026-01-05,c1,x', 'b,never,c2,y', 'c,2026-01-07,c1,3'])
  const [, report] = await loadAll()
  expect(report).toMatchObject({ batch: 'orders-1', rows: 1, setAside: [{ row: 2 }, { row: 3 }, { row: 3 }] })
  expect(await amounts()).toEqual(['c'])
  expect(await work.deps.store.batches.setAside('orders-1')).toEqual(report?.setAside)
  expect((await work.deps.store.batches.get('orders-1'))?.setAside).toBe(2)
})

test('a key that stands twice refuses: in one file, in two new ones, and against what is in force', async () => {
  put(place.folder, 'orders-1.csv', [header, 'a,2026-01-05,c1,1', 'b,2026-01-05,c1,1', 'a,2026-01-06,c1,1'])
  expect((await loadAll())[1]).toMatchObject({ batch: null, issues: [{ code: 'load/duplicate-key', line: 2 }] })
  put(place.folder, 'orders-1.csv', [header, 'a,2026-01-05,c1,1'])
  put(place.folder, 'orders-2.csv', [header, 'x,2026-01-05,c1,1', 'a,2026-01-06,c1,1'])
  const [, two] = await loadAll()
  expect(two?.issues.map((issue) => issue.message)).toEqual(['The key id "a" of row 3 stands in another file too.'])
  expect(existsSync(join(place.folder, '.bellwether/batches/orders')) ? parquet() : []).toEqual([])
  rmSync(join(place.folder, 'data', 'orders-2.csv'))
  await loadAll()
  put(place.folder, 'orders-2.csv', [header, 'a,2026-01-06,c1,1'])
  expect((await loadAll())[1]).toMatchObject({ batch: null, issues: [{ code: 'load/duplicate-key' }] })
  // A row that moved from one file to another in one delivery is no double.
  put(place.folder, 'orders-1.csv', [header, 'q,2026-01-06,c1,1'])
  expect((await loadAll())[1]).toMatchObject({ batch: 'orders-2', issues: [] })
})

test('undo is refused where keys would stand twice', async () => {
  await loadAll()
  put(place.folder, 'orders-1.csv', [header, 'a,2026-01-05,c1,1'])
  await loadAll()
  put(place.folder, 'orders-2.csv', [header, 'b,2026-01-05,c1,1'])
  await loadAll()
  const refused = await undo(work.deps, 'orders-2', localOwner, null)
  expect(refused).toMatchObject({ ok: false, issues: [{ code: 'undo/duplicate-key' }] })
  expect(await amounts()).toEqual(['a', 'b'])
  expect((await undo(work.deps, 'orders-3', localOwner, null)).ok).toBe(true)
  expect((await undo(work.deps, 'orders-2', localOwner, null)).ok).toBe(true)
  expect(await amounts()).toEqual(['a', 'b'])
})

test('look-ups that find nothing and rows without a time are warnings with their number', async () => {
  put(place.folder, 'orders-1.csv', [header, 'a,2026-01-05,c1,1', 'b,,c9,1', 'c,2026-01-05,,1'])
  const [, report] = await load(work.deps, ['customers', 'orders'], localOwner)
  expect(report?.issues.map(({ severity, message }) => [severity, message])).toEqual([
    ['warning', '1 rows have no day: they belong to no period.'],
    ['warning', '1 rows name a buyer that customers does not have.'],
  ])
  expect(report?.batch).toBe('orders-1')
})

test('one dataset failing leaves the others alone', async () => {
  rmSync(join(place.folder, 'data', 'customers.csv'))
  const reports = await load(work.deps, ['orders', 'customers', 'nothing'], localOwner)
  expect(reports.map((report) => [report.dataset, report.batch, report.issues.map((issue) => issue.code)])).toEqual([
    ['orders', 'orders-1', ['load/orphans']],
    ['customers', null, ['load/no-file']],
    ['nothing', null, ['load/unknown-dataset']],
  ])
})

test('a changed definition reads everything again', async () => {
  await loadAll()
  await work.close()
  const renamed = { ...orders, shape: 'o2', columns: orders.columns.slice(0, 3) }
  work = await openWorkspace(place.folder, catalogOf(customers, renamed))
  expect((await syncFacts(work.deps)).filter((report) => report.stale).map((report) => report.dataset)).toEqual([
    'orders',
  ])
  expect((await loadAll())[1]).toMatchObject({ batch: 'orders-2', rows: 2 })
  expect(await undo(work.deps, 'orders-2', localOwner, null)).toMatchObject({
    issues: [{ code: 'undo/older-definition' }],
  })
  expect((await syncFacts(work.deps)).some((report) => report.stale)).toBe(false)
})

test('typed values: kept exactly with their author, replaced by the next, undone like any batch', async () => {
  const value = { kpi: 'nps', unit: 'north', period: '2026-03', value: '12_000.5', note: 'from the survey' }
  expect(await enter(work.deps, value, localOwner)).toMatchObject({
    ok: true,
    value: { batch: 'manual-values-1', rows: 1 },
  })
  expect(await enter(work.deps, value, localOwner)).toMatchObject({ ok: true, value: { batch: null, revision: 1 } })
  await enter(work.deps, { ...value, value: '5%' }, localOwner)
  await enter(work.deps, { kpi: 'retention', period: '2026-03', numerator: '9', denominator: '10' }, localOwner)
  const typed = () =>
    rows(
      work.deps.facts,
      'SELECT kpi, unit, value, numerator, denominator, author, note FROM facts_manual_values ORDER BY kpi',
    )
  expect(await typed()).toEqual([
    ['nps', 'north', 50_000, null, null, 'local', 'from the survey'],
    ['retention', null, null, 9_000_000, 10_000_000, 'local', null],
  ])
  await undo(work.deps, 'manual-values-2', localOwner, 'typo')
  expect((await typed())[0]?.[2]).toBe(12_000_500_000)
  expect((await load(work.deps, ['manual-values'], localOwner))[0]).toMatchObject({ batch: null, issues: [] })
})

test('typed values that are wrong are told wholly', async () => {
  const codes = async (entry: Parameters<typeof enter>[1]) => {
    const result = await enter(work.deps, entry, localOwner)
    return result.ok ? [] : result.issues.map((issue) => issue.code)
  }
  expect(await codes({ kpi: 'npss', period: '2026-03', value: '1' })).toEqual(['enter/unknown-kpi'])
  expect(await codes({ kpi: 'nps', unit: 'nort', period: '2026-03', value: 'x' })).toEqual([
    'enter/unknown-unit',
    'enter/amount',
  ])
  expect(await codes({ kpi: 'nps', period: '2026', value: '1' })).toEqual(['enter/period'])
  expect(await codes({ kpi: 'retention', period: '2026-03', value: '1' })).toEqual(['enter/fields'])
  expect(await codes({ kpi: 'nps', period: '2026-03', value: '0.1234567' })).toEqual(['load/bad-row'])
})

test('files that no batch speaks of are removed at start, all others stay', async () => {
  await loadAll()
  const stray = join(place.folder, '.bellwether/batches/orders/99.parquet')
  writeFileSync(stray, 'x')
  expect(await removeOrphans(work.deps)).toEqual(['batches/orders/99.parquet'])
  expect(parquet()).toHaveLength(1)
})

test('a lost engine file is built anew from the kept parts', async () => {
  await loadAll()
  await work.close()
  for (const name of readdirSync(join(place.folder, '.bellwether'))) {
    if (name.startsWith('engine')) rmSync(join(place.folder, '.bellwether', name))
  }
  work = await openWorkspace(place.folder)
  expect(await amounts()).toEqual(['a', 'b'])
})
