import type { DuckDBConnection } from '@duckdb/node-api'
import { Failure } from '../domain/failure.ts'
import type { PartRef } from '../ports.ts'
import { countHeld, type Held, heldOf, keepHeld, withoutParts, withRows } from './held.ts'
import type { Shape } from './messages.ts'
import { columnType, quoted, tableName, text } from './names.ts'
import { checkFiles, type Delivery, deliveries, unreadableFile } from './part-files.ts'
import { leavingOf, rowsOf, standingRows, unmarked } from './part-rows.ts'
import { type AppliedPart, appliedParts } from './tables.ts'

/** Above this share of rows that do not stand in order of day, a table is written anew. */
const unorderedShare = 0.25
/** Smaller tables have too few row groups for the order to matter. */
const orderMattersFrom = 500_000

export interface Work {
  readonly rebuild: boolean
  /** True where the table has another layout, so that its rows cannot be compared. */
  readonly another?: boolean
  readonly remove: readonly number[]
  readonly insert: readonly Delivery[]
}

/**
 * Makes the dataset's facts table hold exactly `parts`, in one transaction; on any error the table stays as it was.
 * Throws a Failure naming dataset and file when a file is missing, unreadable, of other columns or of another row count.
 */
export async function syncTable(
  connection: DuckDBConnection,
  shape: Shape,
  parts: readonly PartRef[],
  log: (message: string) => void,
): Promise<{ readonly rebuilt: boolean; readonly changed: boolean }> {
  const work = await workFor(connection, shape, parts, log)
  if (!work.rebuild && work.remove.length === 0 && work.insert.length === 0) return { rebuilt: false, changed: false }
  await checkFiles(connection, shape, work.insert)
  const upserts = shape.deliveries?.kind === 'upsert'
  const total = upserts ? null : await standingRows(connection, shape, parts)
  try {
    await apply(connection, shape, work, total)
    return { rebuilt: work.rebuild, changed: true }
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'table-differs' || work.rebuild) throw error
    log(`${error.message} Its table is built anew.`)
    const everything = await deliveries(shape, parts, new Map(), log)
    await checkFiles(connection, shape, everything)
    await apply(connection, shape, { rebuild: true, remove: [], insert: everything }, total)
    return { rebuilt: true, changed: true }
  }
}

/** The table's columns as text: a table of another layout is built anew. */
const layoutOf = (shape: Shape): string => {
  const columns = shape.columns.map(({ name, type }) => [name, columnType(type)])
  const upsert = shape.deliveries?.kind === 'upsert' ? [[shape.key, shape.deliveries]] : []
  return JSON.stringify([...columns, ...upsert, ...(shape.lines === true ? ['_line'] : [])])
}

/** What is to be done so that the table holds these parts; `reorder` where a disordered table may be built anew. */
export async function workFor(
  connection: DuckDBConnection,
  shape: Shape,
  parts: readonly PartRef[],
  log: (message: string) => void,
  reorder = true,
): Promise<Work> {
  const found = await connection.runAndReadAll('SELECT layout, unordered FROM bellwether_tables WHERE dataset = $1', [
    shape.dataset,
  ])
  const [layout, unordered] = found.getRows()[0] ?? []
  const total = parts.reduce((sum, { rows }) => sum + rows, 0)
  const another = layout !== layoutOf(shape)
  const applied = another ? new Map<number, AppliedPart>() : await appliedParts(connection, shape.dataset)
  const wanted = await deliveries(shape, parts, applied, log)
  const disordered = reorder && total >= orderMattersFrom && Number(unordered) > total * unorderedShare
  if (another || (disordered && wanted.every(({ present }) => present))) {
    return { rebuild: true, another, remove: [], insert: wanted }
  }
  const stands = ({ part, rows, stamp }: Delivery) => {
    const there = applied.get(part)
    return there !== undefined && there.rows === rows && there.stamp === stamp
  }
  const kept = new Set(wanted.filter(stands).map(({ part }) => part))
  const remove = [...applied.keys()].filter((part) => !kept.has(part))
  const insert = wanted.filter(({ part }) => !kept.has(part))
  if (shape.deliveries?.kind === 'upsert') {
    // Only what comes last can be laid over the rows that stand; anything else is laid anew from the first.
    const last = wanted.slice(kept.size).every(({ part }) => !kept.has(part))
    if (remove.length > 0 || !last) return { rebuild: true, remove: [], insert: wanted }
  }
  return { rebuild: false, remove, insert }
}

