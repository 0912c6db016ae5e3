import { civil, type Day, day, dayOf, weekday } from './day.ts'
import { months, weekdays } from './names.ts'

/** When a year of whole weeks ends. Weekdays are 1 Monday to 7 Sunday. */
export type YearEnd =
  | {
      readonly rule: 'nearest'
      readonly weekday: number
      readonly month: number /** Null: the month's last day. */
      readonly day: number | null
    }
  | { readonly rule: 'last'; readonly weekday: number; readonly month: number }

const word = (names: readonly string[]): string => `(${names.join('|')})`
const nearestForm = new RegExp(`^nearest ${word(weekdays)} to (?:(\\d{1,2}) |end of )${word(months)}$`)
const lastForm = new RegExp(`^last ${word(weekdays)} of ${word(months)}$`)

/** Reads `nearest saturday to 31 january`, `nearest sunday to end of june` and `last saturday of august`; null for other texts. */
export function parseYearEnd(text: string): YearEnd | null {
  const plain = text.trim().toLowerCase().replaceAll(/\s+/g, ' ')
  const last = lastForm.exec(plain)
  if (last !== null) return { rule: 'last', weekday: place(weekdays, last[1]), month: place(months, last[2]) }
  const nearest = nearestForm.exec(plain)
  if (nearest === null) return null
  const [weekdayPlace, month] = [place(weekdays, nearest[1]), place(months, nearest[3])]
  if (nearest[2] === undefined) return { rule: 'nearest', weekday: weekdayPlace, month, day: null }
  const dayOfMonth = Number(nearest[2])
  // 2001 was no leap year: 29 February does not exist in every year.
  const exists = dayOfMonth >= 1 && civil(dayOf(2001, month, dayOfMonth)).month === month
  return exists ? { rule: 'nearest', weekday: weekdayPlace, month, day: dayOfMonth } : null
}

const place = (names: readonly string[], name: string | undefined): number => names.indexOf(name ?? '') + 1

/** The date that a rule's year is named after: what its end is nearest to, or the last day that it may be. */
export function nominalEnd(rule: YearEnd, year: number): Day {
  return rule.rule === 'nearest' && rule.day !== null
    ? dayOf(year, rule.month, rule.day)
    : day(dayOf(year, rule.month + 1, 1) - 1)
}

/** The last day of the year whose nominal end lies in a civil year. */
export function yearEndIn(rule: YearEnd, year: number): Day {
  const anchor = nominalEnd(rule, year)
  // How many days the wanted weekday lies before the anchor, 0 to 6; the nearest one may be up to three days after it.
  const before = (weekday(anchor) - rule.weekday + 7) % 7
  return day(anchor - before + (rule.rule === 'nearest' && before > 3 ? 7 : 0))
}
