import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterEach, expect, test } from 'vitest'
import type { Engine } from './open.ts'
import {
  amounts,
  amountsPart,
  ask,
  cleanUp,
  endless,
  idsAndAmounts,
  temporaryFolder,
  testDataset,
  testEngine,
  writePart,
} from './test-engine.ts'

afterEach(cleanUp)

function kill(engine: Engine): number {
  const pid = engine.pid()
  if (pid === null) throw new Error('The engine does not run.')
  process.kill(pid, 'SIGKILL')
  return pid
}

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20))
}

test('an engine killed in the middle of a question is started again, and the question is asked once more', async () => {
  const { engine, said } = await testEngine()
  await engine.sync(idsAndAmounts, [await amountsPart(engine, 1, { a: 100n })])
  const long = engine.query({
    text: 'SELECT count(*), (SELECT sum(amount) FROM facts_web_orders) FROM range(60000000) r(i) WHERE hash(i) % 3 < 5',
    params: [],
  })
  const staging = await engine.stage(idsAndAmounts)
  const first = kill(engine)
  const { columns } = await long
  expect(columns.map((column) => column.values[0])).toEqual([60_000_000, 100])
  expect(engine.pid()).not.toBe(first)
  expect(said.join()).toContain('The engine died (SIGKILL)')
  await expect(staging.append(Int32Array.of(2), [['b'], [1n], [1], [1n]])).rejects.toMatchObject({
    code: 'staging-lost',
  })
  await staging.discard()
})

test('a question that outlives two engines is refused, and the third engine works', async () => {
  const { engine } = await testEngine()
  const refused = expect(engine.query(endless)).rejects.toMatchObject({ code: 'engine-died' })
  kill(engine)
  await until(() => engine.pid() !== null)
  await ask(engine, 'SELECT 1')
  kill(engine)
  await refused
  expect(await ask(engine, 'SELECT 1')).toEqual([[1]])
})

test('an engine killed at any moment of a sync holds all or nothing of it, and asked again holds all', async () => {
  const { engine } = await testEngine()
  const data = testDataset({ n: { kind: 'decimal', scale: 0 } })
  const numbers = Array.from({ length: 200_000 }, (_, index) => BigInt(index))
  const days = numbers.map((_, index) => index % 3000)
  const parts = []
  for (const part of [1, 2, 3]) parts.push(await writePart(engine, data, part, [numbers, days, numbers]))
  const all = [[600_000, 600_000 * 0.5 * 199_999]]
  for (const delay of [0, 5, 15, 30, 60, 100]) {
    await engine.sync(data, [])
    const syncing = engine.sync(data, parts)
    await new Promise((resolve) => setTimeout(resolve, delay))
    kill(engine)
    await syncing
    expect(await ask(engine, 'SELECT count(*), sum(n) FROM facts_web_orders')).toEqual(all)
    expect(await engine.sync(data, parts)).toEqual({ rebuilt: false })
  }
})

test('a lost engine file is filled again by sync', async () => {
  const folder = temporaryFolder()
  const before = await testEngine(folder)
  const one = await amountsPart(before.engine, 1, { a: 100n })
  await before.engine.sync(idsAndAmounts, [one])
  await before.engine.close()
  rmSync(join(folder, 'engine.duckdb'))
  const { engine } = await testEngine(folder)
  expect(await engine.sync(idsAndAmounts, [one])).toEqual({ rebuilt: true })
  expect(await amounts(engine)).toEqual([['a', 100]])
})

