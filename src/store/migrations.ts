import { type CreateTableBuilder, type Kysely, sql, type Transaction } from 'kysely'
import type { StoreDriver } from './driver.ts'
import type { Tables } from './schema.ts'

interface Migration {
  /** Time-stamped, so that two branches cannot take the same place; never edited once shipped. */
  readonly id: string
  readonly up: (db: Transaction<Tables>, driver: StoreDriver) => Promise<void>
}

const migrations: readonly Migration[] = [
  { id: '2026-11-24-first', up: first },
  { id: '2026-11-25-ledger', up: ledger },
  { id: '2026-11-26-signals', up: signals },
  { id: '2026-11-26-effects', up: effects },
  { id: '2026-11-26-overrides', up: overrides },
  { id: '2026-11-26-alerts', up: alerts },
  { id: '2026-11-26-readings', up: readings },
  { id: '2026-11-27-late-rows', up: lateRows },
]

/**
 * Brings the database to this program's schema, each step in one transaction whose write lock is held while the
 * journal is read again: two starters cannot apply a step twice. A database with tables is copied first.
 */
export async function migrate(
  db: Kysely<Tables>,
  driver: StoreDriver,
  options: { readonly now: () => string; readonly backupFile: (last: string) => string },
): Promise<void> {
  const known = new Set(migrations.map((migration) => migration.id))
  const before = driver.hasTables() ? await journal(db) : []
  const newer = before.find((id) => !known.has(id))
  if (newer !== undefined) {
    throw new Error(
      `the state was written by a newer Bellwether (step ${newer}); use that version, or restore a backup`,
    )
  }
  const last = before.at(-1)
  if (last !== undefined && before.length < migrations.length) await driver.backup(options.backupFile(last))
  for (const migration of migrations) {
    await db.transaction().execute(async (step) => {
      await step.schema
        .createTable('migrations')
        .ifNotExists()
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('at', 'text', (column) => column.notNull())
        .execute()
      if ((await journal(step)).includes(migration.id)) return
      await migration.up(step, driver)
      await step.insertInto('migrations').values({ id: migration.id, at: options.now() }).execute()
    })
  }
}

/** The steps in the order in which they were taken: ids of one day do not sort that way, and backups are named after the last. */
async function journal(db: Kysely<Tables>): Promise<readonly string[]> {
  const rows = await db.selectFrom('migrations').select('id').orderBy(sql`rowid`).execute()
  return rows.map((row) => row.id)
}

async function first(db: Transaction<Tables>, driver: StoreDriver): Promise<void> {
  await table(db, 'meta', { key: 'text!', value: 'text!' }, ['key'])
  await table(db, 'failures', { dataset: 'text!', at: 'text!', message: 'text!' }, ['dataset'])
  await table(db, 'jobs', { name: 'text!', owner: 'text!', leased_until: 'integer!' }, ['name'])
  await kept(db, driver, 'documents', documentColumns, ['kind', 'id', 'version'])
  await kept(db, driver, 'batches', batchColumns, ['id'], undoColumns)
  await kept(db, driver, 'parts', partColumns, ['part'])
  await kept(db, driver, 'set_aside', setAsideColumns, ['batch', 'position'])
  await kept(db, driver, 'changes', changeColumns, ['id'])
  await db.schema.createIndex('batches_revision').on('batches').columns(['dataset', 'revision']).unique().execute()
  await db.schema.createIndex('batches_undone').on('batches').columns(['dataset', 'undone_revision']).execute()
  await db.schema.createIndex('parts_origin').on('parts').columns(['dataset', 'origin', 'part']).execute()
  await db.schema.createIndex('parts_batch').on('parts').column('batch').execute()
  await db.schema.createIndex('changes_item').on('changes').columns(['kpi', 'scope', 'period', 'id']).execute()
}

