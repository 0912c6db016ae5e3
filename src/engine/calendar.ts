import type { DuckDBConnection } from '@duckdb/node-api'
import type { Spine } from '../ports.ts'
import { appendBlock } from './fill.ts'
import type { PackedColumn } from './messages.ts'
import { quoted } from './names.ts'

/** Replaces the table `calendar`: one row per day, one INTEGER column per calendar and grain, in one transaction. */
export async function writeCalendar(connection: DuckDBConnection, spine: Spine): Promise<void> {
  const names = Object.keys(spine.columns)
  const days = Int32Array.from({ length: spine.days }, (_, index) => spine.firstDay + index)
  const columns: readonly PackedColumn[] = [days, ...Object.values(spine.columns)].map((values) => ({
    kind: 'int32',
    values,
    valid: null,
  }))
  await connection.run('BEGIN')
  try {
    await connection.run('DROP TABLE IF EXISTS calendar')
    await connection.run(
      `CREATE TABLE calendar (${['day', ...names].map((name) => `${quoted(name)} INTEGER`).join(', ')})`,
    )
    const appender = await connection.createAppender('calendar')
    try {
      const types = Array.from({ length: appender.columnCount }, (_, index) => appender.columnType(index))
      appendBlock(appender, types, columns)
    } finally {
      appender.closeSync()
    }
    await connection.run('COMMIT')
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => undefined)
    throw error
  }
}
