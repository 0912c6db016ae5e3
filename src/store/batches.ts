import { type Kysely, sql, type Transaction } from 'kysely'
import type { Batch, BatchPart, NewBatch, RowEffect, SetAsideRow, Store } from '../ports.ts'
import { inGroups } from './groups.ts'
import { keepLate, lateOf, latePeriods } from './late.ts'
import type { BatchRow, EffectRow, PartRow, Tables } from './schema.ts'

/** The batches of a state database. A batch's id is its dataset and the revision it made: `orders-3`. */
export function batchStore(db: Kysely<Tables>, now: () => string): Store['batches'] {
  return {
    list: (dataset) => list(db, dataset),
    get: (id) => find(db, id),
    accept: (batch) => db.transaction().execute((step) => accept(step, batch)),
    undo: (id, by, reason, effect = null) =>
      db.transaction().execute((step) => undo(step, id, { at: now(), by: by.id, reason, effect })),
    setAside: (id) => setAside(db, id),
    late: (id) => lateOf(db, id),
    latePeriods: () => latePeriods(db),
    parts: (dataset) => inForce(db, dataset),
    revisions: () => revisions(db),
    nextPart: () => db.transaction().execute(nextPart),
    failure: (dataset, message) => failure(db, dataset, message, now()),
    failures: async () => {
      const rows = await db.selectFrom('failures').selectAll().orderBy('dataset').execute()
      return new Map(rows.map((row) => [row.dataset, { at: row.at, message: row.message }]))
    },
  }
}

async function list(db: Kysely<Tables>, dataset: string | undefined): Promise<readonly Batch[]> {
  const whole = db.selectFrom('batches').selectAll().orderBy('at').orderBy('dataset').orderBy('revision')
  const batches = await (dataset === undefined ? whole : whole.where('dataset', '=', dataset)).execute()
  const all = db.selectFrom('parts').selectAll().orderBy('part')
  const parts = await (dataset === undefined ? all : all.where('dataset', '=', dataset)).execute()
  const ids = db.selectFrom('batches').select('id')
  const of = dataset === undefined ? ids : ids.where('dataset', '=', dataset)
  const effects = await db.selectFrom('effects').selectAll().where('batch', 'in', of).execute()
  const byBatch = Map.groupBy(parts, (part) => part.batch)
  const effectsOf = Map.groupBy(effects, (effect) => effect.batch)
  return batches.map((row) => toBatch(row, byBatch.get(row.id) ?? [], effectsOf.get(row.id) ?? []))
}

async function find(db: Kysely<Tables>, id: string): Promise<Batch | null> {
  const row = await db.selectFrom('batches').selectAll().where('id', '=', id).executeTakeFirst()
  if (row === undefined) return null
  const parts = await db.selectFrom('parts').selectAll().where('batch', '=', id).orderBy('part').execute()
  return toBatch(row, parts, await db.selectFrom('effects').selectAll().where('batch', '=', id).execute())
}

async function accept(step: Transaction<Tables>, batch: NewBatch): Promise<Batch> {
  const revision = (await lastRevision(step, batch.dataset)) + 1
  const row: BatchRow = {
    id: `${batch.dataset}-${revision}`,
    dataset: batch.dataset,
    revision,
    at: batch.at,
    actor: batch.actor,
    rows: batch.parts.reduce((sum, part) => sum + part.rows, 0),
    set_aside: batch.setAsideRows,
    undone_at: null,
    undone_by: null,
    undone_reason: null,
    undone_revision: null,
  }
  await step.insertInto('batches').values(row).execute()
  const parts = batch.parts.map((part) => fromPart(part, row))
  for (const group of inGroups(parts)) await step.insertInto('parts').values(group).execute()
  const bad = batch.setAside.map((entry, position) => ({ batch: row.id, position, ...entry }))
  for (const group of inGroups(bad)) await step.insertInto('set_aside').values(group).execute()
  const effects = batch.effect == null ? [] : [fromEffect(row.id, 'accept', batch.effect)]
  await keepLate(step, row.id, batch)
  for (const group of inGroups(effects)) await step.insertInto('effects').values(group).execute()
  return toBatch(row, parts, effects)
}

async function undo(
  step: Transaction<Tables>,
  id: string,
  act: {
    readonly at: string
    readonly by: string
    readonly reason: string | null
    readonly effect: RowEffect | null
  },
): Promise<Batch> {
  const batch = await find(step, id)
  if (batch === null) throw new Error(`there is no batch ${id}`)
  if (batch.undone !== null) throw new Error(`batch ${id} was undone before`)
  const revision = (await lastRevision(step, batch.dataset)) + 1
  await step
    .updateTable('batches')
    .set({ undone_at: act.at, undone_by: act.by, undone_reason: act.reason, undone_revision: revision })
    .where('id', '=', id)
    .execute()
  if (act.effect !== null)
    await step
      .insertInto('effects')
      .values(fromEffect(id, 'undo', act.effect))
      .execute()
  return { ...batch, undone: { at: act.at, actor: act.by, reason: act.reason, revision }, undoEffect: act.effect }
}

