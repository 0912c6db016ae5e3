import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { postgres } from '../src/connectors/postgres.ts'
import { datasetOf, facts, offered, table } from './support/connector-read.ts'
import { type PostgresServer, postgresPrograms, startPostgres } from './support/postgres-server.ts'

const programs = await postgresPrograms()

const reading = (url: string, from: string, columns: Parameters<typeof datasetOf>[1] = {}, options = {}) => ({
  connector: postgres,
  folder: '/',
  options: { 'url-from': 'SHOP_URL', ...options },
  dataset: datasetOf(from, columns),
  environment: { SHOP_URL: url },
})

test('secrets never stand in documents, and never in words', async () => {
  expect(postgres.options.safeParse({ 'url-from': 'postgres://me:secret@db/shop' }).success).toBe(false)
  expect(postgres.options.safeParse({ 'url-from': 'SHOP_URL', password: 'x' }).success).toBe(false)
  expect(await table({ ...reading('', 'orders'), environment: {} })).toEqual([
    expect.stringContaining('The environment variable SHOP_URL is not set.'),
  ])
  for (const url of ['me:secret@db', 'http://me:secret@db/x', 'postgres://me:secret@db:x/']) {
    const [said] = await table(reading(url, 'orders'))
    expect(said).toContain('load/address')
    expect(said).not.toContain('secret')
  }
})

test('addresses that no database has are not asked', async () => {
  for (const host of ['169.254.169.254', '[fe80::1]', '0.0.0.0', '[::ffff:169.254.169.254]'])
    expect(await table(reading(`postgres://a:b@${host}/x`, 'orders'))).toEqual([
      expect.stringContaining('is no address of a database'),
    ])
  const [said] = await table(reading('postgres://me:secret@127.0.0.1:1/x', 'orders'))
  expect(said).toContain('127.0.0.1:1/x cannot be reached: nothing listens there')
  expect(said).not.toContain('secret')
})

describe.skipIf(programs === null)('with a server (skipped: there are no PostgreSQL programs for this machine)', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
    await server.run(
      'CREATE SCHEMA sales',
      `CREATE TABLE sales.orders (id bigint, small smallint, amount numeric(20, 4), ratio double precision, day date,
        local timestamp, at timestamptz, done boolean, note text)`,
      `INSERT INTO sales.orders VALUES
        (9007199254740993, 7, 12.3400, 0.1, '2026-03-09', '2026-03-09 14:30', '2026-03-09 14:30:00.123456+02', true, 'a,"b"'),
        (2, -7, NULL, NULL, NULL, NULL, NULL, false, NULL)`,
      'CREATE TABLE many AS SELECT i AS id FROM generate_series(1, 5001) AS i',
      "CREATE USER reader PASSWORD 'r'",
    )
  }, 60_000)
  afterAll(() => server?.stop())
  const read = (from: string, columns = {}, options = {}) => facts(reading(server.url(), from, columns, options))

  test('every type exactly: big numbers, numeric, days without a zone, instants', async () => {
    const columns = {
      id: 'integer',
      small: 'integer',
      amount: 'money EUR',
      ratio: 'decimal(3)',
      day: 'date',
      local: 'timestamp',
      at: 'timestamp',
      done: 'boolean',
      note: 'text',
    }
    expect(await read('sales.orders', columns)).toEqual([
      [9_007_199_254_740_993n, 7, 1234n, 100, 20_521, 1_773_066_600_000_000n, 1_773_059_400_123_456n, true, 'a,"b"'],
      [2, -7, null, null, null, null, null, false, null],
    ])
  })

  test('values that no column holds are refused where a column asks for them', async () => {
    const query = `SELECT 'NaN'::numeric AS n, 'Infinity'::float8 AS f, 'infinity'::date AS d, '-infinity'::timestamp AS t,
      '\\x0102'::bytea AS b, 5::money AS m, 'x'::text AS ok`
    expect(await read(query, { ok: 'text' })).toEqual([['x']])
    const columns = { n: 'decimal(2)', f: 'decimal(2)', d: 'date', t: 'timestamp', b: 'text', m: 'money EUR' }
    const said = await read(query, columns)
    expect(said).toHaveLength(6)
    expect(said).toContain('1 b: 2 bytes is binary data, which no column holds')
    expect(said).toContainEqual(expect.stringMatching(/m: \$?5.00 is of the type money/))
  })

  test('a table in chunks, and a query with a comment at its end', async () => {
    expect(await read('many', { id: 'integer' })).toHaveLength(5001)
    expect(await read('select max(id) as top from many -- one row', { top: 'integer' })).toEqual([[5001]])
  })

  test('rows are of one moment and nothing can be written', async () => {
    const found = await offered(reading(server.url(), 'many'))
    if ('issues' in found) throw new Error('issues')
    const [part] = found.parts
    await server.run('INSERT INTO many VALUES (0)')
    let rows = 0
    for await (const block of part?.rows ?? []) rows += block.length
    await part?.close?.()
    expect(rows).toBe(5001)
    await server.run('DELETE FROM many WHERE id = 0', 'CREATE SEQUENCE counter')
    const written = await read("select nextval('counter') as n", { n: 'integer' })
    expect(String(written)).toContain('read-only transaction')
    expect(await read('select 1; delete from many')).toEqual([expect.stringContaining('load/query')])
  })

  test('the same rows in another order have the same fingerprint', async () => {
    const printOf = async () => {
      const found = await offered(reading(server.url(), 'many'))
      const [part] = 'issues' in found ? [] : found.parts
      for await (const _ of part?.rows ?? []);
      await part?.close?.()
      return typeof part?.fingerprint === 'function' ? part.fingerprint() : ''
    }
    const first = await printOf()
    expect(first).toMatch(/^[0-9a-f]{64}$/)
    await server.run('UPDATE many SET id = id WHERE id < 100')
    expect(await printOf()).toBe(first)
    await server.run('UPDATE many SET id = 5002 WHERE id = 5001')
    expect(await printOf()).not.toBe(first)
    await server.run('UPDATE many SET id = 5001 WHERE id = 5002')
  })

  test('mistakes are told with what would be right', async () => {
    const said = async (from: string, options = {}, more = {}) =>
      String(await facts(reading(server.url(more), from, { id: 'integer' }, options)))
    expect(await said('sales.ordes')).toContain('Did you mean "sales.orders"?')
    expect(await said('manny')).toContain('Did you mean "many"?')
    expect(await said('nowhere.orders')).toContain('There is no table or view "nowhere.orders".')
    expect(await said('select idd from many')).toContain('column "idd" does not exist')
    expect(await said('many', {}, { password: 'wrong' })).toContain('load/denied')
    expect(await said('many', {}, { user: 'reader', password: 'r' })).toContain('permission denied for table many')
    expect(await said('many', {}, { database: 'shop' })).toContain('database "shop" does not exist')
    expect(await said('many', { ssl: 'verify' })).toContain('does not support SSL')
    expect(await said('select pg_sleep(30) as id', { timeout: 1 })).toContain('the query took longer than 1 seconds')
  })

  test('doctor’s look opens nothing that stays open', async () => {
    const look = (from: string) => {
      const { dataset, options, environment } = reading(server.url(), from)
      const known = new Map<string, string>()
      return postgres.reach?.({ folder: '/', dataset, options, known, environment: () => environment.SHOP_URL })
    }
    expect(await look('many')).toEqual([])
    expect(await look('manny')).toMatchObject([{ code: 'load/no-table' }])
    expect(
      await read("select count(*) as n from pg_stat_activity where state like 'idle in%'", { n: 'integer' }),
    ).toEqual([[0]])
  })
})
