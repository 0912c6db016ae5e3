import type { Answer, Question } from '../../domain/answer.ts'
import type { EarlierBaseline } from '../../domain/baseline.ts'
import { type Catalog, calculationAt, type Kpi, type Scope } from '../../domain/catalog.ts'
import { parseDecimal } from '../../domain/decimal.ts'
import { scopeKey, scopeText } from '../../domain/scope.ts'
import type { Actual, Actuals } from '../../domain/target/actual.ts'
import { toDate } from '../../domain/target/pace.ts'
import { hasSharings } from '../../domain/target/plans.ts'
import { Promises } from '../../domain/target/promise.ts'
import type { Subject, TargetRollUp } from '../../domain/target/request.ts'
import { addsOverUnits, targetRollUp } from '../../domain/target/roll-up.ts'
import { judgedBy } from '../../domain/target/version.ts'
import { type Line, lastDayOf } from '../../query/collect.ts'
import { type GrainName, isClockGrain } from '../../time/calendar.ts'
import type { Day } from '../../time/day.ts'
import { ordinalOn, periodEnd, periodStart } from '../../time/period.ts'
import { judgedFrom } from './memory.ts'
import type { Turns } from './turns.ts'

/** A line and the version of targets that judges it. */
export interface JudgedLine extends Line {
  readonly version: string
  /** Days by whose beginnings the promise will be reckoned, besides now. */
  readonly paceDays?: readonly Day[] | undefined
  /** Earlier periods that each value is compared with. */
  readonly compare?: readonly EarlierBaseline[]
}

/** The version that judges a question: its own, that of the whole call, the KPI's, the workspace's. */
export const versionFor = (catalog: Catalog, kpi: Kpi, question: Question, ofAll: string | undefined): string =>
  question.version ?? ofAll ?? judgedBy(catalog, kpi)

/** How the targets of a KPI roll up in a period, by the calculation in force on its last day. */
export const rollUpOf = (catalog: Catalog, line: Line, ordinal: number): TargetRollUp =>
  targetRollUp(catalog, calculationAt(line.kpi, lastDayOf(line.frame, ordinal)))

/** Whether a period has begun and is not over; of all time nothing is. */
export function underWay({ frame: { calendar, grain } }: Line, today: Day): (ordinal: number) => boolean {
  if (grain === 'total') return () => false
  if (!isClockGrain(grain)) {
    const current = ordinalOn(calendar, grain, today)
    return (ordinal) => ordinal === current
  }
  return (ordinal) => {
    const [start, end] = [periodStart(calendar, grain, ordinal), periodEnd(calendar, grain, ordinal)]
    return start !== null && end !== null && start <= today && today < end
  }
}

interface Needing {
  readonly catalog: Catalog
  readonly today: Day
  /** The first day that is not yet counted as elapsed for a line; null where no data has come. */
  readonly elapsedUntil: (line: Line) => Day | null
  /** Asks for actual values, which no target judges. */
  readonly ask: (questions: readonly Question[]) => Promise<readonly Answer[]>
}

/** Values that come while promises are made can lead to others; so many rounds are enough for every kind of target. */
const mostRounds = 3

/**
 * The promises of each line. Where targets are derived from actual values (growth, last year's shape or pace) these are first
 * found out by making the promises of made-up values, then asked for together, and the promises are made of them.
 */
export async function promisesOf(
  needing: Needing,
  lines: readonly JudgedLine[],
  turns: Turns,
): Promise<(line: JudgedLine) => Promises> {
  const { catalog } = needing
  const made = new Map<JudgedLine, Promises>()
  const derived: JudgedLine[] = []
  const shared = new Allocations(catalog)
  for (const line of lines) {
    const promises = new Promises({ ...subjectOf(catalog, line), actuals: unknown, ...shared.of(line) })
    made.set(line, promises)
    if (promises.derived) derived.push(line)
    if (turns.due) await turns.pass()
  }
  const known = new Map<string, Actual>()
  for (let turn = 0; turn < mostRounds && derived.length > 0; turn++) {
    const needs = new Map<string, Need>()
    const round = new Allocations(catalog)
    for (const line of derived) {
      const actuals = recorder(catalog, line, known, needs)
      const promises = new Promises({ ...subjectOf(catalog, line), actuals, ...round.of(line) })
      made.set(line, promises)
      touch(needing, line, promises)
      if (turns.due) await turns.pass()
    }
    if (needs.size === 0) break
    for (const [key, actual] of await answered(catalog, needing.ask, [...needs.values()])) known.set(key, actual)
  }
  const last = new Allocations(catalog)
  for (const line of derived) {
    const actuals: Actuals = (scope, grain, ordinal, kpi = line.kpi) =>
      known.get(keyOf(catalog, { kpi, scope, grain, ordinal })) ?? absent
    made.set(line, new Promises({ ...subjectOf(catalog, line), actuals, ...last.of(line) }))
  }
  return (line) => made.get(line) ?? new Promises({ ...subjectOf(catalog, line), actuals: unknown })
}