async function setAside(db: Kysely<Tables>, id: string): Promise<readonly SetAsideRow[]> {
  const rows = await db.selectFrom('set_aside').selectAll().where('batch', '=', id).orderBy('position').execute()
  return rows.map(({ file, sheet, row, column, value, rule }) => ({ file, sheet, row, column, value, rule }))
}

async function inForce(db: Kysely<Tables>, dataset: string): Promise<readonly BatchPart[]> {
  const newest = db
    .selectFrom('parts')
    .innerJoin('batches', 'batches.id', 'parts.batch')
    .where('parts.dataset', '=', dataset)
    .where('batches.undone_at', 'is', null)
    .groupBy('parts.origin')
    .select((e) => e.fn.max('parts.part').as('part'))
  const rows = await db
    .selectFrom('parts')
    .selectAll()
    .where('part', 'in', newest)
    .where('gone', '=', 0)
    .orderBy('part')
    .execute()
  return rows.map(toPart)
}

async function revisions(db: Kysely<Tables>): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('batches')
    .groupBy('dataset')
    .select((e) => ['dataset', e.fn.max('revision').as('made'), e.fn.max('undone_revision').as('undone')])
    .execute()
  return new Map(rows.map((row) => [row.dataset, Math.max(row.made, row.undone ?? 0)]))
}

/** Two look-ups at the ends of two indexes; writers hold the write lock, so nobody else can take the next one. */
async function lastRevision(step: Transaction<Tables>, dataset: string): Promise<number> {
  const made = await step
    .selectFrom('batches')
    .where('dataset', '=', dataset)
    .select((e) => e.fn.max('revision').as('last'))
    .executeTakeFirst()
  const undone = await step
    .selectFrom('batches')
    .where('dataset', '=', dataset)
    .select((e) => e.fn.max('undone_revision').as('last'))
    .executeTakeFirst()
  return Math.max(made?.last ?? 0, undone?.last ?? 0)
}

/** Numbers are used once, also when the part they were meant for is never accepted: its file may still lie there. */
async function nextPart(step: Transaction<Tables>): Promise<number> {
  const row = await step
    .insertInto('meta')
    .values({ key: 'last-part', value: '1' })
    .onConflict((clash) => clash.column('key').doUpdateSet({ value: sql`CAST(meta.value AS INTEGER) + 1` }))
    .returning('value')
    .executeTakeFirstOrThrow()
  return Number(row.value)
}

async function failure(db: Kysely<Tables>, dataset: string, message: string | null, at: string): Promise<void> {
  if (message === null) {
    await db.deleteFrom('failures').where('dataset', '=', dataset).execute()
    return
  }
  await db
    .insertInto('failures')
    .values({ dataset, at, message })
    .onConflict((clash) => clash.column('dataset').doUpdateSet({ at, message }))
    .execute()
}

function toBatch(row: BatchRow, parts: readonly PartRow[], effects: readonly EffectRow[]): Batch {
  const effect = (act: EffectRow['act']) => toEffect(effects.find((one) => one.act === act))
  const undone =
    row.undone_at === null || row.undone_by === null || row.undone_revision === null
      ? null
      : { at: row.undone_at, actor: row.undone_by, reason: row.undone_reason, revision: row.undone_revision }
  return {
    id: row.id,
    dataset: row.dataset,
    revision: row.revision,
    at: row.at,
    actor: row.actor,
    rows: row.rows,
    setAside: row.set_aside,
    undone,
    parts: parts.map(toPart),
    effect: effect('accept'),
    undoEffect: effect('undo'),
  }
}

function toEffect(row: EffectRow | undefined): RowEffect | null {
  if (row === undefined) return null
  const { added, changed, removed, same, first_day: first, last_day: last, undated } = row
  return { added, changed, removed, same, days: first === null || last === null ? null : { first, last }, undated }
}

const fromEffect = (batch: string, act: EffectRow['act'], { days, ...counts }: RowEffect): EffectRow => ({
  batch,
  act,
  ...counts,
  first_day: days?.first ?? null,
  last_day: days?.last ?? null,
})

function toPart(row: PartRow): BatchPart {
  return {
    part: row.part,
    file: row.file,
    rows: row.rows,
    origin: row.origin,
    fingerprint: row.fingerprint,
    shape: row.shape,
    gone: row.gone === 1,
    firstDay: row.first_day,
    lastDay: row.last_day,
  }
}

function fromPart(part: BatchPart, batch: BatchRow): PartRow {
  return {
    part: part.part,
    batch: batch.id,
    dataset: batch.dataset,
    origin: part.origin,
    fingerprint: part.fingerprint,
    shape: part.shape,
    file: part.file,
    rows: part.rows,
    gone: part.gone ? 1 : 0,
    first_day: part.firstDay,
    last_day: part.lastDay,
  }
}
