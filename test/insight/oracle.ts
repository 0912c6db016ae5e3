import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

const data = join(import.meta.dirname, '..', '..', '..', 'shared', 'data')

/** Whether the public series and their expected values are beside the project. */
export const hasOracles = existsSync(join(data, 'oracles', 'forecast_models.json'))

/** The text of a file of the shared data, unpacked if it ends in .gz. */
export function oracleText(file: string): string {
  const bytes = readFileSync(join(data, file))
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}

/** A series with the part that is to be forecast. `period` is its season; 1 is none. */
export interface OracleSeries {
  readonly id: string
  readonly period: number
  readonly h: number
  readonly train: readonly number[]
  readonly test: readonly number[]
}

/** The series of a file of JSON lines. */
export const oracleSeries = (file: string): OracleSeries[] =>
  oracleText(file)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as OracleSeries)
