import type { Question } from '../../domain/answer.ts'
import { askIssue } from '../../domain/ask-issues.ts'
import { type Baseline, baselineNames, parseBaseline } from '../../domain/baseline.ts'
import type { Catalog, Kpi, Scope } from '../../domain/catalog.ts'
import { clockZone } from '../../domain/clock-zone.ts'
import { finest, grainRank } from '../../domain/grain.ts'
import type { Issue } from '../../domain/issue.ts'
import { nearest } from '../../domain/nearest.ts'
import type { MoneyView } from '../../domain/rates/rule.ts'
import { ok, type Result } from '../../domain/result.ts'
import { everything, parseScope } from '../../domain/scope.ts'
import { type Calendar, type GrainName, isClockGrain } from '../../time/calendar.ts'
import { type Period, periodText, splitPeriod, within } from '../../time/period.ts'
import { knownVersions } from '../ask/loaded-targets.ts'
import { type AskDeps, nowOf, todayOf } from '../ask.ts'
import { allDimensions, dimensionsOf } from './dimensions.ts'
import { findCalendar, findGrain, findKpi, findScope, knownScope } from './find.ts'
import { moneyView } from './money-view.ts'
import { currentIn, findPeriod, type Now, otherGrain } from './period.ts'
import { timeless } from './timeless.ts'

/** A question as people write it, on the command line or in an address. */
export interface QuestionText {
  /** Ids, or every KPI that can be split as asked. */
  readonly kpis: 'all' | readonly string[]
  readonly grain?: string | undefined
  /** First and last period, both included. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly by?: readonly string[] | undefined
  readonly scope?: string | undefined
  readonly unit?: string | undefined
  /** Conditions such as `region=north|south`; members of one dimension are alternatives. */
  readonly where?: readonly string[] | undefined
  readonly calendar?: string | undefined
  /** Names of baselines that values are compared with. */
  readonly compare?: readonly string[] | undefined
  /** A code, or `own`: that of the unit. */
  readonly currency?: string | undefined
  /** `constant`, or a table of rates. */
  readonly rates?: string | undefined
}

/** Periods that are asked for when nobody says which: a year and the month it is compared with. */
const usualPeriods = 13
/** What one question may ask of one KPI. */
const mostPeriods = 5000

/**
 * The questions that a text means, one per KPI, or every mistake in it. Unless stated: the KPI's own calendar and cadence
 * (the finest of it and the periods named), and the last 13 periods up to the current one. A coarser period named as first
 * or last stands for all its parts.
 */
export function parseQuestions(
  deps: Pick<AskDeps, 'catalog' | 'clock' | 'asOf' | 'through'>,
  input: QuestionText,
): Result<readonly Question[]> {
  const { catalog } = deps
  const issues: Issue[] = []
  const scope = scopeOf(catalog, input, issues)
  const by = splitsOf(catalog, input, issues)
  const money = moneyView(deps, input, scope, issues)
  const kpis = convertible(catalog, input, kpisOf(catalog, input, by, issues), money, issues)
  const compare = baselinesOf(deps, input, issues)
  const now = todayOf(deps)
  // The period that is current is the last one that values read into.
  const today = deps.through === undefined || deps.through > now ? now : deps.through
  const rangeOf = ranges(catalog, { today, instant: nowOf(deps) }, input, issues)
  const questions: Question[] = []
  for (const kpi of kpis) {
    const range = rangeOf(kpi)
    if (range !== null && scope !== null)
      questions.push({
        kpi: kpi.id,
        scope,
        ...range,
        by,
        ...(money === null ? {} : { money }),
        ...(compare.length === 0 ? {} : { compare }),
      })
  }
  return issues.length > 0 ? { ok: false, issues } : ok(questions)
}

function kpisOf(catalog: Catalog, input: QuestionText, by: readonly string[], issues: Issue[]): readonly Kpi[] {
  if (input.kpis === 'all') {
    return [...catalog.kpis.values()].filter((kpi) => by.every((name) => dimensionsOf(catalog, kpi.id).includes(name)))
  }
  const kpis = new Set<Kpi>()
  for (const id of input.kpis) {
    const kpi = findKpi(catalog, id, issues)
    if (kpi !== null) kpis.add(kpi)
  }
  if (input.kpis.length === 0) issues.push(askIssue('ask/no-kpi', {}, {}))
  for (const { id } of kpis) {
    const can = dimensionsOf(catalog, id)
    for (const name of by) {
      if (!can.includes(name)) issues.push(askIssue('ask/cannot-split', { kpi: id, name, can }, {}))
    }
  }
  return [...kpis]
}

/** Those that can be had in a currency or at rates; of KPIs that were named, others are mistakes. */
function convertible(
  catalog: Catalog,
  input: QuestionText,
  kpis: readonly Kpi[],
  money: MoneyView | null,
  issues: Issue[],
): readonly Kpi[] {
  if (money === null) return kpis
  const [can, cannot] = [true, false].map((wanted) =>
    kpis.filter(({ id }) => (catalog.restate?.(id, money) != null) === wanted),
  )
  if (input.kpis !== 'all')
    for (const { id } of cannot ?? []) issues.push(askIssue('ask/cannot-convert', { kpi: id }, {}))
  return can ?? []
}

