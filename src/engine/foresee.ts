import type { DuckDBConnection } from '@duckdb/node-api'
import type { Foreseen } from '../ports.ts'
import { doubledIn, effectOf } from './effect.ts'
import { lateOf } from './late.ts'
import type { Operations } from './messages.ts'
import { columnType, quoted, tableName } from './names.ts'
import { checkFiles } from './part-files.ts'
import { leavingOf, rowsOf, standingRows, unmarked } from './part-rows.ts'
import { workFor } from './sync.ts'
import { appliedParts } from './tables.ts'

const notLate = { lateDays: [], lateRows: [] }

/** What a sync with these parts would do to the rows that stand, and the keys that would then stand twice. */
export async function foresee(
  connection: DuckDBConnection,
  { shape, parts, lateBefore }: Operations['foresee']['ask'],
  log: (message: string) => void,
): Promise<Foreseen> {
  const work = await workFor(connection, shape, parts, log, false)
  await checkFiles(connection, shape, work.insert)
  const table = quoted(tableName(shape.dataset))
  const nothing = `SELECT *, NULL::INTEGER AS _day FROM (SELECT ${shape.columns
    .map(({ name, type }) => `CAST(NULL AS ${columnType(type)}) AS ${quoted(name)}`)
    .join(', ')}) WHERE false`
  const arriving = (await rowsOf(connection, shape, work.insert)) ?? nothing
  const after = `SELECT * FROM (${arriving}) WHERE ${unmarked(shape)}`
  const leaving = leavingOf(shape, work, arriving)
  const before = work.another === true ? nothing : `SELECT * FROM ${table} WHERE ${leaving}`
  const beside =
    work.rebuild || shape.deliveries?.kind === 'upsert' ? null : `SELECT * FROM ${table} WHERE NOT (${leaving})`
  const effect = await effectOf(connection, shape, before, after)
  // Rows of earlier parts that a window cuts into are laid anew; they are nobody's news.
  const applied = await appliedParts(connection, shape.dataset)
  const laid = work.insert.filter(({ part }) => applied.has(part))
  const again = laid.length === 0 ? 0 : await standingRows(connection, shape, laid)
  return {
    effect: { ...effect, same: Math.max(0, effect.same - again) },
    doubled: await doubledIn(connection, shape, after, beside),
    ...(lateBefore === null || work.another === true
      ? notLate
      : await lateOf(connection, shape, { before, after, lateBefore })),
  }
}
