import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parquet } from '../src/connectors/parquet.ts'
import { datasetOf, facts, offered, sourceFolder, table } from './support/connector-read.ts'

let place: ReturnType<typeof sourceFolder>
beforeEach(() => {
  place = sourceFolder()
})
afterEach(() => place.remove())

/** Another program writes the files: DuckDB. */
async function write(query: string, name = 'a.parquet', how = ''): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  try {
    await connection.run("SET TimeZone = 'UTC'")
    await connection.run(`COPY (${query}) TO '${join(place.data, name)}' (FORMAT parquet${how})`)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

const reading = (columns: Parameters<typeof datasetOf>[1] = {}, from = 'a.parquet') => ({
  connector: parquet,
  folder: place.folder,
  options: { path: 'data' },
  dataset: datasetOf(from, columns),
})

test('every type exactly, nulls beside values', async () => {
  const values = `9007199254740993::BIGINT AS big, 18446744073709551615::UBIGINT AS ubig, 4294967295::UINTEGER AS uint,
    12.34::DECIMAL(9, 2) AS money, 12345678901234.6789::DECIMAL(30, 4) AS wide, -0.01::DECIMAL(38, 2) AS small,
    DATE '2026-03-09' AS day, TIMESTAMP '2026-03-09 14:30:00.123456' AS local,
    TIMESTAMPTZ '2026-03-09 14:30:00+02' AS at, TIMESTAMP_NS '2026-03-09 14:30:00.123456789' AS nanos,
    0.1::FLOAT AS f, 0.1::DOUBLE AS d, true AS done, 'äöü' AS note, UUID '0f8fad5b-d9cb-469f-a165-70867728950e' AS uuid`
  const names = 'big ubig uint money wide small day local at nanos f d done note uuid'.split(' ')
  await write(`SELECT ${values} UNION ALL SELECT ${names.map(() => 'NULL').join(', ')}`)
  const columns = {
    big: 'integer',
    ubig: 'text',
    uint: 'integer',
    money: 'money EUR',
    wide: 'decimal(4)',
    small: 'money EUR',
    day: 'date',
    local: 'timestamp',
    at: 'timestamp',
    nanos: 'timestamp',
    f: 'decimal(3)',
    d: 'decimal(3)',
    done: 'boolean',
    note: 'text',
    uuid: 'text',
  }
  const rows = await facts(reading(columns))
  expect(rows).toContainEqual([
    9_007_199_254_740_993n,
    '18446744073709551615',
    4_294_967_295n,
    1234n,
    123_456_789_012_346_789n,
    -1n,
    20_521,
    1_773_066_600_123_456n,
    1_773_059_400_000_000n,
    1_773_066_600_123_456n,
    100,
    100,
    true,
    'äöü',
    '0f8fad5b-d9cb-469f-a165-70867728950e',
  ])
  expect(rows).toContainEqual(names.map(() => null))
})

test('row groups and every compression, dictionaries or not; only the columns asked for', async () => {
  const query = `SELECT i AS id, 'r' || (i % 7) AS region, (i * 1.5)::DECIMAL(12, 2) AS amount, [i] AS list
    FROM range(10000) t(i)`
  for (const compression of ['uncompressed', 'snappy', 'gzip', 'zstd', 'brotli']) {
    await write(query, 'a.parquet', `, COMPRESSION ${compression}, ROW_GROUP_SIZE 2048`)
    const rows = await facts(reading({ id: 'integer', region: 'text', amount: 'money EUR' }))
    expect(rows).toHaveLength(10_000)
    expect(rows[9_999]).toEqual([9_999n, 'r3', 1_499_850n])
  }
  const found = await offered(reading({ id: 'integer' }))
  expect('issues' in found ? found : found.parts[0]?.header).toEqual(['id'])
  for (const part of 'issues' in found ? [] : found.parts) await part.close?.()
})

test('a pattern of files, each a part', async () => {
  await write('SELECT 1 AS id', 'p-1.parquet')
  await write('SELECT 2 AS id', 'p-2.parquet')
  expect(await facts(reading({ id: 'integer' }, 'p-*.parquet'))).toEqual([[1], [2]])
})

test('what cannot be read is told', async () => {
  await write("SELECT 1 AS id, [1] AS list, {a: 1} AS struct, 'ab'::BLOB AS blob, TIME '12:00' AS clock")
  expect(await facts(reading({ list: 'text' }))).toEqual([expect.stringContaining('Column "list" holds lists')])
  expect(await facts(reading({ struct: 'text' }))).toEqual([expect.stringContaining('load/nested')])
  expect(await facts(reading({ blob: 'text', clock: 'text' }))).toEqual([
    '1 blob: 2 bytes is binary data, which no column holds',
    expect.stringContaining('is a time of day without a day'),
  ])
  expect(await facts(reading({ idd: 'integer' }))).toEqual([expect.stringContaining('Did you mean "id"?')])
  writeFileSync(join(place.data, 'a.parquet'), 'id\n1\n')
  expect(await table(reading({ id: 'integer' }))).toEqual([expect.stringContaining('load/unreadable')])
})

test('a file that changes while it is read is refused', async () => {
  await write('SELECT i AS id FROM range(9000) t(i)', 'a.parquet', ', ROW_GROUP_SIZE 2048')
  await write('SELECT 7 AS id', 'b.parquet')
  const found = await offered(reading({ id: 'integer' }))
  const [part] = 'issues' in found ? [] : found.parts
  let blocks = 0
  const readAll = async () => {
    for await (const _ of part?.rows ?? [])
      if (blocks++ === 0) copyFileSync(join(place.data, 'b.parquet'), join(place.data, 'a.parquet'))
  }
  await expect(readAll()).rejects.toThrow(/changed while it was being read|shorter than its directory/)
  await part?.close?.()
})
