import { setImmediate } from 'node:timers/promises'
import type { Answer } from '../../domain/answer.ts'
import { causeOf, differs, readingText } from '../../domain/change.ts'
import type { Evaluation, NewChange } from '../../ports.ts'
import { isoInstant } from '../../time/zone.ts'
import type { appliedRevisions } from '../ask/applied.ts'
import type { AskDeps } from '../ask.ts'
import type { Deps } from '../deps.ts'
import { Events } from './events.ts'
import type { Other } from './recorded.ts'

/** So many changes are one durable step; the first evaluation of thousands of units has hundreds of thousands. */
const perStep = 500

/**
 * Records which answers are others than what the ledger has, step by step, so that nobody else waits for long; gives how many.
 * The evaluation counts as made with the last step: one that was broken off is made again and finds what is left.
 */
export async function recordChanges(
  deps: AskDeps & Pick<Deps, 'fail'>,
  others: readonly Other[],
  last: Evaluation | null,
  seen: ReturnType<typeof appliedRevisions>,
): Promise<number> {
  const events = new Events(deps)
  const [catalogRevision, factsRevision] = [deps.catalog.revision, JSON.stringify(Object.fromEntries(seen))]
  let at = last?.at ?? ''
  let count = 0
  for (let from = 0; from === 0 || from < others.length; from += perStep) {
    // A clock that was set back must not put what is known now before what was known then.
    at = [isoInstant(deps.clock.now()), at].sort().at(-1) ?? ''
    const changes = await changesOf(deps, events, others.slice(from, from + perStep), at)
    count += changes.length
    const done = from + perStep >= others.length
    const evaluation = done ? { at, catalogRevision, factsRevision } : null
    if (changes.length > 0 || (evaluation !== null && (count > 0 || moved(last, evaluation)))) {
      await deps.store.changes.record(evaluation, changes)
      deps.fail('changes:recorded')
    }
    if (!done) await setImmediate()
  }
  return count
}

const moved = (last: Evaluation | null, now: Omit<Evaluation, 'id'>): boolean =>
  last === null || last.catalogRevision !== now.catalogRevision || last.factsRevision !== now.factsRevision

async function changesOf(
  { store }: AskDeps,
  events: Events,
  others: readonly Other[],
  at: string,
): Promise<readonly NewChange[]> {
  const recorded = await store.changes.get(others.flatMap(({ change }) => change ?? []))
  const changes: NewChange[] = []
  for (const { after, change } of others) {
    const known = change === null ? undefined : recorded.get(change)
    const before: Answer | null = known === undefined ? null : JSON.parse(known.after)
    if (before !== null && !differs(before, after)) continue
    const first = known === undefined || before === null
    changes.push({
      at,
      kpi: after.kpi,
      scope: after.scope,
      period: after.period,
      start: after.start,
      reading: readingText(after),
      cause: first ? 'first' : causeOf(before, after, await events.since(known, after)),
      before: known?.after ?? null,
      after: JSON.stringify(after),
      catalogRevision: after.revision.catalog,
      factsRevision: JSON.stringify(after.revision.facts),
    })
  }
  return changes
}
