import type { Catalog } from '../../domain/catalog.ts'
import type { Batch, Evaluation, RowEffect } from '../../ports.ts'
import { day, parseDay } from '../../time/day.ts'
import { parsePeriod, periodStart } from '../../time/period.ts'
import { appliedRevisions } from '../ask/applied.ts'
import { factsState, lastDayIn } from '../ask/facts-state.ts'
import { readsOf } from '../ask/reads.ts'
import type { AskDeps } from '../ask.ts'
import { overridesOf } from '../overrides/known.ts'

/** The first day that something happened to: minus infinity where that may be any day, infinity where nothing happened. */
export type Touched = (kpi: string) => number

/**
 * Which days of a KPI's datasets may be other ones than at the last evaluation: those of the deliveries since, of what they
 * replaced or took away, of loads that fail or failed, of values that people set, and all of them after a change of definitions. Later periods may read the touched ones (prior,
 * to-date, rolling), earlier ones never do.
 */
export async function touchedSince(deps: AskDeps, last: Evaluation | null): Promise<Touched> {
  if (last === null || last.catalogRevision !== deps.catalog.revision) return () => Number.NEGATIVE_INFINITY
  const known: Readonly<Record<string, number>> = JSON.parse(last.factsRevision)
  const first = new Map<string, number>()
  for (const [dataset, revision] of appliedRevisions(deps.facts)) {
    if (revision === known[dataset]) continue
    const rows = await firstTouched(deps, dataset, known[dataset] ?? 0)
    first.set(dataset, await gapBefore(deps, dataset, ratedFrom(deps.catalog, dataset, rows)))
  }
  for (const [dataset, from] of await failingFrom(deps)) first.set(dataset, Math.min(first.get(dataset) ?? from, from))
  const set = await overriddenSince(deps, last)
  for (const [kpi, start] of await deps.store.changes.failed()) {
    const from = parseDay(start ?? '') ?? Number.NEGATIVE_INFINITY
    set.set(kpi, Math.min(set.get(kpi) ?? from, from))
  }
  return (kpi) => {
    const days = readsOf(deps.catalog, kpi).all.map((dataset) => first.get(dataset) ?? Number.POSITIVE_INFINITY)
    return Math.min(set.get(kpi) ?? Number.POSITIVE_INFINITY, ...days)
  }
}

async function firstTouched(deps: AskDeps, dataset: string, revision: number): Promise<number> {
  const batches = await deps.store.batches.list(dataset)
  const changed = batches.filter((one) => one.revision > revision || (one.undone?.revision ?? 0) > revision)
  const effects = changed.flatMap((one) => effectsSince(one, revision))
  if (effects.length > 0) return Math.min(...effects.map(firstOf))
  const origins = new Set(changed.flatMap(({ parts }) => parts.map(({ origin }) => origin)))
  let first = Number.POSITIVE_INFINITY
  for (const { origin, rows, firstDay } of batches.flatMap(({ parts }) => parts)) {
    if (!origins.has(origin) || rows === 0) continue
    first = Math.min(first, firstDay ?? Number.NEGATIVE_INFINITY)
  }
  return first
}

/** What happened to rows when a batch was accepted and when it was taken back, of both what is new since. */
const effectsSince = ({ revision: own, undone, effect, undoEffect }: Batch, revision: number): RowEffect[] =>
  [own > revision ? effect : null, (undone?.revision ?? 0) > revision ? undoEffect : null].filter((one) => one !== null)

const firstOf = ({ days, undated }: RowEffect): number =>
  undated > 0 ? Number.NEGATIVE_INFINITY : (days?.first ?? Number.POSITIVE_INFINITY)

/** Days between those rows and what stands before them were late, and no data has come for them now; or the other way round. */
async function gapBefore(deps: AskDeps, id: string, touched: number): Promise<number> {
  const dataset = deps.catalog.datasets.get(id)
  if (dataset === undefined || dataset.time === null || !Number.isFinite(touched)) return touched
  const before = await lastDayIn(deps, dataset, touched)
  return before === null ? Number.NEGATIVE_INFINITY : Math.min(touched, before + 1)
}

/** An average or closing rate counts for every day of its period, those before the day of a quote too. */
function ratedFrom({ kpis, calendars }: Catalog, table: string, touched: number): number {
  if (!Number.isFinite(touched)) return touched
  let first = touched
  for (const { converts } of kpis.values()) {
    const at = converts?.rates.table === table ? converts.rates.at : undefined
    const grain = at === undefined || at.kind === 'day' ? undefined : calendars.get(at.calendar)?.grains.get(at.grain)
    if (grain !== undefined) first = Math.min(first, grain.startOf(grain.ordinalOf(day(touched))))
  }
  return first
}

/** Of each dataset whose load failed, the first day after its rows: what has none from there on is `failed` now. */
async function failingFrom(deps: AskDeps): Promise<ReadonlyMap<string, number>> {
  const from = new Map<string, number>()
  for (const id of (await deps.store.batches.failures()).keys()) {
    const dataset = deps.catalog.datasets.get(id)
    if (dataset === undefined) continue
    const { lastDay } = await factsState(deps, dataset, appliedRevisions(deps.facts))
    from.set(id, lastDay === null ? Number.NEGATIVE_INFINITY : lastDay + 1)
  }
  return from
}

/** The first day of the periods whose value a person set, or no longer sets, since the last evaluation; by KPI. */
async function overriddenSince({ catalog, store }: AskDeps, last: Evaluation): Promise<Map<string, number>> {
  const first = new Map<string, number>()
  for (const { kpi, period, at, removed } of await overridesOf(store)) {
    if (at < last.at && (removed === null || removed.at < last.at)) continue
    const parsed = parsePeriod(period, catalog.calendars, 'gregorian')
    const calendar = catalog.calendars.get(parsed?.calendar ?? '')
    const start = parsed === null || calendar === undefined ? null : periodStart(calendar, parsed.grain, parsed.ordinal)
    first.set(kpi, Math.min(first.get(kpi) ?? Number.POSITIVE_INFINITY, start ?? Number.NEGATIVE_INFINITY))
  }
  return first
}
