import { createHash } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import type { DocumentVersion, NewVersion, Store } from '../ports.ts'
import { inGroups } from './groups.ts'
import type { Tables } from './schema.ts'

/** The versions of documents: added, never changed. A text that stands already adds nothing. */
export function documentStore(db: Kysely<Tables>): Store['documents'] {
  return {
    put: (versions) =>
      db.transaction().execute(async (step) => {
        for (const version of versions) await put(step, version)
      }),
    current: async () => (await newest(db)).filter((version) => version.text !== null),
    history: (kind, id) =>
      db.selectFrom('documents').selectAll().where('kind', '=', kind).where('id', '=', id).orderBy('version').execute(),
    versions: async (kind, ids) => {
      const found = []
      for (const group of inGroups(ids)) {
        const rows = db
          .selectFrom('documents')
          .select(['kind', 'id', 'version', 'hash', 'author', 'at', 'reason'])
          .where('kind', '=', kind)
          .where('id', 'in', group)
        found.push(...(await rows.orderBy('id').orderBy('version').execute()))
      }
      return found
    },
  }
}

async function put(step: Transaction<Tables>, version: NewVersion): Promise<void> {
  const last = await step
    .selectFrom('documents')
    .select(['version', 'text'])
    .where('kind', '=', version.kind)
    .where('id', '=', version.id)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (last === undefined ? version.text === null : last.text === version.text) return
  const hash = createHash('sha256')
    .update(version.text ?? '')
    .digest('hex')
  await step
    .insertInto('documents')
    .values({ ...version, version: (last?.version ?? 0) + 1, hash })
    .execute()
}

function newest(db: Kysely<Tables>): Promise<readonly DocumentVersion[]> {
  return db
    .selectFrom('documents')
    .selectAll()
    .where((e) =>
      e(
        'version',
        '=',
        e
          .selectFrom('documents as other')
          .whereRef('other.kind', '=', 'documents.kind')
          .whereRef('other.id', '=', 'documents.id')
          .select((inner) => inner.fn.max('other.version').as('version')),
      ),
    )
    .orderBy('kind')
    .orderBy('id')
    .execute()
}