/** Totals that are shared over units are worked out once for all scopes of a KPI, version and members. */
class Allocations {
  readonly #catalog: Catalog
  readonly #found = new Map<string, NonNullable<Subject['allocated']>>()

  constructor(catalog: Catalog) {
    this.#catalog = catalog
  }

  of({ kpi, scope, version }: JudgedLine): Pick<Subject, 'allocated'> {
    if (!hasSharings(this.#catalog)) return {}
    const key = JSON.stringify([kpi.id, version, scopeText({ unit: null, where: scope.where })])
    let found = this.#found.get(key)
    if (found === undefined) this.#found.set(key, (found = new Map()))
    return { allocated: found }
  }
}

const absent: Actual = { kind: 'absent', because: 'no-data' }
const unknown: Actuals = () => absent
/** Any value but zero: with it promises are made to their end, so that all their needs are seen. */
const madeUp: Actual = { kind: 'value', amount: { kind: 'exact', value: { units: 1n, scale: 0 } } }

const subjectOf = (catalog: Catalog, { kpi, scope, version }: JudgedLine) => ({
  catalog,
  kpi,
  scope,
  version,
  addsOverUnits: addsOverUnits(catalog, calculationAt(kpi, null)),
})

interface Need {
  readonly kpi: Kpi
  readonly scope: Scope
  readonly grain: GrainName
  readonly ordinal: number
}

const keyOf = (catalog: Catalog, { kpi, scope, grain, ordinal }: Need) =>
  `${kpi.id}\t${scopeKey(catalog, scope)}\t${grain}\t${ordinal}`

function recorder(
  catalog: Catalog,
  line: JudgedLine,
  known: ReadonlyMap<string, Actual>,
  needs: Map<string, Need>,
): Actuals {
  return (scope, grain, ordinal, kpi = line.kpi) => {
    const need = { kpi, scope, grain, ordinal }
    const key = keyOf(catalog, need)
    const found = known.get(key)
    if (found === undefined) needs.set(key, need)
    return found ?? madeUp
  }
}

/** Makes every promise that the answers of a line will need. */
function touch({ catalog, today, elapsedUntil }: Needing, line: JudgedLine, promises: Promises): void {
  const isUnderWay = underWay(line, today)
  for (let ordinal = judgedFrom(line); ordinal < line.until; ordinal++) {
    const rollUp = rollUpOf(catalog, line, ordinal)
    const period = { calendar: line.frame.calendar, grain: line.frame.grain, ordinal }
    const promised = promises.at(period, rollUp)
    if (promised !== null && rollUp === 'add')
      for (const until of line.paceDays ?? []) toDate(promises, promised, period, until)
    const until = elapsedUntil(line)
    if (promised === null || until === null || rollUp !== 'add' || !isUnderWay(ordinal)) continue
    toDate(promises, promised, period, until)
  }
}

/** Actual values by key; neighbours of one KPI, scope and grain are one question. */
async function answered(
  catalog: Catalog,
  ask: Needing['ask'],
  needs: readonly Need[],
): Promise<ReadonlyMap<string, Actual>> {
  const groups = new Map<string, Need[]>()
  for (const need of needs) {
    const key = keyOf(catalog, { ...need, ordinal: 0 })
    groups.set(key, [...(groups.get(key) ?? []), need])
  }
  const runs = [...groups.values()].flatMap(runsOf)
  const questions = runs.map(({ need, until }): Question => {
    const { kpi, scope, grain, ordinal } = need
    return { kpi: kpi.id, scope, calendar: kpi.calendar, grain, from: ordinal, until, by: [] }
  })
  const answers = await ask(questions)
  const found = new Map<string, Actual>()
  let at = 0
  for (const { need, until } of runs) {
    for (let ordinal = need.ordinal; ordinal < until; ordinal++) {
      const answer = answers[at++]
      if (answer !== undefined) found.set(keyOf(catalog, { ...need, ordinal }), actualOf(answer))
    }
  }
  return found
}

/** Ordinals that follow each other, as spans. */
function runsOf(needs: readonly Need[]): { readonly need: Need; readonly until: number }[] {
  const sorted = [...needs].sort((a, b) => a.ordinal - b.ordinal)
  const runs: { need: Need; until: number }[] = []
  for (const need of sorted) {
    const last = runs.at(-1)
    if (last !== undefined && last.until === need.ordinal) last.until++
    else runs.push({ need, until: need.ordinal + 1 })
  }
  return runs
}

function actualOf({ state, value, flags }: Answer): Actual {
  if (state !== 'value' || value === null) return { kind: 'absent', because: state === 'value' ? 'no-data' : state }
  if (flags.includes('unfinished')) return { kind: 'absent', because: 'unfinished' }
  if (typeof value === 'number') return { kind: 'value', amount: { kind: 'double', value } }
  const exact = parseDecimal(value)
  return exact === null ? absent : { kind: 'value', amount: { kind: 'exact', value: exact } }
}
