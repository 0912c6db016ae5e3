import type { Actor } from '../../domain/access.ts'
import type { Answer, Question } from '../../domain/answer.ts'
import { type Catalog, calculationAt, datasetsOf, type Kpi, type Scope } from '../../domain/catalog.ts'
import { calculated } from '../../domain/change.ts'
import { ok, type Result } from '../../domain/result.ts'
import { dayRule } from '../../domain/sentence/day-rule.ts'
import { statusSentence } from '../../domain/sentence/status.ts'
import { typedSentence } from '../../domain/sentence/typed.ts'
import { whySentence } from '../../domain/sentence/why.ts'
import { judgedBy } from '../../domain/target/version.ts'
import { unitLabel } from '../../domain/unit-label.ts'
import type { Explanation } from '../../domain/view.ts'
import { lastDayOf } from '../../query/collect.ts'
import { excludedEntries } from '../../query/typed.ts'
import { periodFrame, spanOf } from '../../time/frame.ts'
import { appliedRevisions } from '../ask/applied.ts'
import type { Basis } from '../ask/basis.ts'
import { toldOf } from '../ask/judge.ts'
import { withLoadedTargets } from '../ask/loaded-targets.ts'
import { readsOf } from '../ask/reads.ts'
import { typedEntries } from '../ask/typed.ts'
import { type Asked as Answers, type AskDeps, ask } from '../ask.ts'
import { driversView } from '../drivers.ts'
import { partsInForce } from '../load/in-force.ts'
import { definitionOf } from './definition.ts'
import { kpiPlace } from './kpi-place.ts'
import { Labels } from './label.ts'
import type { Asked, Place } from './place.ts'
import { failuresOf, whyInput } from './row.ts'
import { otherVersions, targetView } from './target.ts'

/** Earlier periods that tell how long a status has lasted. */
const earlier = 12

/**
 * Enough to trust or to doubt one number: what it means, the statements as they ran, the deliveries and rows it stands on, and
 * the value computed once more by the naive plan (one plain statement per aggregate, no cells, no lifting).
 */
export async function explanation(
  now: AskDeps,
  asked: Asked & { readonly kpi: string },
  actor: Actor,
): Promise<Result<Explanation>> {
  const found = await kpiPlace(now, asked.kpi, asked)
  if (!found.ok) return found
  const { deps, kpi, place } = found.value
  const { catalog } = deps
  const { once, again, series, answer, others } = await askThrice(deps, kpi, place, actor)
  const failures = await failuresOf(deps.store)
  const page = { catalog, place, failures, labels: new Labels(catalog, place, place.today) }
  const basis = once.basis()
  const input = whyInput(page, kpi, answer, series.answers)
  return ok({
    answer,
    unit: unitLabel(kpi),
    target: targetView(page, kpi, answer, others),
    definition: definitionOf(catalog, kpi),
    why: whySentence(input),
    moved: await movedBy(now, asked, answer, actor),
    judged: statusSentence({ ...input, version: toldOf(answer)?.version ?? judgedBy(catalog, kpi) }),
    statements: once.timing.statements.map(({ dataset, sql, rows }) => ({ dataset, sql, rows })),
    batches: await batchesOf(deps, kpi, place.scope, basis),
    rowCount: basis.reduce((sum, { rows }) => sum + rows, 0),
    counted: await countedOf(deps, kpi, place),
    days: datasetsFor(catalog, kpi, place.scope).flatMap((id) => dayRule(catalog, id) ?? []),
    recomputed: { value: again.value, agrees: agree(answer, again) },
  })
}

/** Which typed values of the period do not count, where those of a unit and of what stands above it meet. */
async function countedOf(deps: AskDeps, kpi: Kpi, { calendar, grain, ordinal, scope }: Place): Promise<string | null> {
  const { catalog, facts } = deps
  const typed = calculationAt(kpi, lastDayOf({ calendar, grain }, ordinal)).typed
  if (typed === null) return null
  const span = spanOf(periodFrame(calendar, grain), ordinal)
  const entries = await typedEntries({ catalog, facts }, appliedRevisions(facts))
  const excluded = excludedEntries(catalog, entries, { kpi: kpi.id, rule: typed.rollUp }, scope.unit)
  const inPeriod = [...excluded].map(([unit, days]) => ({
    name: unit === '' ? 'everything' : (catalog.units.get(unit)?.name ?? unit),
    periods: days.filter((day) => span === null || (day >= span.from && day < span.until)).length,
  }))
  return typedSentence(
    typed.rollUp,
    inPeriod.filter(({ periods }) => periods > 0),
  )
}

