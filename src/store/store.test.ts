import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { localOwner } from '../domain/access.ts'
import type { BatchPart, NewBatch, SetAsideRow, Store } from '../ports.ts'
import { openStore } from './open.ts'

const clock = { now: () => 1_770_000_000_000 }
let folder = ''
let store: Store

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'store-'))
  store = await openStore({ file: join(folder, 'state', 'state.sqlite'), clock })
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

async function part(origin: string, fingerprint: string, gone = false): Promise<BatchPart> {
  const number = await store.batches.nextPart()
  const file = gone ? '' : `batches/orders/${number}.parquet`
  const rows = gone ? 0 : 10
  return { part: number, file, rows, origin, fingerprint, shape: 's', gone, firstDay: 1, lastDay: 2 }
}
const batch = (parts: readonly BatchPart[], setAside: readonly SetAsideRow[] = []): NewBatch => ({
  dataset: 'orders',
  actor: 'local',
  at: '2026-02-02T02:40:00.000Z',
  parts,
  setAside,
  setAsideRows: new Set(setAside.map((bad) => bad.row)).size,
})
const inForce = async () => (await store.batches.parts('orders')).map((one) => `${one.origin}=${one.fingerprint}`)

test('the newest part of an origin is in force, and undoing brings the earlier one back', async () => {
  const first = await store.batches.accept(batch([await part('a.csv', '1'), await part('b.csv', '1')]))
  const second = await store.batches.accept(batch([await part('a.csv', '2')]))
  expect([first.id, first.revision, second.id, second.revision]).toEqual(['orders-1', 1, 'orders-2', 2])
  expect(await inForce()).toEqual(['b.csv=1', 'a.csv=2'])
  const undone = await store.batches.undo(second.id, localOwner, 'wrong file')
  expect(undone.undone).toEqual({ at: '2026-02-02T02:40:00.000Z', actor: 'local', reason: 'wrong file', revision: 3 })
  expect(await inForce()).toEqual(['a.csv=1', 'b.csv=1'])
  expect(await store.batches.revisions()).toEqual(new Map([['orders', 3]]))
  await expect(store.batches.undo(second.id, localOwner, null)).rejects.toThrow('undone before')
  const third = await store.batches.accept(batch([await part('b.csv', '', true)]))
  expect(third.id).toBe('orders-4')
  expect(await inForce()).toEqual(['a.csv=1'])
  expect((await store.batches.list('orders')).map((one) => [one.id, one.rows, one.undone === null])).toEqual([
    ['orders-1', 20, true],
    ['orders-2', 10, false],
    ['orders-4', 0, true],
  ])
})

test('rows set aside are kept listed; a row with two bad cells counts once', async () => {
  const bad = (row: number, column: string): SetAsideRow => ({
    file: 'a.csv',
    sheet: null,
    row,
    column,
    value: 'x',
    rule: 'integer',
  })
  const many = Array.from({ length: 1200 }, (_, index) => bad(index + 2, 'quantity'))
  const made = await store.batches.accept(batch([await part('a.csv', '1')], [...many, bad(2, 'price')]))
  expect(made.setAside).toBe(1200)
  expect(await store.batches.setAside(made.id)).toEqual([...many, bad(2, 'price')])
})

test('concurrent acts are each whole: no revision and no part number is given twice', async () => {
  const accepted = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => store.batches.accept(batch([await part(`${index}.csv`, '1')]))),
  )
  expect(new Set(accepted.map((one) => one.revision)).size).toBe(20)
  expect(new Set(accepted.flatMap((one) => one.parts.map((p) => p.part))).size).toBe(20)
})

test('documents gain versions only when their text changes, and a deleted one can return', async () => {
  const put = (text: string | null) =>
    store.documents.put([{ kind: 'kpi', id: 'revenue', text, author: 'local', at: '2026-01-01', reason: null }])
  await put(null)
  await put('a')
  await put('a')
  await put('b')
  await put(null)
  expect(await store.documents.current()).toEqual([])
  await put('b')
  const history = await store.documents.history('kpi', 'revenue')
  expect(history.map((one) => [one.version, one.text])).toEqual([
    [1, 'a'],
    [2, 'b'],
    [3, null],
    [4, 'b'],
  ])
  expect((await store.documents.current()).map((one) => [one.version, one.hash.length])).toEqual([[4, 64]])
})

test('changes are listed newest first and the last one of an item is found', async () => {
  const change = (period: string, after: string) => ({
    start: `${period}-01`,
    reading: after,
    at: '2026-01-01',
    kpi: 'revenue',
    scope: '',
    period,
    cause: 'new-data' as const,
    before: null,
    after,
    catalogRevision: 'c',
    factsRevision: 'f',
  })
  const [one, two, other] = ['"1"', '"2"', '"3"']
  const evaluated = (at: string) => ({ at, catalogRevision: 'c', factsRevision: '{}' })
  expect(await store.changes.lastEvaluation()).toBeNull()
  await store.changes.record(evaluated('2026-03-01'), [change('2026-01', one), change('2026-02', other)])
  await store.changes.record(evaluated('2026-03-02'), [{ ...change('2026-01', two), at: '2026-03-02' }])
  await store.changes.record(evaluated('2026-03-03'), [])
  expect(await store.changes.lastEvaluation()).toMatchObject({ at: '2026-03-03' })
  expect((await store.changes.list({ kpi: 'revenue', limit: 2 })).map((known) => known.after)).toEqual([two, other])
  const latest = await store.changes.latest(null)
  expect([latest.size, latest.get('revenue\t\t2026-01')?.after]).toEqual([2, two])
  expect([...(await store.changes.latest('2026-02-01')).keys()]).toEqual(['revenue\t\t2026-02'])
  const asOf = async (at: string) => (await store.changes.asOf(at, ['revenue'])).get('revenue\t\t2026-01')?.after
  expect([await asOf('2025-12-31'), await asOf('2026-03-01'), await asOf('2026-03-05')]).toEqual([undefined, one, two])
  expect(await store.changes.since()).toEqual(new Map([['revenue\t', '2026-01-01']]))
  const found = [...(await store.changes.get([1, 3])).values()]
  expect(found.map(({ id, after }) => [id, after])).toEqual([
    [1, one],
    [3, two],
  ])
})

