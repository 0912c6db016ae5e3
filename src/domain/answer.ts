import type { Day } from '../time/day.ts'
import type { ElapsedBy } from '../time/frame.ts'
import type { Baseline } from './baseline.ts'
import type { Scope } from './catalog.ts'
import type { Decimal } from './decimal.ts'
import type { MoneyView } from './rates/rule.ts'

/** Why a value is absent. `undefined`: its denominator is zero. */
export type Absence = 'no-data' | 'late' | 'failed' | 'not-due' | 'not-applicable' | 'undefined' | 'hidden'

/** A number that is exact (sums, counts, money) or a double (ratios, means). */
export type Amount =
  | { readonly kind: 'exact'; readonly value: Decimal }
  | { readonly kind: 'double'; readonly value: number }

export type Reading =
  | { readonly kind: 'value'; readonly amount: Amount }
  | { readonly kind: 'absent'; readonly because: Absence }

export type Status = 'on-track' | 'at-risk' | 'off-track' | 'no-target'
/** `not-recorded`: asked as of an instant at which this was not tracked. */
/** `overridden`: a person set the value. */
export type Flag = 'ahead' | 'provisional' | 'restated' | 'unfinished' | 'not-recorded' | 'overridden' | 'rows-missing'

/** A question about one KPI: every period of `grain` whose ordinal lies in [from, until), for one scope. */
export interface Question {
  readonly kpi: string
  readonly scope: Scope
  readonly calendar: string
  readonly grain: string
  readonly from: number
  readonly until: number
  /** Whose clocks show the hours and minutes that are asked for; the workspace's unless stated. */
  readonly zone?: string | undefined
  /** Dimensions to split by; each member becomes a scope of its own. */
  readonly by: readonly string[]
  /** The version of targets that judges; unless stated that of the call, the KPI or the workspace. */
  readonly version?: string
  /** In which currency and at which rates, where that is not the KPI's own way. */
  readonly money?: MoneyView
  /** Days by whose beginnings a page will ask what its target promises; what that rests on is then asked for too. */
  readonly paceDays?: readonly Day[]
  /** What each value is compared with, besides its target. */
  readonly compare?: readonly Baseline[]
}

/** The object of DESIGN section 5: one per KPI × scope × period. Amounts are strings, ratios numbers; `end` is the first day after. */
export interface Answer {
  readonly kpi: string
  readonly scope: string
  readonly grain: string
  readonly period: string
  readonly start: string | null
  readonly end: string | null
  readonly state: 'value' | Absence
  readonly value: string | number | null
  readonly numerator: string | number | null
  readonly denominator: string | number | null
  readonly target: string | number | { readonly low: string; readonly high: string } | null
  /** What the target promises for the elapsed part of an unfinished period, by which it is judged; only where amounts add up. */
  readonly targetToDate?: string | { readonly low: string; readonly high: string }
  readonly attainment: number | null
  readonly status: Status | Absence
  readonly score: number | null
  readonly flags: readonly Flag[]
  /** The currency that it was asked in, and at which rates, where that is not the KPI's own way: then no target judges it. */
  readonly currency?: string
  readonly rates?: string
  /** Of a value that is not known because money in it has no rate: the first currencies and days that lack one. */
  readonly missingRates?: readonly MissingRate[]
  /** Of a value that a person set: what rows say, and who set it, when and why. */
  readonly override?: OverrideTold
  /** What it was asked to be compared with, by the name of the baseline. */
  readonly comparisons?: Readonly<Record<string, Comparison>>
  /** When this was asked (ISO instant). */
  readonly asOf: string
  /** The last day that the datasets read have rows for. */
  readonly dataThrough: string | null
  readonly revision: Revision
}

/**
 * A value beside another: an earlier period, a mean of several (`period` is null) or a target. `start` and `end` are the days
 * that were read: fewer than the period's where this one is unfinished.
 */
export interface Comparison {
  readonly state: 'value' | Absence
  readonly value: string | number | null
  readonly period: string | null
  readonly start: string | null
  readonly end: string | null
  /** The answer's value less this one. */
  readonly difference: string | number | null
  /** The difference as a share of this value's size. */
  readonly relative: number | null
  /** How much of each period was read, where this one is unfinished; null: all of it. */
  readonly part: ElapsedPart | null
  /** Beside a year before: the names of holidays that lie in the days read of only one of both, where any do. */
  readonly holidays?: { readonly here: readonly string[]; readonly there: readonly string[] }
}

/** The first days of a period that have passed and that data has come for. */
export interface ElapsedPart {
  readonly count: number
  readonly of: ElapsedBy
  /** The last of them in the period that was asked for. */
  readonly through: string
}

/** Rows of one day whose money has no rate. */
export interface MissingRate {
  /** Null: the rows do not say their currency. */
  readonly from: string | null
  readonly to: string
  /** The day (ISO) whose rate is missing. */
  readonly day: string
  readonly rows: number
}

/** The trace of an override beside the value it gives. */
export interface OverrideTold {
  readonly id: number
  readonly calculated: { readonly state: 'value' | Absence; readonly value: string | number | null }
  readonly reason: string
  readonly actor: string
  readonly at: string
  /** Null: until it is removed. An instant (ISO), or the next delivery of a dataset that the KPI reads. */
  readonly until: string | null
}

/** Catalog hash and, per dataset read, its facts revision. */
export interface Revision {
  readonly catalog: string
  readonly facts: Readonly<Record<string, number>>
}
