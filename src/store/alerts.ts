import type { Kysely, Transaction } from 'kysely'
import type { NewAlert, RecordedAlert } from '../domain/alert.ts'
import type { Store } from '../ports.ts'
import { inGroups } from './groups.ts'
import type { AlertRow, Tables } from './schema.ts'

/** Alerts, recorded once and never changed, and how far each KPI and scope has been judged. */
export function alertStore(db: Kysely<Tables>): Store['alerts'] {
  return {
    record: (alerts, watched) =>
      db.transaction().execute(async (step) => {
        const recorded = await record(step, alerts)
        for (const group of inGroups(watched))
          await step
            .insertInto('alert_watch')
            .values(group)
            .onConflict((known) =>
              known.columns(['kpi', 'scope', 'grain']).doUpdateSet(({ ref }) => ({ start: ref('excluded.start') })),
            )
            .execute()
        return recorded
      }),
    list: async ({ kpi, endsAfter }) => {
      let all = db.selectFrom('alerts').selectAll().orderBy('id', 'desc')
      if (kpi !== undefined) all = all.where('kpi', '=', kpi)
      if (endsAfter !== undefined) all = all.where('end', '>', endsAfter)
      return (await all.execute()).map(toAlert)
    },
    watched: () => db.selectFrom('alert_watch').selectAll().execute(),
  }
}

async function record(step: Transaction<Tables>, alerts: readonly NewAlert[]): Promise<readonly RecordedAlert[]> {
  const last = await step
    .selectFrom('alerts')
    .select(({ fn }) => fn.max('id').as('id'))
    .executeTakeFirst()
  // The write lock is held from the transaction's beginning, so that ids can be counted.
  const firstId = Number(last?.id ?? 0) + 1
  const recorded: RecordedAlert[] = []
  for (const [index, { joins, ...alert }] of alerts.entries()) {
    const incident = 'incident' in joins ? joins.incident : firstId + joins.first
    const row = { ...toRow(alert), id: firstId + index, incident }
    await step.insertInto('alerts').values(row).execute()
    recorded.push({ ...alert, id: row.id, incident })
  }
  return recorded
}

/** Numbers as JSON: SQLite would make whole ones integers. */
const toRow = (alert: Omit<NewAlert, 'joins'>): Omit<AlertRow, 'id' | 'incident'> => ({
  kpi: alert.kpi,
  scope: alert.scope,
  grain: alert.grain,
  period: alert.period,
  start: alert.start,
  end: alert.end,
  since: alert.since,
  since_start: alert.sinceStart,
  rule: alert.rule,
  side: alert.side,
  observed: JSON.stringify(alert.observed),
  expected: JSON.stringify(alert.expected),
  chance: JSON.stringify(alert.chance),
  false_alarms: JSON.stringify(alert.falseAlarmsPerMonth),
  at: alert.at,
  catalog_revision: alert.catalogRevision,
  facts_revision: alert.factsRevision,
})

function toAlert(row: AlertRow): RecordedAlert {
  const { since_start, rule, side, observed, expected, chance, false_alarms, catalog_revision, facts_revision } = row
  return {
    id: row.id,
    kpi: row.kpi,
    scope: row.scope,
    grain: row.grain,
    period: row.period,
    start: row.start,
    end: row.end,
    since: row.since,
    sinceStart: since_start,
    rule: rule === 'shift' || rule === 'spread' ? rule : 'point',
    side: side > 0 ? 1 : side < 0 ? -1 : 0,
    observed: JSON.parse(observed),
    expected: JSON.parse(expected),
    chance: JSON.parse(chance),
    falseAlarmsPerMonth: JSON.parse(false_alarms),
    incident: row.incident,
    at: row.at,
    catalogRevision: catalog_revision,
    factsRevision: facts_revision,
  }
}
