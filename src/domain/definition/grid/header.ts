import type { Calendar } from '../../../time/calendar.ts'
import { dayOf } from '../../../time/day.ts'
import { monthNumber } from '../../../time/month-names.ts'
import { ordinalOn, type Period, parsePeriod } from '../../../time/period.ts'

/**
 * A period as spreadsheets head their columns: as everywhere else (`2026-01`, `2026-Q1`), a month by its name or number and
 * its year (`Jan 2026`, `January-26`, `01/2026`), or a period by its number and year: `P13 2026`, `Period 1 FY26`, `Q1 2026`,
 * `2026 W05`. Null where it is none of the calendar.
 */
export function headedPeriod(
  text: string,
  calendars: ReadonlyMap<string, Calendar>,
  calendar: string,
  locale: string,
): Period | null {
  const found = parsePeriod(text, calendars, calendar)
  if (found !== null) return found.calendar === calendar ? found : null
  const own = calendars.get(calendar)
  const byNumber = own?.parse(numberedText(text) ?? '') ?? null
  if (byNumber !== null) return { calendar, ...byNumber }
  const month = monthOf(text.trim(), locale)
  if (own === undefined || month === null || !own.grains.has('month')) return null
  const ordinal = ordinalOn(own, 'month', dayOf(month.year, month.month, 15))
  const named = own.civilMonth(ordinal)
  if (named === null || named.year !== month.year || named.month !== month.month) return null
  return { calendar, grain: 'month', ordinal }
}

/** `2026-P01` of `P1 2026`, `Period 1 FY26` or `FY2026 P01`; null where a text has no such form. */
function numberedText(text: string): string | null {
  const part = '(?<kind>P|Period|Q|Quarter|W|Week)[ .]?(?<number>\\d{1,2})'
  const year = '(?:FY)?[ ]?(?<year>\\d{4}|\\d{2})'
  const gap = "[\\s\\-/’']+"
  const forms = [`^${part}${gap}${year}$`, `^${year}${gap}${part}$`]
  const found = forms.map((form) => new RegExp(form, 'i').exec(text.trim())?.groups).find((one) => one !== undefined)
  if (found === undefined) return null
  const { kind = '', number = '', year: written = '' } = found
  const letter = kind.charAt(0).toUpperCase()
  const digits = letter === 'Q' ? String(Number(number)) : number.padStart(2, '0')
  return `${written.length === 2 ? `20${written}` : written}-${letter}${digits}`
}

function monthOf(text: string, locale: string): { readonly year: number; readonly month: number } | null {
  const numbered = /^(\d{1,2})[/.](\d{4})$/.exec(text)
  if (numbered !== null) {
    const month = Number(numbered[1])
    return month >= 1 && month <= 12 ? { year: Number(numbered[2]), month } : null
  }
  const named = /^(\p{L}+)\.?[\s\-/’']*(\d{4}|\d{2})$/u.exec(text)
  if (named === null) return null
  const month = monthNumber(named[1] ?? '', locale)
  const year = Number(named[2])
  return month === null ? null : { year: year < 100 ? 2000 + year : year, month }
}
