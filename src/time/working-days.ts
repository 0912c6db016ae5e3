import { civil, type Day, day, dayOf, weekday } from './day.ts'

export interface Holiday {
  readonly day: Day
  readonly name: string
}

/** What becomes of a holiday that falls on a day off: nothing, the nearest working day, or the next one that is none yet. */
export type Observed = 'none' | 'nearest' | 'next'

export interface WorkingDays {
  /** Days off beside the weekly ones, in order: holidays and the days on which they are observed. */
  readonly holidays: readonly Holiday[]
  readonly has: (of: Day) => boolean
  /** Working days in [from, until), negative where they are the wrong way round. */
  readonly between: (from: Day, until: Day) => number
}

/**
 * Working days by the days of the week people work on (1 Monday to 7 Sunday) and their holidays. Sources for `observed`:
 * `nearest` is 5 U.S.C. 6103 (b), Saturdays to Friday and Sundays to Monday; `next` are the substitute days of the United
 * Kingdom and New Zealand.
 */
export function workingDays(
  onWeekdays: readonly number[],
  holidays: readonly Holiday[] = [],
  observed: Observed = 'none',
): WorkingDays {
  const works = [1, 2, 3, 4, 5, 6, 7].map((one) => onWeekdays.includes(one))
  const worksOn = (of: Day): boolean => works[weekday(of) - 1] === true
  const off = new Map([...holidays].sort((a, b) => a.day - b.day).map((one) => [one.day, one.name]))
  if (observed !== 'none' && onWeekdays.length > 0) {
    for (const [of, name] of [...off]) {
      if (worksOn(of)) continue
      const instead = observed === 'next' ? next(of, (one) => worksOn(one) && !off.has(one)) : nearest(of, worksOn)
      if (!off.has(instead)) off.set(instead, name)
    }
  }
  const sorted = [...off].map(([of, name]) => ({ day: of, name })).sort((a, b) => a.day - b.day)
  const lost = sorted.filter((one) => worksOn(one.day)).map((one) => one.day)
  const weekly = weekdaysBefore(works)
  const before = (of: Day): number => weekly(of) - firstFrom(lost, of)
  return {
    holidays: sorted,
    has: (of) => worksOn(of) && !off.has(of),
    between: (from, until) => before(until) - before(from),
  }
}

/**
 * The names of holidays that lie in only one of two spans [from, until) a year or so apart: feasts that moved. Null where they
 * have the same, or where the years of one have none listed, so that nobody knows.
 */
export function movedHolidays(
  { holidays }: WorkingDays,
  one: readonly [Day, Day],
  other: readonly [Day, Day],
): { readonly only: readonly string[]; readonly others: readonly string[] } | null {
  const within = ([from, until]: readonly [number, number]) => [
    ...new Set(holidays.slice(firstOf(holidays, from), firstOf(holidays, until)).map(({ name }) => name)),
  ]
  const listed = (of: Day) => within([dayOf(civil(of).year, 1, 1), dayOf(civil(of).year + 1, 1, 1)]).length > 0
  if (![one[0], other[0]].every(listed)) return null
  const [here, there] = [within(one), within(other)]
  const [only, others] = [here.filter((name) => !there.includes(name)), there.filter((name) => !here.includes(name))]
  return only.length + others.length === 0 ? null : { only, others }
}

/** The place of the first holiday that is not before a day. */
function firstOf(holidays: readonly Holiday[], of: number): number {
  const found = holidays.findIndex((one) => one.day >= of)
  return found < 0 ? holidays.length : found
}

/**
 * The day of a period [start, end] by which as many working days have passed as of another from `from` to `last`, and as many
 * days off after the last of them, as far as the period has them: its last day where it has fewer, the day before it where
 * none has passed.
 */
export function workedLike(
  work: WorkingDays,
  [from, last]: readonly [Day, Day],
  [start, end]: readonly [Day, Day],
): Day {
  const worked = work.between(from, day(last + 1))
  if (work.between(start, day(end + 1)) < worked) return end
  let [low, high] = [start - 1, end as number]
  while (low < high) {
    const middle = (low + high) >> 1
    if (work.between(start, day(middle + 1)) >= worked) high = middle
    else low = middle + 1
  }
  let found = low
  for (let off = last; off >= from && !work.has(off) && found < end && !work.has(day(found + 1)); off = day(off - 1))
    found++
  return day(found)
}

/** Mondays to Fridays without holidays. */
export const mondayToFriday: WorkingDays = workingDays([1, 2, 3, 4, 5])

function next(of: Day, fits: (one: Day) => boolean): Day {
  let found = day(of + 1)
  while (!fits(found)) found = day(found + 1)
  return found
}

/** Of two days that are equally near the earlier one. */
function nearest(of: Day, fits: (one: Day) => boolean): Day {
  for (let away = 1; ; away++) {
    if (fits(day(of - away))) return day(of - away)
    if (fits(day(of + away))) return day(of + away)
  }
}

/** How many days on working weekdays lie between Monday 1969-12-29 and a day. */
function weekdaysBefore(works: readonly boolean[]): (of: Day) => number {
  const upTo = works.map((_, index) => works.slice(0, index).filter(Boolean).length)
  const perWeek = works.filter(Boolean).length
  return (of) => Math.floor((of + 3) / 7) * perWeek + (upTo[weekday(of) - 1] ?? 0)
}

/** How many of some sorted days lie before another. */
function firstFrom(sorted: readonly Day[], of: Day): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? of) < of) low = middle + 1
    else high = middle
  }
  return low
}
