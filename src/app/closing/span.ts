import type { Answer } from '../../domain/answer.ts'
import type { Catalog } from '../../domain/catalog.ts'
import { scopeText } from '../../domain/scope.ts'
import type { Change } from '../../ports.ts'
import { printDay } from '../../time/day.ts'
import { type Period, periodEnd, periodStart, periodText } from '../../time/period.ts'
import { trackedItems } from '../evaluate.ts'

/** A period that can be closed: its name, its first day and the day after its last (ISO). */
export interface Span {
  readonly text: string
  readonly start: string
  readonly end: string
}

/** The days of a period; null for all time, which has none and is never over. */
export function spanOf({ calendars }: Catalog, { calendar: id, grain, ordinal }: Period): Span | null {
  const calendar = calendars.get(id)
  if (calendar === undefined) return null
  const [start, end] = [periodStart(calendar, grain, ordinal), periodEnd(calendar, grain, ordinal)]
  if (start === null || end === null) return null
  return { text: periodText(calendar, grain, ordinal), start: printDay(start), end: printDay(end) }
}

/** What the ledger knows of the tracked items, at their own cadences. */
export function trackedAnswers(catalog: Catalog, latest: ReadonlyMap<string, Change>): readonly Answer[] {
  const tracked = new Set([...trackedItems(catalog)].map(({ kpi, scope }) => `${kpi.id}\t${scopeText(scope)}`))
  return [...latest.values()].flatMap((change): Answer[] =>
    tracked.has(`${change.kpi}\t${change.scope}`) ? [JSON.parse(change.after)] : [],
  )
}

/** Whether an answer's period lies wholly in a span. */
export const liesIn = ({ start, end }: Pick<Answer, 'start' | 'end'>, span: Span): boolean =>
  start !== null && end !== null && start >= span.start && end <= span.end
