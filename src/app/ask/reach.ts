import { type Catalog, type Kpi, manualDataset, type Scope } from '../../domain/catalog.ts'
import type { Calendar } from '../../time/calendar.ts'
import { type Day, day } from '../../time/day.ts'
import { ordinalOn, periodEnd } from '../../time/period.ts'
import type { Deps } from '../deps.ts'
import { appliedRevisions } from './applied.ts'
import { through } from './elapsed.ts'
import { knowledge } from './knowledge.ts'
import type { Freshness } from './moment.ts'
import { readsOf } from './reads.ts'

/** How far the rows of a KPI reach: to the last day that all its datasets have come for, and the dataset that ends there. */
export interface Reach {
  readonly day: Day
  readonly dataset: string
}

type Reaching = Pick<Deps, 'catalog' | 'facts' | 'store'>

/**
 * How far each KPI's data reach in a scope; null where nobody can say: no row has come, or no rows are good rows. Rows of weeks,
 * months or years speak for the whole of theirs, and days off after the last row are no gap.
 */
export async function reachesOf(
  { catalog, facts, store }: Reaching,
  kpis: readonly Kpi[],
  scope: Scope,
): Promise<ReadonlyMap<string, Reach | null>> {
  const reads = new Map(kpis.map((kpi) => [kpi.id, readsOf(catalog, kpi.id)]))
  const { freshness } = await knowledge({ catalog, facts, store }, reads.values(), new Map(appliedRevisions(facts)))
  const known = new Map<string, Day | null>()
  const reachIn = (kpi: Kpi, dataset: string): Day | null => {
    const key = `${dataset} ${kpi.calendar} ${dataset === manualDataset ? kpi.id : ''}`
    let found = known.get(key)
    if (found === undefined) known.set(key, (found = reachOf(catalog, freshness, kpi, dataset, scope)))
    return found
  }
  return new Map(
    kpis.map((kpi) => {
      const all = kpi.noRows === 'zero' ? [] : (reads.get(kpi.id)?.facts ?? [])
      const found = all.flatMap((dataset): Reach[] => {
        const last = reachIn(kpi, dataset)
        return last === null ? [] : [{ day: last, dataset }]
      })
      return [kpi.id, found.sort((a, b) => a.day - b.day)[0] ?? null]
    }),
  )
}

/** The earliest day that all of them have; null where none of them can say. */
export function commonDay(reaches: ReadonlyMap<string, Reach | null>): Day | null {
  const days = [...reaches.values()].flatMap((reach) => reach?.day ?? [])
  return days.length === 0 ? null : day(Math.min(...days))
}

function reachOf(catalog: Catalog, freshness: Freshness, kpi: Kpi, dataset: string, scope: Scope): Day | null {
  const last = through(catalog, freshness, kpi, dataset, scope)
  const calendar = catalog.calendars.get(kpi.calendar)
  if (last === null || calendar === undefined) return last
  return overDaysOff(calendar, endOfRow(calendar, last, freshness.gap.get(dataset) ?? 1))
}

/** Days between rows from which on they are taken to be of that grain: one of every so many may be missing. */
const spacing = [
  ['year', 300],
  ['quarter', 75],
  ['month', 25],
  ['week', 6],
] as const

/** The last day that a row speaks for. */
function endOfRow(calendar: Calendar, last: Day, gap: number): Day {
  const grain = spacing.find(([, days]) => gap >= days)?.[0]
  if (grain === undefined || !calendar.grains.has(grain)) return last
  const end = periodEnd(calendar, grain, ordinalOn(calendar, grain, last))
  return end === null ? last : day(end - 1)
}

/** Nobody works longer than this without a day off, or is off longer. */
const mostDaysOff = 14

function overDaysOff({ work }: Calendar, last: Day): Day {
  let at = last
  while (at - last < mostDaysOff && work.between(day(at + 1), day(at + 2)) === 0) at = day(at + 1)
  return at - last === mostDaysOff ? last : at
}
