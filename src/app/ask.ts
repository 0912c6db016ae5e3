import { type Actor, narrow } from '../domain/access.ts'
import type { Answer, Question, Revision } from '../domain/answer.ts'
import type { Catalog } from '../domain/catalog.ts'
import { collect, Slices, type Spot } from '../query/collect.ts'
import { Demands } from '../query/demand.ts'
import { absent, type Evaluation, evaluate } from '../query/evaluate.ts'
import type { GrainName } from '../time/calendar.ts'
import type { Day } from '../time/day.ts'
import { isoInstant, localDay } from '../time/zone.ts'
import { absenceOfRows, answerOf, type Freshness, type Moment, notDue } from './ask/answer.ts'
import { appliedRevisions } from './ask/applied.ts'
import { type Basis, basisOf } from './ask/basis.ts'
import { execute, type RanStatement } from './ask/execute.ts'
import { type FactsState, factsState } from './ask/facts-state.ts'
import { membersOf, splitScopes } from './ask/members.ts'
import { type Reads, type Revisions, readsOf } from './ask/reads.ts'
import type { Deps } from './deps.ts'

export type AskDeps = Pick<Deps, 'catalog' | 'facts' | 'store' | 'clock'>

export interface AskOptions {
  /** Stop when nobody waits any more; reaches the engine. */
  readonly signal?: AbortSignal
  /** `naive` answers every value by a statement of its own: the second opinion. */
  readonly plan?: 'cells' | 'naive'
  /** Which version of targets judges: `budget` unless stated. */
  readonly version?: string
}

export interface Timing {
  readonly statements: readonly RanStatement[]
  /** Milliseconds of each stage. */
  readonly stages: { readonly plan: number; readonly run: number; readonly read: number }
}

export interface Asked {
  readonly answers: readonly Answer[]
  readonly timing: Timing
  /** The rows that the answers stand on, by dataset; counted when it is called. */
  readonly basis: () => readonly Basis[]
}

/** Today where the workspace is, or the day it pins. */
export const todayOf = (deps: Pick<AskDeps, 'catalog' | 'clock'>): Day =>
  deps.catalog.workspace.today ?? localDay(deps.clock.now(), deps.catalog.workspace.zone)

/**
 * The only road to a number. All questions of a page are planned together: per dataset at most one statement for what merges
 * and one for what does not. Every period asked for is present; an absence carries its reason. Answers keep the order of the
 * questions, then of scopes, then of periods.
 */
export async function ask(
  deps: AskDeps,
  questions: readonly Question[],
  actor: Actor,
  options: AskOptions = {},
): Promise<Asked> {
  for (let attempt = 0; ; attempt++) {
    const before = new Map(appliedRevisions(deps.facts))
    const result = await askOnce(deps, questions, actor, options, before)
    if (attempt === 3 || sameRevisions(before, appliedRevisions(deps.facts))) return result
  }
}

const sameRevisions = (a: Revisions, b: Revisions): boolean =>
  a.size === b.size && [...a].every(([dataset, revision]) => b.get(dataset) === revision)

async function askOnce(
  deps: AskDeps,
  questions: readonly Question[],
  actor: Actor,
  options: AskOptions,
  revisions: Revisions,
) {
  const started = performance.now()
  const { catalog } = deps
  const moment: Moment = {
    catalog,
    today: todayOf(deps),
    asOf: isoInstant(deps.clock.now()),
    version: options.version ?? 'budget',
  }
  const narrowed = questions.map((question) => narrow(actor, question))
  const reads = new Map(narrowed.map(({ kpi }) => [kpi, readsOf(catalog, kpi)]))
  const { states, freshness } = await knowledge(deps, reads, revisions)
  const spots = await spotsOf(deps, narrowed, reads, revisions)
  const slices = new Slices(catalog)
  const demands = new Demands()
  for (const spot of spots) if (!notDue(moment, spot)) collect(catalog, slices, demands, spot)
  const planned = performance.now()
  const ran: RanStatement[] = []
  const table = await execute(
    { catalog, facts: deps.facts, states, plan: options.plan ?? 'cells', signal: options.signal, ran },
    demands,
  )
  const run = performance.now()
  const world = {
    catalog,
    slices,
    table,
    absence: (dataset: string, spot: Spot) => absenceOfRows(moment, freshness, dataset, spot),
  }
  const stamp = stamps(catalog, reads, revisions)
  const answers = spots.map((spot) => {
    const evaluation = notDue(moment, spot) ? due : evaluate(world, spot)
    return answerOf(moment, freshness, stamp(spot.kpi.id), reads.get(spot.kpi.id)?.facts ?? [], spot, evaluation)
  })
  const stages = { plan: planned - started, run: run - planned, read: performance.now() - run }
  return { answers, timing: { statements: ran, stages }, basis: () => basisOf(demands, table) }
}

const due: Evaluation = { reading: absent('not-due'), numerator: null, denominator: null }

/** State of every dataset that is read, looked up ones too, and how fresh each is. */
async function knowledge(deps: AskDeps, reads: ReadonlyMap<string, Reads>, revisions: Revisions) {
  const states = new Map<string, FactsState>()
  const wanted = new Set([...reads.values()].flatMap((one) => one.all))
  await Promise.all(
    [...wanted].map(async (id) => {
      const dataset = deps.catalog.datasets.get(id)
      if (dataset !== undefined) states.set(id, await factsState(deps, dataset, revisions))
    }),
  )
  const failures = await deps.store.batches.failures()
  const lastDay = new Map([...states].map(([id, state]) => [id, state.lastDay]))
  const loaded = new Set([...wanted].filter((id) => (revisions.get(id) ?? 0) > 0))
  const freshness: Freshness = { lastDay, failed: new Set(failures.keys()), loaded }
  return { states, freshness }
}

async function spotsOf(
  deps: AskDeps,
  questions: readonly Question[],
  reads: ReadonlyMap<string, Reads>,
  revisions: Revisions,
): Promise<readonly Spot[]> {
  const spots: Spot[] = []
  for (const question of questions) {
    const kpi = deps.catalog.kpis.get(question.kpi)
    const calendar = deps.catalog.calendars.get(question.calendar)
    if (kpi === undefined || calendar === undefined)
      throw new Error(`no KPI ${question.kpi} or calendar ${question.calendar}`)
    const by: [string, readonly string[]][] = []
    for (const name of question.by)
      by.push([name, await membersEverywhere(deps, name, reads.get(kpi.id)?.facts ?? [], revisions)])
    for (const scope of splitScopes(question.scope, by)) {
      for (let ordinal = question.from; ordinal < question.until; ordinal++) {
        spots.push({ kpi, scope, calendar, grain: question.grain as GrainName, ordinal })
      }
    }
  }
  return spots
}

async function membersEverywhere(deps: AskDeps, name: string, datasets: readonly string[], revisions: Revisions) {
  const members = new Set<string>()
  for (const id of datasets) {
    const dataset = deps.catalog.datasets.get(id)
    if (dataset === undefined) continue
    for (const member of await membersOf(deps, dataset, name, revisions)) members.add(member)
  }
  return [...members].sort()
}

function stamps(catalog: Catalog, reads: ReadonlyMap<string, Reads>, revisions: Revisions) {
  const known = new Map<string, Revision>()
  return (kpi: string): Revision => {
    let revision = known.get(kpi)
    if (revision === undefined) {
      const all = reads.get(kpi)?.all ?? []
      const facts = Object.fromEntries(all.map((dataset) => [dataset, revisions.get(dataset) ?? 0]))
      known.set(kpi, (revision = { catalog: catalog.revision, facts }))
    }
    return revision
  }
}
