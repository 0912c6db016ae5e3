import type { DuckDBConnection } from '@duckdb/node-api'
import type { RowEffect } from '../ports.ts'
import type { Shape } from './messages.ts'
import { quoted } from './names.ts'
import { keyText } from './staging.ts'

/** Keys that are shown when some would stand twice. */
const shownKeys = 20

/**
 * What replacing `before` by `after` (queries of the dataset's columns and `_day`) does: rows that are on both sides alike
 * are the same; of the others those of a key on both sides are changed, the rest came or went.
 */
export async function effectOf(
  connection: DuckDBConnection,
  shape: Shape,
  before: string,
  after: string,
): Promise<RowEffect> {
  const columns = [...shape.columns.map(({ name }) => quoted(name)), '_day'].join(', ')
  const key = shape.key === null ? columns : shape.key.map(quoted).join(', ')
  const found = await connection.runAndReadAll(`
    WITH ${countedOf(shape, before, after)},
    keyed AS (
      SELECT sum(greatest(_before - _after, 0)) AS _gone, sum(greatest(_after - _before, 0)) AS _came
      FROM counted WHERE _before <> _after GROUP BY ${key})
    SELECT
      (SELECT coalesce(sum(_came - least(_gone, _came)), 0) FROM keyed),
      (SELECT coalesce(sum(least(_gone, _came)), 0) FROM keyed),
      (SELECT coalesce(sum(_gone - least(_gone, _came)), 0) FROM keyed),
      (SELECT coalesce(sum(least(_before, _after)), 0) FROM counted),
      (SELECT min(_day) FROM counted WHERE _before <> _after),
      (SELECT max(_day) FROM counted WHERE _before <> _after),
      (SELECT count(*) FROM counted WHERE _before <> _after AND _day IS NULL)`)
  const [added, changed, removed, same, first, last, undated] = found.getRows()[0] ?? []
  const days = first === null || first === undefined ? null : { first: Number(first), last: Number(last) }
  return {
    added: Number(added),
    changed: Number(changed),
    removed: Number(removed),
    same: Number(same),
    days,
    undated: Number(undated),
  }
}

/** The table `counted` for a WITH: each row of either side, and how often it stands on each. */
export function countedOf(shape: Shape, before: string, after: string): string {
  const columns = [...shape.columns.map(({ name }) => quoted(name)), '_day'].join(', ')
  return `both_sides AS (
      SELECT ${columns}, 1 AS _before, 0 AS _after FROM (${before})
      UNION ALL SELECT ${columns}, 0, 1 FROM (${after})),
    counted AS (
      SELECT ${columns}, sum(_before) AS _before, sum(_after) AS _after FROM both_sides GROUP BY ${columns})`
}

/** Keys that stand twice in `after`, or in it and in the rows of `beside` (a query of the key columns). */
export async function doubledIn(
  connection: DuckDBConnection,
  shape: Shape,
  after: string,
  beside: string | null,
): Promise<readonly (readonly string[])[]> {
  if (shape.key === null) return []
  const key = shape.key.map(quoted).join(', ')
  const shown = shape.key.map((name) => `coalesce(${keyText(name, shape)}, '')`).join(', ')
  const again =
    beside === null ? '' : `UNION SELECT DISTINCT ${key} FROM (${after}) SEMI JOIN (${beside}) USING (${key})`
  const found = await connection.runAndReadAll(`
    SELECT ${shown} FROM (
      SELECT ${key} FROM (${after}) GROUP BY ${key} HAVING count(*) > 1 ${again}) s
    ORDER BY ALL LIMIT ${shownKeys}`)
  return found.getRows().map((row) => row.map(String))
}
