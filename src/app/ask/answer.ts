import { amountJson } from '../../domain/amount.ts'
import type { Absence, Answer, Flag, Reading, Revision } from '../../domain/answer.ts'
import type { Catalog, TargetValue } from '../../domain/catalog.ts'
import { printDecimal } from '../../domain/decimal.ts'
import { scopeText } from '../../domain/scope.ts'
import { assess } from '../../domain/status.ts'
import { targetFor } from '../../domain/target.ts'
import { calculationAt } from '../../query/calculation.ts'
import { lastDayOf, type Spot } from '../../query/collect.ts'
import type { Evaluation } from '../../query/evaluate.ts'
import { type Day, printDay } from '../../time/day.ts'
import { periodEnd, periodStart, periodText } from '../../time/period.ts'
import { targetRollUp } from './roll-up.ts'

/** What every answer of one call shares. */
export interface Moment {
  readonly catalog: Catalog
  readonly today: Day
  readonly asOf: string
  readonly version: string
}

/** The last day each dataset has rows for, those whose last load failed, and those that were ever loaded. */
export interface Freshness {
  readonly lastDay: ReadonlyMap<string, number | null>
  readonly failed: ReadonlySet<string>
  readonly loaded: ReadonlySet<string>
}

/**
 * Why a dataset has no rows in a period: its load failed, it is late, or there is nothing. Null where nothing is zero: the KPI
 * says so, and the rows that would be there were loaded.
 */
export function absenceOfRows(moment: Moment, freshness: Freshness, dataset: string, spot: Spot): Absence | null {
  const zero = spot.kpi.noRows === 'zero' && freshness.loaded.has(dataset)
  const end = periodEnd(spot.calendar, spot.grain, spot.ordinal)
  const lastDay = freshness.lastDay.get(dataset) ?? null
  const reached = end !== null && lastDay !== null && lastDay >= end - 1
  if (reached) return zero ? null : 'no-data'
  if (freshness.failed.has(dataset)) return 'failed'
  if (zero) return null
  const over = end !== null && moment.today >= end + spot.kpi.finalAfterDays
  // Once rows of a period have come, a scope without any has none: the last day alone may be a holiday.
  const start = periodStart(spot.calendar, spot.grain, spot.ordinal)
  return over && start !== null && lastDay !== null && lastDay < start ? 'late' : 'no-data'
}

/** Periods that begin after today are not due, whatever rows say. */
export function notDue(moment: Moment, spot: Spot): boolean {
  const start = periodStart(spot.calendar, spot.grain, spot.ordinal)
  return start !== null && start > moment.today
}

/** The object of DESIGN section 5 for one spot. */
export function answerOf(
  moment: Moment,
  freshness: Freshness,
  revision: Revision,
  datasets: readonly string[],
  spot: Spot,
  evaluation: Evaluation,
): Answer {
  const start = periodStart(spot.calendar, spot.grain, spot.ordinal)
  const end = periodEnd(spot.calendar, spot.grain, spot.ordinal)
  const target = targetAt(moment, spot)
  const judged = assess(spot.kpi, evaluation.reading, target)
  const valued = evaluation.reading.kind === 'value'
  return {
    kpi: spot.kpi.id,
    scope: scopeText(spot.scope),
    grain: spot.grain,
    period: periodText(spot.calendar, spot.grain, spot.ordinal),
    start: start === null ? null : printDay(start),
    end: end === null ? null : printDay(end),
    state: stateOf(evaluation.reading),
    value: evaluation.reading.kind === 'value' ? amountJson(evaluation.reading.amount) : null,
    numerator: valued && evaluation.numerator !== null ? amountJson(evaluation.numerator) : null,
    denominator: valued && evaluation.denominator !== null ? amountJson(evaluation.denominator) : null,
    target: targetJson(target),
    attainment: judged.attainment,
    status: judged.status,
    score: judged.score,
    flags: [...judged.flags, ...timeFlags(moment, spot, start, end)],
    asOf: moment.asOf,
    dataThrough: dataThrough(freshness, datasets),
    revision,
  }
}

const stateOf = (reading: Reading): Answer['state'] => (reading.kind === 'value' ? 'value' : reading.because)

function timeFlags(moment: Moment, spot: Spot, start: Day | null, end: Day | null): readonly Flag[] {
  if (start === null || end === null || start > moment.today) return []
  if (moment.today < end) return ['provisional', 'unfinished']
  return moment.today < end + spot.kpi.finalAfterDays ? ['provisional'] : []
}

/** A KPI is only as fresh as the stalest dataset it reads. */
function dataThrough(freshness: Freshness, datasets: readonly string[]): string | null {
  let least: number | null = null
  for (const dataset of datasets) {
    const last = freshness.lastDay.get(dataset) ?? null
    if (last !== null && (least === null || last < least)) least = last
  }
  return least === null ? null : printDay(least as Day)
}

export function targetAt(moment: Moment, spot: Spot): TargetValue | null {
  const calculation = calculationAt(spot.kpi, lastDayOf(spot))
  return targetFor(moment.catalog, {
    kpi: spot.kpi,
    scope: spot.scope,
    version: moment.version,
    calendar: spot.calendar,
    grain: spot.grain,
    ordinal: spot.ordinal,
    rollUp: targetRollUp(moment.catalog, spot.kpi, calculation),
  })
}

function targetJson(target: TargetValue | null): Answer['target'] {
  if (target === null) return null
  return 'value' in target
    ? printDecimal(target.value)
    : { low: printDecimal(target.low), high: printDecimal(target.high) }
}
