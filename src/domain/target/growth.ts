import type { GrainName } from '../../time/calendar.ts'
import { back, contains, periodText } from '../../time/period.ts'
import { add, type Decimal, decimalOf, multiply } from '../decimal.ts'
import type { Actual } from './actual.ts'
import type { TargetPlan } from './plan.ts'
import type { Baseline } from './request.ts'
import { exactly, portion, rounded } from './rounding.ts'
import type { TargetPeriod } from './target-period.ts'

export type GrowthPlan = Extract<TargetPlan, { kind: 'growth' }>

/** Why growth gives a period no amount. */
export interface NoGrowth {
  /** The period of the baseline, null where there is none. */
  readonly period: string | null
  readonly because: 'no-period' | 'no-value' | 'unfinished' | 'not-positive'
}

/** Digits after the point of what grows from a rate: a hundredth of a basis point. */
const rateDigits = 6

/**
 * The amount that grows from actual values: baseline × (1 + rate), amounts at `scale`, rates at six digits. A baseline that is
 * missing, unfinished, zero or negative gives none, since a percentage of it promises nothing.
 */
export function grownFrom(
  plan: GrowthPlan,
  period: TargetPeriod,
  scale: number,
  actual: (grain: GrainName, ordinal: number) => Actual,
): { readonly value: Decimal; readonly over: Baseline } | NoGrowth {
  const { calendar, grain } = period
  const ordinals = baselineOf(plan, period)
  if (ordinals === null) return { period: null, because: 'no-period' }
  const found = ordinals.map((ordinal) => ({
    period: periodText(calendar, grain, ordinal),
    is: actual(grain, ordinal),
  }))
  let sum = decimalOf(0)
  let double = false
  for (const { period: text, is } of found) {
    if (is.kind === 'absent') return { period: text, because: is.because === 'unfinished' ? 'unfinished' : 'no-value' }
    double ||= is.amount.kind === 'double'
    sum = add(sum, exactly(is.amount) ?? decimalOf(0))
  }
  if (sum.units <= 0n) return { period: found[0]?.period ?? null, because: 'not-positive' }
  const digits = double ? rateDigits : scale
  const mean = ordinals.length === 1 ? sum : portion(sum, 1n, BigInt(ordinals.length), meanDigits)
  const value = rounded(multiply(mean, add(decimalOf(1), plan.rate)), digits)
  return { value, over: { periods: found.map((one) => one.period), amount: mean } }
}

/** Digits after the point of a mean of several periods, before it grows. */
const meanDigits = 12

function baselineOf({ over }: GrowthPlan, { calendar, grain, ordinal }: TargetPeriod): readonly number[] | null {
  const one = (found: number | null) => (found === null ? null : [found])
  if (grain === 'total') return null
  switch (over.kind) {
    case 'prior':
      return [ordinal - 1]
    case 'average':
      return Array.from({ length: over.periods }, (_, index) => ordinal - over.periods + index)
    case 'year':
      return one(back(calendar, grain, ordinal, 1, 'year'))
    case 'period': {
      const coarse = over.grain as GrainName
      if (coarse === grain) return [over.ordinal]
      if (!contains(calendar, coarse, grain)) return null
      return one(back(calendar, grain, ordinal, coarseOf({ calendar, grain, ordinal }, coarse) - over.ordinal, coarse))
    }
  }
}

function coarseOf({ calendar, grain, ordinal }: TargetPeriod, coarse: GrainName): number {
  const fine = calendar.grains.get(grain)
  const whole = calendar.grains.get(coarse)
  if (fine === undefined || whole === undefined) throw new RangeError(`calendar ${calendar.id} has no ${coarse}`)
  return whole.ordinalOf(fine.startOf(ordinal))
}
