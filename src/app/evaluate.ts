import type { Actor } from '../domain/access.ts'
import type { Answer, Question } from '../domain/answer.ts'
import type { Catalog, Kpi } from '../domain/catalog.ts'
import { causeOf, differs } from '../domain/change.ts'
import { everything, scopeKey, scopeText } from '../domain/scope.ts'
import type { Change } from '../ports.ts'
import { ordinalOn } from '../time/period.ts'
import { isoInstant } from '../time/zone.ts'
import { type AskDeps, ask, todayOf } from './ask.ts'
import type { Deps } from './deps.ts'
import { Events } from './evaluate/events.ts'
import { inTurn } from './lane.ts'
import { timeless } from './view/timeless.ts'

export interface EvaluationReport {
  /** Readings that were compared: KPI × scope × period. */
  readonly tracked: number
  /** Differences that were recorded. */
  readonly changes: number
}

/** Finished periods that stay under watch, besides the current one. */
const watched = 13

/**
 * Asks every tracked item (each KPI of a scorecard, for that scorecard's unit, at the KPI's own cadence) and records every
 * difference to what was last recorded, all in one durable step. Run twice it records nothing more.
 */
export function evaluate(deps: AskDeps & Pick<Deps, 'fail'>, actor: Actor): Promise<EvaluationReport> {
  // No dataset has a name with a space: evaluations wait for each other only.
  return inTurn(deps.store, 'evaluate tracked', async () => {
    const { answers } = await ask(deps, trackedQuestions(deps), actor)
    const latest = await deps.store.changes.latest()
    const events = new Events(deps)
    const at = isoInstant(deps.clock.now())
    const changes: Omit<Change, 'id'>[] = []
    for (const after of answers) {
      const last = latest.get(`${after.kpi}\t${after.scope}\t${after.period}`)
      const before: Answer | null = last === undefined ? null : JSON.parse(last.after)
      if (last !== undefined && before !== null && !differs(before, after)) continue
      changes.push({
        at,
        kpi: after.kpi,
        scope: after.scope,
        period: after.period,
        cause:
          last === undefined || before === null ? 'first' : causeOf(before, after, await events.since(last, after)),
        before: last?.after ?? null,
        after: JSON.stringify(after),
        catalogRevision: after.revision.catalog,
        factsRevision: JSON.stringify(after.revision.facts),
      })
    }
    if (changes.length > 0) {
      await deps.store.changes.record(changes)
      deps.fail('changes:recorded')
    }
    return { tracked: answers.length, changes: changes.length }
  })
}

/** One question per KPI and scope, each once however many scorecards show it. */
function trackedQuestions(deps: AskDeps): readonly Question[] {
  const { catalog } = deps
  const today = todayOf(deps)
  const questions = new Map<string, Question>()
  for (const scorecard of catalog.scorecards.values()) {
    // The spelling that every way of saying the same scope leads to.
    const key = scopeKey(catalog, { unit: scorecard.unit, where: {} })
    const scope = key === '' ? everything : { unit: scorecard.unit, where: {} }
    for (const { kpi: id } of scorecard.groups.flatMap((group) => group.kpis)) {
      const kpi = catalog.kpis.get(id)
      if (kpi === undefined) continue
      questions.set(`${id}\t${scopeText(scope)}`, { kpi: id, scope, by: [], ...rangeOf(catalog, kpi, today) })
    }
  }
  return [...questions.values()]
}

function rangeOf(
  catalog: Catalog,
  kpi: Kpi,
  today: ReturnType<typeof todayOf>,
): Pick<Question, 'calendar' | 'grain' | 'from' | 'until'> {
  const calendar = catalog.calendars.get(kpi.calendar)
  if (calendar === undefined) throw new Error(`no calendar ${kpi.calendar}`)
  if (timeless(catalog, kpi)) return { calendar: calendar.id, grain: 'total', from: 0, until: 1 }
  const current = ordinalOn(calendar, kpi.cadence, today)
  return { calendar: calendar.id, grain: kpi.cadence, from: current - watched, until: current + 1 }
}
