import type { Kysely } from 'kysely'
import type { Store } from '../ports.ts'
import type { Tables } from './schema.ts'

/** Leased rows: one owner at a time does a named job; a lease that ran out may be taken by anybody. */
export function jobStore(db: Kysely<Tables>): Store['jobs'] {
  return {
    lease: (name, owner, nowMs, leaseMs) =>
      db.transaction().execute(async (step) => {
        const held = await step.selectFrom('jobs').selectAll().where('name', '=', name).executeTakeFirst()
        if (held !== undefined && held.owner !== owner && held.leased_until > nowMs) return false
        await step
          .insertInto('jobs')
          .values({ name, owner, leased_until: nowMs + leaseMs })
          .onConflict((clash) => clash.column('name').doUpdateSet({ owner, leased_until: nowMs + leaseMs }))
          .execute()
        return true
      }),
    release: async (name, owner) => {
      await db.deleteFrom('jobs').where('name', '=', name).where('owner', '=', owner).execute()
    },
  }
}