async function apply(connection: DuckDBConnection, shape: Shape, work: Work, sum: number | null): Promise<void> {
  await connection.run('BEGIN')
  try {
    const table = quoted(tableName(shape.dataset))
    if (work.rebuild) await createTable(connection, shape)
    const total = sum ?? (await upsertTotal(connection, shape, work))
    const before = await heldOf(connection, shape)
    const left = before === null ? null : await heldWithout(connection, shape, work, before)
    if (work.remove.length > 0) await removeParts(connection, shape, work.remove)
    await insertParts(connection, shape, work)
    await connection.run(`UPDATE bellwether_tables SET changes = nextval('bellwether_changes') WHERE dataset = $1`, [
      shape.dataset,
    ])
    const rows = Number((await connection.runAndReadAll(`SELECT count(*) FROM ${table}`)).getRows()[0]?.[0])
    if (rows !== total) {
      throw new Failure('table-differs', `The table of ${shape.dataset} holds ${rows} rows, not the ${total} accepted.`)
    }
    const held = left === null ? null : withRows(left, await countHeld(connection, shape, among(work.insert)))
    await keepHeld(connection, shape, held?.rows === rows ? held : null)
    await connection.run('COMMIT')
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => undefined)
    throw error instanceof Failure ? error : ((await unreadableFile(connection, shape, work.insert)) ?? error)
  }
}

/** What the table holds without the parts that go; null where that must be counted: rows that are laid over others leave too. */
async function heldWithout(connection: DuckDBConnection, shape: Shape, work: Work, before: Held): Promise<Held | null> {
  if (work.rebuild || shape.deliveries?.kind === 'upsert') return null
  if (work.remove.length === 0) return before
  return withoutParts(connection, shape, before, work.remove)
}

const among = (parts: readonly PartRef[]): string =>
  parts.length === 0 ? 'false' : `_part IN (${parts.map(({ part }) => part)})`

async function createTable(connection: DuckDBConnection, shape: Shape): Promise<void> {
  const table = quoted(tableName(shape.dataset))
  const columns = shape.columns.map(({ name, type }) => `${quoted(name)} ${columnType(type)}`)
  await connection.run(`DROP TABLE IF EXISTS ${table}`)
  await connection.run(
    `CREATE TABLE ${table} (${[...columns, '_day INTEGER', '_at BIGINT', '_part INTEGER', ...(shape.lines === true ? ['_line INTEGER'] : [])].join(', ')})`,
  )
  await connection.run('DELETE FROM bellwether_parts WHERE dataset = $1', [shape.dataset])
  await connection.run('DELETE FROM bellwether_tables WHERE dataset = $1', [shape.dataset])
  await connection.run('INSERT INTO bellwether_tables VALUES ($1, $2, 0, 0, NULL, NULL)', [
    shape.dataset,
    layoutOf(shape),
  ])
}

async function removeParts(connection: DuckDBConnection, shape: Shape, parts: readonly number[]): Promise<void> {
  await connection.run(`DELETE FROM ${quoted(tableName(shape.dataset))} WHERE _part IN (${parts})`)
  await connection.run(`DELETE FROM bellwether_parts WHERE dataset = $1 AND part IN (${parts})`, [shape.dataset])
}

async function insertParts(connection: DuckDBConnection, shape: Shape, { insert, rebuild }: Work): Promise<void> {
  const filled = insert.filter(({ rows }) => rows > 0)
  const table = quoted(tableName(shape.dataset))
  if (filled.length > 0) {
    const latest = rebuild ? null : (await connection.runAndReadAll(`SELECT max(_day) FROM ${table}`)).getRows()[0]?.[0]
    const rows = await rowsOf(connection, shape, filled)
    if (rows !== null) {
      if (shape.deliveries?.kind === 'upsert' && !rebuild)
        await connection.run(`DELETE FROM ${table} WHERE ${leavingOf(shape, { rebuild, remove: [] }, rows)}`)
      await connection.run(`INSERT INTO ${table} FROM (${rows}) WHERE ${unmarked(shape)} ORDER BY _day`)
    }
    await noteOrder(connection, shape, `_part IN (${filled.map(({ part }) => part)})`, latest ?? null)
  }
  if (insert.length === 0) return
  const applied = insert.map(({ part, rows, stamp }) => `($1, ${part}, ${rows}, ${text(stamp)})`)
  await connection.run(`INSERT INTO bellwether_parts VALUES ${applied.join(', ')}`, [shape.dataset])
}

/** How many rows the table must hold once upserted parts are laid over those that stand. */
async function upsertTotal(connection: DuckDBConnection, shape: Shape, { insert, rebuild }: Work): Promise<number> {
  const rows = await rowsOf(connection, shape, insert)
  const table = quoted(tableName(shape.dataset))
  const arrive = rows === null ? '0' : `(SELECT count(*) FROM (${rows}) WHERE ${unmarked(shape)})`
  const leave = rows === null ? 'false' : leavingOf(shape, { rebuild, remove: [] }, rows)
  const counted = await connection.runAndReadAll(
    `SELECT (SELECT count(*) FROM ${table} WHERE NOT (${leave})) + ${arrive}`,
  )
  return Number(counted.getRows()[0]?.[0])
}

/** Counts the new rows that stand behind later days: zone maps skip blocks only where days are in order. */
async function noteOrder(connection: DuckDBConnection, shape: Shape, rows: string, latest: unknown): Promise<void> {
  if (latest === null) return
  await connection.run(
    `UPDATE bellwether_tables SET unordered = unordered
      + (SELECT count(*) FROM ${quoted(tableName(shape.dataset))} WHERE ${rows} AND _day < $2) WHERE dataset = $1`,
    [shape.dataset, Number(latest)],
  )
}
