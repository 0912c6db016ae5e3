import { setTimeout } from 'node:timers/promises'
import { type Actor, narrow } from '../domain/access.ts'
import type { Answer, Question, Revision } from '../domain/answer.ts'
import type { Catalog } from '../domain/catalog.ts'
import { everything } from '../domain/scope.ts'
import { type Bag, collect, Slices, type Spot } from '../query/collect.ts'
import { collectBaselines } from '../query/compare.ts'
import { Demands } from '../query/demand.ts'
import { absent, type Evaluation, evaluator } from '../query/evaluate.ts'
import { clockOf } from '../time/clock.ts'
import { type Day, day } from '../time/day.ts'
import { isoInstant, localDay, parseInstant } from '../time/zone.ts'
import { absenceOfRows, answersOf, dataThrough, dueUntil, finalIn } from './ask/answer.ts'
import { appliedRevisions, isTurning, tableTurns } from './ask/applied.ts'
import { type Basis, basisOf } from './ask/basis.ts'
import { comparisonsOf, withBenchmarks, withVersions } from './ask/comparisons.ts'
import { elapsedBy } from './ask/elapsed.ts'
import { execute, type RanStatement } from './ask/execute.ts'
import { elapsedUntil } from './ask/judge.ts'
import { knowledge } from './ask/knowledge.ts'
import { linesOf } from './ask/lines.ts'
import { withLoadedTargets } from './ask/loaded-targets.ts'
import { judgedFrom } from './ask/memory.ts'
import { UnratedAnswers, withMissingRates } from './ask/missing-rates.ts'
import type { Freshness, Moment } from './ask/moment.ts'
import { keepFinal, numbersIn, numbersOf } from './ask/numbers.ts'
import { overriding } from './ask/overridden.ts'
import { Periods } from './ask/periods.ts'
import { type JudgedLine, promisesOf } from './ask/promises.ts'
import { ratesFor } from './ask/rates.ts'
import { type Revisions, readsOf } from './ask/reads.ts'
import { recordedAnswers } from './ask/recorded.ts'
import { withSeals } from './ask/sealed.ts'
import { evaluateTo, linesTo } from './ask/through.ts'
import { Turns } from './ask/turns.ts'
import type { Deps } from './deps.ts'

export type AskDeps = Pick<Deps, 'catalog' | 'facts' | 'store' | 'clock' | 'asOf' | 'published' | 'through' | 'signal'>

export interface AskOptions {
  /** `naive` answers every value by a statement of its own: the second opinion. */
  readonly plan?: 'cells' | 'naive'
  /** Runs every statement although kept cells could answer: to show or to time them. */
  readonly fresh?: boolean
  /** Which version of targets judges; each question's own, else that of its KPI or of the workspace, unless stated. */
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

/** Today where the workspace is, or the day it pins; asked as of an instant, the day it was then. */
export function todayOf({ catalog, clock, asOf }: Pick<AskDeps, 'catalog' | 'clock' | 'asOf'>): Day {
  const { today, zone } = catalog.workspace
  if (asOf === undefined) return today ?? localDay(clock.now(), zone)
  const then = localDay(parseInstant(asOf) ?? clock.now(), zone)
  return today !== null && today < then ? today : then
}

/** The instant that answers stand at: the clock's, or the end of the day that the workspace pins where that is over. */
export const nowShown = (deps: Pick<AskDeps, 'catalog' | 'clock'>): number =>
  Math.min(deps.clock.now(), nowOf({ catalog: deps.catalog, clock: deps.clock }))

/** The instant now, ms since 1970 UTC; of a day that is pinned or was then, its end. */
export function nowOf(deps: Pick<AskDeps, 'catalog' | 'clock' | 'asOf'>): number {
  const { today, zone } = deps.catalog.workspace
  if (deps.asOf !== undefined) return parseInstant(deps.asOf) ?? deps.clock.now()
  return today === null ? deps.clock.now() : clockOf(zone).dayStart(day(today + 1)) - 1
}

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
  return steadily(deps, questions, (revisions) => askOnce(deps, questions, actor, options, revisions))
}

