import type { Calendar, GrainName } from '../../time/calendar.ts'
import { type Day, day } from '../../time/day.ts'
import { back, contains, ordinalOn, periodEnd, periodStart, within } from '../../time/period.ts'
import type { Target } from '../catalog.ts'
import { type Decimal, decimalOf, rescale } from '../decimal.ts'
import { overTargets } from './derived.ts'
import type { Pace, TargetValue } from './plan.ts'
import { type Promises, rolledUp } from './promise.ts'
import type { Promised } from './request.ts'
import { exactly, portion, promisedScale, rounded } from './rounding.ts'
import type { TargetPeriod } from './target-period.ts'

/** What a promise comes to so far, and by which pace. */
export interface ToDate {
  readonly value: TargetValue
  /** How the part of the period that is under way was counted. */
  readonly pace: Pace
  /** Last year gave no curve, so that days count alike. */
  readonly evenInstead: boolean
}

/**
 * What a promise comes to for the days of its period before `until`. Parts that are over count whole and those to come not at
 * all; the one under way counts by the pace of its target, of its KPI, or as its target is spread. Only amounts that add over
 * time come about bit by bit; a rate or a level is promised at any moment.
 */
export function toDate(promises: Promises, promised: Promised, period: TargetPeriod, until: Day): ToDate {
  const [start, end] = spanOf(period)
  const { how } = promised
  switch (how.kind) {
    case 'stated':
    case 'growth':
      return portionOf(promises, { target: how.target, value: promised.value, period, until })
    case 'derived': {
      const made = new Map(
        how.of.map(({ kpi, promised: part }) => [kpi, toDate(promises.part(kpi), part, period, until)]),
      )
      const value = overTargets(how.calc, (kpi) => {
        const part = made.get(kpi)?.value
        return part !== undefined && 'value' in part ? part.value : null
      })
      const [first] = made.values()
      const evenInstead = [...made.values()].some((part) => part.evenInstead)
      return { value: 'because' in value ? promised.value : { value }, pace: first?.pace ?? 'even', evenInstead }
    }
    case 'share':
      return shareToDate(promises, { ...how, period, until: day(Math.min(Math.max(until, start), end)) })
    case 'parts': {
      const [from] = within(period.calendar, period.grain, period.ordinal, how.grain)
      const made = how.of.map((part, index): ToDate | Promised => {
        const one = { calendar: period.calendar, grain: how.grain, ordinal: from + index }
        const [first, past] = spanOf(one)
        if (past <= until) return part
        return first >= until ? { value: nothing(part.value), how: part.how } : toDate(promises, part, one, until)
      })
      return together(made)
    }
    case 'units': {
      const made = how.of.map(({ unit, promised: part }) => {
        const own = promises.unit(unit)
        return own === null ? part : toDate(own, part, period, until)
      })
      return together(made)
    }
  }
}

function spanOf({ calendar, grain, ordinal }: TargetPeriod): readonly [Day, Day] {
  return [periodStart(calendar, grain, ordinal) ?? day(0), periodEnd(calendar, grain, ordinal) ?? day(0)]
}

const nothing = (value: TargetValue): TargetValue =>
  'value' in value ? { value: decimalOf(0) } : { low: decimalOf(0), high: decimalOf(0) }

function together(parts: readonly (ToDate | Promised)[]): ToDate {
  const underWay = parts.find((part): part is ToDate => 'pace' in part)
  const value = rolledUp(
    parts.map((part) => part.value),
    'add',
  )
  const evenInstead = parts.some((part) => 'pace' in part && part.evenInstead)
  return { value: value ?? { value: decimalOf(0) }, pace: underWay?.pace ?? 'even', evenInstead }
}

interface Portion {
  readonly target: Target
  readonly value: TargetValue
  readonly period: TargetPeriod
  readonly until: Day
}

/** A period's amount by the fraction of it that lies behind. */
function portionOf(promises: Promises, { target, value, period, until }: Portion): ToDate {
  const { kpi } = promises.subject
  const pace = target.pace ?? kpi.pace ?? 'even'
  const { part, whole, evenInstead } = fractionOf(promises, period, until, pace)
  const scale = promisedScale(kpi)
  const take = (amount: Parameters<typeof portion>[0]) => portion(amount, part, whole, scale)
  const taken: TargetValue =
    'value' in value ? { value: take(value.value) } : { low: take(value.low), high: take(value.high) }
  return { value: taken, pace, evenInstead }
}

