import * as fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { ask, cleanUp, plainRows, testDataset, testEngine, writePart } from './test-engine.ts'

afterEach(cleanUp)

test('every type makes the round trip exactly, nulls included', async () => {
  const { engine } = await testEngine()
  const data = testDataset({
    t: { kind: 'text' },
    m: { kind: 'decimal', scale: 4 },
    f: { kind: 'double' },
    b: { kind: 'boolean' },
    d: { kind: 'date' },
    'Odd "name"': { kind: 'instant' },
  })
  const one = await writePart(engine, data, 1, [
    ['a', null, 'a rather long text ünïcode', ''],
    [999_999_999_999_999_999n, -999_999_999_999_999_999n, null, 0n],
    [0.1, null, -1e300, 5],
    [true, false, null, true],
    [-1, null, 20_000, 0],
    [1n, 1_700_000_000_123_456n, null, -5n],
    [3, 2, 1, null],
    [30n, 20n, 10n, null],
  ])
  expect(one.rows).toBe(4)
  await engine.sync(data, [one])
  const found = await engine.query({ text: 'SELECT * FROM "facts_web_orders" ORDER BY _day NULLS LAST', params: [] })
  expect(found.names).toEqual(['t', 'm', 'f', 'b', 'd', 'Odd "name"', '_day', '_at', '_part'])
  expect(plainRows(found)).toEqual([
    ['a rather long text ünïcode', null, -1e300, null, 20_000, null, 1, 10, 1],
    [null, -999_999_999_999_999_999n, null, 'false', null, 1_700_000_000_123_456, 2, 20, 1],
    ['a', 999_999_999_999_999_999n, 0.1, 'true', -1, 1, 3, 30, 1],
    ['', 0n, 5, 'true', 0, -5, null, null, 1],
  ])
  expect(found.columns[1]).toMatchObject({ kind: 'bigints', scale: 4 })
})

test('any block of any values comes back as it went', async () => {
  const { engine } = await testEngine()
  const data = testDataset({
    t: { kind: 'text' },
    m: { kind: 'decimal', scale: 2 },
    f: { kind: 'double' },
    b: { kind: 'boolean' },
  })
  const limit = 10n ** 18n - 1n
  const row = fc.tuple(
    fc.option(fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.replaceAll('\0', ''))),
    fc.option(fc.bigInt(-limit, limit)),
    fc.option(fc.double({ noNaN: true })),
    fc.option(fc.boolean()),
    fc.option(fc.integer({ min: -100_000, max: 100_000 })),
  )
  let part = 0
  const property = fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), async (rows) => {
    part += 1
    const at = rows.map((_, index) => BigInt(index))
    const written = await writePart(engine, data, part, [
      rows.map((each) => each[0]),
      rows.map((each) => each[1]),
      rows.map((each) => each[2]),
      rows.map((each) => each[3]),
      rows.map((each) => each[4]),
      at,
    ])
    await engine.sync(data, [written])
    const found = await ask(engine, 'SELECT t, m, f, b, _day FROM facts_web_orders ORDER BY _at')
    const big = found.some((each) => typeof each[1] === 'bigint')
    const wanted = rows.map(([t, m, f, b, day]) => [
      t,
      m === null || big ? m : Number(m),
      f,
      b === null ? null : String(b),
      day,
    ])
    // A NULL among bigints and among numbers is the same NULL.
    expect(found).toEqual(wanted)
  })
  await fc.assert(property, { numRuns: 25 })
})

test('blocks larger than a chunk keep their order of rows', async () => {
  const { engine } = await testEngine()
  const data = testDataset({ n: { kind: 'decimal', scale: 0 }, t: { kind: 'text' } })
  const staging = await engine.stage(data)
  const size = 5_000
  for (let block = 0; block < 3; block += 1) {
    const numbers = Array.from({ length: size }, (_, index) => block * size + index)
    const text = numbers.map((number) => (number % 7 === 0 ? null : `a longer member ${number % 3000}`))
    const columns = [numbers.map(BigInt), text, numbers.map(() => 5), numbers.map(BigInt)]
    await staging.append(Int32Array.from(numbers), columns)
  }
  const written = await staging.write('batches/web-orders/1.parquet')
  await staging.discard()
  expect(written).toEqual({ rows: 15_000, firstDay: 5, lastDay: 5 })
  await engine.sync(data, [{ part: 1, file: 'batches/web-orders/1.parquet', rows: 15_000 }])
  const found = await ask(engine, 'SELECT n, t FROM facts_web_orders ORDER BY n')
  const wanted = Array.from({ length: 15_000 }, (_, n) => [n, n % 7 === 0 ? null : `a longer member ${n % 3000}`])
  expect(found).toEqual(wanted)
})