/** Asks anew where rows changed meanwhile. */
async function steadily<T>(
  deps: AskDeps,
  questions: readonly Question[],
  once: (revisions: Revisions) => Promise<T>,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    const [before, turns] = [new Map(appliedRevisions(deps.facts)), new Map(tableTurns(deps.facts))]
    const result = await once(before)
    if (attempt === 3 || (await stood(deps, questions, [before, turns]))) return result
  }
}

const nothingRan: Timing = { statements: [], stages: { plan: 0, run: 0, read: 0 } }

/** A table that changes has shown either its old rows or its new ones: a moment tells which. */
const commitMs = 50

/** Whether what was read is still what it was; that other datasets went on does not matter. */
async function stood(
  { catalog, facts }: AskDeps,
  questions: readonly Question[],
  [revisions, turns]: readonly [Revisions, ReadonlyMap<string, number>],
): Promise<boolean> {
  const read = new Set(questions.flatMap(({ kpi }) => readsOf(catalog, kpi).all))
  const went = () =>
    [...read].some(
      (id) => tableTurns(facts).get(id) !== turns.get(id) || appliedRevisions(facts).get(id) !== revisions.get(id),
    )
  if (went()) return false
  if (![...read].some((id) => isTurning(facts, id))) return true
  await setTimeout(commitMs)
  return !went()
}

function momentOf(deps: AskDeps): Moment {
  const { catalog, through } = deps
  const settles = todayOf(deps)
  const common = { catalog, settles, asOf: deps.asOf ?? isoInstant(nowShown(deps)), periods: new Periods() }
  if (through === undefined || through >= settles)
    return { ...common, today: settles, readTo: settles, now: nowOf(deps) }
  // Read as it could have been on the morning after that day.
  const now = Math.min(nowOf(deps), clockOf(catalog.workspace.zone).dayStart(day(through + 1)) - 1)
  return { ...common, today: day(through + 1), readTo: through, now }
}

/** Questions as lines, and what is known of the rows that these need. */
async function prepare(deps: AskDeps, questions: readonly Question[], options: AskOptions, revisions: Revisions) {
  const moment = momentOf(deps)
  const reads = new Map(questions.map(({ kpi }) => [kpi, readsOf(deps.catalog, kpi)]))
  const { states, freshness, typed } = await knowledge(deps, reads.values(), revisions)
  const turns = new Turns(deps.signal)
  const lines = await linesOf(deps, questions, { reads, revisions, version: options.version, turns })
  return { moment, reads, states, freshness, typed, turns, lines }
}

type Prepared = Awaited<ReturnType<typeof prepare>>

/** Runs the statements of lines; `world` is what their values are worked out from. */
async function readRows(
  deps: AskDeps,
  { moment, states, freshness, typed, turns, lines }: Prepared,
  { plan = 'cells', fresh = false }: AskOptions,
  ran: RanStatement[],
) {
  const { catalog } = deps
  const { today } = moment
  const demands = new Demands()
  const bag = { catalog, slices: new Slices(catalog, typed), demands, elapsed: elapsedBy(moment, freshness) }
  await collectLines(bag, moment, lines, turns)
  const planned = performance.now()
  await ratesFor(deps, demands)
  const table = await execute({ ...deps, states, today, plan, fresh, ran, turns }, demands)
  const run = turns.begin()
  const absence = (dataset: string, spot: Spot) => absenceOfRows(moment, freshness, dataset, spot)
  const firstDay = (dataset: string) => states.get(dataset)?.stats.firstDay ?? null
  const elapsedTo = (id: string) => elapsedToOf(moment, freshness, id)
  const unrated = new UnratedAnswers()
  const world = { ...bag, table, absence, firstDay, today, elapsedTo, unrated: unrated.told }
  return { world, unrated, basis: () => basisOf(demands, table), planned, run }
}

