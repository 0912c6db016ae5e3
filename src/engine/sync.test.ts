import { renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { amounts, amountsPart, ask, cleanUp, idsAndAmounts, testDataset, testEngine, writePart } from './test-engine.ts'

afterEach(cleanUp)

test('sync makes the table hold exactly the parts, in any order, any number of times', async () => {
  const { engine } = await testEngine()
  const one = await amountsPart(engine, 1, { a: 100n, b: 200n })
  const two = await amountsPart(engine, 2, { c: 300n }, 19_000)
  expect(await engine.sync(idsAndAmounts, [])).toEqual({ rebuilt: true })
  expect(await amounts(engine)).toEqual([])
  expect(await engine.sync(idsAndAmounts, [two, one])).toEqual({ rebuilt: false })
  const both = [
    ['a', 100],
    ['b', 200],
    ['c', 300],
  ]
  expect(await amounts(engine)).toEqual(both)
  expect(await engine.sync(idsAndAmounts, [one, two])).toEqual({ rebuilt: false })
  expect(await amounts(engine)).toEqual(both)
  const corrected = await amountsPart(engine, 3, { a: 101n, b: 200n })
  await engine.sync(idsAndAmounts, [corrected, two])
  expect(await amounts(engine)).toEqual([
    ['a', 101],
    ['b', 200],
    ['c', 300],
  ])
  await engine.sync(idsAndAmounts, [one, two])
  expect(await amounts(engine)).toEqual(both)
  await engine.sync(idsAndAmounts, [])
  expect(await amounts(engine)).toEqual([])
  expect(await ask(engine, 'SELECT count(*) FROM bellwether_parts')).toEqual([[0]])
})

test('a part number with another file behind it is read again', async () => {
  const { engine, folder } = await testEngine()
  const one = await amountsPart(engine, 1, { a: 100n })
  await engine.sync(idsAndAmounts, [one])
  const other = await amountsPart(engine, 2, { b: 100n })
  renameSync(join(folder, other.file), join(folder, one.file))
  utimesSync(join(folder, one.file), 1, 1)
  await engine.sync(idsAndAmounts, [one])
  expect(await amounts(engine)).toEqual([['b', 100]])
})

test('another layout builds the table anew; digits may be added, other changes ask for a load', async () => {
  const { engine } = await testEngine()
  const one = await amountsPart(engine, 1, { a: 123n })
  await engine.sync(idsAndAmounts, [one])
  const wider = testDataset({ id: { kind: 'text' }, amount: { kind: 'decimal', scale: 4 }, note: { kind: 'text' } })
  expect(await engine.sync(wider, [one])).toEqual({ rebuilt: true })
  expect(await ask(engine, 'SELECT id, amount, note FROM facts_web_orders')).toEqual([['a', 12_300, null]])
  const changed = testDataset({ id: { kind: 'text' }, amount: { kind: 'text' } })
  await expect(engine.sync(changed, [one])).rejects.toMatchObject({
    code: 'part-shape',
    message: 'Column amount of dataset web-orders is VARCHAR now, but DECIMAL(18,2) in batches/web-orders/1.parquet.',
  })
  expect(await ask(engine, 'SELECT id, amount, note FROM facts_web_orders')).toEqual([['a', 12_300, null]])
})

test('a missing, damaged or different file is named and changes nothing', async () => {
  const { engine, folder, said } = await testEngine()
  const one = await amountsPart(engine, 1, { a: 100n })
  const two = await amountsPart(engine, 2, { b: 200n })
  await engine.sync(idsAndAmounts, [one])
  await expect(engine.sync(idsAndAmounts, [one, { ...two, rows: 7 }])).rejects.toMatchObject({
    code: 'part-rows',
    message: 'The file batches/web-orders/2.parquet of dataset web-orders holds 1 rows; 7 were acknowledged.',
  })
  writeFileSync(join(folder, two.file), 'PAR1 but not really PAR1')
  await expect(engine.sync(idsAndAmounts, [one, two])).rejects.toMatchObject({
    code: 'part-unreadable',
    message: expect.stringContaining('batches/web-orders/2.parquet of dataset web-orders (part 2)'),
  })
  rmSync(join(folder, two.file))
  await expect(engine.sync(idsAndAmounts, [two])).rejects.toMatchObject({
    code: 'part-missing',
    message: 'The file batches/web-orders/2.parquet of dataset web-orders (part 2) is missing.',
  })
  expect(await amounts(engine)).toEqual([['a', 100]])
  rmSync(join(folder, one.file))
  expect(await engine.sync(idsAndAmounts, [one])).toEqual({ rebuilt: false })
  expect(said.join()).toContain('batches/web-orders/1.parquet of web-orders is missing')
  await expect(engine.sync(idsAndAmounts, [{ ...one, file: '/etc/passwd' }])).rejects.toMatchObject({
    code: 'access-refused',
  })
})

test('a file is whole or absent, in order of day, and survives a second writing', async () => {
  const { engine, folder } = await testEngine()
  const data = testDataset({ id: { kind: 'text' } })
  const part = await writePart(engine, data, 1, [
    ['z', 'y', 'x', 'w'],
    [3, 1, null, 2],
    [3n, 1n, null, 2n],
  ])
  const first = statSync(join(folder, part.file)).size
  await writePart(engine, data, 1, [
    ['z', 'y', 'x', 'w'],
    [3, 1, null, 2],
    [3n, 1n, null, 2n],
  ])
  expect(statSync(join(folder, part.file)).size).toBe(first)
  const order = await ask(engine, `SELECT id, _day, _line FROM read_parquet('${part.file}')`)
  expect(order).toEqual([
    ['y', 1, 3],
    ['w', 2, 5],
    ['z', 3, 2],
    ['x', null, 4],
  ])
})

test('keys that would stand twice are shown with their lines', async () => {
  const { engine } = await testEngine()
  const data = testDataset(
    { day: { kind: 'date' }, price: { kind: 'decimal', scale: 2 }, sku: { kind: 'text' }, at: { kind: 'instant' } },
    ['day', 'price', 'sku', 'at'],
  )
  const rows = (skus: readonly (string | null)[]) => [
    skus.map(() => 19_723),
    skus.map(() => 150n),
    skus,
    skus.map(() => 1_704_067_200_500_000n),
    skus.map(() => 19_723),
    skus.map(() => 0n),
  ]
  const synced = await writePart(engine, data, 1, rows(['a', 'b']))
  const unsynced = await writePart(engine, data, 2, rows(['c']))
  await engine.sync(data, [synced])
  const staging = await engine.stage(data)
  await staging.append(Int32Array.of(2, 3, 4, 5, 6, 7, 8), rows(['d', 'b', 'c', 'e', 'd', null, null]))
  const key = (sku: string) => ['2024-01-01', '1.5', sku, '2024-01-01T00:00:00.500000Z']
  expect(await staging.duplicates([])).toEqual([
    { key: key('d'), lines: [2, 6] },
    { key: key(''), lines: [7, 8] },
  ])
  expect(await staging.duplicates([synced, unsynced])).toEqual([
    { key: key('d'), lines: [2, 6] },
    { key: key('b'), lines: [3] },
    { key: key('c'), lines: [4] },
    { key: key(''), lines: [7, 8] },
  ])
  await staging.append(
    Int32Array.from({ length: 60 }, (_, index) => 100 + index),
    rows(Array.from({ length: 60 }, (_, index) => `many ${index % 30}`)),
  )
  expect(await staging.duplicates([])).toHaveLength(20)
  await staging.discard()
})

test('late rows are counted, and a table of mostly late rows is put in order again', async () => {
  const { engine } = await testEngine()
  const data = testDataset({ n: { kind: 'decimal', scale: 0 } })
  const many = (part: number, day: number) => {
    const numbers = Array.from({ length: 300_000 }, (_, index) => index)
    const days = numbers.map((number) => day + (number % 100))
    return writePart(engine, data, part, [numbers.map(BigInt), days, days.map(BigInt)])
  }
  const newer = await many(1, 20_000)
  const older = await many(2, 10_000)
  const newest = await many(3, 30_000)
  await engine.sync(data, [newer])
  expect(await engine.sync(data, [newer, newest])).toEqual({ rebuilt: false })
  expect(await engine.sync(data, [newer, newest, older])).toEqual({ rebuilt: false })
  expect(await engine.sync(data, [newer, newest, older])).toEqual({ rebuilt: true })
  expect(await engine.sync(data, [newer, newest, older])).toEqual({ rebuilt: false })
  expect(await ask(engine, 'SELECT count(*), min(_day), max(_day) FROM facts_web_orders')).toEqual([
    [900_000, 10_000, 30_099],
  ])
})
