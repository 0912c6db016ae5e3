import type { Grain } from './calendar.ts'
import { day, earliestDay, latestDay } from './day.ts'

/** Days are their own ordinals. */
export const dayGrain: Grain = { name: 'day', ordinalOf: (of) => of, startOf: day }

/** All that text can name is one period. */
export const totalGrain: Grain = {
  name: 'total',
  ordinalOf: () => 0,
  startOf: (ordinal) => (ordinal <= 0 ? earliestDay : day(latestDay + 1)),
}

/** Weeks from a weekday on, 1 Monday to 7 Sunday. */
export function weekGrain(weekStart: number): Grain {
  // A first day of a week: 1969-12-29 was a Monday.
  const origin = weekStart - 4
  return {
    name: 'week',
    ordinalOf: (of) => Math.floor((of - origin) / 7),
    startOf: (ordinal) => day(ordinal * 7 + origin),
  }
}
