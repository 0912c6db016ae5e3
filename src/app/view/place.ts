import { askIssue } from '../../domain/ask-issues.ts'
import { type Catalog, manualDataset, type Scope } from '../../domain/catalog.ts'
import { type DataSpan, defaultOrdinal } from '../../domain/default-period.ts'
import type { Issue } from '../../domain/issue.ts'
import { nearest } from '../../domain/nearest.ts'
import { ok, type Result } from '../../domain/result.ts'
import { everything } from '../../domain/scope.ts'
import { type Calendar, type GrainName, isClockGrain } from '../../time/calendar.ts'
import { type Day, day } from '../../time/day.ts'
import { ordinalOn } from '../../time/period.ts'
import { appliedRevisions } from '../ask/applied.ts'
import { factsState } from '../ask/facts-state.ts'
import { membersOf } from '../ask/members.ts'
import { type AskDeps, nowOf, todayOf } from '../ask.ts'
import { findCalendar, findGrain, findScope, findVersion } from './find.ts'
import { currentIn, findPeriod, otherGrain } from './period.ts'

/** What a reader chose, as text; what is absent or empty means the page's own default. */
export interface Asked {
  readonly period?: string | undefined
  readonly scope?: string | undefined
  readonly grain?: string | undefined
  /** The day or instant as of which everything is asked. */
  readonly asOf?: string | undefined
  /** The day that values read to, `common` for the last one that all their data have come for, or `latest`. */
  readonly through?: string | undefined
  /** The version of targets that judges. */
  readonly version?: string | undefined
}

/** When and where a page speaks of. */
export interface Place {
  readonly calendar: Calendar
  readonly grain: GrainName
  readonly ordinal: number
  readonly scope: Scope
  readonly today: Day
  /** The version of targets that was asked to judge; null: as each KPI says. */
  readonly version: string | null
  /** ms since 1970 UTC. */
  readonly now: number
  /** The period with today in it. */
  readonly current: number
  /** The period that the page would open with. */
  readonly usual: number
  /** The first period that any of its datasets has rows for; null where none has. */
  readonly first: number | null
}

/** A page's own defaults, and the datasets it stands on. */
export interface PlaceDefaults {
  readonly calendar: string
  /** On whose clocks hours are; the workspace's unless stated. */
  readonly zone?: string
  readonly grain: GrainName
  readonly scope: Scope
  readonly datasets: readonly string[]
  /** Whether one of its datasets having come is enough for a period, or every one is needed. */
  readonly take: 'latest' | 'every'
}

/** The place that a reader asks for, or every mistake in it: unknown names with the nearest ones, periods of another grain. */
export async function placeOf(deps: AskDeps, defaults: PlaceDefaults, asked: Asked): Promise<Result<Place>> {
  const issues: Issue[] = []
  const { catalog } = deps
  const today = readingDay(deps)
  const period = text(asked.period, (one) => findPeriod(catalog, one, defaults.calendar, today, issues, defaults.zone))
  const grain = text(asked.grain, (one) => findGrain(one, issues)) ?? period?.grain ?? defaults.grain
  const scope = text(asked.scope, (one) => findScope(catalog, one, issues)) ?? defaults.scope
  const version = text(asked.version, (one) => findVersion(catalog, one, issues))
  const calendar = findCalendar(catalog, period?.calendar ?? defaults.calendar, issues, defaults.zone)
  if (calendar !== null && period != null && period.grain !== grain)
    issues.push(otherGrain(calendar, period, grain, today))
  if (issues.length === 0) issues.push(...(await unknownMembers(deps, scope)))
  if (calendar === null || issues.length > 0) return { ok: false, issues }
  const spans = await spansOf(deps, defaults.datasets)
  const now = nowOf(deps)
  const current =
    deps.through === undefined || deps.through >= todayOf(deps)
      ? currentIn(calendar, grain, { today, instant: now })
      : ordinalOn(calendar, grain, day(today - 1))
  const usual = isClockGrain(grain)
    ? latestHour(calendar, grain, current, spans)
    : defaultOrdinal(calendar, grain, today, spans, defaults.take)
  const firstDays = spans.flatMap(({ first }) => (first === null ? [] : [first]))
  return ok({
    calendar,
    grain,
    scope,
    version,
    today,
    ordinal: period?.ordinal ?? usual,
    usual,
    current,
    now,
    first: firstDays.length === 0 ? null : ordinalOn(calendar, grain, Math.min(...firstDays) as Day),
  })
}

/** The day on which a page is read: today, or the one after the last day that its values read to. */
const readingDay = (deps: AskDeps): Day => {
  const today = todayOf(deps)
  return deps.through === undefined || deps.through >= today ? today : day(deps.through + 1)
}

/** The last hour, or minute, that is over and lies on a day that any rows have. */
function latestHour(calendar: Calendar, grain: GrainName, current: number, spans: readonly DataSpan[]): number {
  const days = spans.flatMap(({ last }) => (last === null ? [] : [last]))
  if (days.length === 0) return current - 1
  return Math.min(current - 1, ordinalOn(calendar, grain, day(Math.max(...days) + 1)) - 1)
}

const text = <T>(asked: string | undefined, read: (text: string) => T): T | null =>
  asked === undefined || asked === '' ? null : read(asked)

async function spansOf(deps: AskDeps, datasets: readonly string[]): Promise<readonly DataSpan[]> {
  const revisions = appliedRevisions(deps.facts)
  const timed = datasets.flatMap((id) => deps.catalog.datasets.get(id) ?? []).filter(({ time }) => time !== null)
  return Promise.all(
    timed.map(async (dataset) => {
      const { lastDay, stats } = await factsState(deps, dataset, revisions)
      // Typed values stand on the first day of the period they speak for.
      const whole = dataset.rows === 'snapshot' || dataset.id === manualDataset
      const last = lastDay === null ? null : Math.min(lastDay, deps.through ?? lastDay)
      return { first: stats.firstDay, last, whole }
    }),
  )
}

/** Members that neither the rows nor the organisation know. */
async function unknownMembers(deps: AskDeps, scope: Scope): Promise<readonly Issue[]> {
  const issues: Issue[] = []
  for (const [dimension, members] of Object.entries(scope.where)) {
    const known = await knownMembers(deps, dimension)
    for (const member of members) {
      if (member === '' || known.has(member)) continue
      issues.push(askIssue('ask/unknown-member', { dimension, member, near: nearest(member, known) }, {}))
    }
  }
  return issues
}

async function knownMembers(deps: AskDeps, dimension: string): Promise<ReadonlySet<string>> {
  const { catalog, facts } = deps
  const revisions = appliedRevisions(facts)
  const known = new Set(
    [...catalog.units.values()].flatMap(({ wheres }) => wheres.flatMap(({ where }) => where[dimension] ?? [])),
  )
  for (const dataset of catalog.datasets.values()) {
    for (const member of await membersOf(deps, dataset, dimension, revisions)) known.add(member)
  }
  return known
}

/** What a page speaks for when nobody says: its own unit, else the organisation whose root owns every row, else everything. */
export function defaultScope(catalog: Catalog, unit: string | null): Scope {
  if (unit !== null) return { unit, where: {} }
  const roots = [...catalog.units.values()].filter(({ parent }) => parent === null)
  const [root] = roots
  return root !== undefined && roots.length === 1 && root.where === null ? { unit: root.id, where: {} } : everything
}