test('readings come in blocks, in order, each item once, and those of earlier periods are left out', async () => {
  const items = Array.from({ length: 5_300 }, (_, index) => ({
    at: '2026-03-01',
    kpi: 'revenue',
    scope: `unit:u${String(index % 700).padStart(3, '0')}`,
    period: `2025-${String(Math.floor(index / 700) + 1).padStart(2, '0')}`,
    start: `2025-${String(Math.floor(index / 700) + 1).padStart(2, '0')}-01`,
    reading: `${index}`,
    cause: 'first' as const,
    before: null,
    after: '{}',
    catalogRevision: 'c',
    factsRevision: 'f',
  }))
  await store.changes.record({ at: '2026-03-01', catalogRevision: 'c', factsRevision: '{}' }, [
    ...items,
    ...items.slice(0, 1).map((one) => ({ ...one, kpi: 'orders' })),
  ])
  const read = async (from: string | null) => {
    const blocks: number[] = []
    const found: (string | null)[] = []
    for await (const block of store.changes.readings('revenue', from)) {
      blocks.push(block.length)
      found.push(...block.map(({ reading }) => reading))
    }
    return { blocks, found }
  }
  const { blocks, found } = await read(null)
  expect(blocks).toEqual([5_000, 300])
  const inOrder = [...items].sort((a, b) => (`${a.scope} ${a.period}` < `${b.scope} ${b.period}` ? -1 : 1))
  expect(found).toEqual(inOrder.map(({ reading }) => reading))
  const late = await read('2025-08-01')
  expect(late.found).toEqual(inOrder.filter(({ start }) => start >= '2025-08-01').map(({ reading }) => reading))
})

test('failures are remembered until they are over; a lease has one owner', async () => {
  await store.batches.failure('orders', 'no such file')
  await store.batches.failure('orders', 'still no such file')
  expect((await store.batches.failures()).get('orders')?.message).toBe('still no such file')
  await store.batches.failure('orders', null)
  expect((await store.batches.failures()).size).toBe(0)
  expect(await store.jobs.lease('refresh', 'a', 1000, 500)).toBe(true)
  expect(await store.jobs.lease('refresh', 'b', 1400, 500)).toBe(false)
  expect(await store.jobs.lease('refresh', 'b', 1501, 500)).toBe(true)
  await store.jobs.release('refresh', 'b')
  expect(await store.jobs.lease('refresh', 'a', 1502, 500)).toBe(true)
})

test('a backup is a whole store; it never overwrites', async () => {
  await store.batches.accept(batch([await part('a.csv', '1')]))
  const file = join(folder, 'copy.sqlite')
  await store.backup(file)
  await expect(store.backup(file)).rejects.toThrow('exists already')
  const copy = await openStore({ file, clock })
  expect((await copy.batches.list()).map((one) => one.id)).toEqual(['orders-1'])
  await copy.close()
})

test('two starters migrate once, a newer state is refused, an older one is copied before it is migrated', async () => {
  const file = join(folder, 'new.sqlite')
  const both = await Promise.all([openStore({ file, clock }), openStore({ file, clock })])
  for (const one of both) await one.close()
  const raw = new DatabaseSync(file)
  // As many steps as one starter alone makes.
  const alone = new DatabaseSync(join(folder, 'state', 'state.sqlite'))
  const steps = (database: DatabaseSync) => database.prepare('SELECT id FROM migrations ORDER BY id').all()
  expect(steps(raw)).toEqual(steps(alone))
  alone.close()
  raw.exec("INSERT INTO migrations VALUES ('2099-01-01-later', '')")
  raw.close()
  await expect(openStore({ file, clock })).rejects.toThrow('newer Bellwether')
  expect(readdirSync(folder).filter((name) => name.includes('backup'))).toEqual([])
})

test('a copy is named after the step that was taken last, not after the last by name', async () => {
  const file = join(folder, 'old.sqlite')
  await (await openStore({ file, clock })).close()
  const raw = new DatabaseSync(file)
  raw.exec('ALTER TABLE tracked DROP COLUMN reading; DROP TABLE late_periods; DROP TABLE late_rows')
  raw.exec("DELETE FROM migrations WHERE id IN ('2026-11-26-readings', '2026-11-27-late-rows')")
  raw.close()
  await (await openStore({ file, clock })).close()
  const copies = readdirSync(folder).filter((name) => name.endsWith('.backup'))
  expect(copies).toEqual(['old.sqlite.after-2026-11-26-alerts.backup'])
})

test('the database itself refuses to change what was recorded', async () => {
  await store.batches.accept(batch([await part('a.csv', '1')]))
  const raw = new DatabaseSync(join(folder, 'state', 'state.sqlite'))
  expect(() => raw.exec('UPDATE parts SET rows = 0')).toThrow('never changed')
  expect(() => raw.exec('DELETE FROM batches')).toThrow('never changed')
  expect(() => raw.exec("UPDATE batches SET actor = 'x'")).toThrow('never changed')
  raw.close()
})