test('exact integers are doubles while their sum is exact, else 64-bit, else bigints', async () => {
  const { engine } = await testEngine()
  const kinds = async (sql: string) => {
    const { columns } = await engine.query({ text: sql, params: [] })
    return columns.map((column) => [column.kind, ...column.values])
  }
  const limit = 2 ** 53
  expect(await kinds(`SELECT unnest([${limit - 2}, 1]::HUGEINT[]) AS v`)).toEqual([['numbers', limit - 2, 1]])
  expect(await kinds(`SELECT unnest([${limit - 2}, -2]::HUGEINT[]) AS v`)).toEqual([
    ['bigints', BigInt(limit - 2), -2n],
  ])
  expect(await kinds('SELECT unnest([-1, 9223372036854775807]::BIGINT[]) AS v')).toEqual([
    ['bigints', -1n, 9_223_372_036_854_775_807n],
  ])
  expect(await kinds('SELECT unnest([5, -9223372036854775809]::HUGEINT[]) AS v')).toEqual([
    ['bigints', 5n, -9_223_372_036_854_775_809n],
  ])
  expect(await kinds('SELECT unnest([18446744073709551615, 0]::UBIGINT[]) AS v')).toEqual([
    ['bigints', 18_446_744_073_709_551_615n, 0n],
  ])
  expect(
    await kinds('SELECT 1.25::DECIMAL(3,2), -1.25::DECIMAL(9,2), 1.25::DECIMAL(18,2), -1.25::DECIMAL(38,2)'),
  ).toEqual([
    ['numbers', 125],
    ['numbers', -125],
    ['numbers', 125],
    ['numbers', -125],
  ])
})

test('text is codes into its members, numbers of every width are doubles, parameters keep their type', async () => {
  const { engine } = await testEngine()
  const { columns } = await engine.query({
    text: `SELECT t, b, NULL AS nothing, 7::TINYINT, 8::USMALLINT, DATE '1970-01-03', TIMESTAMP '1970-01-01 00:00:01',
      'b'::ENUM ('a', 'b') FROM (VALUES ('x', true), (NULL, NULL), ('x', false)) v(t, b)`,
    params: [],
  })
  expect(columns[0]).toEqual({ kind: 'codes', values: Int32Array.of(0, -1, 0), members: ['x'] })
  expect(columns[1]).toEqual({ kind: 'codes', values: Int32Array.of(1, -1, 0), members: ['false', 'true'] })
  expect(columns[2]).toEqual({ kind: 'numbers', values: Float64Array.of(0, 0, 0), valid: Uint8Array.of(0, 0, 0) })
  expect(columns.slice(3, 7).map((column) => column.values[0])).toEqual([7, 8, 2, 1_000_000])
  expect(columns[7]).toMatchObject({ members: ['b'] })
  const params = ["it's", 5, 2 ** 40, 0.5, 12n, 2n ** 70n, true, null] as const
  const list = params.map((_, index) => `$${index + 1} AS p${index}`).join(', ')
  expect(await ask(engine, `SELECT ${list}`, ...params)).toEqual([
    ["it's", 5, 2 ** 40, 0.5, 12, 2n ** 70n, 'true', null],
  ])
  await expect(ask(engine, 'SELECT [1, 2]')).rejects.toMatchObject({ code: 'unsupported-type' })
})

test('a value that does not fit its column is refused before it reaches the engine', async () => {
  const { engine } = await testEngine()
  const data = testDataset({ m: { kind: 'decimal', scale: 2 } })
  const staging = await engine.stage(data)
  const append = (...columns: Parameters<typeof staging.append>[1]) => staging.append(Int32Array.of(2), columns)
  await expect(append([10n ** 18n], [1], [1n])).rejects.toMatchObject({ code: 'bad-value' })
  await expect(append(['1'], [1], [1n])).rejects.toMatchObject({ code: 'bad-value' })
  await expect(append([1n], [1.5], [1n])).rejects.toMatchObject({ code: 'bad-value' })
  await expect(append([1n], [1])).rejects.toMatchObject({ code: 'bad-block' })
  await expect(append([1n, 2n], [1, 2], [1n, 2n])).rejects.toMatchObject({ code: 'bad-block' })
  expect(await staging.write('batches/web-orders/1.parquet')).toEqual({ rows: 0, firstDay: null, lastDay: null })
  await staging.discard()
  await staging.discard()
  await expect(staging.duplicates([])).rejects.toMatchObject({ code: 'staging-lost' })
})
