import { type Kysely, type Selectable, sql, type Transaction } from 'kysely'
import { itemKey, type TrackedReading } from '../domain/change.ts'
import type { Change, Evaluation, NewChange, Store } from '../ports.ts'
import { inGroups } from './groups.ts'
import type { Tables } from './schema.ts'

const causes: readonly Change['cause'][] = [
  'first',
  'new-data',
  'restatement',
  'new-definition',
  'new-target',
  'time',
  'override',
]

/** The ledger of changes: added, never changed; newest first when listed. */
export function changeStore(db: Kysely<Tables>): Store['changes'] {
  return {
    record: (evaluation, changes) => db.transaction().execute((step) => record(step, evaluation, changes)),
    lastEvaluation: async () => toEvaluation(await newestEvaluations(db).executeTakeFirst()),
    evaluationBefore: async (at) => toEvaluation(await newestEvaluations(db).where('at', '<', at).executeTakeFirst()),
    list: async (filter) => {
      let query = db.selectFrom('changes').selectAll().orderBy('id', 'desc')
      if (filter.kpi !== undefined) query = query.where('kpi', '=', filter.kpi)
      if (filter.scope !== undefined) query = query.where('scope', '=', filter.scope)
      if (filter.limit !== undefined) query = query.limit(filter.limit)
      return (await query.execute()).map(toChange)
    },
    readings: (kpi, from) => readings(db, kpi, from),
    get: async (ids) => {
      const found: Change[] = []
      for (const group of inGroups(ids))
        found.push(...(await db.selectFrom('changes').selectAll().where('id', 'in', group).execute()).map(toChange))
      return new Map(found.map((change) => [change.id, change]))
    },
    latest: async (from) => {
      const all = db.selectFrom('tracked').innerJoin('changes', 'changes.id', 'tracked.change').selectAll('changes')
      const open =
        from === null ? all : all.where((e) => e.or([e('tracked.start', '>=', from), e('tracked.start', 'is', null)]))
      return byItem((await open.execute()).map(toChange))
    },
    asOf: async (at, kpis) => {
      const found: Change[] = []
      for (const group of inGroups(kpis)) {
        const newest = db
          .selectFrom('changes')
          .where('kpi', 'in', group)
          .where('at', '<=', at)
          .groupBy(['kpi', 'scope', 'period'])
          .select((e) => e.fn.max('id').as('id'))
        found.push(...(await db.selectFrom('changes').selectAll().where('id', 'in', newest).execute()).map(toChange))
      }
      return byItem(found)
    },
    failed: async () => {
      const rows = await db
        .selectFrom('tracked')
        .innerJoin('changes', 'changes.id', 'tracked.change')
        .where('changes.after', 'like', '%"state":"failed"%')
        .groupBy('tracked.kpi')
        .select((e) => ['tracked.kpi', e.fn.min('tracked.start').as('start')])
        .execute()
      return new Map(rows.map(({ kpi, start }) => [kpi, start]))
    },
    since: async () => {
      const rows = await db
        .selectFrom('tracked')
        .where('start', 'is not', null)
        .groupBy(['kpi', 'scope'])
        .select((e) => ['kpi', 'scope', e.fn.min('start').as('start')])
        .execute()
      return new Map(rows.map(({ kpi, scope, start }) => [`${kpi}\t${scope}`, start ?? '']))
    },
  }
}

const newestEvaluations = (db: Kysely<Tables>) =>
  db.selectFrom('evaluations').selectAll().orderBy('id', 'desc').limit(1)

function toEvaluation(row: Selectable<Tables['evaluations']> | undefined): Evaluation | null {
  if (row === undefined) return null
  const { id, at, catalog_revision: catalogRevision, facts_revision: factsRevision } = row
  return { id, at, catalogRevision, factsRevision }
}

const readingsPerBlock = 5_000

async function* readings(
  db: Kysely<Tables>,
  kpi: string,
  from: string | null,
): AsyncGenerator<readonly TrackedReading[]> {
  let after: Pick<TrackedReading, 'scope' | 'period'> | undefined
  do {
    const all = db
      .selectFrom('tracked')
      .select(['kpi', 'scope', 'period', 'change', 'reading'])
      .where('kpi', '=', kpi)
      .orderBy('scope')
      .orderBy('period')
      .limit(readingsPerBlock)
    const open =
      from === null ? all : all.where((e) => e.or([e('tracked.start', '>=', from), e('tracked.start', 'is', null)]))
    const next =
      after === undefined ? open : open.where(sql<boolean>`(scope, period) > (${after.scope}, ${after.period})`)
    const rows = await next.execute()
    if (rows.length > 0) yield rows
    after = rows.length < readingsPerBlock ? undefined : rows.at(-1)
  } while (after !== undefined)
}

const byItem = (changes: readonly Change[]): ReadonlyMap<string, Change> =>
  new Map(changes.map((change) => [itemKey(change), change]))

async function record(
  step: Transaction<Tables>,
  evaluation: Parameters<Store['changes']['record']>[0],
  changes: readonly NewChange[],
): Promise<void> {
  if (evaluation !== null) {
    const { at, catalogRevision, factsRevision } = evaluation
    const row = { at, catalog_revision: catalogRevision, facts_revision: factsRevision }
    await step.insertInto('evaluations').values(row).execute()
  }
  for (const group of inGroups(changes)) {
    const made = await step.insertInto('changes').values(group.map(fromChange)).returning('id').execute()
    const rows = group.map(({ kpi, scope, period, start, reading }, index) => ({
      kpi,
      scope,
      period,
      start,
      reading,
      change: made[index]?.id ?? 0,
    }))
    await step
      .insertInto('tracked')
      .values(rows)
      .onConflict((clash) =>
        clash.columns(['kpi', 'scope', 'period']).doUpdateSet((e) => ({
          change: e.ref('excluded.change'),
          start: e.ref('excluded.start'),
          reading: e.ref('excluded.reading'),
        })),
      )
      .execute()
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
