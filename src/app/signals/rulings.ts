import type { Actor } from '../../domain/access.ts'
import type { Issue } from '../../domain/issue.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import type { Ruling } from '../../domain/ruling.ts'
import { scopeKey } from '../../domain/scope.ts'
import { signalIssue } from '../../domain/signal-issues.ts'
import { isCounted } from '../../insight/signals/index.ts'
import { periodText } from '../../time/period.ts'
import { isoInstant } from '../../time/zone.ts'
import type { AskDeps } from '../ask.ts'
import { blank } from '../closing/close.ts'
import type { Deps } from '../deps.ts'
import { inTurn } from '../lane.ts'
import type { Asked } from '../view/place.ts'
import { baselinesOf, type Course, courseOf, judge } from './course.ts'
import { dismissals } from './dismissals.ts'

type RulingDeps = AskDeps & Pick<Deps, 'clock' | 'fail'>

/** What a word on signals is about; unless stated the KPI's own scope and grain. */
export interface RulingPlace extends Pick<Asked, 'scope' | 'grain'> {
  readonly kpi: string
  readonly period: string
  readonly reason: string | null
}

/**
 * Takes limits anew from a period on, as a person confirms for a reason (the cause of the change). Refused where the data answer
 * one of Wheeler's questions with no, unless it is confirmed even so; the answers are kept with the word.
 */
export function confirmLimits(
  deps: RulingDeps,
  request: RulingPlace & { readonly evenSo: boolean },
  actor: Actor,
): Promise<Result<Ruling>> {
  return ruled(deps, request, 'confirm', actor, async (course, at, reason) => {
    const { kpi, from, place, series } = course
    const text = (t: number) => periodText(place.calendar, place.grain, from + t)
    const before = baselinesOf(course).find(({ segment }) => segment.from === at)?.ruling
    if (before !== undefined) {
      const { id, actor: by } = before
      return failed(signalIssue('signals/confirmed', { kpi: kpi.id, period: text(at), id, by }, {}))
    }
    const { proposal } = await judge(course, { proposeFrom: at })
    if (proposal === null || at <= 0) {
      const counted = series.values.flatMap((_, t) => (isCounted(series, t) ? [t] : []))
      const [first, last] = [text(counted[1] ?? 1), text(counted.at(-1) ?? 0)]
      return failed(signalIssue('signals/no-limits-from', { kpi: kpi.id, period: text(at), first, last }, {}))
    }
    const against = proposal.questions.filter(({ answer }) => answer === 'no').map(({ text: words }) => words)
    if (against.length > 0 && !request.evenSo)
      return failed(signalIssue('signals/not-advised', { kpi: kpi.id, period: text(at), questions: against }, {}))
    const answers = proposal.questions.map(({ text: words, answer }) => ({ text: words, answer }))
    return ok({ kind: 'baseline', rule: null, answers, period: text(at), reason })
  })
}

/** Says that what was told at a period needs no attention, and why; of one rule, or of all that is told there. */
export function dismissSignal(
  deps: RulingDeps,
  request: RulingPlace & { readonly rule: string | null },
  actor: Actor,
): Promise<Result<Ruling>> {
  return ruled(deps, request, 'dismiss', actor, async (course, at, reason) => {
    const { kpi, from, place } = course
    const { rule } = request
    const text = (t: number) => periodText(place.calendar, place.grain, from + t)
    const { chart, alerts } = await judge(course, {})
    const told = [...chart.findings, ...alerts]
    const wordOn = dismissals(course, told)
    const open = told.filter((one) => wordOn(one) === null)
    if (!open.some((one) => one.at === at && (rule === null || one.rule === rule))) {
      const others = open.slice(-5).map((one) => `${text(one.at)} ${one.rule}`)
      return failed(signalIssue('signals/nothing-told', { kpi: kpi.id, period: text(at), rule, told: others }, {}))
    }
    return ok({ kind: 'dismissal', rule, answers: [], period: text(at), reason })
  })
}

type Word = Pick<Ruling, 'kind' | 'rule' | 'answers' | 'period' | 'reason'>

/** Finds what a word is about, lets `say` make it of the whole course up to now, and keeps it. */
async function ruled(
  deps: RulingDeps,
  { reason, period, ...asked }: RulingPlace,
  act: 'confirm' | 'dismiss',
  actor: Actor,
  say: (course: Course, at: number, reason: string) => Promise<Result<Word>>,
): Promise<Result<Ruling>> {
  if (reason === null || blank(reason)) return failed(signalIssue('signals/reason', { act }, {}))
  return inTurn(deps.store, 'rule signals', async () => {
    // The period says the grain; what is told of it may rest on everything since.
    const there = await courseOf(deps, { ...asked, period }, actor)
    if (!there.ok) return there
    const { place } = there.value
    const newest = periodText(place.calendar, place.grain, Math.max(place.ordinal, place.usual))
    const course = await courseOf(deps, { ...asked, period: newest }, actor)
    if (!course.ok) return course
    const word = await say(course.value, place.ordinal - course.value.from, reason.trim())
    if (!word.ok) return word
    const ruling = await deps.store.rulings.add({
      ...word.value,
      kpi: course.value.kpi.id,
      scope: scopeKey(deps.catalog, place.scope),
      grain: place.grain,
      known: periodText(place.calendar, place.grain, place.current),
      at: isoInstant(deps.clock.now()),
      actor: actor.id,
    })
    deps.fail('signals:ruled')
    return ok(ruling)
  })
}

/** Takes a word back, for a reason that is kept: limits and signals are again what they were without it. */
export async function undoRuling(
  deps: RulingDeps,
  request: { readonly ruling: string; readonly reason: string | null },
  actor: Actor,
): Promise<Result<Ruling>> {
  const { reason } = request
  const issues: Issue[] = []
  if (reason === null || blank(reason)) issues.push(signalIssue('signals/reason', { act: 'undo' }, {}))
  const id = /^\d{1,9}$/.test(request.ruling) ? Number(request.ruling) : null
  return inTurn(deps.store, 'rule signals', async () => {
    const found = id === null ? null : await deps.store.rulings.get(id)
    if (found === null) issues.push(signalIssue('signals/unknown-word', { id: request.ruling }, {}))
    else if (found.undone !== null) {
      const { actor: by, at } = found.undone
      issues.push(signalIssue('signals/undone', { id: found.id, by, at }, {}))
    }
    if (found === null || reason === null || issues.length > 0) return { ok: false, issues }
    const undone = await deps.store.rulings.undo(found.id, actor, reason.trim())
    deps.fail('signals:undone')
    return ok(undone)
  })
}
