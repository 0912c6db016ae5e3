import type { Calendar, GrainName } from '../../time/calendar.ts'
import { type Day, day } from '../../time/day.ts'
import { periodEnd, periodStart, periodText, within } from '../../time/period.ts'
import type { Kpi } from '../catalog.ts'
import { type Decimal, decimalOf, rescale } from '../decimal.ts'
import type { Actual } from './actual.ts'
import { apportion, apportionEvenly } from './apportion.ts'
import type { TargetPlan } from './plan.ts'
import { exactly } from './rounding.ts'

export type TotalPlan = Extract<TargetPlan, { kind: 'total' }>

/** Why a total is spread evenly after all: a period of last year that gives no shape, or none that does. */
export interface EvenInstead {
  readonly period: string | null
  readonly because: 'no-value' | 'negative' | 'nothing'
}

/** A year's total spread to its days, so that every period within the year is the sum of its days. */
export interface YearShares {
  readonly start: Day
  readonly end: Day
  readonly scale: number
  /** The periods that were given their shares first, which their days then divide. */
  readonly grain: GrainName
  /** What is promised in smallest units for the days before one, from the year's start. */
  readonly before: (until: Day) => bigint
  readonly instead: EvenInstead | null
}

export interface YearContext {
  readonly calendar: Calendar
  readonly cadence: Kpi['cadence']
  /** Digits after the point of the shares, at least the total's own. */
  readonly scale: number
  readonly actual: (grain: GrainName, ordinal: number) => Actual
}

/**
 * Spreads a total over its year: first to months (quarters or years where those are the cadence), then each of them to its
 * days. At both steps the shares add up exactly. Null where the calendar has no such year.
 */
export function yearShares(plan: TotalPlan, context: YearContext): YearShares | null {
  const { calendar } = context
  const year = calendar.parse(String(plan.year))
  if (year === null || year.grain !== 'year') return null
  const [start, end] = spanOf(calendar, 'year', year.ordinal)
  const grain = firstGrain(plan.spread, context)
  const parts = partsOf(calendar, year.ordinal, grain)
  const { weights, instead } = weightsOf(plan, parts, { ...context, year: year.ordinal, grain })
  const scale = Math.max(context.scale, plan.total.scale)
  const total = rescale(plan.total, scale)?.units ?? 0n
  const shares = apportion(total, weights) ?? apportion(total, parts.map(lengthOf)) ?? []
  const before = [0n]
  for (const [index, part] of parts.entries()) {
    for (const share of daily(shares[index] ?? 0n, part, plan, calendar)) before.push((before.at(-1) ?? 0n) + share)
  }
  const upTo = (until: Day) => before[Math.min(Math.max(until - start, 0), before.length - 1)] ?? 0n
  return { start, end, scale, grain, before: upTo, instead }
}

type Span = readonly [start: Day, end: Day]

const lengthOf = ([start, end]: Span): bigint => BigInt(end - start)

function spanOf(calendar: Calendar, grain: GrainName, ordinal: number): Span {
  return [periodStart(calendar, grain, ordinal) ?? day(0), periodEnd(calendar, grain, ordinal) ?? day(0)]
}

function partsOf(calendar: Calendar, year: number, grain: GrainName): readonly Span[] {
  const [from, until] = within(calendar, 'year', year, grain)
  return Array.from({ length: until - from }, (_, index) => spanOf(calendar, grain, from + index))
}

/** Which periods get their shares first. Weeks do not make up a year, so that weekly and daily amounts come from months. */
function firstGrain(spread: TotalPlan['spread'], { calendar, cadence }: YearContext): GrainName {
  if (cadence === 'year' && spread !== 'last-year') return 'year'
  if (cadence === 'quarter' && spread !== 'last-year' && calendar.grains.has('quarter')) return 'quarter'
  if ((cadence === 'day' || cadence === 'week') && spread === 'even') return 'year'
  return calendar.grains.has('month') ? 'month' : 'year'
}

interface Spreading extends YearContext {
  readonly year: number
  readonly grain: GrainName
}

function weightsOf(
  plan: TotalPlan,
  parts: readonly Span[],
  context: Spreading,
): { readonly weights: readonly bigint[]; readonly instead: EvenInstead | null } {
  const { spread } = plan
  const { calendar } = context
  const even = parts.map(() => 1n)
  if (spread === 'even') return { weights: even, instead: null }
  if (spread === 'working-days')
    return { weights: parts.map(([from, until]) => BigInt(calendar.work.between(from, until))), instead: null }
  if (spread === 'last-year') {
    const shape = lastYear(parts.length, context)
    return 'because' in shape ? { weights: even, instead: shape } : { weights: shape.weights, instead: null }
  }
  const scale = Math.max(...spread.weights.map((weight) => weight.scale))
  const weightAt = (index: number) => rescale(spread.weights[index] ?? decimalOf(0), scale)?.units ?? 0n
  return { weights: parts.map((_, index) => weightAt(index)), instead: null }
}

/** The values of the periods of the year before; every one must be known, none below zero, and one above it. */
function lastYear(
  count: number,
  { calendar, year, grain, actual }: Spreading,
): { readonly weights: readonly bigint[] } | EvenInstead {
  const [from, until] = within(calendar, 'year', year - 1, grain)
  const values: Decimal[] = []
  let wrong: EvenInstead | null = null
  // All are asked for, whatever the first is, so that one question brings them all.
  for (let ordinal = from; ordinal < until; ordinal++) {
    const found = actual(grain, ordinal)
    const value = found.kind === 'value' ? exactly(found.amount) : null
    if (value !== null && value.units >= 0n) values.push(value)
    else wrong ??= { period: periodText(calendar, grain, ordinal), because: value === null ? 'no-value' : 'negative' }
  }
  if (wrong !== null) return wrong
  const scale = Math.max(...values.map((value) => value.scale))
  const weights = values.map((value) => rescale(value, scale)?.units ?? 0n)
  if (weights.length !== count || weights.every((weight) => weight === 0n)) return { period: null, because: 'nothing' }
  return { weights }
}

/** A part's share over its days: equal, or for spreads by working days none on the others. */
function daily(share: bigint, [start, end]: Span, { spread }: TotalPlan, calendar: Calendar): readonly bigint[] {
  const days = Array.from({ length: end - start }, (_, index) => day(start + index))
  const works = (one: Day) => (calendar.work.has(one) ? 1n : 0n)
  const weights = spread === 'working-days' ? days.map(works) : days.map(() => 1n)
  const equal = days.map(() => 1n)
  return apportionEvenly(share, weights) ?? apportionEvenly(share, equal) ?? []
}