interface Share extends Extract<Promised['how'], { kind: 'share' }> {
  readonly period: TargetPeriod
  readonly until: Day
}

/** A year's total by its days; where a pace says otherwise, the month under way is counted by that. */
function shareToDate(promises: Promises, { target, shares, period, until }: Share): ToDate {
  const { calendar } = period
  const [start] = spanOf(period)
  const { plan } = target
  const spread = plan.kind === 'total' && typeof plan.spread === 'string' ? plan.spread : 'even'
  const pace = target.pace ?? promises.subject.kpi.pace ?? spread
  const amount = (from: Day, past: Day): TargetValue => ({
    value: { units: shares.before(past) - shares.before(from), scale: shares.scale },
  })
  const byDays: ToDate = { value: amount(start, until), pace, evenInstead: false }
  const part = contains(calendar, shares.grain, 'month') ? 'month' : shares.grain
  const bySpread = pace === spread && pace !== 'last-year'
  if (bySpread || until <= start || !contains(calendar, period.grain, part)) return byDays
  const underWay = { calendar, grain: part, ordinal: ordinalOn(calendar, part, day(until - 1)) }
  const [first, past] = spanOf(underWay)
  if (past <= until) return byDays
  const whole = { target: { ...target, pace }, value: amount(first, past), period: underWay, until }
  const taken = portionOf(promises, whole)
  return { ...taken, value: rolledUp([amount(start, first), taken.value], 'add') ?? taken.value }
}

interface Fraction {
  readonly part: bigint
  readonly whole: bigint
  readonly evenInstead: boolean
}

function fractionOf(promises: Promises, period: TargetPeriod, until: Day, pace: Pace): Fraction {
  const [start, end] = spanOf(period)
  const past = day(Math.min(Math.max(until, start), end))
  const even = { part: BigInt(past - start), whole: BigInt(end - start) }
  if (pace === 'working-days') {
    const { between } = period.calendar.work
    const whole = between(start, end)
    if (whole > 0) return { part: BigInt(between(start, past)), whole: BigInt(whole), evenInstead: false }
  }
  if (pace === 'last-year') {
    const curve = lastYearCurve(promises, period, past)
    return curve === null ? { ...even, evenInstead: true } : { ...curve, evenInstead: false }
  }
  return { ...even, evenInstead: false }
}

/** Digits after the point of the days' values, as whole numbers of which the fraction is taken. */
const curveDigits = 9

const atDigits = (value: Decimal): bigint => rescale(rounded(value, curveDigits), curveDigits)?.units ?? 0n

/**
 * How much of the same period a year earlier had come by the same place in it. Days without a value brought nothing. Null where
 * there is no such period, it came to nothing or less, or was below zero or beyond its whole on the way.
 */
function lastYearCurve(promises: Promises, period: TargetPeriod, until: Day): Omit<Fraction, 'evenInstead'> | null {
  const { calendar, grain, ordinal } = period
  const { scope, actuals } = promises.subject
  const before = grain === 'total' ? null : back(calendar, grain, ordinal, 1, 'year')
  if (before === null) return null
  const [start, end] = spanOf({ calendar, grain, ordinal: before })
  const past = samePlace(calendar, period, before, until)
  let [part, whole] = [0n, 0n]
  for (let one = start; one < end; one = day(one + 1)) {
    const found = actuals(scope, 'day', one)
    const value = found.kind === 'value' ? exactly(found.amount) : null
    if (value !== null) whole += atDigits(value)
    if (one < past) part = whole
  }
  return whole <= 0n || part < 0n || part > whole ? null : { part, whole }
}

/** The day in an earlier period where another day stands in its own: by month and day of the month, or by days alone. */
function samePlace(calendar: Calendar, { grain, ordinal }: TargetPeriod, before: number, until: Day): Day {
  const [start] = spanOf({ calendar, grain, ordinal })
  const [first, end] = spanOf({ calendar, grain, ordinal: before })
  if (until <= start) return first
  if (grain === 'month' || !contains(calendar, grain, 'month')) return day(Math.min(first + (until - start), end))
  const month: GrainName = 'month'
  const index = ordinalOn(calendar, month, day(until - 1)) - within(calendar, grain, ordinal, month)[0]
  const [from, past] = spanOf({ calendar, grain: month, ordinal: within(calendar, grain, before, month)[0] + index })
  const [own, ownEnd] = spanOf({ calendar, grain: month, ordinal: ordinalOn(calendar, month, day(until - 1)) })
  return until === ownEnd ? past : day(Math.min(from + (until - own), past))
}
