import type { Answer, Flag } from '../../domain/answer.ts'
import type { Kpi } from '../../domain/catalog.ts'
import { itemKey } from '../../domain/change.ts'
import { scopeKey, scopeText } from '../../domain/scope.ts'
import { finalAfter } from '../../domain/settling.ts'
import type { Change, Store } from '../../ports.ts'
import type { Line } from '../../query/collect.ts'
import type { Moment } from './moment.ts'
import type { PeriodText } from './periods.ts'

/**
 * What was known at an instant, read from the ledger of changes and never computed anew: each item's last change until then.
 * An item that was not tracked then is `no-data` with the flag `not-recorded`, so that nobody takes silence for a number.
 */
export async function recordedAnswers(
  store: Pick<Store, 'changes'>,
  moment: Moment,
  lines: readonly Line[],
): Promise<readonly Answer[]> {
  const kpis = [...new Set(lines.map(({ kpi }) => kpi.id))]
  const known = await store.changes.asOf(moment.asOf, kpis)
  return lines.flatMap((line) => answersOf(moment, line, known))
}

function answersOf(moment: Moment, line: Line, known: ReadonlyMap<string, Change>): readonly Answer[] {
  const { kpi, frame, from, until } = line
  const periodAt = moment.periods.of(frame.calendar, frame.grain)
  const own = scopeKey(moment.catalog, line.scope)
  const scope = scopeText(line.scope)
  return Array.from({ length: until - from }, (_, step) => {
    const period = periodAt(from + step)
    const change = known.get(itemKey({ kpi: kpi.id, scope: own, period: period.text }))
    if (change === undefined) return notRecorded(moment, line, scope, period)
    const answer: Answer = JSON.parse(change.after)
    return { ...answer, scope, flags: flagsAt(moment, kpi, answer.flags, period) }
  })
}

/** A record says how far its period was when it was made; by the instant asked about it may have ended. */
function flagsAt({ catalog, today }: Moment, kpi: Kpi, flags: readonly Flag[], { end }: PeriodText): readonly Flag[] {
  if (end === null) return flags
  return flags.filter((flag) => {
    if (flag === 'unfinished') return today < end
    return flag !== 'provisional' || today < end + finalAfter(catalog, kpi, end)
  })
}

function notRecorded(
  { today, asOf }: Moment,
  { kpi, frame: { grain } }: Line,
  scope: string,
  period: PeriodText,
): Answer {
  const due = period.start === null || period.start <= today
  const state = due ? 'no-data' : 'not-due'
  return {
    kpi: kpi.id,
    scope,
    grain,
    period: period.text,
    start: period.startText,
    end: period.endText,
    state,
    value: null,
    numerator: null,
    denominator: null,
    target: null,
    attainment: null,
    status: state,
    score: null,
    flags: due ? ['not-recorded'] : [],
    asOf,
    dataThrough: null,
    revision: { catalog: '', facts: {} },
  }
}
