import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { load } from '../src/app/load.ts'
import { undo } from '../src/app/undo.ts'
import { localOwner } from '../src/domain/access.ts'
import { rows, temporaryWorkspace } from './support/facts-workspace.ts'
import { type OpenFolder, openFolder } from './support/open-folder.ts'
import { type PostgresServer, postgresPrograms, startPostgres } from './support/postgres-server.ts'

/** A refresh of a database table reads only what changed since the newest row that stands, less an overlap. */

let place: ReturnType<typeof temporaryWorkspace>
let open: OpenFolder | undefined
beforeEach(() => {
  place = temporaryWorkspace()
})
afterEach(async () => {
  await open?.close()
  open = undefined
  place.remove()
})

const documents = (source: string, format: string) => `kind: workspace
id: shop
name: Shop
zone: America/St_Johns
currency: EUR
---
kind: source
id: shop
${source}
---
kind: dataset
id: orders
source: shop
from: orders
key: id
deliveries: upsert
deleted: deleted_at
watermark: { column: changed_at, overlap: 2 days }
columns:
  id: integer
  amount: money EUR
  changed_at: { type: timestamp${format} }
  deleted_at: timestamp
`

const stand = async () => rows((open as OpenFolder).deps.facts, 'SELECT id, amount FROM facts_orders ORDER BY id')

async function refresh(environment: Readonly<Record<string, string>> = {}) {
  if (open === undefined) throw new Error('not open')
  const read: number[] = []
  const deps = { ...open.deps, environment: (name: string) => environment[name] }
  const [report] = await load(deps, ['orders'], localOwner, { onProgress: ({ rows }) => read.push(rows) })
  if (report === undefined) throw new Error('nothing reported')
  return { report, read: read.at(-1) ?? 0 }
}

type Run = (statement: string) => Promise<void> | void

/** The same life of a table for every database: all, nothing, a correction and a deletion, an undo. */
async function life(run: Run, at: (text: string) => string, environment = {}) {
  const insert = (id: number, amount: number, changed: string) =>
    run(`INSERT INTO orders VALUES (${id}, ${amount}, ${at(changed)}, NULL)`)
  for (let id = 1; id <= 20; id++) await insert(id, id, `2026-01-${String(id).padStart(2, '0')} 12:00:00`)
  await run('INSERT INTO orders VALUES (21, 21, NULL, NULL)')
  expect((await refresh(environment)).report).toMatchObject({ batch: 'orders-1', effect: { added: 21 }, issues: [] })
  // At most three days behind the newest row, and the row that does not say when it changed.
  const quiet = await refresh(environment)
  expect(quiet.report).toMatchObject({ batch: null, issues: [] })
  expect(quiet.read).toBeLessThanOrEqual(5)
  await run(`UPDATE orders SET amount = 100, changed_at = ${at('2026-01-21 12:00:00')} WHERE id = 3`)
  await run(
    `UPDATE orders SET deleted_at = '2026-01-21 12:00:00', changed_at = ${at('2026-01-21 12:00:00')} WHERE id = 4`,
  )
  await insert(30, 30, '2026-01-22 12:00:00')
  const second = await refresh(environment)
  expect(second.report).toMatchObject({ batch: 'orders-2', effect: { added: 1, changed: 1, removed: 1 } })
  expect(second.read).toBeLessThanOrEqual(8)
  expect(await stand()).toHaveLength(21)
  if (open === undefined) throw new Error('not open')
  expect(await undo(open.deps, 'orders-2', localOwner, null)).toMatchObject({ ok: true })
  expect((await stand()).map(([id]) => id)).toEqual(Array.from({ length: 21 }, (_, index) => index + 1))
  expect((await refresh(environment)).report).toMatchObject({ batch: 'orders-4', effect: { added: 1, changed: 1 } })
}

test.each([
  ['text', '', (text: string) => `'${text}'`],
  ['seconds since 1970', ', format: unix', (text: string) => `${Date.parse(`${text.replace(' ', 'T')}Z`) / 1_000}`],
])('sqlite, times as %s', async (_, format, at) => {
  mkdirSync(join(place.folder, 'data'), { recursive: true })
  writeFileSync(join(place.folder, 'shop.yaml'), documents('connector: sqlite\npath: data\nfile: shop.db', format))
  open = await openFolder(place.folder)
  const database = new DatabaseSync(join(open.deps.folder, 'data', 'shop.db'))
  try {
    database.exec('CREATE TABLE orders (id INTEGER, amount INTEGER, changed_at, deleted_at TEXT)')
    await life((statement) => void database.exec(statement), at)
  } finally {
    database.close()
  }
})

const programs = await postgresPrograms()

describe.skipIf(programs === null)('postgres (skipped: there are no PostgreSQL programs for this machine)', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
  }, 60_000)
  afterAll(() => server?.stop())

  test.each(['timestamp', 'timestamptz'])('%s', async (type) => {
    writeFileSync(join(place.folder, 'shop.yaml'), documents('connector: postgres\nurl-from: SHOP_URL', ''))
    open = await openFolder(place.folder)
    await server.run(
      'DROP TABLE IF EXISTS orders',
      `CREATE TABLE orders (id integer, amount integer, changed_at ${type}, deleted_at timestamp)`,
    )
    await life(
      (statement) => server.run(statement).then(() => undefined),
      (text) => `'${text}'`,
      { SHOP_URL: server.url() },
    )
  })
})
