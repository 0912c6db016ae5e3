import { type Day, weekday } from './day.ts'

/** Mondays to Fridays in [from, until). */
export function workingDaysBetween(from: Day, until: Day): number {
  const days = until - from
  let count = Math.floor(days / 7) * 5
  const first = weekday(from)
  for (let index = 0; index < days % 7; index++) if (((first - 1 + index) % 7) + 1 <= 5) count++
  return count
}
