import type { Actor } from '../domain/access.ts'
import { askIssue } from '../domain/ask-issues.ts'
import type { Kpi } from '../domain/catalog.ts'
import type { ForecastView } from '../domain/forecast-view.ts'
import { ok, type Result } from '../domain/result.ts'
import { type AskDeps, ask } from './ask.ts'
import { finalValue, isFinal, targetOf } from './forecast/final.ts'
import { landingTask, longerPeriod } from './forecast/landing.ts'
import { boundsOf, reach, seasonsOfPlace, seed } from './forecast/options.ts'
import { writeForecast } from './forecast/write.ts'
import { reckon } from './insight/statistics-thread.ts'
import { kpiDefaults, kpiPlace } from './view/kpi-place.ts'
import type { Asked } from './view/place.ts'
import { type Place, placeOf } from './view/place.ts'

export interface ForecastInput extends Asked {
  readonly kpi: string
  /** The last period to learn from, of the same grain; the asked one unless stated. */
  readonly trainUntil?: string | undefined
}

/**
 * Where a KPI is heading after the asked period, or after an earlier one as if nothing were known since: with ranges, the odds
 * of each target, and where the year ends. What is unfinished or provisional is not learnt from but foretold. Reckoned in a
 * thread of its own.
 */
export async function forecastView(now: AskDeps, input: ForecastInput, actor: Actor): Promise<Result<ForecastView>> {
  const found = await kpiPlace(now, input.kpi, input)
  if (!found.ok) return found
  const { deps, kpi, place } = found.value
  const { grain } = place
  const reached = reach[grain]
  if (reached === undefined) return { ok: false, issues: [askIssue('ask/no-course', { grain }, {})] }
  const cut = await lastLearnt(deps, kpi, place, input)
  if (!cut.ok) return cut
  return ok(await foretellFrom(deps, { kpi, place, last: cut.value, ...reached }, actor))
}

async function lastLearnt(deps: AskDeps, kpi: Kpi, place: Place, input: ForecastInput): Promise<Result<number>> {
  const { trainUntil } = input
  if (trainUntil === undefined || trainUntil === '') return ok(place.ordinal)
  const asked = { ...input, period: trainUntil, grain: place.grain }
  const found = await placeOf(deps, kpiDefaults(deps.catalog, kpi), asked)
  if (!found.ok) return found
  const { calendar, ordinal } = found.value
  const same = calendar.id === place.calendar.id
  if (same) return ok(ordinal)
  return { ok: false, issues: [askIssue('ask/period-calendars', { from: calendar.id, to: place.calendar.id }, {})] }
}

interface Task {
  readonly kpi: Kpi
  readonly place: Place
  readonly last: number
  readonly ahead: number
  readonly past: number
}

async function foretellFrom(deps: AskDeps, task: Task, actor: Actor): Promise<ForecastView> {
  const { catalog } = deps
  const { kpi, place, last } = task
  const { grain, calendar, scope, version } = place
  const longer = longerPeriod(place, last)
  const from = Math.max(Math.min(place.first ?? last, last), last + 1 - task.past)
  const reachesTo = last + 1 + Math.max(task.ahead, longer?.mostAhead ?? 0)
  const shared = { kpi: kpi.id, scope, calendar: calendar.id, by: [], ...(version !== null && { version }) }
  const questions = [
    { ...shared, grain, from, until: reachesTo },
    ...(longer === null ? [] : [{ ...shared, grain: longer.grain, from: longer.from, until: longer.until }]),
  ]
  const { answers } = await ask(deps, questions, actor)
  const own = answers.slice(0, reachesTo - from)
  const learnt = own.slice(0, last + 1 - from).findLastIndex(isFinal) + 1
  const world = { catalog, kpi, place, from, learnt, own, wholes: answers.slice(own.length), longer }
  const landing = landingTask(world)
  const horizon = Math.max(task.ahead, landing?.task.periods ?? 0)
  const past = own.slice(0, learnt)
  const ahead = own.slice(learnt, learnt + horizon)
  const series = past.map(finalValue)
  const foretold = await reckon('forecast', {
    series,
    options: { horizon, seasons: seasonsOfPlace(place), seed, ...boundsOf(catalog, kpi, series) },
    targets: ahead.map((answer) => targetOf(kpi, answer)),
    landing: landing?.task ?? null,
  })
  return writeForecast({ ...world, past, ahead, landing, foretold })
}
