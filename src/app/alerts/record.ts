import type { Actor } from '../../domain/access.ts'
import type { NewAlert, RecordedAlert, Watched } from '../../domain/alert.ts'
import { joinIncidents, relatedAlerts } from '../../domain/alert-groups.ts'
import { falseAlarmsOf } from '../../domain/alert-policy.ts'
import type { Answer } from '../../domain/answer.ts'
import type { Kpi, Scope } from '../../domain/catalog.ts'
import { parseScope, scopeText } from '../../domain/scope.ts'
import { type Alert, isCounted, usualPolicy } from '../../insight/signals/index.ts'
import { printDay } from '../../time/day.ts'
import { periodEnd, periodStart, periodText } from '../../time/period.ts'
import { isoInstant } from '../../time/zone.ts'
import { appliedRevisions } from '../ask/applied.ts'
import { readsOf } from '../ask/reads.ts'
import type { AskDeps } from '../ask.ts'
import type { Deps } from '../deps.ts'
import { inTurn } from '../lane.ts'
import { type Course, coursesAt, judge, policyOf } from '../signals/course.ts'
import { kpiDefaults } from '../view/kpi-place.ts'
import { type Place, placeOf } from '../view/place.ts'

/** The last final period of everything that was evaluated: the cheap question whether anything is left to be judged. */
export class Finals {
  readonly newest = new Map<string, { readonly kpi: string; readonly scope: string; readonly start: string }>()

  readonly see = (answers: readonly Answer[]): void => {
    for (const { kpi, scope, start, state, flags } of answers) {
      if (state !== 'value' || start === null || flags.includes('provisional') || flags.includes('unfinished')) continue
      const key = `${kpi}\t${scope}`
      const before = this.newest.get(key)
      if (before === undefined || before.start < start) this.newest.set(key, { kpi, scope, start })
    }
  }
}

/** Items that are asked together: their whole courses are held at once. */
const together = 100

/**
 * Judges every tracked KPI and scope whose periods have become final since it was last judged, and records what alerts there,
 * each incident once, with how far was judged in the same durable step. Watching begins after the last final period that is known
 * then: what lies before is history and alerts nobody. Run twice it records nothing more.
 */
export function recordAlerts(
  deps: AskDeps & Pick<Deps, 'fail'>,
  finals: Finals,
  actor: Actor,
): Promise<readonly RecordedAlert[]> {
  return inTurn(deps.store, 'record alerts', async () => {
    const judged = new Map(
      (await deps.store.alerts.watched()).map((one) => [`${one.kpi}\t${one.scope}\t${one.grain}`, one]),
    )
    const due: Due[] = []
    const begun: Watched[] = []
    for (const { kpi: id, scope: text, start } of finals.newest.values()) {
      const kpi = deps.catalog.kpis.get(id)
      const scope = parseScope(text)
      if (kpi === undefined || scope === null || falseAlarmsOf(deps.catalog, kpi) === 0) continue
      const through = judged.get(`${id}\t${text}\t${kpi.cadence}`)?.start
      if (through === undefined) begun.push({ kpi: id, scope: text, grain: kpi.cadence, start })
      else if (through < start) due.push({ kpi, scope, through })
    }
    if (begun.length > 0) await deps.store.alerts.record([], begun)
    const recorded: RecordedAlert[] = []
    for (let at = 0; at < due.length; at += together)
      recorded.push(...(await recordSome(deps, due.slice(at, at + together), actor)))
    return recorded
  })
}

interface Due {
  readonly kpi: Kpi
  readonly scope: Scope
  /** First day of the last period that was judged. */
  readonly through: string
}

