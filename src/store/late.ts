import type { Kysely, Transaction } from 'kysely'
import type { Late, LateRow } from '../domain/late.ts'
import type { NewBatch } from '../ports.ts'
import { inGroups } from './groups.ts'
import type { Tables } from './schema.ts'

/** Keeps what came too late with a batch, in the batch's own transaction. */
export async function keepLate(step: Transaction<Tables>, batch: string, { late }: NewBatch): Promise<void> {
  const periods = (late?.periods ?? []).map((one) => ({ ...one, batch, closed: one.closed ? 1 : 0 }))
  const rows = (late?.rows ?? []).map(({ day, key, act }, position) => ({
    batch,
    position,
    day,
    key: key === null ? null : JSON.stringify(key),
    act,
  }))
  for (const group of inGroups(periods)) await step.insertInto('late_periods').values(group).execute()
  for (const group of inGroups(rows)) await step.insertInto('late_rows').values(group).execute()
}

export async function lateOf(db: Kysely<Tables>, batch: string): Promise<Late> {
  const periods = db.selectFrom('late_periods').selectAll().where('batch', '=', batch)
  const rows = db.selectFrom('late_rows').selectAll().where('batch', '=', batch).orderBy('position')
  return {
    periods: (await periods.orderBy('period').orderBy('kpi').execute()).map(({ kpi, period, rows: count, closed }) => ({
      kpi,
      period,
      rows: count,
      closed: closed === 1,
    })),
    rows: (await rows.execute()).map(({ day, key, act }) => ({
      day,
      key: key === null ? null : JSON.parse(key),
      act: actOf(act),
    })),
  }
}

/** How many periods each batch came too late for. */
export async function latePeriods(db: Kysely<Tables>): Promise<ReadonlyMap<string, number>> {
  const counted = db.selectFrom('late_periods').select(({ fn }) => ['batch', fn.countAll<number>().as('periods')])
  return new Map((await counted.groupBy('batch').execute()).map(({ batch, periods }) => [batch, periods]))
}

const acts: readonly LateRow['act'][] = ['new', 'changed', 'removed']

function actOf(text: string): LateRow['act'] {
  const act = acts.find((one) => one === text)
  if (act === undefined) throw new Error(`a late row has the unknown act ${text}`)
  return act
}
