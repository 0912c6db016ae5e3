import { amountJson } from '../../domain/amount.ts'
import type { Absence, Answer, Flag, Revision } from '../../domain/answer.ts'
import { type Kpi, manualDataset } from '../../domain/catalog.ts'
import { scopeText } from '../../domain/scope.ts'
import { finalAfter } from '../../domain/settling.ts'
import type { Promises } from '../../domain/target/promise.ts'
import type { Line, Spot } from '../../query/collect.ts'
import type { Evaluation } from '../../query/evaluate.ts'
import { type Day, day, printDay } from '../../time/day.ts'
import { spanOf } from '../../time/frame.ts'
import { periodStart } from '../../time/period.ts'
import { type Coverage, coverageOf } from './elapsed.ts'
import { elapsedUntil, judgeOf, remember, targetJson } from './judge.ts'
import type { Freshness, Moment } from './moment.ts'
import type { PeriodText } from './periods.ts'
import type { JudgedLine } from './promises.ts'

/**
 * Why a dataset has no rows in a period: its load failed, it is late, or there is nothing. Null where nothing is zero: the KPI
 * says so, and the rows that would be there were loaded.
 */
export function absenceOfRows(moment: Moment, freshness: Freshness, dataset: string, spot: Spot): Absence | null {
  const zero = spot.kpi.noRows === 'zero' && freshness.loaded.has(dataset)
  const span = spanOf(spot.frame, spot.ordinal)
  // What was typed in for other KPIs says nothing about this one.
  const lastDay = dataset === manualDataset ? freshness.typedThrough(spot) : (freshness.lastDay.get(dataset) ?? null)
  const reached = span !== null && lastDay !== null && lastDay >= span.until - 1
  if (reached) return zero ? null : 'no-data'
  if (freshness.failed.has(dataset)) return 'failed'
  if (zero) return null
  if (span === null || lastDay === null) return 'no-data'
  const over = moment.settles >= span.until + spot.kpi.finalAfterDays
  // Once rows of a period have come, a scope without any has none: the last day alone may be a holiday.
  const start = periodStart(spot.frame.calendar, spot.frame.grain, spot.ordinal)
  return over && start !== null && lastDay < start ? 'late' : 'no-data'
}

/** The first period of a line that begins after the last day that is read, usually today: from there on nothing is due, whatever rows say. */
export function dueUntil({ periods, readTo, now }: Moment, { frame, from, until }: Line): number {
  const periodAt = periods.of(frame.calendar, frame.grain)
  for (let ordinal = until; ordinal > from; ordinal--) {
    const { start, instants } = periodAt(ordinal - 1)
    if (instants === null ? start === null || start <= readTo : instants.start <= now) return ordinal
  }
  return from
}

type Compare = (ordinal: number, reading: Evaluation['reading']) => NonNullable<Answer['comparisons']>

/** Writes the answers of one line, in order: what they share is written once, and a status may rest on the one before. */
export function answersOf(
  moment: Moment,
  freshness: Freshness,
  line: JudgedLine,
  read: {
    /** Of this line alone. */
    readonly revision: Revision
    readonly datasets: readonly string[]
    readonly promises: Promises
    readonly compare: Compare | null
    /** Whether it is kept how each target came about: pages say it, and hundreds of thousands of answers are no page. */
    readonly told: boolean
  },
): (ordinal: number, evaluation: Evaluation) => Answer {
  const { kpi, frame, version } = line
  const { grain } = frame
  const scope = scopeText(line.scope)
  const through = dataThrough(freshness, read.datasets, line)
  const { promises } = read
  const tell = read.told ? remember(read.revision, { version, promises }) : null
  const judge = judgeOf(moment.catalog, moment.today, line, promises, elapsedUntil(moment.readTo, through, kpi.noRows))
  const throughText = through === null ? null : printDay(through)
  const covered = coverageOf(moment.catalog, freshness, kpi, read.datasets, [frame.calendar, moment.settles])
  const periodAt = moment.periods.of(frame.calendar, grain)
  return (ordinal, { reading, numerator, denominator }) => {
    const period = periodAt(ordinal)
    const judgement = judge(ordinal, reading)
    const { promised, toDate, judged } = judgement
    tell?.(period.text, judgement)
    const valued = reading.kind === 'value'
    const plain: Answer = {
      kpi: kpi.id,
      scope,
      grain,
      period: period.text,
      start: period.startText,
      end: period.endText,
      state: reading.kind === 'value' ? 'value' : reading.because,
      value: reading.kind === 'value' ? amountJson(reading.amount) : null,
      numerator: valued && numerator !== null ? amountJson(numerator) : null,
      denominator: valued && denominator !== null ? amountJson(denominator) : null,
      target: promised === null ? null : targetJson(promised.value),
      attainment: judged.attainment,
      status: judged.status,
      score: judged.score,
      flags: flagsOf(judged.flags, timeFlags(moment, kpi, period, valued ? covered : always)),
      asOf: moment.asOf,
      dataThrough: throughText,
      revision: read.revision,
    }
    // Most answers have neither, and an object that is spread together takes several times as long to make.
    if (toDate === null && read.compare === null) return plain
    return {
      ...plain,
      ...(toDate === null ? {} : { targetToDate: targetJson(toDate.value) }),
      ...(read.compare === null ? {} : { comparisons: read.compare(ordinal, reading) }),
    }
  }
}

const flagsOf = (judged: readonly Flag[], timed: readonly Flag[]): readonly Flag[] =>
  judged.length === 0 ? timed : [...judged, ...timed]

const always = (): Coverage => 'whole'
const noFlags: readonly Flag[] = []
const provisional: readonly Flag[] = ['provisional']
const rowsMissing: readonly Flag[] = ['rows-missing']
const goingOn: readonly Flag[] = ['provisional', 'unfinished']

/** Whether the values of a line in a period will not change any more: it is over, settled, and its rows have come. */
export function finalIn(
  moment: Moment,
  freshness: Freshness,
  { kpi, frame }: Line,
  datasets: readonly string[],
): (ordinal: number) => boolean {
  const covered = coverageOf(moment.catalog, freshness, kpi, datasets, [frame.calendar, moment.settles])
  const periodAt = moment.periods.of(frame.calendar, frame.grain)
  return (ordinal) => timeFlags(moment, kpi, periodAt(ordinal), covered).length === 0
}

/** Over is not complete: a period stays provisional while rows are missing at its end, until nobody waits for them any more. */
function timeFlags(
  moment: Moment,
  kpi: Kpi,
  { start, end, instants }: PeriodText,
  covered: (end: Day) => Coverage,
): readonly Flag[] {
  if (instants !== null && moment.now < instants.end) return instants.start > moment.now ? noFlags : goingOn
  if (start === null || end === null || start > moment.readTo) return noFlags
  if (moment.today < end && instants === null) return goingOn
  if (moment.settles < end + finalAfter(moment.catalog, kpi, end)) return provisional
  return { whole: noFlags, waiting: provisional, missing: rowsMissing }[covered(end)]
}

/** A KPI is only as fresh as the stalest dataset it reads. */
export function dataThrough(
  freshness: Freshness,
  datasets: readonly string[],
  place: Pick<Line, 'kpi' | 'scope'>,
): Day | null {
  let least: number | null = null
  const typed = place.kpi.calculations.every(({ calculation }) => calculation.typed !== null)
  for (const dataset of datasets) {
    const own = typed && dataset === manualDataset
    const last = own ? freshness.typedThrough(place) : (freshness.lastDay.get(dataset) ?? null)
    if (last !== null && (least === null || last < least)) least = last
  }
  return least === null ? null : day(least)
}
