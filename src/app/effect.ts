import type { Actor } from '../domain/access.ts'
import { askIssue } from '../domain/ask-issues.ts'
import type { Kpi } from '../domain/catalog.ts'
import type { EffectView } from '../domain/effect-view.ts'
import type { Issue } from '../domain/issue.ts'
import { ok, type Result } from '../domain/result.ts'
import type { Day } from '../time/day.ts'
import { ordinalOn, periodStart } from '../time/period.ts'
import { type AskDeps, ask } from './ask.ts'
import { writeEffect } from './effect/write.ts'
import { finalValue } from './forecast/final.ts'
import { boundsOf, reach, seasonsOfPlace, seed } from './forecast/options.ts'
import { reckon } from './insight/statistics-thread.ts'
import { kpiPlace } from './view/kpi-place.ts'
import { findPeriod } from './view/period.ts'
import type { Asked, Place } from './view/place.ts'

export interface EffectInput extends Asked {
  readonly kpi: string
  /** The day on which something was done, or a period that begins with it. */
  readonly since: string
  /** Where it should have moved the KPI; to its good side unless stated. */
  readonly wanted?: 'up' | 'down' | undefined
}

/**
 * What a KPI did since something was done, until the asked period, against a forecast from the periods before as if nothing had
 * been. A period in which it was done half-way counts on neither side. Reckoned in a thread of its own.
 */
export async function effectView(now: AskDeps, input: EffectInput, actor: Actor): Promise<Result<EffectView>> {
  const found = await kpiPlace(now, input.kpi, input)
  if (!found.ok) return found
  const { deps, kpi, place } = found.value
  const issues: Issue[] = []
  const past = reach[place.grain]?.past
  if (past === undefined) issues.push(askIssue('ask/no-course', { grain: place.grain }, {}))
  const since = dayOf(deps, place, input.since, issues)
  if (past === undefined || since === null || issues.length > 0) return { ok: false, issues }
  return ok(await measured(deps, { kpi, place, since, past, wanted: wantedOf(kpi, input) }, actor))
}

const wantedOf = ({ good }: Kpi, { wanted }: EffectInput): 'up' | 'down' => wanted ?? (good === 'down' ? 'down' : 'up')

function dayOf({ catalog }: AskDeps, { calendar, today }: Place, text: string, issues: Issue[]): Day | null {
  const period = findPeriod(catalog, text, calendar.id, today, issues, calendar.clock?.zone)
  if (period === null) return null
  const its = catalog.calendars.get(period.calendar)
  return its === undefined ? null : periodStart(its, period.grain, period.ordinal)
}

interface Task {
  readonly kpi: Kpi
  readonly place: Place
  readonly since: Day
  readonly past: number
  readonly wanted: 'up' | 'down'
}

async function measured(deps: AskDeps, task: Task, actor: Actor): Promise<EffectView> {
  const { kpi, place, since, past, wanted } = task
  const { calendar, grain, scope } = place
  const at = ordinalOn(calendar, grain, since)
  const halfWay = (periodStart(calendar, grain, at) ?? since) < since
  const begin = halfWay ? at + 1 : at
  const first = Math.max(Math.min(place.first ?? at, at), at - past)
  const until = Math.max(place.ordinal + 1, begin)
  const { answers } = await ask(
    deps,
    [{ kpi: kpi.id, scope, calendar: calendar.id, grain, from: first, until, by: [] }],
    actor,
  )
  const series = answers.map(finalValue)
  const before = series.slice(0, at - first)
  const seen = await reckon('effect', {
    // The period in which it was done half-way tells nothing of before and nothing of since.
    series: halfWay ? [...before, null, ...series.slice(begin - first)] : series,
    from: at - first,
    options: { seasons: seasonsOfPlace(place), seed, wanted, ...boundsOf(deps.catalog, kpi, before) },
  })
  return writeEffect({
    catalog: deps.catalog,
    kpi,
    place,
    day: since,
    wanted,
    first,
    at,
    begin,
    series,
    seen,
  })
}
