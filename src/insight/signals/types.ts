import type { AttributeKind } from './attribute-charts.ts'
import type { Rhythm } from './rhythm.ts'

/**
 * Why a period gives no signal. `partial`: unfinished or provisional, not used at all. `event`: a planned event, not used
 * at all. `restated`: learnt from, but not judged.
 */
export type PeriodFlag = 'partial' | 'event' | 'restated'

/** A KPI over time. All lists have one entry per period, in order, missing periods included. */
export interface SignalSeries {
  readonly rhythm: Rhythm
  /** In the KPI's own unit; null where there is no value. */
  readonly values: readonly (number | null)[]
  readonly flags?: readonly (PeriodFlag | null)[]
  /** The values are Σ numerator ÷ Σ denominator with these denominators. */
  readonly ratio?: { readonly kind: AttributeKind; readonly denominators: readonly (number | null)[] }
  /** What the KPI cannot fall below or exceed: limits are drawn no further, and nothing signals on that side. */
  readonly bounds?: { readonly low?: number; readonly high?: number }
}

/** A named number of a finding or a fact; null where it has no finite value. */
export type Figures = Readonly<Record<string, number | null>>

/** A rule of the chart, or a test of the alerts, completed at one period. */
export interface Finding {
  /** `chart`: a textbook rule on locked limits, drawn. `alert`: within the policy's false-alarm rate, sent. */
  readonly source: 'chart' | 'alert'
  /** Id of the rule: `beyond-limits`, `run-of-8`…; or `point`, `shift`, `spread`. */
  readonly rule: string
  /** The period that completes it, and all periods that do. */
  readonly at: number
  readonly periods: readonly number[]
  /** Where it began: the first of `periods`, or of a longer run that goes on. */
  readonly since: number
  /** +1 above, -1 below, 0 neither. */
  readonly side: -1 | 0 | 1
  readonly figures: Figures
}

/** A statement about the series or the method, in plain words and with the figures that it rests on. */
export interface Fact {
  readonly id: string
  readonly text: string
  readonly figures: Figures
}

/** Whether a period has a value that may be learnt from. */
export function isCounted({ values, flags, ratio }: SignalSeries, t: number): boolean {
  const flag = flags?.[t] ?? null
  const value = values[t] ?? null
  return value !== null && flag !== 'partial' && flag !== 'event' && (!ratio || (ratio.denominators[t] ?? 0) > 0)
}