async function askOnce(
  deps: AskDeps,
  questions: readonly Question[],
  actor: Actor,
  options: AskOptions & { readonly unjudged?: boolean },
  revisions: Revisions,
): Promise<Asked> {
  const started = performance.now()
  const { catalog } = deps
  const narrowed = questions.map((question) => narrow(actor, question))
  const prepared = await prepare(deps, narrowed, options, revisions)
  const { moment, reads, freshness, turns, lines } = prepared
  if (deps.asOf !== undefined)
    return { answers: await recordedAnswers(deps.store, moment, lines), timing: nothingRan, basis: () => [] }
  const ran: RanStatement[] = []
  const again = async (wanted: readonly Question[], unjudged: boolean): Promise<readonly Answer[]> => {
    const found = await askOnce(deps, wanted, actor, { ...options, unjudged }, revisions)
    ran.push(...found.timing.statements)
    return found.answers
  }
  const promises = await promisesOf(
    {
      catalog: await withLoadedTargets(deps, revisions),
      today: moment.today,
      elapsedUntil: (line) => {
        const through = dataThrough(freshness, reads.get(line.kpi.id)?.facts ?? [], line)
        return elapsedUntil(moment.readTo, through, line.kpi.noRows)
      },
      // Values that targets are made of are judged by none, so that this ends.
      ask: async (wanted) => (options.unjudged === true ? [] : again(wanted, true)),
    },
    options.unjudged === true ? [] : lines,
    turns,
  )
  const { world, unrated, basis, planned, run } = await readRows(deps, prepared, options, ran)
  const override = await overriding(deps, moment, revisions, options.unjudged === true)
  const told = isPage(lines)
  const written = await answerLines(lines, moment, unrated, turns, (line) => {
    const { facts = [], all = [] } = reads.get(line.kpi.id) ?? {}
    const { compare: baselines = [] } = line
    const compare = baselines.length === 0 ? null : comparisonsOf(world, moment.periods, line, baselines)
    const given = { revision: stamp(catalog, all, revisions), datasets: facts, promises: promises(line), compare, told }
    return {
      evaluate: evaluateTo(moment, line, (read) => evaluator(world, read)),
      write: override.write(line, answersOf(moment, freshness, line, given)),
    }
  })
  const known = await withMissingRates({ ...deps, today: moment.today }, written, unrated.found)
  const benched = withBenchmarks(catalog, narrowed, await withSeals(deps, lines, known))
  const answers = await withVersions(narrowed, benched, moment.today, (wanted) => again(wanted, false))
  const stages = { plan: planned - started, run: run - planned, read: performance.now() - run }
  return { answers, timing: { statements: ran, stages }, basis }
}

export interface Numbers {
  /** By line: each question, split into its scopes; a double per period, NaN where there is none. */
  readonly lines: readonly Float64Array[]
  readonly timing: Timing
}

interface NumbersOptions extends AskOptions {
  /** Leaves out what may still change: periods that are unfinished, provisional or lack rows. */
  readonly final?: boolean
}

/**
 * The values of questions alone, for who reckons with many of them: the same as in the answers that `ask` gives, which cost
 * several times as much to write.
 */
export const askNumbers = (
  deps: AskDeps,
  questions: readonly Question[],
  actor: Actor,
  options: NumbersOptions = {},
): Promise<Numbers> => steadily(deps, questions, (revisions) => numbersOnce(deps, questions, actor, options, revisions))

