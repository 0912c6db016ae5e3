import type { DuckDBConnection } from '@duckdb/node-api'
import { rateScale } from '../domain/rates/rule.ts'
import type { RateRows } from '../ports.ts'
import { appendBlock } from './fill.ts'
import { quoted } from './names.ts'

/** Replaces one table of rates: `currency`, `day`, and `rate` as an exact decimal. In one transaction. */
export async function writeRates(connection: DuckDBConnection, { table, columns }: RateRows): Promise<void> {
  const { currencies, days, rates } = columns
  const staging = quoted(`${table} staged`)
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${staging} (currency VARCHAR, day INTEGER, rate VARCHAR)`)
  const appender = await connection.createAppender(`${table} staged`, null, 'temp')
  try {
    const types = Array.from({ length: appender.columnCount }, (_, index) => appender.columnType(index))
    appendBlock(appender, types, [
      { kind: 'text', values: currencies },
      { kind: 'int32', values: days, valid: null },
      { kind: 'text', values: rates },
    ])
  } finally {
    appender.closeSync()
  }
  await connection.run(
    `CREATE OR REPLACE TABLE ${quoted(table)} AS
      SELECT currency, day, CAST(rate AS DECIMAL(38,${rateScale})) AS rate FROM ${staging} ORDER BY currency, day`,
  )
  await connection.run(`DROP TABLE ${staging}`)
}
