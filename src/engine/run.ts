import type { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api'
import { StatementType } from '@duckdb/node-api'
import { Failure } from '../domain/failure.ts'
import type { ResultSet } from '../ports.ts'
import type { SqlValue } from '../sql/render.ts'
import { columnReader } from './columns.ts'
import type { Job } from './lanes.ts'

/** More rows than any page, export block or plan needs: beyond it a question was wrong. */
const maxRows = 4_000_000

/** Runs one reading statement and gives its columns. Throws a Failure when it would write, or gives too many rows. */
export async function runStatement(
  connection: DuckDBConnection,
  statement: { readonly text: string; readonly params: readonly SqlValue[] },
  job: Job,
): Promise<ResultSet> {
  const started = performance.now()
  const prepared = await connection.prepare(statement.text)
  try {
    if (prepared.statementType !== StatementType.SELECT && prepared.statementType !== StatementType.EXPLAIN) {
      throw new Failure('statement-refused', 'Only statements that read may be asked.')
    }
    for (const [index, value] of statement.params.entries()) bind(prepared, index + 1, value)
    job.check()
    const result = await prepared.run()
    const rows = result.rowCount
    if (rows > maxRows) {
      throw new Failure('too-many-rows', `The statement gives ${rows} rows, more than ${maxRows}.`, 'Ask for less.')
    }
    const readers = result.columnTypes().map((type) => columnReader(type, rows))
    let offset = 0
    for await (const chunk of result) {
      job.check()
      const count = chunk.rowCount
      for (const [column, reader] of readers.entries()) reader.read(chunk, column, offset, count)
      offset += count
    }
    const columns = readers.map((reader) => reader.finish())
    return { rows, names: result.columnNames(), columns, elapsedMs: performance.now() - started }
  } finally {
    prepared.destroySync()
  }
}

const int32 = (value: number | bigint): boolean => value >= -2147483648 && value <= 2147483647

function bind(prepared: DuckDBPreparedStatement, index: number, value: SqlValue): void {
  if (value === null) prepared.bindNull(index)
  else if (typeof value === 'string') prepared.bindVarchar(index, value)
  else if (typeof value === 'boolean') prepared.bindBoolean(index, value)
  else if (typeof value === 'bigint') {
    if (value === BigInt.asIntN(64, value)) prepared.bindBigInt(index, value)
    else prepared.bindHugeInt(index, value)
  } else if (!Number.isSafeInteger(value)) prepared.bindDouble(index, value)
  else if (int32(value)) prepared.bindInteger(index, value)
  else prepared.bindBigInt(index, BigInt(value))
}
