import type { Rhythm } from '../rhythm.ts'

/** How readily a KPI alerts. */
export interface AlertPolicy {
  /** Expected number of alerts per month while nothing changes: all tests of the KPI together. */
  readonly falseAlarmsPerMonth: number
  /** Least difference from the expectation that is worth an alert, in the KPI's own unit. */
  readonly minimumEffect: number
  /** Periods after an incident in which the next surprise still belongs to it. */
  readonly coolDown: number
}

/** Periods in a mean month from which on a KPI reports more often than daily. */
const daily = 31

/**
 * One false alarm in a hundred months; for periods shorter than a day one a month, as a smaller chance per period than that
 * (1 in 730 hours) lies beyond what any past can establish.
 */
export const usualPolicy = (rhythm: Rhythm): AlertPolicy => ({
  falseAlarmsPerMonth: rhythm.perMonth > daily ? 1 : 0.01,
  minimumEffect: 0,
  coolDown: rhythm.perMonth > daily ? Math.max(2, Math.round((rhythm.short[0] ?? 0) / 8)) : 2,
})

/** No policy may ask for more than one alert in four periods: beyond that nothing would be a signal. */
const highestLevel = 0.25

/** Chance of an alert per judged period that the policy allows. */
export const levelOf = (policy: AlertPolicy, rhythm: Rhythm): number =>
  Math.min(highestLevel, policy.falseAlarmsPerMonth / rhythm.perMonth)

/**
 * Chance per test at which all tests together alert with the chance `level`. Where the past is long enough to show its own
 * tail (`ownTail`), the chance of a test is true as it stands, and the overlapping windows of a period count as 2.3 tests. A
 * shorter past is taken for normal, and what that neglects (tails, estimation, the choice of a model) makes the rate of all
 * tests a power of the chance of one. Both are measured on eight kinds of stable KPI, alike for weeks and days
 * (scripts/alert-rates.ts, docs/decisions).
 */
export const levelOfTest = (level: number, ownTail: boolean): number =>
  ownTail ? level / 2.3 : 0.01 * (level / 0.021) ** 1.3
