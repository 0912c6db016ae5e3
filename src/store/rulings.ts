import type { Kysely } from 'kysely'
import type { Ruling, Store } from '../ports.ts'
import type { RulingRow, Tables } from './schema.ts'

/** People's words on signals: added, never changed; each may be undone once, with a reason. */
export function rulingStore(db: Kysely<Tables>, now: () => string): Store['rulings'] {
  return {
    add: async ({ answers, ...ruling }) => {
      const open = { undone_at: null, undone_by: null, undone_reason: null }
      const row = await db
        .insertInto('rulings')
        .values({ ...ruling, answers: JSON.stringify(answers), ...open })
        .returningAll()
        .executeTakeFirstOrThrow()
      return toRuling(row)
    },
    undo: async (id, by, reason) => {
      const row = await db
        .updateTable('rulings')
        .set({ undone_at: now(), undone_by: by.id, undone_reason: reason })
        .where('id', '=', id)
        .where('undone_at', 'is', null)
        .returningAll()
        .executeTakeFirst()
      if (row === undefined) throw new Error(`there is no ruling ${id} that stands`)
      return toRuling(row)
    },
    get: async (id) => {
      const row = await db.selectFrom('rulings').selectAll().where('id', '=', id).executeTakeFirst()
      return row === undefined ? null : toRuling(row)
    },
    list: async (kpi) => {
      const all = db.selectFrom('rulings').selectAll().orderBy('id')
      return (await (kpi === undefined ? all : all.where('kpi', '=', kpi)).execute()).map(toRuling)
    },
  }
}

type Row = Omit<RulingRow, 'id'> & { readonly id: number }

function toRuling({ undone_at, undone_by, undone_reason, answers, kind, ...row }: Row): Ruling {
  const undone =
    undone_at === null || undone_by === null ? null : { at: undone_at, actor: undone_by, reason: undone_reason ?? '' }
  return { ...row, kind: kind === 'baseline' ? 'baseline' : 'dismissal', answers: JSON.parse(answers), undone }
}
