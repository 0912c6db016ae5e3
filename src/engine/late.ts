import type { DuckDBConnection } from '@duckdb/node-api'
import type { LateRow } from '../domain/late.ts'
import type { Foreseen } from '../ports.ts'
import { countedOf } from './effect.ts'
import type { Shape } from './messages.ts'
import { quoted } from './names.ts'
import { keyText } from './staging.ts'

/** Rows that are told by their keys; all are counted. */
const told = 200

/** The rows of days before one that come, go or change where `before` becomes `after`: by day, and the first of them by key. */
export async function lateOf(
  connection: DuckDBConnection,
  shape: Shape,
  { before, after, lateBefore }: { readonly before: string; readonly after: string; readonly lateBefore: number },
): Promise<Pick<Foreseen, 'lateDays' | 'lateRows'>> {
  const counted = `WITH ${countedOf(shape, before, after)},
    late AS (SELECT * FROM counted WHERE _before <> _after AND _day < ${lateBefore})`
  const key = shape.key?.map(quoted).join(', ')
  const rows = key === undefined ? 'sum(abs(_before - _after))' : `count(DISTINCT (${key}))`
  const days = await connection.runAndReadAll(`${counted} SELECT _day, ${rows} FROM late GROUP BY _day ORDER BY _day`)
  return {
    lateDays: days.getRows().map(([day, count]) => [Number(day), Number(count)] as const),
    lateRows: await rowsOf(connection, shape, counted),
  }
}

async function rowsOf(connection: DuckDBConnection, shape: Shape, counted: string): Promise<readonly LateRow[]> {
  const { key } = shape
  const group = key === null ? '_day, _before < _after' : key.map(quoted).join(', ')
  const shown = key === null ? '' : key.map((name) => `, coalesce(any_value(${keyText(name, shape)}), '')`).join('')
  const found = await connection.runAndReadAll(`${counted}
    SELECT min(_day), sum(greatest(_after - _before, 0)) > 0, sum(greatest(_before - _after, 0)) > 0 ${shown}
    FROM late s GROUP BY ${group} ORDER BY ALL LIMIT ${told}`)
  return found.getRows().map(([day, came, went, ...values]) => ({
    day: Number(day),
    key: key === null ? null : values.map(String),
    act: came === true ? (went === true ? 'changed' : 'new') : 'removed',
  }))
}