async function ledger(db: Transaction<Tables>, driver: StoreDriver): Promise<void> {
  await table(db, 'tracked', trackedColumns, ['kpi', 'scope', 'period'])
  await db.schema.createIndex('tracked_start').on('tracked').column('start').execute()
  const newest = sql`SELECT max(id) FROM changes GROUP BY kpi, scope, period`
  await sql`INSERT INTO tracked (kpi, scope, period, start, change)
    SELECT kpi, scope, period, json_extract(after, '$.start'), id FROM changes WHERE id IN (${newest})`.execute(db)
  await kept(db, driver, 'evaluations', evaluationColumns, ['id'])
  await kept(db, driver, 'closings', closingColumns, ['id'], ['reopened_at', 'reopened_by', 'reopened_reason'])
  await kept(db, driver, 'seals', sealColumns, ['closing', 'kpi', 'scope', 'period'])
  await kept(db, driver, 'acceptances', acceptanceColumns, ['id'])
  await db.schema.createIndex('changes_at').on('changes').columns(['kpi', 'at']).execute()
  await db.schema.createIndex('seals_item').on('seals').columns(['kpi', 'scope', 'period']).execute()
}

async function signals(db: Transaction<Tables>, driver: StoreDriver): Promise<void> {
  await kept(db, driver, 'rulings', rulingColumns, ['id'], ['undone_at', 'undone_by', 'undone_reason'])
  await db.schema.createIndex('rulings_kpi').on('rulings').columns(['kpi', 'scope', 'grain']).execute()
}

async function effects(db: Transaction<Tables>, driver: StoreDriver): Promise<void> {
  await kept(db, driver, 'effects', effectColumns, ['batch', 'act'])
}

async function overrides(db: Transaction<Tables>, driver: StoreDriver): Promise<void> {
  await kept(db, driver, 'overrides', overrideColumns, ['id'], ['removed_at', 'removed_by', 'removed_reason'])
}

async function alerts(db: Transaction<Tables>, driver: StoreDriver): Promise<void> {
  await kept(db, driver, 'alerts', alertColumns, ['id'])
  await table(db, 'alert_watch', watchColumns, ['kpi', 'scope', 'grain'])
  await db.schema.createIndex('alerts_kpi').on('alerts').columns(['kpi', 'scope', 'grain']).execute()
  await db.schema.createIndex('alerts_end').on('alerts').column('end').execute()
}

/** Items are compared by this text, so that an evaluation reads no answers that did not change. */
async function readings(db: Transaction<Tables>): Promise<void> {
  await db.schema.alterTable('tracked').addColumn('reading', 'text').execute()
  const part = (name: string) => sql`(changes.after -> ${sql.lit(`$.${name}`)})`
  const plain = sql.join(['state', 'value', 'target', 'status'].map(part), sql` || ',' || `)
  const text = sql`'[' || ${plain} || coalesce(',' || ${part('override')}, '') || ']'`
  await sql`UPDATE tracked SET reading = (SELECT ${text} FROM changes WHERE changes.id = tracked.change)`.execute(db)
}

async function lateRows(db: Transaction<Tables>, driver: StoreDriver): Promise<void> {
  const periods: Columns = { batch: 'text!', kpi: 'text!', period: 'text!', rows: 'integer!', closed: 'integer!' }
  const rows: Columns = { batch: 'text!', position: 'integer!', day: 'integer!', key: 'text', act: 'text!' }
  await kept(db, driver, 'late_periods', periods, ['batch', 'kpi', 'period'])
  await kept(db, driver, 'late_rows', rows, ['batch', 'position'])
}

/** `!` marks a column that is never NULL. */
type Columns = Readonly<Record<string, 'text' | 'text!' | 'integer' | 'integer!'>>

const documentColumns: Columns = {
  kind: 'text!',
  id: 'text!',
  version: 'integer!',
  text: 'text',
  hash: 'text!',
  author: 'text!',
  at: 'text!',
  reason: 'text',
}
const undoColumns = ['undone_at', 'undone_by', 'undone_reason', 'undone_revision']
const batchColumns: Columns = {
  id: 'text!',
  dataset: 'text!',
  revision: 'integer!',
  at: 'text!',
  actor: 'text!',
  rows: 'integer!',
  set_aside: 'integer!',
  undone_at: 'text',
  undone_by: 'text',
  undone_reason: 'text',
  undone_revision: 'integer',
}
const partColumns: Columns = {
  part: 'integer!',
  batch: 'text!',
  dataset: 'text!',
  origin: 'text!',
  fingerprint: 'text!',
  shape: 'text!',
  file: 'text!',
  rows: 'integer!',
  gone: 'integer!',
  first_day: 'integer',
  last_day: 'integer',
}
const overrideColumns: Columns = {
  id: 'integer!',
  kpi: 'text!',
  scope: 'text!',
  period: 'text!',
  value: 'text!',
  reason: 'text!',
  until: 'text',
  at: 'text!',
  actor: 'text!',
  facts_revision: 'text!',
  removed_at: 'text',
  removed_by: 'text',
  removed_reason: 'text',
}
const effectColumns: Columns = {
  batch: 'text!',
  act: 'text!',
  added: 'integer!',
  changed: 'integer!',
  removed: 'integer!',
  same: 'integer!',
  first_day: 'integer',
  last_day: 'integer',
  undated: 'integer!',
}
const setAsideColumns: Columns = {
  batch: 'text!',
  position: 'integer!',
  file: 'text!',
  sheet: 'text',
  row: 'integer!',
  column: 'text',
  value: 'text',
  rule: 'text!',
}
const changeColumns: Columns = {
  id: 'integer!',
  at: 'text!',
  kpi: 'text!',
  scope: 'text!',
  period: 'text!',
  cause: 'text!',
  before: 'text',
  after: 'text!',
  catalog_revision: 'text!',
  facts_revision: 'text!',
}

