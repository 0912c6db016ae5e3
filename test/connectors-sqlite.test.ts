import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sqlite } from '../src/connectors/sqlite.ts'
import { datasetOf, facts, offered, sourceFolder, table } from './support/connector-read.ts'

let place: ReturnType<typeof sourceFolder>
beforeEach(() => {
  place = sourceFolder()
})
afterEach(() => place.remove())

function make(name: string, ...statements: readonly string[]): DatabaseSync {
  const database = new DatabaseSync(join(place.data, name))
  for (const statement of statements) database.exec(statement)
  return database
}

const orders = [
  'CREATE TABLE orders (id INTEGER, amount REAL, note TEXT, day TEXT, at INTEGER, done)',
  "INSERT INTO orders VALUES (9007199254740993, 12.34, 'a', '2026-03-09', 1773063000, 1), (2, NULL, NULL, NULL, NULL, 0)",
]

const reading = (from: string, columns: Parameters<typeof datasetOf>[1] = {}, file = 'shop.db') => ({
  connector: sqlite,
  folder: place.folder,
  options: { path: 'data', file },
  dataset: datasetOf(from, columns),
})

const columns = {
  id: 'integer',
  amount: 'money EUR',
  note: 'text',
  day: 'date',
  at: { type: 'timestamp', format: 'unix' },
  done: 'boolean',
} as const

test('whole numbers beyond 2^53, reals by their shortest text, dates as text and counted', async () => {
  make('shop.db', ...orders).close()
  expect(await facts(reading('orders', columns))).toEqual([
    [9_007_199_254_740_993n, 1234, 'a', 20_521, 1_773_063_000_000_000n, true],
    [2n, null, null, null, null, false],
  ])
})

test('a query, also with names that stand twice, a comment at its end, and values of no column type', async () => {
  make('shop.db', ...orders).close()
  const query = "select id, amount * 2 as twice, x'00ff' as bytes from orders -- two rows"
  expect(await table(reading(query))).toEqual([
    ['id', 'twice', 'bytes'],
    ['9007199254740993', '24.68', '2 bytes'],
    ['2', null, '2 bytes'],
  ])
  expect(await facts(reading(query, { bytes: 'text' }))).toEqual([
    '1 bytes: 2 bytes is binary data, which no column holds',
    '2 bytes: 2 bytes is binary data, which no column holds',
  ])
})

test('the same table of several files, each a part', async () => {
  make('shop-1.db', ...orders).close()
  make('shop-2.db', ...orders).close()
  const found = await offered(reading('orders', {}, 'shop-*.db'))
  expect('issues' in found ? found : found.present).toEqual(['data/shop-1.db#orders', 'data/shop-2.db#orders'])
})

test('mistakes are told with what would be right', async () => {
  make('shop.db', ...orders).close()
  writeFileSync(join(place.data, 'no.db'), 'this is text, and long enough that SQLite looks at its header bytes')
  expect(await table(reading('ordes'))).toEqual([
    'load/no-table data/shop.db There is no table or view "ordes". Did you mean "orders"?',
  ])
  expect(await table(reading('invoices'))).toEqual([expect.stringContaining('It has orders.')])
  expect(await table(reading('select amout from orders'))).toEqual([expect.stringContaining('no such column: amout')])
  expect(await table(reading('select 1; drop table orders'))).toEqual([expect.stringContaining('load/query')])
  expect(await table(reading('with x as (select 1) delete from orders'))).toEqual([
    expect.stringContaining('load/query'),
  ])
  expect(await table(reading('orders', {}, 'no.db'))).toEqual([expect.stringContaining('not a database')])
  expect(await table(reading('orders', {}, 'shop.sqlite'))).toEqual([expect.stringContaining('load/no-file')])
  expect(await table(reading('select * from orders where id = abs(-9223372036854775807 - 1)'))).toEqual([
    expect.stringContaining('integer overflow'),
  ])
})

test('reading leaves no trace and does not wait for a writer', async () => {
  const writer = make('shop.db', ...orders)
  const before = readFileSync(join(place.data, 'shop.db'))
  expect(await table(reading('orders'))).toHaveLength(3)
  expect(readFileSync(join(place.data, 'shop.db'))).toEqual(before)
  expect(readdirSync(place.data)).toEqual(['shop.db'])
  writer.exec('BEGIN IMMEDIATE; INSERT INTO orders (id) VALUES (3)')
  expect(await table(reading('orders'))).toHaveLength(3)
  writer.exec('COMMIT')
  expect(await table(reading('orders'))).toHaveLength(4)
  writer.exec('PRAGMA journal_mode = WAL; INSERT INTO orders (id) VALUES (4)')
  expect(await table(reading('orders'))).toHaveLength(5)
  writer.close()
})

test('rows that did not change are no news, whatever else the file got', async () => {
  const writer = make('shop.db', ...orders)
  const read = async (known: ReadonlyMap<string, string>) => {
    const found = await offered({ ...reading('orders'), known })
    if ('issues' in found) throw new Error('issues')
    const prints = new Map<string, string>()
    for (const part of found.parts) {
      for await (const _ of part.rows);
      prints.set(part.origin, typeof part.fingerprint === 'string' ? part.fingerprint : part.fingerprint())
    }
    expect(found.present).toEqual(['data/shop.db#orders'])
    return prints
  }
  const first = await read(new Map())
  expect((await read(first)).size).toBe(0)
  writer.exec('CREATE TABLE other (a); INSERT INTO other VALUES (1)')
  expect(await read(first)).toEqual(first)
  writer.exec('UPDATE orders SET note = NULL')
  const third = await read(first)
  expect([...third.values()]).not.toEqual([...first.values()])
  writer.close()
})

test('a file that is written while it is read is refused', async () => {
  const writer = make(
    'shop.db',
    'CREATE TABLE orders (id INTEGER)',
    'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000) INSERT INTO orders SELECT i FROM n',
  )
  const found = await offered(reading('orders'))
  const [part] = 'issues' in found ? [] : found.parts
  const readAll = async () => {
    let blocks = 0
    for await (const _ of part?.rows ?? []) if (blocks++ === 0) writer.exec('UPDATE orders SET id = id + 1')
  }
  await expect(readAll()).rejects.toThrow('changed while it was being read')
  writer.close()
})
