/** Seasons that a grain can have, in periods: the day and the week for hours, the week and the year for days. */
const seasons = {
  hour: [24, 168],
  day: [7, 365],
  week: [52],
  month: [12],
  quarter: [4],
  year: [],
} as const satisfies Record<string, readonly number[]>

export type ForecastGrain = keyof typeof seasons

/**
 * The seasons to look for in a series of a grain, in a calendar of so many months a year. Whether they are there is for the
 * methods to find out.
 */
export const seasonsOf = (grain: ForecastGrain, monthsInYear = 12): readonly number[] =>
  grain === 'month' ? [monthsInYear] : seasons[grain]
