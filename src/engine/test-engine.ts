import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Dataset } from '../domain/catalog.ts'
import type { ValueType } from '../domain/formula/algebra.ts'
import type { FactColumn, PartRef, ResultSet } from '../ports.ts'
import { type Engine, openFacts } from './open.ts'

/** Help for the tests of this room: real engines in temporary folders, cleaned up afterwards. */

const engines: Engine[] = []
const folders: string[] = []

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bellwether-engine-'))
  folders.push(folder)
  return folder
}

/** An engine in a folder of its own unless told, and everything it logged. */
export async function testEngine(
  folder = temporaryFolder(),
  options: { readonly threads?: number; readonly recycleMb?: number } = {},
): Promise<{ readonly engine: Engine; readonly folder: string; readonly said: string[] }> {
  const said: string[] = []
  const engine = await openFacts({
    folder,
    memoryMb: 256,
    threads: options.threads ?? 2,
    log: (level, message) => said.push(`${level} ${message}`),
    ...(options.recycleMb !== undefined && { recycleMb: options.recycleMb }),
  })
  engines.push(engine)
  return { engine, folder, said }
}

export async function cleanUp(): Promise<void> {
  for (const engine of engines.splice(0)) await engine.close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}

export function testDataset(
  columns: Readonly<Record<string, ValueType>>,
  key: readonly string[] | null = null,
): Dataset {
  return {
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
  }
}

/** Stages and writes columns (the dataset's, `_day`, `_at`) as a part's file, as a load does. */
export async function writePart(
  engine: Engine,
  dataset: Dataset,
  part: number,
  columns: readonly FactColumn[],
): Promise<PartRef> {
  const staging = await engine.stage(dataset)
  const rows = columns[0]?.length ?? 0
  await staging.append(
    Int32Array.from({ length: rows }, (_, index) => index + 2),
    columns,
  )
  const file = `batches/${dataset.id}/${part}.parquet`
  const written = await staging.write(file)
  await staging.discard()
  return { part, file, rows: written.rows }
}

export const idsAndAmounts = testDataset({ id: { kind: 'text' }, amount: { kind: 'decimal', scale: 2 } }, ['id'])

/** A part of `idsAndAmounts`: one row per id, on consecutive days from `day`. */
export function amountsPart(
  engine: Engine,
  part: number,
  rows: Readonly<Record<string, bigint>>,
  day = 20_000,
): Promise<PartRef> {
  const ids = Object.keys(rows)
  const days = ids.map((_, index) => day + index)
  const stamps = days.map((number) => BigInt(number) * 86_400_000_000n)
  return writePart(engine, idsAndAmounts, part, [ids, Object.values(rows), days, stamps])
}

/** A result as rows of plain values: members of codes, bigints, null. */
export function plainRows(result: ResultSet): readonly (readonly unknown[])[] {
  return Array.from({ length: result.rows }, (_, row) =>
    result.columns.map((column) => {
      if (column.kind === 'codes') return column.members[column.values[row] ?? -1] ?? null
      return column.valid?.[row] === 0 ? null : column.values[row]
    }),
  )
}

export const ask = async (engine: Engine, text: string, ...params: (string | number | bigint | boolean | null)[]) =>
  plainRows(await engine.query({ text, params }))

/** The ids and amounts that stand in the facts table, in order. */
export const amounts = (engine: Engine) => ask(engine, 'SELECT id, amount FROM "facts_web_orders" ORDER BY id, amount')

/** A join that runs for hours. */
export const endless = {
  text: 'SELECT count(*) FROM range(3000000) a(i), range(3000000) b(j) WHERE hash(i * j) % 3 = $1',
  params: [1],
}
