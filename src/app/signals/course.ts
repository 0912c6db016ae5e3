import type { Actor } from '../../domain/access.ts'
import { askIssue } from '../../domain/ask-issues.ts'
import type { Kpi } from '../../domain/catalog.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { type Ruling, stoodAt } from '../../domain/ruling.ts'
import { scopeKey } from '../../domain/scope.ts'
import {
  type AlertPolicy,
  type ConfirmedSegment,
  rhythmOf,
  type SignalGrain,
  type SignalSeries,
} from '../../insight/signals/index.ts'
import { monthsInYear } from '../../time/period.ts'
import { type AskDeps, ask } from '../ask.ts'
import type { Judged } from '../insight/judged.ts'
import { reckon } from '../insight/statistics-thread.ts'
import { kpiPlace } from '../view/kpi-place.ts'
import { periodIn } from '../view/period.ts'
import type { Asked, Place } from '../view/place.ts'
import { chartKindOf, holidaysOf, isSignalGrain, seriesOf } from './series.ts'

/** Periods that alerts are replayed over at most: what a KPI was long ago says little about what is usual now. */
const memory: Readonly<Record<SignalGrain, number>> = {
  hour: 2000,
  day: 1100,
  week: 420,
  month: 240,
  quarter: 120,
  year: 60,
}
/** Periods that are charted at most: locked limits rest on the first ones, however long ago. */
const charted = 5000

/** A KPI's course over time in one scope, and what people have said about its signals. */
export interface Course {
  readonly kpi: Kpi
  readonly place: Place
  readonly grain: SignalGrain
  /** The ordinal of the first period of the series. */
  readonly from: number
  readonly series: SignalSeries
  /** Words on this KPI, scope and grain that were given by then, the ones taken back too. */
  readonly rulings: readonly Ruling[]
  /** The instant as of which all is asked; null for now. */
  readonly asOf: string | null
}

/** Asks the course of a KPI up to a period, by `ask` alone. */
export async function courseOf(
  now: AskDeps,
  input: Asked & { readonly kpi: string },
  actor: Actor,
): Promise<Result<Course>> {
  const found = await kpiPlace(now, input.kpi, input)
  if (!found.ok) return found
  const { deps, kpi, place } = found.value
  const [course] = await coursesAt(deps, [{ kpi, place }], actor)
  return course === undefined ? failed(askIssue('ask/no-course', { grain: place.grain }, {})) : ok(course)
}

/** The courses of many KPIs, asked together; those whose grain has no course are left out. */
export async function coursesAt(
  deps: AskDeps,
  asked: readonly { readonly kpi: Kpi; readonly place: Place }[],
  actor: Actor,
): Promise<readonly Course[]> {
  const timed = asked.flatMap(({ kpi, place }) => {
    const { grain } = place
    if (!isSignalGrain(grain)) return []
    const until = place.ordinal + 1
    const from = Math.max(Math.min(place.first ?? place.ordinal, place.ordinal), until - charted)
    return [{ kpi, place, grain, from, until }]
  })
  const questions = timed.map(({ kpi, place, grain, from, until }) => {
    return { kpi: kpi.id, scope: place.scope, calendar: place.calendar.id, grain, from, until, by: [] }
  })
  const [{ answers }, rulings] = await Promise.all([ask(deps, questions, actor), deps.store.rulings.list()])
  const asOf = deps.asOf ?? null
  let at = 0
  return timed.map(({ kpi, place, grain, from, until }): Course => {
    const own = answers.slice(at, at + until - from)
    at += until - from
    const rhythm = rhythmOf(grain, monthsInYear(place.calendar))
    const scope = scopeKey(deps.catalog, place.scope)
    return {
      kpi,
      place,
      grain,
      from,
      series: seriesOf(deps.catalog, kpi, rhythm, own, holidaysOf(place.calendar)),
      rulings: rulings.filter(
        (one) => one.kpi === kpi.id && one.scope === scope && one.grain === grain && (asOf === null || one.at <= asOf),
      ),
      asOf,
    }
  })
}

/** What is told of a course; its limits are those that people confirmed. In a thread of its own: three years of days take a third of a second. */
export function judge(
  course: Course,
  options: { readonly policy?: Partial<AlertPolicy>; readonly proposeFrom?: number },
): Promise<Judged> {
  const { kpi, series, grain } = course
  const chart = { kind: chartKindOf(kpi), segments: baselinesOf(course).map(({ segment }) => segment) }
  return reckon('signals', { series, options: { ...options, good: kpi.good, chart, memory: memory[grain] } })
}

/** The policy of a rate; null and 0 (no alerts) leave the usual one, by which limits are reckoned all the same. */
export const policyOf = (falseAlarms: number | null): Partial<AlertPolicy> =>
  falseAlarms === null || falseAlarms === 0 ? {} : { falseAlarmsPerMonth: falseAlarms }

/** The new limits that stand, each with the word that it rests on. */
export function baselinesOf({
  rulings,
  place,
  from,
  asOf,
}: Course): readonly { readonly ruling: Ruling; readonly segment: ConfirmedSegment }[] {
  return rulings.flatMap((ruling) => {
    if (ruling.kind !== 'baseline' || !stoodAt(ruling, asOf)) return []
    const [start, known] = [periodIn(place, ruling.period), periodIn(place, ruling.known)]
    if (start === null || known === null || start <= from) return []
    return [{ ruling, segment: { from: start - from, reason: ruling.reason, known: known - from } }]
  })
}
