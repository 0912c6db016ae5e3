import type { Kysely, Transaction } from 'kysely'
import type { Override } from '../domain/override.ts'
import type { Store } from '../ports.ts'
import type { OverrideRow, Tables } from './schema.ts'

/** Values that people set: added, never changed; each may be removed once, with a reason. */
export function overrideStore(db: Kysely<Tables>): Store['overrides'] {
  return {
    set: (override) => db.transaction().execute((step) => set(step, override)),
    remove: async (id, by, reason, at) => {
      const row = await db
        .updateTable('overrides')
        .set({ removed_at: at, removed_by: by.id, removed_reason: reason })
        .where('id', '=', id)
        .where('removed_at', 'is', null)
        .returningAll()
        .executeTakeFirst()
      if (row === undefined) throw new Error(`there is no override ${id} that stands`)
      return toOverride(row)
    },
    list: async () => (await db.selectFrom('overrides').selectAll().orderBy('id').execute()).map(toOverride),
  }
}

async function set(step: Transaction<Tables>, override: Omit<Override, 'id' | 'removed'>): Promise<Override> {
  const { factsRevision, ...rest } = override
  await step
    .updateTable('overrides')
    .set({ removed_at: rest.at, removed_by: rest.actor, removed_reason: 'replaced' })
    .where('kpi', '=', rest.kpi)
    .where('scope', '=', rest.scope)
    .where('period', '=', rest.period)
    .where('removed_at', 'is', null)
    .execute()
  const open = { removed_at: null, removed_by: null, removed_reason: null }
  const row = await step
    .insertInto('overrides')
    .values({ ...rest, facts_revision: factsRevision, ...open })
    .returningAll()
    .executeTakeFirstOrThrow()
  return toOverride(row)
}

type Row = Omit<OverrideRow, 'id'> & { readonly id: number }

function toOverride({ removed_at, removed_by, removed_reason, facts_revision, ...row }: Row): Override {
  const removed =
    removed_at === null || removed_by === null
      ? null
      : { at: removed_at, actor: removed_by, reason: removed_reason ?? '' }
  return { ...row, factsRevision: facts_revision, removed }
}
