/** How often a KPI reports and which cycles its calendar can have. All lengths are in periods. */
export interface Rhythm {
  /** Periods in a mean month: turns false alarms per month into a chance per period. */
  readonly perMonth: number
  /** Cycles of the day and the week. */
  readonly short: readonly number[]
  /** The year; null where a year is one period, or too many to learn from. */
  readonly year: number | null
  /** Periods with a value that must be known before one is judged: two years, four weeks of days, two weeks of hours. */
  readonly firstJudged: number
}

/** Days in a mean Gregorian month and year. */
const monthDays = 30.436875
const yearDays = 365.2425

export const rhythms = {
  hour: { perMonth: monthDays * 24, short: [24, 168], year: null, firstJudged: 336 },
  day: { perMonth: monthDays, short: [7], year: yearDays, firstJudged: 28 },
  week: { perMonth: monthDays / 7, short: [], year: yearDays / 7, firstJudged: 104 },
  month: { perMonth: 1, short: [], year: 12, firstJudged: 24 },
  quarter: { perMonth: 1 / 3, short: [], year: 4, firstJudged: 12 },
  year: { perMonth: 1 / 12, short: [], year: null, firstJudged: 12 },
} as const satisfies Record<string, Rhythm>

export type SignalGrain = keyof typeof rhythms

/** The rhythm of a grain in a calendar of so many months a year: thirteen of four weeks are more often, and a longer cycle. */
export const rhythmOf = (grain: SignalGrain, monthsInYear: number): Rhythm =>
  grain === 'month' && monthsInYear !== 12
    ? { ...rhythms.month, perMonth: monthsInYear / 12, year: monthsInYear, firstJudged: 2 * monthsInYear }
    : rhythms[grain]

/** The rhythm of a KPI that reports every `minutes` (a divisor of a day). Two days are known before one period is judged. */
export function rhythmOfMinutes(minutes: number): Rhythm {
  const day = 1440 / minutes
  return { perMonth: day * monthDays, short: [day, 7 * day], year: null, firstJudged: 2 * day }
}
