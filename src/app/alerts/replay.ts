import type { Actor } from '../../domain/access.ts'
import { falseAlarmsOf } from '../../domain/alert-policy.ts'
import type { AlertReplay, ReplayedAlert } from '../../domain/alert-view.ts'
import type { Issue } from '../../domain/issue.ts'
import { numberStyle, withUnit } from '../../domain/number-format.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { replaySentence } from '../../domain/sentence/replay.ts'
import { alertText } from '../../domain/sentence/signals.ts'
import { signalIssue } from '../../domain/signal-issues.ts'
import { unitLabel } from '../../domain/unit-label.ts'
import { isCounted } from '../../insight/signals/index.ts'
import { ordinalOn, periodEnd, periodStart, periodText } from '../../time/period.ts'
import { type AskDeps, todayOf } from '../ask.ts'
import { type Course, courseOf, judge, policyOf } from '../signals/course.ts'
import { labelScope } from '../view/label.ts'
import { findPeriod } from '../view/period.ts'

export interface ReplayInput {
  readonly kpi: string
  /** Periods of the KPI's grain, both included. */
  readonly from: string
  readonly to: string
  readonly scope?: string | undefined
  readonly grain?: string | undefined
  readonly falseAlarms?: number | undefined
  /** What is known to have happened; a day or period each, `to` the same unless stated. */
  readonly incidents?: readonly KnownIncident[] | undefined
  /** Periods after the beginning of an incident within which an alert still tells of it. */
  readonly within?: number | undefined
}

export interface KnownIncident {
  readonly from: string
  readonly to?: string | undefined
  readonly name?: string | undefined
}

/** Periods within which what happened must have been told. */
const usualWithin = 3

/**
 * What alerts of a KPI would have been over a stretch of history, each period judged by what was known before it: which known
 * incidents they find, which they miss, and how many false ones they give a month beside what the policy states.
 */
export async function replayAlerts(deps: AskDeps, input: ReplayInput, actor: Actor): Promise<Result<AlertReplay>> {
  const { kpi: id, scope, grain } = input
  const asked = { kpi: id, ...(scope && { scope }), ...(grain && { grain }) }
  const found = await courseOf(deps, { ...asked, period: input.to }, actor)
  if (!found.ok) return found
  const course = found.value
  const issues: Issue[] = []
  const first = indexOf(deps, course, input.from, issues)
  const spans = (input.incidents ?? []).map((one) => spanOf(deps, course, one, issues))
  const last = course.place.ordinal - course.from
  if (first !== null && first.from > last)
    issues.push(signalIssue('signals/replay-order', { from: input.from, to: input.to }, {}))
  if (first === null || issues.length > 0) return { ok: false, issues }
  const { kpi, series, place } = course
  const rate = input.falseAlarms ?? falseAlarmsOf(deps.catalog, kpi)
  if (rate === 0) return failed(signalIssue('signals/replay-off', { kpi: kpi.id }, {}))
  const seen = await judge({ ...course, rulings: [] }, { policy: policyOf(rate) })
  const text = (t: number) => periodText(place.calendar, place.grain, course.from + t)
  const within = input.within ?? usualWithin
  const known = spans.flatMap((span) =>
    span === null ? [] : [{ ...span, until: Math.max(span.to, span.from + within) }],
  )
  const told = seen.alerts.filter(({ at }) => at >= first.from && at <= last)
  const incidentOf = (at: number) => known.find(({ from, until }) => at >= from && at <= until) ?? null
  const style = numberStyle(unitLabel(kpi), deps.catalog.workspace.locale, ...series.values.slice(-1))
  const write = (value: number | null | undefined) => (value == null ? '–' : withUnit(style, value))
  const alerts = told.map((alert): ReplayedAlert => {
    const { rule, side, figures } = alert
    const words = alertText(rule, side, write(figures.observed), write(figures.expected))
    const incident = incidentOf(alert.at)?.name ?? null
    return { at: text(alert.at), since: text(alert.since), rule, side, text: words, incident }
  })
  const judged = judgedIn(course, first.from, last)
  const months = judged / series.rhythm.perMonth
  const falseAlarms = alerts.filter(({ incident }) => incident === null).length
  const incidents = known.map(({ name, from, to, until }) => {
    const at = told.find((alert) => alert.at >= from && alert.at <= until)?.at
    return { name, from: text(from), to: text(to), found: at === undefined ? null : text(at) }
  })
  const hits = incidents.filter((one) => one.found !== null).length
  const counts = { hits, misses: incidents.length - hits, falseAlarms, months, judged }
  const statedPerMonth = seen.policy.falseAlarmsPerMonth
  return ok({
    kpi: kpi.id,
    name: kpi.name,
    scope: labelScope(deps.catalog, place.scope),
    grain: place.grain,
    from: text(first.from),
    to: text(last),
    alerts,
    incidents,
    ...counts,
    falseAlarmsPerMonth: months > 0 ? falseAlarms / months : 0,
    statedPerMonth,
    sentence: replaySentence({ ...counts, name: kpi.name, incidents: incidents.length, statedPerMonth }),
  })
}

/** Periods of a stretch that can alert: with a value that counts, once enough are known before. */
function judgedIn({ series }: Course, first: number, last: number): number {
  let known = 0
  let judged = 0
  for (let t = 0; t <= last; t++) {
    if (!isCounted(series, t)) continue
    if (t >= first && known >= series.rhythm.firstJudged && series.flags?.[t] !== 'restated') judged++
    known++
  }
  return judged
}

interface Span {
  readonly from: number
  readonly to: number
}

/** The periods of a course that another period or day of its calendar lies in. */
function indexOf(deps: AskDeps, { place, from, grain }: Course, text: string, issues: Issue[]): Span | null {
  const found = findPeriod(deps.catalog, text, place.calendar.id, todayOf(deps), issues)
  if (found === null) return null
  const calendar = deps.catalog.calendars.get(found.calendar)
  const [start, end] =
    calendar === undefined
      ? [null, null]
      : [periodStart(calendar, found.grain, found.ordinal), periodEnd(calendar, found.grain, found.ordinal)]
  if (start === null || end === null) {
    issues.push(signalIssue('signals/replay-days', { text }, {}))
    return null
  }
  const at = (day: number) => ordinalOn(place.calendar, grain, day as typeof start) - from
  return { from: at(start), to: at(end - 1) }
}

function spanOf(deps: AskDeps, course: Course, one: KnownIncident, issues: Issue[]): (Span & { name: string }) | null {
  const first = indexOf(deps, course, one.from, issues)
  const last = one.to === undefined ? first : indexOf(deps, course, one.to, issues)
  if (first === null || last === null) return null
  return { from: first.from, to: Math.max(first.to, last.to), name: one.name ?? one.from }
}
