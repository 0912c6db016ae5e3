import type { Actor } from '../domain/access.ts'
import type { Answer, Question } from '../domain/answer.ts'
import { scorecardsOf } from '../domain/cascade.ts'
import type { Catalog, Kpi, Scope } from '../domain/catalog.ts'
import { scopeText } from '../domain/scope.ts'
import { judgedBy } from '../domain/target/version.ts'
import type { Evaluation } from '../ports.ts'
import type { GrainName } from '../time/calendar.ts'
import { type Day, day, parseDay, printDay } from '../time/day.ts'
import { ordinalOn, periodStart } from '../time/period.ts'
import { appliedRevisions } from './ask/applied.ts'
import { type AskDeps, ask, todayOf } from './ask.ts'
import type { Deps } from './deps.ts'
import { recordChanges } from './evaluate/record.ts'
import { otherThanRecorded } from './evaluate/recorded.ts'
import { touchedSince } from './evaluate/touched.ts'
import { inTurn } from './lane.ts'
import { expireOverrides } from './overrides/expire.ts'
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
 * difference to what was last recorded. Run twice it records nothing more. `note` gets the answers.
 */
export function evaluate(
  deps: AskDeps & Pick<Deps, 'fail'>,
  actor: Actor,
  note: (answers: readonly Answer[]) => void = () => {},
): Promise<EvaluationReport> {
  // No dataset has a name with a space: evaluations wait for each other only.
  return inTurn(deps.store, 'evaluate tracked', async () => {
    await expireOverrides(deps)
    const last = await deps.store.changes.lastEvaluation()
    const seen = new Map(appliedRevisions(deps.facts))
    const questions = await trackedQuestions(deps, last)
    const { answers } = await ask(deps, questions, actor)
    const others = await otherThanRecorded(deps.store, answers, earliest(deps.catalog, questions))
    const changes = await recordChanges(deps, others, last, seen)
    note(answers)
    return { tracked: answers.length, changes }
  })
}

/** One question per KPI and scope, each once however many scorecards show it. */
async function trackedQuestions(deps: AskDeps, last: Evaluation | null): Promise<readonly Question[]> {
  const { catalog } = deps
  const today = todayOf(deps)
  const touched = await touchedSince(deps, last)
  const since = await deps.store.changes.since()
  const questions = new Map<string, Question>()
  for (const { kpi, scope, version } of trackedItems(catalog)) {
    const key = `${kpi.id}\t${scopeText(scope)}`
    // Of several scorecards the first says which version judges what is recorded.
    if (questions.has(key)) continue
    const recorded = parseDay(since.get(key) ?? '')
    const range = rangeOf(catalog, kpi, today, { recorded, touched: touched(kpi.id) })
    questions.set(key, { kpi: kpi.id, scope, by: [], version, ...range })
  }
  return [...questions.values()]
}

interface Tracked {
  readonly kpi: Kpi
  readonly scope: Scope
  /** Which targets judge it there. */
  readonly version: string
}

/** Every KPI of a scorecard, for that scorecard's unit, or for each of its units. */
export function* trackedItems(catalog: Catalog): Iterable<Tracked> {
  for (const { scorecard, scope } of scorecardsOf(catalog)) {
    for (const { kpi: id } of scorecard.groups.flatMap((group) => group.kpis)) {
      const kpi = catalog.kpis.get(id)
      if (kpi !== undefined) yield { kpi, scope, version: scorecard.judgedBy ?? judgedBy(catalog, kpi) }
    }
  }
}

type Range = Pick<Question, 'calendar' | 'grain' | 'from' | 'until'>

/** The last periods, and every recorded one from the first that something happened to. */
function rangeOf(
  catalog: Catalog,
  kpi: Kpi,
  today: Day,
  { recorded, touched }: { readonly recorded: Day | null; readonly touched: number },
): Range {
  const calendar = catalog.calendars.get(kpi.calendar)
  if (calendar === undefined) throw new Error(`no calendar ${kpi.calendar}`)
  if (timeless(catalog, kpi)) return { calendar: calendar.id, grain: 'total', from: 0, until: 1 }
  const ordinal = (on: number) => ordinalOn(calendar, kpi.cadence, day(on))
  const current = ordinal(today)
  const from = recorded === null || touched > today ? current : ordinal(Math.max(recorded, touched))
  return { calendar: calendar.id, grain: kpi.cadence, from: Math.min(from, current - watched), until: current + 1 }
}

/** The first day (ISO) that any of the questions is about; null where one is about all time alone. */
function earliest(catalog: Catalog, questions: readonly Question[]): string | null {
  let first: number | null = null
  for (const { calendar: id, grain, from } of questions) {
    const calendar = catalog.calendars.get(id)
    const start = calendar === undefined ? null : periodStart(calendar, grain as GrainName, from)
    if (start !== null && (first === null || start < first)) first = start
  }
  return first === null ? null : printDay(day(first))
}
