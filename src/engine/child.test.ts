import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { amountsPart, ask, cleanUp, endless, idsAndAmounts, testEngine } from './test-engine.ts'

afterEach(cleanUp)

test('deadline and abort end a statement, and the lane is free again', async () => {
  const { engine } = await testEngine(undefined, { threads: 1 })
  await expect(engine.query(endless, { deadlineMs: 100 })).rejects.toMatchObject({ code: 'timeout' })
  expect(await ask(engine, 'SELECT 1')).toEqual([[1]])
  const controller = new AbortController()
  const running = engine.query(endless, { signal: controller.signal })
  setTimeout(() => controller.abort(), 100)
  await expect(running).rejects.toMatchObject({ code: 'cancelled' })
  expect(await ask(engine, 'SELECT 2')).toEqual([[2]])
  await expect(engine.query(endless, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' })
})

test('what waits in a lane is withdrawn without having run', async () => {
  const { engine } = await testEngine(undefined, { threads: 1 })
  const first = new AbortController()
  const running = engine.query(endless, { signal: first.signal })
  await expect(engine.query(endless, { deadlineMs: 50 })).rejects.toMatchObject({ code: 'timeout' })
  const second = new AbortController()
  const waiting = engine.query(endless, { signal: second.signal })
  second.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'cancelled' })
  first.abort()
  await expect(running).rejects.toMatchObject({ code: 'cancelled' })
  expect(await ask(engine, 'SELECT 1')).toEqual([[1]])
})

test('short questions are answered while every heavy place is taken', async () => {
  const { engine } = await testEngine()
  const controller = new AbortController()
  const heavy = [1, 2, 3, 4].map(() => engine.query(endless, { signal: controller.signal }))
  const settled = Promise.allSettled(heavy)
  for (let n = 0; n < 20; n += 1) {
    const { rows } = await engine.query({ text: 'SELECT $1', params: [n] }, { lane: 'short' })
    expect(rows).toBe(1)
  }
  const one = await amountsPart(engine, 1, { a: 1n })
  await engine.sync(idsAndAmounts, [one])
  controller.abort()
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected'])
})

test('nothing outside the batches folder is read or written, and nothing is changed by a question', async () => {
  const { engine, folder } = await testEngine()
  writeFileSync(join(folder, 'secret.csv'), 'a\n1\n')
  const refused = { code: 'access-refused' }
  await expect(ask(engine, "SELECT * FROM read_csv('secret.csv')")).rejects.toMatchObject(refused)
  await expect(ask(engine, "SELECT * FROM read_text('/etc/hostname')")).rejects.toMatchObject(refused)
  await expect(ask(engine, "SELECT * FROM read_text('batches/../secret.csv')")).rejects.toMatchObject(refused)
  const statements = [
    "COPY (SELECT 1) TO 'batches/x.csv'",
    "ATTACH 'other.duckdb'",
    'SET memory_limit = 1',
    'INSTALL httpfs',
    'DROP TABLE bellwether_parts',
    'DELETE FROM bellwether_parts',
  ]
  for (const statement of statements) {
    await expect(ask(engine, statement)).rejects.toMatchObject({ code: expect.stringMatching(/refused|failed/) })
  }
  expect(await ask(engine, "SELECT current_setting('lock_configuration')")).toEqual([['true']])
  const staging = await engine.stage(idsAndAmounts)
  await expect(staging.write('/tmp/elsewhere.parquet')).rejects.toMatchObject(refused)
  await expect(staging.write('batches/../elsewhere.parquet')).rejects.toMatchObject(refused)
  await staging.discard()
})

test('mistakes in a statement are told as they are', async () => {
  const { engine } = await testEngine()
  await expect(ask(engine, 'SELECT nonsense')).rejects.toMatchObject({
    code: 'statement-failed',
    message: expect.stringContaining('nonsense'),
  })
  await expect(ask(engine, 'SELECT 1; SELECT 2')).rejects.toMatchObject({ code: 'statement-failed' })
})

test('the calendar is replaced as a whole', async () => {
  const { engine } = await testEngine()
  const columns = { gregorian_month: Int32Array.of(0, 0, 1), fiscal_week: Int32Array.of(7, 8, 8) }
  await engine.calendar({ firstDay: 29, days: 3, columns })
  expect(await ask(engine, 'SELECT * FROM calendar ORDER BY day')).toEqual([
    [29, 0, 7],
    [30, 0, 8],
    [31, 1, 8],
  ])
  await engine.calendar({ firstDay: 5, days: 1, columns: { gregorian_year: Int32Array.of(0) } })
  expect(await ask(engine, 'SELECT * FROM calendar')).toEqual([[5, 0]])
})

test('stats tell rows, days and distinct values', async () => {
  const { engine } = await testEngine()
  await expect(engine.stats(idsAndAmounts)).rejects.toMatchObject({ code: 'no-table' })
  await engine.sync(idsAndAmounts, [])
  const none = { rows: 0, firstDay: null, lastDay: null, distinct: { id: 0, amount: 0 }, complete: ['id', 'amount'] }
  expect(await engine.stats(idsAndAmounts)).toEqual(none)
  const one = await amountsPart(engine, 1, { a: 1n, b: 1n, c: 2n })
  await engine.sync(idsAndAmounts, [one])
  const some = { ...none, rows: 3, firstDay: 20_000, lastDay: 20_002, distinct: { id: 3, amount: 2 } }
  expect(await engine.stats(idsAndAmounts)).toEqual(some)
  expect(await engine.stats(idsAndAmounts)).toEqual(some)
  await engine.sync(idsAndAmounts, [])
  expect(await engine.stats(idsAndAmounts)).toEqual(none)
})
