import { months } from './names.ts'

/** Where a year of months begins: month 1 to 12, day of the month 1 to 28. */
export interface YearStart {
  readonly month: number
  readonly day: number
}

const form = new RegExp(`^(?:(\\d{1,2}) )?(${months.join('|')})$`)

/** Reads `april` and `6 april`; null for other texts, and for days that some months do not have. */
export function parseYearStart(text: string): YearStart | null {
  const found = form.exec(text.trim().toLowerCase())
  if (found === null) return null
  const [month, day] = [(months as readonly string[]).indexOf(found[2] ?? '') + 1, Number(found[1] ?? 1)]
  return day >= 1 && day <= 28 ? { month, day } : null
}
