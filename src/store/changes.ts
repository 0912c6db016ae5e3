import type { Kysely } from 'kysely'
import type { Change, Store } from '../ports.ts'
import { inGroups } from './groups.ts'
import type { Tables } from './schema.ts'

const causes: readonly Change['cause'][] = ['first', 'new-data', 'restatement', 'new-definition', 'new-target', 'time']

/** The ledger of changes: added, never changed; newest first when listed. */
export function changeStore(db: Kysely<Tables>): Store['changes'] {
  return {
    record: (changes) =>
      db.transaction().execute(async (step) => {
        for (const group of inGroups(changes)) await step.insertInto('changes').values(group.map(fromChange)).execute()
      }),
    list: async (filter) => {
      let query = db.selectFrom('changes').selectAll().orderBy('id', 'desc')
      if (filter.kpi !== undefined) query = query.where('kpi', '=', filter.kpi)
      if (filter.scope !== undefined) query = query.where('scope', '=', filter.scope)
      if (filter.limit !== undefined) query = query.limit(filter.limit)
      return (await query.execute()).map(toChange)
    },
    latest: async () => {
      const newest = db
        .selectFrom('changes')
        .groupBy(['kpi', 'scope', 'period'])
        .select((e) => e.fn.max('id').as('id'))
      const rows = await db.selectFrom('changes').selectAll().where('id', 'in', newest).orderBy('id').execute()
      return new Map(rows.map((row) => [`${row.kpi}\t${row.scope}\t${row.period}`, toChange(row)]))
    },
  }
}

interface StoredChange {
  readonly id: number
  readonly at: string
  readonly kpi: string
  readonly scope: string
  readonly period: string
  readonly cause: string
  readonly before: string | null
  readonly after: string
  readonly catalog_revision: string
  readonly facts_revision: string
}

function fromChange(change: Omit<Change, 'id'>): Omit<StoredChange, 'id'> {
  return {
    at: change.at,
    kpi: change.kpi,
    scope: change.scope,
    period: change.period,
    cause: change.cause,
    before: change.before,
    after: change.after,
    catalog_revision: change.catalogRevision,
    facts_revision: change.factsRevision,
  }
}

function toChange(row: StoredChange): Change {
  const cause = causes.find((known) => known === row.cause)
  if (cause === undefined) throw new Error(`change ${row.id} has the unknown cause ${row.cause}`)
  return {
    id: row.id,
    at: row.at,
    kpi: row.kpi,
    scope: row.scope,
    period: row.period,
    cause,
    before: row.before,
    after: row.after,
    catalogRevision: row.catalog_revision,
    factsRevision: row.facts_revision,
  }
}