async function recordSome(
  deps: AskDeps & Pick<Deps, 'fail'>,
  due: readonly Due[],
  actor: Actor,
): Promise<readonly RecordedAlert[]> {
  const places = await Promise.all(due.map((one) => placeFor(deps, one)))
  const asked = due.flatMap((one, index) => {
    const place = places[index]
    return place == null ? [] : [{ ...one, place }]
  })
  const courses = await coursesAt(deps, asked, actor)
  const at = isoInstant(deps.clock.now())
  const found: Omit<NewAlert, 'joins'>[] = []
  const watched: Watched[] = []
  for (const course of courses) {
    const one = asked.find(({ kpi, place }) => kpi === course.kpi && place === course.place)
    const newest = course.series.values.findLastIndex((_, t) => isCounted(course.series, t))
    if (one === undefined || newest < 0) continue
    const { start } = spanOf(course, newest)
    watched.push({ kpi: course.kpi.id, scope: scopeText(course.place.scope), grain: course.grain, start })
    const known = await deps.store.alerts.list({ kpi: course.kpi.id })
    const fresh = (await alertsOf(deps, course)).filter((alert) => isNews(course, alert, one.through, known))
    found.push(...fresh.map((alert) => recordOf(deps, course, alert, at)))
  }
  const first = found.reduce((least, { sinceStart: day }) => [least, day].sort()[0] ?? least, '9999')
  const before = found.length === 0 ? [] : await deps.store.alerts.list({ endsAfter: first })
  const joined = joinIncidents(found, before, relatedAlerts(deps.catalog))
  const recorded = await deps.store.alerts.record(joined, watched)
  deps.fail('alerts:recorded')
  return recorded
}

/** The whole course of a tracked item, up to what goes on; null where its data knows no place. */
async function placeFor(deps: AskDeps, { kpi, scope }: Due): Promise<Place | null> {
  const found = await placeOf(deps, { ...kpiDefaults(deps.catalog, kpi), scope }, {})
  return found.ok ? { ...found.value, ordinal: found.value.current } : null
}

/** Alerts of a course; a history too short for them is not looked at. */
async function alertsOf({ catalog }: AskDeps, course: Course): Promise<readonly Alert[]> {
  const counted = course.series.values.filter((_, t) => isCounted(course.series, t)).length
  if (counted <= course.series.rhythm.firstJudged) return []
  return (await judge(course, { policy: policyOf(falseAlarmsOf(catalog, course.kpi)) })).alerts
}

/** Whether an alert was not told before: of a period that had not been judged, and of no incident that is on record. */
function isNews(course: Course, alert: Alert, through: string, known: readonly RecordedAlert[]): boolean {
  const { start, end } = spanOf(course, alert.at)
  if (start <= through) return false
  const since = spanOf(course, alert.since).start
  const scope = scopeText(course.place.scope)
  return !known.some(
    (one) => one.scope === scope && one.grain === course.grain && one.sinceStart < end && since < one.end,
  )
}

function recordOf(deps: AskDeps, course: Course, alert: Alert, at: string): Omit<NewAlert, 'joins'> {
  const { kpi, place, grain, from } = course
  const { start, end } = spanOf(course, alert.at)
  const revisions = appliedRevisions(deps.facts)
  const facts = readsOf(deps.catalog, kpi.id).all.map((dataset) => [dataset, revisions.get(dataset) ?? 0] as const)
  return {
    kpi: kpi.id,
    scope: scopeText(place.scope),
    grain,
    period: periodText(place.calendar, grain, from + alert.at),
    start,
    end,
    since: periodText(place.calendar, grain, from + alert.since),
    sinceStart: spanOf(course, alert.since).start,
    rule: alert.rule,
    side: alert.side,
    observed: alert.figures.observed ?? null,
    expected: alert.figures.expected ?? null,
    chance: alert.figures.chance ?? null,
    falseAlarmsPerMonth: falseAlarmsOf(deps.catalog, kpi) ?? policyUsual(course),
    at,
    catalogRevision: deps.catalog.revision,
    factsRevision: JSON.stringify(Object.fromEntries(facts)),
  }
}

const policyUsual = ({ series }: Course): number => usualPolicy(series.rhythm).falseAlarmsPerMonth

/** The first day of a period of a course, and the first day after it. */
function spanOf({ place, grain, from }: Course, t: number): { readonly start: string; readonly end: string } {
  const [start, end] = [periodStart(place.calendar, grain, from + t), periodEnd(place.calendar, grain, from + t)]
  if (start === null || end === null) throw new Error(`a ${grain} has no days`)
  return { start: printDay(start), end: printDay(end) }
}
