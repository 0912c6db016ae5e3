import type { Actor } from '../../domain/access.ts'
import type { Answer } from '../../domain/answer.ts'
import { itemKey } from '../../domain/change.ts'
import { closingIssue } from '../../domain/closing-issues.ts'
import type { Issue } from '../../domain/issue.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import type { Closing, Seal } from '../../ports.ts'
import { printDay } from '../../time/day.ts'
import { isoInstant } from '../../time/zone.ts'
import { todayOf } from '../ask.ts'
import type { Deps } from '../deps.ts'
import { evaluate } from '../evaluate.ts'
import { inTurn } from '../lane.ts'
import { findPeriod } from '../view/period.ts'
import { forgetSeals, sealsOf } from './seals.ts'
import { liesIn, type Span, spanOf, trackedAnswers } from './span.ts'
import { isUnsure, refuses, unsureIssues } from './unsure.ts'

export interface CloseRequest {
  /** A period of the workspace's calendar, or of another one that is named. */
  readonly period: string
  readonly reason: string | null
  /** Publishes although values are late or may still change; needs a reason. */
  readonly evenIfLate: boolean
}

export interface Closed {
  readonly closing: Closing
  /** The readings that are sealed from now on. */
  readonly sealed: number
}

/**
 * Publishes a period: everything tracked is evaluated once more, and what the ledger then knows of the items that lie in the
 * period (at their own cadences) is sealed, in one durable step. Refused while the period goes on and, unless somebody says
 * why it must be, while a value is late, failed or may still change.
 */
export async function close(deps: Deps, request: CloseRequest, actor: Actor): Promise<Result<Closed>> {
  const issues: Issue[] = []
  const { calendar } = deps.catalog.workspace
  const period = findPeriod(deps.catalog, request.period, calendar, todayOf(deps), issues)
  if (period === null) return { ok: false, issues }
  const span = spanOf(deps.catalog, period)
  if (span === null) throw new Error('only a period with days can be closed')
  if (span.end > printDay(todayOf(deps)))
    return failed(closingIssue('close/not-over', { period: span.text, end: span.end }, {}))
  if (request.evenIfLate && blank(request.reason)) return failed(closingIssue('close/reason', {}, {}))
  await evaluate(deps, actor)
  // The same lane as evaluations: between reading the ledger and sealing it nothing is recorded.
  return inTurn(deps.store, 'evaluate tracked', () => seal(deps, span, request, actor))
}

async function seal(deps: Deps, span: Span, request: CloseRequest, actor: Actor): Promise<Result<Closed>> {
  const before = await sealsOf(deps.store)
  const latest = await deps.store.changes.latest(span.start)
  const all = trackedAnswers(deps.catalog, latest).filter((answer) => liesIn(answer, span))
  const open = all.filter((answer) => !before.has(itemKey(answer)))
  const [first] = all
  if (first === undefined) return failed(closingIssue('close/nothing', { period: span.text }, {}))
  if (open.length === 0) {
    const { at = '', actor: by = '' } = before.get(itemKey(first)) ?? {}
    return failed(closingIssue('close/closed', { period: span.text, at, by }, {}))
  }
  const unsure = open.filter(isUnsure)
  if (unsure.length > 0 && (!request.evenIfLate || refuses(deps)))
    return { ok: false, issues: await unsureIssues(deps, span, unsure, request.evenIfLate) }
  const at = isoInstant(deps.clock.now())
  const seals = open.map(sealed)
  const closing = await deps.store.seals.close(
    { period: span.text, at, actor: actor.id, reason: request.reason },
    seals,
  )
  deps.fail('close:sealed')
  forgetSeals(deps.store)
  return ok({ closing, sealed: seals.length })
}

/** What is published anew is no restatement of an edition that was taken back. */
const sealed = (answer: Answer): Seal => {
  const flags = answer.flags.filter((flag) => flag !== 'restated')
  return { ...itemOf(answer), answer: JSON.stringify({ ...answer, flags }) }
}

const itemOf = ({ kpi, scope, period }: Answer) => ({ kpi, scope, period })

export const blank = (text: string | null): boolean => text === null || text.trim() === ''