const trackedColumns: Columns = { kpi: 'text!', scope: 'text!', period: 'text!', start: 'text', change: 'integer!' }
const evaluationColumns: Columns = {
  id: 'integer!',
  at: 'text!',
  catalog_revision: 'text!',
  facts_revision: 'text!',
}
const closingColumns: Columns = {
  id: 'integer!',
  period: 'text!',
  at: 'text!',
  actor: 'text!',
  reason: 'text',
  reopened_at: 'text',
  reopened_by: 'text',
  reopened_reason: 'text',
}
const sealColumns: Columns = { closing: 'integer!', kpi: 'text!', scope: 'text!', period: 'text!', answer: 'text!' }
const acceptanceColumns: Columns = {
  id: 'integer!',
  closing: 'integer!',
  kpi: 'text!',
  scope: 'text!',
  period: 'text!',
  change: 'integer!',
  at: 'text!',
  actor: 'text!',
  reason: 'text!',
}

const rulingColumns: Columns = {
  id: 'integer!',
  kind: 'text!',
  kpi: 'text!',
  scope: 'text!',
  grain: 'text!',
  period: 'text!',
  known: 'text!',
  rule: 'text',
  answers: 'text!',
  at: 'text!',
  actor: 'text!',
  reason: 'text!',
  undone_at: 'text',
  undone_by: 'text',
  undone_reason: 'text',
}

const alertColumns: Columns = {
  id: 'integer!',
  kpi: 'text!',
  scope: 'text!',
  grain: 'text!',
  period: 'text!',
  start: 'text!',
  end: 'text!',
  since: 'text!',
  since_start: 'text!',
  rule: 'text!',
  side: 'integer!',
  observed: 'text!',
  expected: 'text!',
  chance: 'text!',
  false_alarms: 'text!',
  incident: 'integer!',
  at: 'text!',
  catalog_revision: 'text!',
  facts_revision: 'text!',
}
const watchColumns: Columns = { kpi: 'text!', scope: 'text!', grain: 'text!', start: 'text!' }

async function table(db: Transaction<Tables>, name: string, columns: Columns, key: readonly string[]): Promise<void> {
  const counted = key.length === 1 && columns[key[0] ?? ''] === 'integer!'
  let made: CreateTableBuilder<string, string> = db.schema.createTable(name)
  for (const [column, type] of Object.entries(columns)) {
    made = made.addColumn(column, type.startsWith('text') ? 'text' : 'integer', (spec) => {
      if (counted && column === key[0]) return spec.primaryKey()
      return type.endsWith('!') ? spec.notNull() : spec
    })
  }
  if (!counted) {
    made = made.addPrimaryKeyConstraint(`${name}_key`, [...key])
  }
  await made.execute()
}

/** A table whose rows are only ever added, except for the columns `except`. */
async function kept(
  db: Transaction<Tables>,
  driver: StoreDriver,
  name: string,
  columns: Columns,
  key: readonly string[],
  except: readonly string[] = [],
): Promise<void> {
  await table(db, name, columns, key)
  const names = Object.keys(columns).map((column) => `"${column}"`)
  const open = except.map((column) => `"${column}"`)
  for (const statement of driver.appendOnly(name, names, open)) await sql.raw(statement).execute(db)
}
