import type { DuckDBConnection } from '@duckdb/node-api'
import type { DayTable, Spine } from '../ports.ts'
import { appendBlock } from './fill.ts'
import type { PackedColumn } from './messages.ts'
import { quoted } from './names.ts'

/**
 * Replaces the table `calendar`: one row per day, one INTEGER column per calendar and grain; and, where they are given, the
 * table `workdays` with the working days before each day. In one transaction.
 */
export async function writeCalendar(connection: DuckDBConnection, spine: Spine): Promise<void> {
  await connection.run('BEGIN')
  try {
    await writeDays(connection, 'calendar', spine)
    if (spine.work !== undefined) await writeDays(connection, 'workdays', spine.work)
    await connection.run('COMMIT')
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => undefined)
    throw error
  }
}

async function writeDays(connection: DuckDBConnection, table: string, rows: DayTable): Promise<void> {
  const names = Object.keys(rows.columns)
  const days = Int32Array.from({ length: rows.days }, (_, index) => rows.firstDay + index)
  const columns: readonly PackedColumn[] = [days, ...Object.values(rows.columns)].map((values) => ({
    kind: 'int32',
    values,
    valid: null,
  }))
  await connection.run(`DROP TABLE IF EXISTS ${quoted(table)}`)
  await connection.run(
    `CREATE TABLE ${quoted(table)} (${['day', ...names].map((name) => `${quoted(name)} INTEGER`).join(', ')})`,
  )
  const appender = await connection.createAppender(table)
  try {
    const types = Array.from({ length: appender.columnCount }, (_, index) => appender.columnType(index))
    appendBlock(appender, types, columns)
  } finally {
    appender.closeSync()
  }
}
