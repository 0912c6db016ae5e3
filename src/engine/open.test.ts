import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { Dataset } from '../domain/catalog.ts'
import type { ValueType } from '../domain/formula/algebra.ts'
import type { FactColumn, PartRef } from '../ports.ts'
import { type Engine, openFacts } from './open.ts'

const opened: { engine: Engine; folder: string }[] = []
afterEach(async () => {
  for (const { engine, folder } of opened.splice(0)) {
    await engine.close()
    rmSync(folder, { recursive: true, force: true })
  }
})

async function open(folder = mkdtempSync(join(tmpdir(), 'bellwether-engine-'))) {
  const said: string[] = []
  const engine = await openFacts({
    folder,
    memoryMb: 256,
    threads: 2,
    log: (level, message) => said.push(`${level} ${message}`),
  })
  opened.push({ engine, folder })
  return { engine, folder, said }
}

const dataset = (columns: Readonly<Record<string, ValueType>>, key: readonly string[] | null = null): Dataset => ({
  id: 'web-orders',
  name: 'Orders',
  source: 'shop',
  from: '*.csv',
  key,
  time: null,
  rows: 'event',
  rowNoun: 'order',
  columns: Object.entries(columns).map(([name, type]) => ({
    name,
    type,
    unit: {},
    from: name,
    format: null,
    missing: [],
    decimalSign: '.',
    required: false,
  })),
  lookUps: [],
  dimensions: [],
  onError: 'refuse',
  shape: 'x',
  place: {},
})

async function part(engine: Engine, data: Dataset, number: number, columns: readonly FactColumn[]): Promise<PartRef> {
  const staging = await engine.stage(data)
  const rows = columns[0]?.length ?? 0
  await staging.append(
    Int32Array.from({ length: rows }, (_, index) => index + 2),
    columns,
  )
  const file = `batches/${data.id}/${number}.parquet`
  const written = await staging.write(file)
  await staging.discard()
  return { part: number, file, rows: written.rows }
}

test('every type makes the round trip exactly, nulls included', async () => {
  const { engine } = await open()
  const data = dataset({
    t: { kind: 'text' },
    m: { kind: 'decimal', scale: 4 },
    f: { kind: 'double' },
    b: { kind: 'boolean' },
    d: { kind: 'date' },
    i: { kind: 'instant' },
  })
  const one = await part(engine, data, 1, [
    ['a', null, 'a rather long text ünïcode', 'b'],
    [999_999_999_999_999_999n, -999_999_999_999_999_999n, null, 0n],
    [0.1, null, -1e300, 5],
    [true, false, null, true],
    [-1, null, 20_000, 0],
    [1n, 1_700_000_000_123_456n, null, -5n],
    [3, 2, 1, null],
    [0n, 1n, 2n, null],
  ])
  expect(one.rows).toBe(4)
  expect(await engine.sync(data, [one])).toEqual({ rebuilt: true })
  expect(await engine.sync(data, [one])).toEqual({ rebuilt: false })
  const all = await engine.query({ text: 'SELECT * FROM "facts_web_orders" ORDER BY _day NULLS LAST', params: [] })
  expect(all.rows).toBe(4)
})
