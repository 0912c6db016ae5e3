import type { Actor } from '../domain/access.ts'
import type { Answer, Question } from '../domain/answer.ts'
import type { Catalog } from '../domain/catalog.ts'
import { scopeText } from '../domain/scope.ts'
import type { Change } from '../ports.ts'
import { type AskDeps, ask, todayOf } from './ask.ts'
import type { Deps } from './deps.ts'
import { inTurn } from './lane.ts'

/** Closed periods that stay under watch beside the running one. */
const periodsWatched = 13

/**
 * Asks every tracked item (each KPI of a scorecard for its scope and grain, the running period and those before it) and
 * records what differs from the last recorded reading, target or status: one change each, in one durable step. Where
 * nothing differs nothing is recorded, so it may run at any time and again after a crash.
 */
export async function evaluate(
  deps: Deps,
  actor: Actor,
): Promise<{ readonly items: number; readonly changes: number }> {
  return inTurn(deps.store, '\u0000changes', async () => {
    const { answers } = await ask(deps, trackedQuestions(deps), actor)
    const latest = await deps.store.changes.latest()
    const changes = answers.flatMap((answer) => changeOf(answer, latest.get(keyOf(answer))) ?? [])
    if (changes.length > 0) {
      await deps.store.changes.record(changes)
      deps.fail('changes:recorded')
    }
    return { items: answers.length, changes: changes.length }
  })
}

/** One question per KPI, scope and grain on any scorecard, each once. */
function trackedQuestions(deps: Pick<AskDeps, 'catalog' | 'clock'>): readonly Question[] {
  const { catalog } = deps
  const today = todayOf(deps)
  const questions = new Map<string, Question>()
  for (const scorecard of catalog.scorecards.values()) {
    const scope = { unit: scorecard.unit, where: {} }
    for (const { kpi: id } of scorecard.groups.flatMap((group) => group.kpis)) {
      const calendar = calendarOf(catalog, id)
      const grain = calendar?.grains.get(scorecard.grain)
      if (calendar === undefined || grain === undefined) continue
      const until = grain.ordinalOf(today) + 1
      const question = {
        kpi: id,
        scope,
        calendar: calendar.id,
        grain: scorecard.grain,
        from: until - 1 - periodsWatched,
        until,
        by: [],
      }
      questions.set(`${id} ${scopeText(scope)} ${scorecard.grain}`, question)
    }
  }
  return [...questions.values()]
}

const calendarOf = (catalog: Catalog, kpi: string) => catalog.calendars.get(catalog.kpis.get(kpi)?.calendar ?? '')

const keyOf = ({ kpi, scope, period }: Answer): string => `${kpi}\t${scope}\t${period}`

/** The change that an answer is, or null where reading, target and status are as last recorded. */
function changeOf(answer: Answer, last: Change | undefined): Omit<Change, 'id'> | null {
  const before = last === undefined ? null : (JSON.parse(last.after) as Answer)
  if (before !== null && judged(before) === judged(answer)) return null
  const { kpi, scope, period, asOf, revision } = answer
  return {
    at: asOf,
    kpi,
    scope,
    period,
    cause: before === null ? 'first' : causeOf(before, answer),
    before: last?.after ?? null,
    after: JSON.stringify(answer),
    catalogRevision: revision.catalog,
    factsRevision: JSON.stringify(revision.facts),
  }
}

const read = ({ state, value, numerator, denominator }: Answer): string =>
  JSON.stringify([state, value, numerator, denominator])

const judged = (answer: Answer): string => JSON.stringify([read(answer), answer.target, answer.status])

/** Rows come before definitions as a cause, where both are new; a value that was final is restated by new rows. */
function causeOf(before: Answer, after: Answer): Change['cause'] {
  const rows = JSON.stringify(before.revision.facts) !== JSON.stringify(after.revision.facts)
  if (read(before) !== read(after) && rows) return wasFinal(before) ? 'restatement' : 'new-data'
  if (before.revision.catalog === after.revision.catalog) return 'time'
  return JSON.stringify(before.target) === JSON.stringify(after.target) ? 'new-definition' : 'new-target'
}

const wasFinal = (answer: Answer): boolean => answer.state === 'value' && !answer.flags.includes('provisional')
