declare const dayBrand: unique symbol

/** A civil day as a count of days since 1970-01-01 (which is 0). No zone, no clock. */
export type Day = number & { readonly [dayBrand]: true }

export interface CivilDate {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  /** 1 to 31. */
  readonly day: number
}

/** Takes a whole number of days since 1970-01-01 as a Day. */
export const day = (days: number): Day => days as Day

const daysPerEra = 146_097
const yearsPerEra = 400
/** Days from 0000-03-01, where eras of 400 years begin, to 1970-01-01. */
const eraShift = 719_468

/**
 * The Day of a proleptic Gregorian date. `month` is 1 to 12; `dayOfMonth` may lie outside its month and counts on from it.
 * Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
 */
export function dayOf(year: number, month: number, dayOfMonth: number): Day {
  const fromMarch = month > 2 ? year : year - 1
  const era = Math.floor(fromMarch / yearsPerEra)
  const yearOfEra = fromMarch - era * yearsPerEra
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return day(era * daysPerEra + dayOfEra - eraShift)
}

/** Year, month and day of month of a Day. Source: Hinnant, civil_from_days. */
export function civil(of: Day): CivilDate {
  const shifted = of + eraShift
  const era = Math.floor(shifted / daysPerEra)
  const dayOfEra = shifted - era * daysPerEra
  const leaps = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096)
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365)
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  return {
    year: yearOfEra + era * yearsPerEra + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  }
}

/** The first and last day that text can name: 0001-01-01 and 9999-12-31. */
export const earliestDay = dayOf(1, 1, 1)
export const latestDay = dayOf(9999, 12, 31)

/** The Day of a date that exists, or null: no 30 February, years 1 to 9999. */
export function existingDay(year: number, month: number, dayOfMonth: number): Day | null {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || dayOfMonth < 1) return null
  return dayOfMonth <= daysInMonth(year, month) ? dayOf(year, month, dayOfMonth) : null
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Reads `YYYY-MM-DD`; null for other forms and for dates that do not exist. */
export function parseDay(iso: string): Day | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso)
  return found === null ? null : existingDay(Number(found[1]), Number(found[2]), Number(found[3]))
}

/** Writes a Day as `YYYY-MM-DD`. */
export function printDay(of: Day): string {
  const { year, month, day: dayOfMonth } = civil(of)
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`
}

/** ISO day of the week: 1 is Monday, 7 is Sunday. */
export const weekday = (of: Day): number => ((((of + 3) % 7) + 7) % 7) + 1
