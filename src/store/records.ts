import { type Kysely, sql } from 'kysely'
import type { RecordRow, Store } from '../ports.ts'
import { inGroups } from './groups.ts'
import type { Tables } from './schema.ts'

/** What is kept for good, table by table, with the columns that put its rows in order; leases are not. */
const kept = {
  meta: ['key'],
  documents: ['kind', 'id', 'version'],
  batches: ['dataset', 'revision'],
  parts: ['part'],
  set_aside: ['batch', 'position'],
  effects: ['batch', 'act'],
  late_periods: ['batch', 'kpi', 'period'],
  late_rows: ['batch', 'position'],
  overrides: ['id'],
  failures: ['dataset'],
  changes: ['id'],
  tracked: ['kpi', 'scope', 'period'],
  evaluations: ['id'],
  closings: ['id'],
  seals: ['closing', 'kpi', 'scope', 'period'],
  acceptances: ['id'],
  rulings: ['id'],
  alerts: ['id'],
  alert_watch: ['kpi', 'scope', 'grain'],
} as const satisfies Partial<Record<keyof Tables, readonly string[]>>

type Kept = keyof typeof kept

const rowsPerRead = 10_000

/** The whole state as plain rows, and back into a new one: the way out and in that needs no database. */
export function recordStore(db: Kysely<Tables>): Store['records'] {
  return {
    names: Object.keys(kept),
    read: (name) => read(db, known(name)),
    write: async (name, rows) => {
      const table = sql.table(known(name))
      for (const group of inGroups(rows)) {
        const columns = Object.keys(group[0] ?? {})
        const values = group.map((row) => sql`(${sql.join(columns.map((column) => row[column] ?? null))})`)
        const into = sql.join(columns.map((column) => sql.ref(column)))
        await sql`INSERT INTO ${table} (${into}) VALUES ${sql.join(values)}`.execute(db)
      }
    },
  }
}

function known(name: string): Kept {
  const found = (Object.keys(kept) as readonly Kept[]).find((one) => one === name)
  if (found === undefined) throw new Error(`there is no table ${name}`)
  return found
}

async function* read(db: Kysely<Tables>, name: Kept): AsyncGenerator<readonly RecordRow[]> {
  const order = sql.join(kept[name].map((column) => sql.ref(column)))
  for (let at = 0; ; at += rowsPerRead) {
    const query = sql<RecordRow>`SELECT * FROM ${sql.table(name)} ORDER BY ${order} LIMIT ${rowsPerRead} OFFSET ${at}`
    const { rows } = await query.execute(db)
    if (rows.length > 0) yield rows
    if (rows.length < rowsPerRead) return
  }
}
