import type { Kysely, Transaction } from 'kysely'
import { itemKey } from '../domain/change.ts'
import type { Closing, NewClosing, Seal, Store } from '../ports.ts'
import { inGroups } from './groups.ts'
import type { ClosingRow, Tables } from './schema.ts'

/** What was published: closings and their seals are added, never changed; a closing may be reopened once, with a reason. */
export function sealStore(db: Kysely<Tables>, now: () => string): Store['seals'] {
  return {
    close: (closing, seals) => db.transaction().execute((step) => close(step, closing, seals)),
    reopen: (id, by, reason) =>
      db.transaction().execute((step) => reopen(step, id, { at: now(), actor: by.id, reason })),
    closings: async () => (await db.selectFrom('closings').selectAll().orderBy('id', 'desc').execute()).map(toClosing),
    inForce: async (kpis) => {
      const all = db
        .selectFrom('seals')
        .innerJoin('closings', 'closings.id', 'seals.closing')
        .where('closings.reopened_at', 'is', null)
        .selectAll('seals')
        .select(['closings.at', 'closings.actor'])
        .orderBy('closing')
      const groups = kpis === 'all' ? [all] : inGroups(kpis).map((group) => all.where('kpi', 'in', group))
      const rows = (await Promise.all(groups.map((one) => one.execute()))).flat()
      return new Map(rows.map((row) => [itemKey(row), row]))
    },
    accept: async (acceptance) => {
      await db.insertInto('acceptances').values(acceptance).execute()
    },
    accepted: async () => {
      const rows = await db.selectFrom('acceptances').selectAll().orderBy('id').execute()
      return new Map(rows.map(({ id: _, ...acceptance }) => [itemKey(acceptance), acceptance]))
    },
  }
}

async function close(step: Transaction<Tables>, closing: NewClosing, seals: readonly Seal[]): Promise<Closing> {
  const open = { reopened_at: null, reopened_by: null, reopened_reason: null }
  const row = await step
    .insertInto('closings')
    .values({ ...closing, ...open })
    .returningAll()
    .executeTakeFirstOrThrow()
  const rows = seals.map((seal) => ({ closing: row.id, ...seal }))
  for (const group of inGroups(rows)) await step.insertInto('seals').values(group).execute()
  return toClosing(row)
}

async function reopen(
  step: Transaction<Tables>,
  id: number,
  act: { readonly at: string; readonly actor: string; readonly reason: string },
): Promise<Closing> {
  const row = await step
    .updateTable('closings')
    .set({ reopened_at: act.at, reopened_by: act.actor, reopened_reason: act.reason })
    .where('id', '=', id)
    .where('reopened_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw new Error(`there is no closing ${id} that stands`)
  return toClosing(row)
}

function toClosing(row: Omit<ClosingRow, 'id'> & { readonly id: number }): Closing {
  const { id, period, at, actor, reason, reopened_at, reopened_by, reopened_reason } = row
  const reopened =
    reopened_at === null || reopened_by === null
      ? null
      : { at: reopened_at, actor: reopened_by, reason: reopened_reason ?? '' }
  return { id, period, at, actor, reason, reopened }
}