/** The largest contribution to the change since the period before. */
async function movedBy(deps: AskDeps, input: Asked & { readonly kpi: string }, answer: Answer, actor: Actor) {
  if (answer.state !== 'value' || answer.grain === 'total' || answer.flags.includes('unfinished')) return null
  const found = await driversView(deps, { ...input, compare: 'prior' }, actor)
  return (found.ok && found.value.sentence.rest) || null
}

interface Thrice {
  readonly once: Answers
  readonly series: Answers
  readonly answer: Answer
  readonly again: Answer
  /** The period by the other versions of targets. */
  readonly others: readonly Answer[]
}

/** The number, its naive twin, and the periods before it, all of the same revision of the facts. */
async function askThrice(deps: AskDeps, kpi: Kpi, place: Place, actor: Actor): Promise<Thrice> {
  const { calendar, grain, ordinal, scope, version } = place
  const from = grain === 'total' ? ordinal : ordinal - earlier
  const judging = version === null ? {} : { version }
  const plain = {
    kpi: kpi.id,
    scope,
    calendar: calendar.id,
    grain,
    from,
    until: ordinal + 1,
    zone: calendar.clock?.zone,
    by: [],
  }
  const question: Question = { ...plain, ...judging }
  const promising = await withLoadedTargets(deps, appliedRevisions(deps.facts))
  const versions = otherVersions(promising, kpi, version).map((other) => ({
    ...question,
    from: ordinal,
    version: other,
  }))
  const alone = [{ ...question, from: ordinal }]
  for (let attempt = 0; ; attempt++) {
    const [once, naive, series, judgedOtherwise] = await Promise.all([
      ask(deps, alone, actor, { fresh: true }),
      ask(deps, alone, actor, { plan: 'naive' }),
      ask(deps, [question], actor),
      ask(deps, versions, actor),
    ])
    const [answer, again] = [once.answers[0], naive.answers[0]]
    if (answer === undefined || again === undefined) throw new Error(`${kpi.id} has no answer for one period`)
    const sameFacts = JSON.stringify(answer.revision) === JSON.stringify(again.revision)
    if (sameFacts || attempt === 3) return { once, series, answer, again, others: judgedOtherwise.answers }
  }
}

/** Amounts agree to the last digit, ratios within the noise of doubles, absences in their reason. */
function agree(one: Answer, other: Answer): boolean {
  const [a, b] = [calculated(one), calculated(other)]
  if (a.state !== b.state) return false
  if (typeof a.value !== 'number' || typeof b.value !== 'number') return a.value === b.value
  return Math.abs(a.value - b.value) <= 1e-9 * Math.max(1, Math.abs(a.value), Math.abs(b.value))
}

/** The parts in force whose rows can be among those that were read. */
async function batchesOf(
  deps: AskDeps,
  kpi: Kpi,
  scope: Scope,
  basis: readonly Basis[],
): Promise<Explanation['batches']> {
  const found: Explanation['batches'][number][] = []
  for (const id of datasetsFor(deps.catalog, kpi, scope)) {
    const inForce = new Set((await partsInForce(deps, id)).map(({ part }) => part))
    const own = basis.find(({ dataset }) => dataset === id)
    for (const batch of await deps.store.batches.list(id)) {
      for (const { part, rows, origin, firstDay, lastDay } of batch.parts) {
        if (!inForce.has(part) || !touches(own, firstDay, lastDay)) continue
        found.push({ dataset: id, batch: batch.id, rows, at: batch.at, origin })
      }
    }
  }
  return found
}

function touches(basis: Basis | undefined, firstDay: number | null, lastDay: number | null): boolean {
  if (basis === undefined || firstDay === null || lastDay === null) return true
  return (basis.until === null || firstDay < basis.until) && (basis.from === null || lastDay >= basis.from)
}

/** Whose rows take part: those aggregated and those their formulas look up; a scope may filter by any other look-up. */
function datasetsFor(catalog: Catalog, kpi: Kpi, scope: Scope): readonly string[] {
  const { facts, all } = readsOf(catalog, kpi.id)
  const owned = scope.unit === null ? undefined : catalog.units.get(scope.unit)
  const narrowed = Object.keys(scope.where).length > 0 || (owned !== undefined && owned.parent !== null)
  const dayOfOthers = facts.some((id) => catalog.datasets.get(id)?.time?.through !== undefined)
  return narrowed || dayOfOthers ? all : datasetsOf(catalog, kpi.id)
}