function baselinesOf(
  { catalog, asOf }: Pick<AskDeps, 'catalog' | 'asOf'>,
  { compare = [] }: QuestionText,
  issues: Issue[],
): readonly Baseline[] {
  const { known, open } = knownVersions(catalog)
  const versions = open ? [...new Set([...known, ...compare])] : known
  const names = [...baselineNames, ...versions]
  if (compare.length > 0 && asOf !== undefined) issues.push(askIssue('ask/compare-as-of', {}, {}))
  return [...new Set(compare)].flatMap((name) => {
    const baseline = parseBaseline(name, versions)
    if (baseline === null)
      issues.push(askIssue('ask/unknown-baseline', { name, near: nearest(name, names), names }, {}))
    return baseline ?? []
  })
}

function splitsOf(catalog: Catalog, input: QuestionText, issues: Issue[]): readonly string[] {
  const asked = [...new Set(input.by ?? [])]
  const names = asked.length === 0 ? [] : allDimensions(catalog)
  return asked.filter((name) => {
    const known = names.includes(name)
    if (!known) issues.push(askIssue('ask/unknown-dimension', { name, near: nearest(name, names) }, {}))
    return known
  })
}

function scopeOf(catalog: Catalog, input: QuestionText, issues: Issue[]): Scope | null {
  const before = issues.length
  const base = input.scope === undefined ? everything : findScope(catalog, input.scope, issues)
  const where = new Map(Object.entries(base?.where ?? {}))
  const stated = new Map<string, string[]>()
  for (const text of input.where ?? []) {
    const condition = parseScope(text)
    const parts = Object.entries(condition?.where ?? {})
    if (condition === null || condition.unit !== null || parts.length === 0)
      issues.push(askIssue('ask/where', { text }, {}))
    for (const [name, members] of parts) stated.set(name, [...(stated.get(name) ?? []), ...members])
  }
  for (const [name, members] of stated) where.set(name, [...new Set(members)])
  const named = { unit: input.unit ?? null, where: Object.fromEntries(stated) }
  knownScope(catalog, named, issues)
  return issues.length > before ? null : { unit: named.unit ?? base?.unit ?? null, where: Object.fromEntries(where) }
}

type Range = Pick<Question, 'calendar' | 'grain' | 'from' | 'until' | 'zone'>

/** The range for each KPI; those of one calendar and cadence share it, so that a mistake is told once. */
function ranges(catalog: Catalog, now: Now, input: QuestionText, issues: Issue[]): (kpi: Kpi) => Range | null {
  const known = new Map<string, Range | null>()
  return (kpi) => {
    const cadence = timeless(catalog, kpi) ? 'total' : kpi.cadence
    const calendar = input.calendar ?? kpi.calendar
    const zone = clockZone(catalog, kpi)
    const key = `${calendar} ${cadence} ${zone}`
    let range = known.get(key)
    if (range === undefined) {
      const found: Issue[] = []
      known.set(key, (range = rangeIn(catalog, now, { ...input, calendar, zone }, cadence, found)))
      const said = new Set(issues.map(({ message }) => message))
      issues.push(...found.filter(({ message }) => !said.has(message)))
    }
    return range
  }
}

function rangeIn(
  catalog: Catalog,
  now: Now,
  input: QuestionText & { readonly calendar: string; readonly zone: string },
  cadence: GrainName,
  issues: Issue[],
): Range | null {
  const asked = input.grain === undefined ? undefined : findGrain(input.grain, issues)
  const named = [input.from, input.to].map((text) => splitPeriod(text ?? '').prefix)
  const id = named.find((prefix) => prefix !== null) ?? input.calendar
  const calendar = findCalendar(catalog, id, issues, input.zone)
  if (calendar === null) return null
  const { today } = now
  const read = (text: string | undefined) =>
    text === undefined ? undefined : findPeriod(catalog, text, id, today, issues, input.zone)
  const [from, to] = [read(input.from), read(input.to)]
  if (from === null || to === null || asked === null) return null
  if (from !== undefined && to !== undefined && from.calendar !== to.calendar) {
    issues.push(askIssue('ask/period-calendars', { from: from.calendar, to: to.calendar }, {}))
    return null
  }
  const stated = [from, to].flatMap((period) => (period === undefined ? [] : [period.grain]))
  const grain = asked ?? (stated.includes('total') ? 'total' : finest(cadence, ...stated))
  const before = issues.length
  for (const period of [from, to]) {
    if (period !== undefined && grainRank(period.grain) < grainRank(grain))
      issues.push(otherGrain(calendar, period, grain, today))
  }
  if (issues.length > before) return null
  return grain === 'total'
    ? { calendar: id, grain, from: 0, until: 1 }
    : bounded(calendar, grain, { from, to, now }, issues)
}

function bounded(
  calendar: Calendar,
  grain: GrainName,
  { from, to, now }: { from: Period | undefined; to: Period | undefined; now: Now },
  issues: Issue[],
): Range | null {
  const parts = (period: Period) => within(calendar, period.grain, period.ordinal, grain)
  const current = currentIn(calendar, grain, now)
  const first = from === undefined ? null : parts(from)
  const until = to === undefined ? Math.max(current + 1, first?.[1] ?? 0) : parts(to)[1]
  const start = first?.[0] ?? until - usualPeriods
  const text = (ordinal: number) => periodText(calendar, grain, ordinal)
  if (start >= until) {
    issues.push(askIssue('ask/period-order', { from: text(start), to: text(until - 1) }, {}))
    return null
  }
  if (until - start > mostPeriods) {
    issues.push(askIssue('ask/too-many-periods', { periods: until - start, most: mostPeriods, grain }, {}))
    return null
  }
  const range = { calendar: calendar.id, grain, from: start, until }
  return isClockGrain(grain) ? { ...range, zone: calendar.clock?.zone } : range
}