test('a file of another version is built anew', async () => {
  const folder = temporaryFolder()
  const before = await testEngine(folder)
  const one = await amountsPart(before.engine, 1, { a: 100n })
  await before.engine.sync(idsAndAmounts, [one])
  await before.engine.close()
  const instance = await DuckDBInstance.create(join(folder, 'engine.duckdb'))
  const connection = await instance.connect()
  await connection.run("UPDATE bellwether_stamp SET stamp = 'v0.1 layout 0'")
  connection.closeSync()
  instance.closeSync()
  const { engine, said } = await testEngine(folder)
  expect(said).toEqual([expect.stringContaining('written by v0.1 layout 0')])
  expect(await engine.sync(idsAndAmounts, [one])).toEqual({ rebuilt: true })
  expect(await amounts(engine)).toEqual([['a', 100]])
})

test('a file that another server holds is left alone', async () => {
  const { engine, folder } = await testEngine()
  await engine.sync(idsAndAmounts, [await amountsPart(engine, 1, { a: 100n })])
  await expect(testEngine(folder)).rejects.toMatchObject({ code: 'engine-held' })
  expect(await amounts(engine)).toEqual([['a', 100]])
})

test('an orderly restart keeps what was synced', async () => {
  const folder = temporaryFolder()
  const before = await testEngine(folder)
  const one = await amountsPart(before.engine, 1, { a: 100n })
  await before.engine.sync(idsAndAmounts, [one])
  await before.engine.close()
  await expect(ask(before.engine, 'SELECT 1')).rejects.toMatchObject({ code: 'engine-closed' })
  expect(existsSync(join(folder, 'engine.duckdb.wal'))).toBe(false)
  const { engine } = await testEngine(folder)
  expect(await engine.sync(idsAndAmounts, [one])).toEqual({ rebuilt: false })
  expect(await amounts(engine)).toEqual([['a', 100]])
})

test.each([
  ['garbage', (file: string) => writeFileSync(file, 'this is not a database '.repeat(1000))],
  ['an empty file', (file: string) => writeFileSync(file, '')],
  ['a file cut off', (file: string) => truncateSync(file, 5000)],
  ['a file with a damaged block', (file: string) => writeFileSync(file, damaged(readFileSync(file)))],
])('%s instead of the engine file is replaced and filled again', async (_, spoil) => {
  const folder = temporaryFolder()
  const before = await testEngine(folder)
  const one = await amountsPart(before.engine, 1, { a: 100n })
  await before.engine.sync(idsAndAmounts, [one])
  await before.engine.close()
  spoil(join(folder, 'engine.duckdb'))
  const { engine } = await testEngine(folder)
  await engine.sync(idsAndAmounts, [one])
  expect(await amounts(engine)).toEqual([['a', 100]])
})

/** Every byte behind the file's headers turned over. */
const damaged = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte, at) => (at < 12_288 ? byte : byte ^ 0xff)))

test.each([
  ['cut off', (wal: Buffer) => wal.subarray(0, Math.floor(wal.length * 0.7))],
  ['damaged in the middle', (wal: Buffer) => Buffer.from(wal.map((byte, at) => (at % 97 === 50 ? byte ^ 0xff : byte)))],
  ['garbage', (wal: Buffer) => Buffer.alloc(wal.length, 'garbage')],
])('a write-ahead log that is %s costs nothing that was accepted', async (_, spoil) => {
  const folder = temporaryFolder()
  const before = await testEngine(folder)
  const one = await amountsPart(before.engine, 1, { a: 100n })
  const two = await amountsPart(before.engine, 2, { b: 200n })
  await before.engine.sync(idsAndAmounts, [one])
  const spine = { firstDay: 0, days: 5000, columns: { gregorian_day: Int32Array.from({ length: 5000 }, (_, n) => n) } }
  await before.engine.calendar(spine)
  const pid = kill(before.engine)
  await until(() => !alive(pid))
  await before.engine.close()
  const wal = join(folder, 'engine.duckdb.wal')
  if (existsSync(wal)) writeFileSync(wal, spoil(readFileSync(wal)))
  const { engine } = await testEngine(folder)
  await engine.sync(idsAndAmounts, [one, two])
  await engine.calendar(spine)
  expect(await amounts(engine)).toEqual([
    ['a', 100],
    ['b', 200],
  ])
})

