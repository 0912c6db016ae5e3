import type { Answer, Reading, Revision } from '../../domain/answer.ts'
import { type Catalog, calculationAt, type Kpi } from '../../domain/catalog.ts'
import { printDecimal } from '../../domain/decimal.ts'
import { type Assessment, assessor, rulesOf } from '../../domain/status.ts'
import { type ToDate, toDate } from '../../domain/target/pace.ts'
import type { TargetValue } from '../../domain/target/plan.ts'
import type { Promises } from '../../domain/target/promise.ts'
import type { Promised } from '../../domain/target/request.ts'
import type { Line } from '../../query/collect.ts'
import { type Day, day } from '../../time/day.ts'
import { periodStart } from '../../time/period.ts'
import { Memory } from './memory.ts'
import { rollUpOf, underWay } from './promises.ts'

/** What judged an answer: the promise, what of it counts by now, and the version it is of. */
export interface Told {
  readonly version: string
  readonly promised: Promised | null
  readonly toDate: ToDate | null
  /** Those of its scope, to be asked why there is none. */
  readonly promises: Promises
}

type Promise = Pick<Told, 'promised' | 'toDate'>

interface ToldLine extends Pick<Told, 'version' | 'promises'> {
  readonly byPeriod: ReadonlyMap<string, Promise>
}

/** By the revision that the answers of one line share, and no other: an entry per answer would cost more than the answers. */
const told = new WeakMap<Revision, ToldLine>()

/** How the target of an answer that `ask` gave came about; null for one that was not made by this process. */
export function toldOf({ revision, period }: Answer): Told | null {
  const line = told.get(revision)
  if (line === undefined) return null
  const { version, promises, byPeriod } = line
  return { version, promises, ...(byPeriod.get(period) ?? unpromised) }
}

const unpromised: Promise = { promised: null, toDate: null }

/** Keeps how the targets of the answers with this revision come about, each told by its period. */
export function remember(
  revision: Revision,
  line: Pick<Told, 'version' | 'promises'>,
): (period: string, what: Promise) => void {
  const byPeriod = new Map<string, Promise>()
  told.set(revision, { ...line, byPeriod })
  return (period, { promised, toDate }) => {
    if (promised !== null || toDate !== null) byPeriod.set(period, { promised, toDate })
  }
}

export interface Judgement {
  readonly promised: Promised | null
  readonly toDate: ToDate | null
  readonly judged: Assessment
}

/**
 * Judges the readings of one line. In a period under way what comes about bit by bit is held against what its target promises
 * by now. While that is nothing, or nothing but today has passed, it is not due to be judged: no month begins in the red.
 */
export function judgeOf(
  catalog: Catalog,
  today: Day,
  line: Line,
  promises: Promises,
  elapsed: Day | null,
): (ordinal: number, reading: Reading) => Judgement {
  const { kpi, frame } = line
  const { calendar, grain } = frame
  const assess = assessor(kpi)
  const memory = new Memory(line)
  const judge = (reading: Reading, target: TargetValue | null) => assess(reading, target, memory.before)
  const byValue = rulesOf(kpi).every((rule) => rule.of === 'absolute')
  const silent = promises.empty
  const isUnderWay = underWay(line, today)
  const plainly = withoutPromise()
  const judged = (ordinal: number, reading: Reading): Judgement => {
    const unfinished = isUnderWay(ordinal)
    if (silent && !(unfinished && byValue)) return plainly(judge(reading, null))
    const rollUp = rollUpOf(catalog, line, ordinal)
    const period = { calendar, grain, ordinal }
    const promised = silent ? null : promises.at(period, rollUp)
    const bitByBit = unfinished && rollUp === 'add' && !typedWhole(line)
    const whole = judge(reading, promised?.value ?? null)
    if (!bitByBit || reading.kind === 'absent') return { promised, toDate: null, judged: whole }
    // Today's part of a promise is due when today is over.
    const begun = elapsed !== null && Math.min(elapsed, today) > (periodStart(calendar, grain, ordinal) ?? today)
    const soFar = promised === null || elapsed === null ? null : toDate(promises, promised, period, elapsed)
    // A value that has not reached its mark yet may still do so.
    if (byValue) {
      const early = kpi.good === 'up' && whole.status !== 'on-track'
      return { promised, toDate: soFar, judged: early ? notDue : whole }
    }
    if (soFar === null) return { promised, toDate: null, judged: promised === null ? whole : notDue }
    const due = begun && !isNothing(soFar.value)
    return { promised, toDate: soFar, judged: due ? judge(reading, soFar.value) : notDue }
  }
  return (ordinal, reading) => {
    const judgement = judged(ordinal, reading)
    memory.keep(ordinal, judgement.judged)
    return judgement
  }
}

/** Most assessments without a promise are one and the same: so is what is made of them. */
function withoutPromise(): (judged: Assessment) => Judgement {
  let last: Judgement | null = null
  return (judged) => {
    if (last?.judged !== judged) last = { promised: null, toDate: null, judged }
    return last
  }
}

const notDue: Assessment = { status: 'not-due', attainment: null, score: null, flags: [] }

const isNothing = (value: TargetValue): boolean => ('value' in value ? value.value : value.high).units === 0n

/** A typed value speaks for the whole of its period, however much of it has passed. */
function typedWhole({ kpi, frame }: Line): boolean {
  return calculationAt(kpi, null).typed !== null && frame.grain === kpi.cadence
}

/**
 * The first day that has not passed for a KPI yet: data have come for those before it. Where no rows are good rows, the last of
 * them says nothing about how far data have come.
 */
export function elapsedUntil(today: Day, through: Day | null, noRows: Kpi['noRows'] = 'no-data'): Day | null {
  if (noRows === 'zero') return day(today + 1)
  return through === null ? null : day(Math.min(today, through) + 1)
}

type TargetJson = NonNullable<Answer['targetToDate']>

export const targetJson = (target: TargetValue): TargetJson =>
  'value' in target ? printDecimal(target.value) : { low: printDecimal(target.low), high: printDecimal(target.high) }
