/** Days as whole numbers since 1970-01-01, so that no clock, zone or locale of the machine takes part. */

/** The number of a day (civil-from-days by Howard Hinnant, turned around). */
export function dayOf(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

export interface Civil {
  readonly year: number
  readonly month: number
  readonly day: number
  /** 0 is Monday. */
  readonly weekday: number
  /** `2026-03-09`. */
  readonly iso: string
  /** Months since July 2023. */
  readonly age: number
}

const two = (value: number): string => String(value).padStart(2, '0')

function civilOf(number: number): Civil {
  const shifted = number + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const centuries = Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + centuries) / 365)
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  const weekday = (((number + 3) % 7) + 7) % 7
  return { year, month, day, weekday, iso: `${year}-${two(month)}-${two(day)}`, age: (year - 2023) * 12 + month - 7 }
}

const known = new Map<number, Civil>()

export function civil(number: number): Civil {
  let found = known.get(number)
  if (found === undefined) known.set(number, (found = civilOf(number)))
  return found
}

export const iso = (number: number): string => civil(number).iso

/** `9.3.2026`, as the payroll office writes it. */
export function dotted(number: number): string {
  const { year, month, day } = civil(number)
  return `${day}.${month}.${year}`
}

/** The first day with data, and the last: the day before the workspace's `today`. */
export const firstDay = dayOf(2023, 7, 1)
export const lastDay = dayOf(2026, 7, 8)

/** Every day of the story, in order. */
export const storyDays: readonly number[] = Array.from(
  { length: lastDay - firstDay + 1 },
  (_, index) => firstDay + index,
)

/** The last day of each month of the story, and the last day of all. */
export const countingDays: readonly number[] = storyDays.filter((day) => day === lastDay || civil(day + 1).day === 1)

/** Months from July 2023 to the month that a date (`2025-11`) names. */
export const ageOf = (month: string): number => (Number(month.slice(0, 4)) - 2023) * 12 + Number(month.slice(5, 7)) - 7

export const isSunday = (day: number): boolean => civil(day).weekday === 6

const holidays = new Set(['01-01', '05-01', '12-25', '12-26'])
export const isHoliday = (day: number): boolean => holidays.has(iso(day).slice(5))