async function numbersOnce(
  deps: AskDeps,
  questions: readonly Question[],
  actor: Actor,
  options: NumbersOptions,
  revisions: Revisions,
): Promise<Numbers> {
  const started = performance.now()
  const narrowed = questions.map((question) => narrow(actor, question))
  const prepared = await prepare(deps, narrowed, options, revisions)
  const { moment, freshness, reads, turns, lines } = prepared
  const { final = false } = options
  const override = await overriding(deps, moment, revisions, false)
  // What the ledger, a seal or a person says instead of the rows is only written in answers.
  if (deps.asOf !== undefined || deps.published === true || lines.some((line) => override.sets(line))) {
    const { answers, timing } = await askOnce(deps, questions, actor, options, revisions)
    return { lines: numbersIn(answers, lines, final), timing }
  }
  const statements: RanStatement[] = []
  const { world, planned, run } = await readRows(deps, prepared, options, statements)
  const all = new Float64Array(lines.reduce((sum, { from, until }) => sum + until - from, 0)).fill(Number.NaN)
  const numbers: Float64Array[] = []
  let at = 0
  for (const line of lines) {
    const own = all.subarray(at, (at += line.until - line.from))
    numbersOf(world, moment, line, own)
    if (final) keepFinal(own, line.from, finalIn(moment, freshness, line, reads.get(line.kpi.id)?.facts ?? []))
    numbers.push(own)
    if (turns.due) await turns.pass()
  }
  const stages = { plan: planned - started, run: run - planned, read: performance.now() - run }
  return { lines: numbers, timing: { statements, stages } }
}

/** More answers than this are no page. */
const toldAnswers = 20_000
const isPage = (lines: readonly JudgedLine[]): boolean =>
  lines.reduce((sum, { from, until }) => sum + until - from, 0) <= toldAnswers

/** The first day that has not passed yet for a KPI, or its data have not come for. */
function elapsedToOf({ catalog, readTo }: Moment, freshness: Freshness, id: string): Day {
  const kpi = catalog.kpis.get(id)
  const through =
    kpi === undefined ? null : dataThrough(freshness, readsOf(catalog, id).facts, { kpi, scope: everything })
  return elapsedUntil(readTo, through, kpi?.noRows) ?? day(readTo + 1)
}

/** Adds what the periods of lines, and those they are compared with, can need. */
async function collectLines(bag: Bag, moment: Moment, lines: readonly JudgedLine[], turns: Turns): Promise<void> {
  for (const line of lines) {
    const until = dueUntil(moment, line)
    const from = judgedFrom(line)
    const due = from === line.from && until === line.until ? line : { ...line, from, until }
    for (const read of linesTo(moment, due)) collect(bag, read)
    collectBaselines(bag, until === line.until ? line : { ...line, until }, line.compare ?? [])
    if (turns.due) await turns.pass()
  }
}

/** Works line by line and lets others have their turn. */
async function answerLines(
  lines: readonly JudgedLine[],
  moment: Moment,
  unrated: UnratedAnswers,
  turns: Turns,
  open: (line: JudgedLine) => { evaluate: (ordinal: number) => Evaluation; write: ReturnType<typeof answersOf> },
): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  for (const line of lines) {
    const { evaluate, write } = open(line)
    const end = dueUntil(moment, line)
    for (let ordinal = judgedFrom(line); ordinal < line.until; ordinal++) {
      const evaluation = ordinal < end ? evaluate(ordinal) : notDue
      unrated.settle(ordinal < line.from ? null : answers.length)
      const answer = inView(line, write(ordinal, evaluation))
      // What it is compared with is another value.
      unrated.settle(null)
      if (ordinal >= line.from) answers.push(answer)
    }
    if (turns.due) await turns.pass()
  }
  return answers
}

/** An answer says in which currency and at which rates it is, where that is not the KPI's own way. */
function inView({ money }: JudgedLine, answer: Answer): Answer {
  if (money == null) return answer
  const { currency, rates } = money
  const named = rates === null || rates === 'constant' ? rates : rates.table
  const view = { ...(currency === null ? {} : { currency }), ...(named === null ? {} : { rates: named }) }
  return { ...answer, ...view }
}

const notDue: Evaluation = { reading: absent('not-due'), numerator: null, denominator: null }

const stamp = (catalog: Catalog, datasets: readonly string[], revisions: Revisions): Revision => ({
  catalog: catalog.revision,
  facts: Object.fromEntries(datasets.map((dataset) => [dataset, revisions.get(dataset) ?? 0])),
})
