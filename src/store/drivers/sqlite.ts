import { existsSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { StoreDriver } from '../driver.ts'

const statementsKept = 200
const busyTimeoutMs = 10_000

/** SQLite in this process: one connection, WAL, and a commit returns only after the log was forced to the disk. */
export function sqlite(file: string): StoreDriver {
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true })
  database.exec('PRAGMA journal_mode = WAL')
  database.exec('PRAGMA synchronous = FULL')
  database.exec('PRAGMA journal_size_limit = 16777216')
  return {
    id: 'sqlite',
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new SqliteDriver(database),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
    hasTables: () => database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' LIMIT 1").get() !== undefined,
    appendOnly,
    backup: (target) => backup(database, target),
  }
}

function appendOnly(table: string, columns: readonly string[], except: readonly string[]): readonly string[] {
  const kept = columns.filter((column) => !except.includes(column)).join(', ')
  const refuse = `BEGIN SELECT RAISE(ABORT, 'rows of ${table} are never changed'); END`
  return [
    `CREATE TRIGGER ${table}_kept BEFORE UPDATE OF ${kept} ON ${table} ${refuse}`,
    `CREATE TRIGGER ${table}_stay BEFORE DELETE ON ${table} ${refuse}`,
  ]
}

/** A copy beside the target, checked, forced to the disk and only then given its name. */
async function backup(database: DatabaseSync, target: string): Promise<void> {
  if (existsSync(target)) throw new Error(`${target} exists already; a backup never overwrites`)
  const half = `${target}.partial`
  await rm(half, { force: true })
  database.prepare('VACUUM INTO ?').run(half)
  verify(half)
  await force(half)
  await rename(half, target)
  await force(dirname(target))
}

function verify(file: string): void {
  const copy = new DatabaseSync(file, { readOnly: true })
  try {
    const row = copy.prepare('PRAGMA integrity_check').get()
    if (row?.integrity_check !== 'ok') throw new Error(`the copy ${file} is damaged: ${String(row?.integrity_check)}`)
  } finally {
    copy.close()
  }
}

async function force(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Hands its only connection to one user at a time, in the order they asked. */
class SqliteDriver implements Driver {
  readonly #database: DatabaseSync
  readonly #connection: SqliteConnection
  #last: Promise<void> = Promise.resolve()
  #release: () => void = () => {}

  constructor(database: DatabaseSync) {
    this.#database = database
    this.#connection = new SqliteConnection(database)
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#last
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#last = promise
    await before
    this.#release = resolve
    return this.#connection
  }

  async releaseConnection(): Promise<void> {
    this.#release()
  }

  /** IMMEDIATE: a transaction that reads before it writes must not find out at its first write that another writer won. */
  async beginTransaction(): Promise<void> {
    this.#database.exec('BEGIN IMMEDIATE')
  }

  async commitTransaction(): Promise<void> {
    this.#database.exec('COMMIT')
  }

  async rollbackTransaction(): Promise<void> {
    if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
  }

  async destroy(): Promise<void> {
    await this.#last
    if (this.#database.isOpen) this.#database.close()
  }
}

class SqliteConnection implements DatabaseConnection {
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const statement = this.#prepare(query.sql)
    const parameters = query.parameters.map(bind)
    // The row type is what Kysely derived from the schema for this very statement.
    if (statement.columns().length > 0) return { rows: statement.all(...parameters) as R[] }
    const { changes, lastInsertRowid } = statement.run(...parameters)
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query)
  }

  #prepare(text: string): StatementSync {
    const kept = this.#statements.get(text)
    if (kept !== undefined) return kept
    const [oldest] = this.#statements.keys()
    if (this.#statements.size >= statementsKept && oldest !== undefined) this.#statements.delete(oldest)
    const statement = this.#database.prepare(text)
    this.#statements.set(text, statement)
    return statement
  }
}

function bind(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
    return value
  if (typeof value === 'boolean') return value ? 1 : 0
  throw new Error(`SQLite cannot hold a ${typeof value}`)
}