test('an engine file that is lost while the engine runs is filled again before waiting questions are answered', async () => {
  const { engine, folder } = await testEngine()
  await engine.sync(idsAndAmounts, [await amountsPart(engine, 1, { a: 100n })])
  await engine.calendar({ firstDay: 0, days: 1, columns: {} })
  rmSync(join(folder, 'engine.duckdb'))
  rmSync(join(folder, 'engine.duckdb.wal'), { force: true })
  kill(engine)
  expect(await amounts(engine)).toEqual([['a', 100]])
  expect(await ask(engine, 'SELECT * FROM calendar')).toEqual([[0]])
})

test('a block found damaged by a question has the file moved aside, filled again, and the question answered', async () => {
  const folder = temporaryFolder()
  const before = await testEngine(folder)
  const data = testDataset({ n: { kind: 'decimal', scale: 0 } })
  const numbers = Array.from({ length: 200_000 }, (_, index) => BigInt((index * 7919) % 100_003))
  const days = numbers.map((_, index) => index % 1000)
  const one = await writePart(before.engine, data, 1, [numbers, days, numbers])
  await before.engine.sync(data, [one])
  const right = await ask(before.engine, 'SELECT sum(n), sum(_at), sum(_day) FROM facts_web_orders')
  await before.engine.close()
  const file = join(folder, 'engine.duckdb')
  const bytes = readFileSync(file)
  for (let at = 300_000; at < bytes.length; at += 262_144) bytes[at] = (bytes[at] ?? 0) ^ 0xff
  writeFileSync(file, bytes)
  const { engine, said } = await testEngine(folder)
  await engine.sync(data, [one])
  expect(await ask(engine, 'SELECT sum(n), sum(_at), sum(_day) FROM facts_web_orders')).toEqual(right)
  expect(said.join()).toContain('engine.duckdb was damaged')
  expect(existsSync(`${file}.damaged`)).toBe(true)
})

test('an engine that grew too large is drained and started anew, without a question noticing', async () => {
  const { engine, said } = await testEngine(undefined, { recycleMb: 1 })
  await engine.sync(idsAndAmounts, [await amountsPart(engine, 1, { a: 100n })])
  const first = engine.pid()
  const asked = Array.from({ length: 600 }, (_, n) => ask(engine, 'SELECT $1, amount FROM facts_web_orders', n))
  expect(await Promise.all(asked)).toEqual(asked.map((_, n) => [[n, 100]]))
  expect(await amounts(engine)).toEqual([['a', 100]])
  expect(engine.pid()).not.toBe(first)
  expect(said.join()).toContain('started anew')
  expect(said.join()).not.toContain('died')
})

test('the engine dies with its parent, and the next parent finds everything', async () => {
  const folder = temporaryFolder()
  const setUp = await testEngine(folder)
  const one = await amountsPart(setUp.engine, 1, { a: 100n })
  await setUp.engine.sync(idsAndAmounts, [one])
  await setUp.engine.close()
  const script = `
    import { openFacts } from ${JSON.stringify(fileURLToPath(new URL('./open.ts', import.meta.url)))}
    const engine = await openFacts({ folder: ${JSON.stringify(folder)}, memoryMb: 256, threads: 1, log: () => undefined })
    engine.query(${JSON.stringify(endless)}).catch(() => undefined)
    console.log(engine.pid())`
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const engine = Number(await firstLine(parent))
  expect(alive(engine)).toBe(true)
  parent.kill('SIGKILL')
  await until(() => !alive(engine))
  const next = await testEngine(folder)
  expect(await next.engine.sync(idsAndAmounts, [one])).toEqual({ rebuilt: false })
  expect(await amounts(next.engine)).toEqual([['a', 100]])
})

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('No output to read.')
  const [chunk] = await once(child.stdout, 'data')
  return String(chunk)
}
