import {
  type Calendar,
  type CivilMonth,
  type ClockGrainName,
  type Grain,
  type GrainName,
  isClockGrain,
} from './calendar.ts'
import { instantsOf, sameTime } from './clock-calendar.ts'
import { civil, type Day, day, dayOf, earliestDay, latestDay } from './day.ts'
import { weekNumber, weekOf } from './week-number.ts'

/** A span of days that people name: the calendar's id, its grain, and which one. */
export interface Period {
  readonly calendar: string
  readonly grain: GrainName
  readonly ordinal: number
}

/** The calendar that needs no prefix in text. */
const plainCalendar = 'gregorian'

/** First day of a period, of an hour the day that it lies in; null for `total`, which has none. */
export function periodStart(calendar: Calendar, grain: GrainName, ordinal: number): Day | null {
  return grain === 'total' ? null : grainOf(calendar, grain).startOf(ordinal)
}

/** The day after a period's last one; null for `total`. */
export function periodEnd(calendar: Calendar, grain: GrainName, ordinal: number): Day | null {
  if (!isClockGrain(grain)) return periodStart(calendar, grain, ordinal + 1)
  return day(grainOf(calendar, grain).startOf(ordinal) + 1)
}

/** Which period of a grain a day lies in. */
export const ordinalOn = (calendar: Calendar, grain: GrainName, on: Day): number =>
  grainOf(calendar, grain).ordinalOf(on)

/** A period as text, such as `2026-03` or `fiscal:2026-P03`. */
export function periodText(calendar: Calendar, grain: GrainName, ordinal: number): string {
  const text = calendar.print(grain, ordinal)
  return calendar.id === plainCalendar ? text : `${calendar.id}:${text}`
}

/** A period's text without its calendar's id, which may stand before it with a colon; hours have colons of their own. */
export function splitPeriod(text: string): { readonly prefix: string | null; readonly rest: string } {
  const prefix = /^([a-z0-9]+(?:-[a-z0-9]+)*):/.exec(text)?.[1] ?? null
  return { prefix, rest: prefix === null ? text : text.slice(prefix.length + 1) }
}

/** Reads a period; without a prefix it is one of the default calendar. Null for unknown calendars and texts that name no period. */
export function parsePeriod(
  text: string,
  calendars: ReadonlyMap<string, Calendar>,
  defaultCalendar: string,
): Period | null {
  const { prefix, rest } = splitPeriod(text)
  const calendar = calendars.get(prefix ?? defaultCalendar)
  const found = calendar?.parse(rest) ?? null
  return calendar === undefined || found === null ? null : { calendar: calendar.id, ...found }
}

/** Whether every period of the fine grain lies in one of the coarse grain; a grain contains itself. */
export function contains(calendar: Calendar, coarse: GrainName, fine: GrainName): boolean {
  if (!calendar.grains.has(coarse) || !calendar.grains.has(fine)) return false
  // Rows have their days by their own zone and their hours by one, so that hours make up no day.
  if (isClockGrain(coarse) || isClockGrain(fine)) return coarse === fine
  return calendar.partsOf[coarse].includes(fine)
}

/**
 * Ordinals [from, until) of the fine periods that begin in a coarse one. For `total` these are all that text can name. Where
 * the coarse grain does not contain the fine one (weeks of a month), the first and last may reach over its ends.
 */
export function within(calendar: Calendar, coarse: GrainName, ordinal: number, fine: GrainName): [number, number] {
  if (coarse === fine) return [ordinal, ordinal + 1]
  const parts = grainOf(calendar, fine)
  const instants = instantsOf(calendar, coarse, ordinal)
  if (instants !== null && calendar.clock !== null && isClockGrain(fine)) {
    const clock = calendar.clock[fine]
    return [clock.ordinalAt(instants.start), clock.ordinalAt(instants.end)]
  }
  const first = periodStart(calendar, coarse, ordinal) ?? earliestDay
  const end = periodEnd(calendar, coarse, ordinal) ?? day(latestDay + 1)
  if (isClockGrain(fine)) return [parts.ordinalOf(first), parts.ordinalOf(end)]
  return [parts.ordinalOf(first), parts.ordinalOf(day(end - 1)) + 1]
}

/** How many months a year of the calendar has: twelve, or thirteen of four weeks. */
export function monthsInYear(calendar: Calendar): number {
  const [from, until] = calendar.grains.has('month') ? within(calendar, 'year', 2000, 'month') : [0, 12]
  return until - from
}

/**
 * The period with the same position `n` coarser periods earlier: months and quarters by their place in the year, weeks by
 * their number, days by their date, or by their place where years are whole weeks. Null where there is none (week 53, 29
 * February, weeks of civil months).
 */
export function back(
  calendar: Calendar,
  grain: GrainName,
  ordinal: number,
  n: number,
  byGrain: GrainName,
): number | null {
  if (grain === 'total' || byGrain === 'total') return null
  if (grain === byGrain) return ordinal - n
  if (isClockGrain(grain)) return timeBack(calendar, grain, ordinal, n, byGrain)
  if (grain === 'week' && byGrain === 'year') return weekYearsBack(calendar, ordinal, n)
  if (!contains(calendar, byGrain, grain)) return null
  if (grain === 'day' && !contains(calendar, byGrain, 'week') && byGrain !== 'month') {
    const month = back(calendar, 'month', grainOf(calendar, 'month').ordinalOf(day(ordinal)), n, byGrain)
    return month === null ? null : samePlace(calendar, 'day', ordinal, 'month', month)
  }
  const coarse = grainOf(calendar, byGrain).ordinalOf(grainOf(calendar, grain).startOf(ordinal))
  return samePlace(calendar, grain, ordinal, byGrain, coarse - n)
}

/** The same time on an earlier day; minutes an hour before are sixty earlier. */
function timeBack(
  calendar: Calendar,
  grain: ClockGrainName,
  ordinal: number,
  n: number,
  byGrain: GrainName,
): number | null {
  const { clock } = calendar
  if (clock === null || byGrain === 'minute') return null
  if (byGrain === 'hour') return clock[grain].ordinalAt(clock[grain].startOf(ordinal) - n * 3_600_000)
  const on = back(calendar, 'day', clock.dayOf(grain, ordinal), n, byGrain)
  return on === null ? null : sameTime(clock, grain, ordinal, on)
}

/** The fine period that stands in coarse period `target` where `ordinal` stands in its own. */
function samePlace(
  calendar: Calendar,
  fine: GrainName,
  ordinal: number,
  coarse: GrainName,
  target: number,
): number | null {
  const own = grainOf(calendar, coarse).ordinalOf(grainOf(calendar, fine).startOf(ordinal))
  const [first, until] = within(calendar, coarse, target, fine)
  const found = first + ordinal - within(calendar, coarse, own, fine)[0]
  return found < until ? found : null
}

function weekYearsBack(calendar: Calendar, ordinal: number, n: number): number | null {
  const grains = { week: grainOf(calendar, 'week'), year: grainOf(calendar, 'year') }
  const { year, number } = weekNumber(grains, ordinal)
  return weekOf(grains, year - n, number)
}

export interface PeriodName {
  readonly label: string
  readonly short: string
}

/**
 * A period as people read it: `March 2026` and `Mar 26`, `Q1 2026`, `Week 5, 2026`, `9 March 2026`. Months and days are
 * named in the locale. Years other than civil ones are `FY2026`, their months `March 2026 (P12 FY2026)`.
 */
export function periodLabel(calendar: Calendar, grain: GrainName, ordinal: number, locale: string): PeriodName {
  const start = periodStart(calendar, grain, ordinal)
  if (start === null) return { label: 'All time', short: 'All' }
  if (isClockGrain(grain)) return clockLabel(calendar, grain, ordinal, locale)
  const [year = '', part = ''] = calendar.print(grain, ordinal).split('-')
  const prefix = calendar.fiscal ? 'FY' : ''
  const [long, brief] = [`${prefix}${year}`, `${prefix}${year.slice(-2)}`]
  switch (grain) {
    case 'day':
      return dayLabel(start, locale)
    case 'week':
      return { label: `Week ${Number(part.slice(1))}, ${long}`, short: `W${Number(part.slice(1))} ${brief}` }
    case 'month':
      return monthLabel(calendar.civilMonth(ordinal), part, { long, brief }, locale)
    case 'quarter':
      return { label: `${part} ${long}`, short: `${part} ${brief}` }
    default:
      return { label: long, short: calendar.fiscal ? brief : year }
  }
}

/** `29 March 2026, 02:00`; an hour that occurs twice says its offset too. */
function clockLabel(calendar: Calendar, grain: ClockGrainName, ordinal: number, locale: string): PeriodName {
  const text = (of: number): string => calendar.print(grain, of)
  const [, time = '', offset = ''] = /T([\d:]+)(.*)$/.exec(text(ordinal)) ?? []
  const short = grain === 'hour' ? `${time}:00` : time
  const wall = (of: number): string => text(of).replace(/[+-][\d:]+$/, '')
  const hour = grain === 'hour' ? 1 : 60
  const twice = [ordinal - hour, ordinal + hour].some((other) => wall(other) === wall(ordinal))
  const shown = twice ? `${short} (${offset})` : short
  return { label: `${dayLabel(grainOf(calendar, grain).startOf(ordinal), locale).label}, ${shown}`, short: shown }
}

/** Counted months say their number beside their name; those without a name say the number alone. */
function monthLabel(
  named: CivilMonth | null,
  part: string,
  year: { readonly long: string; readonly brief: string },
  locale: string,
): PeriodName {
  const counted = `${part} ${year.long}`
  if (named === null) return { label: counted, short: `${part} ${year.brief}` }
  const first = dayOf(named.year, named.month, 1)
  const name = `${monthName(first, locale, 'long')} ${named.year}`
  const short = `${monthName(first, locale, 'short')} ${String(named.year).slice(-2)}`
  return { label: part.startsWith('P') ? `${name} (${counted})` : name, short }
}

function dayLabel(of: Day, locale: string): PeriodName {
  const { year, day: dayOfMonth } = civil(of)
  const short = `${dayOfMonth} ${monthName(of, locale, 'short')}`
  // Plain "en" would put American order beside the day-first dates of the rest of the page.
  if (locale === 'en') return { label: `${dayOfMonth} ${monthName(of, locale, 'long')} ${year}`, short }
  return {
    label: formatter(locale, { day: 'numeric', month: 'long', year: 'numeric' }).format(instantOf(of)),
    short: formatter(locale, { day: 'numeric', month: 'short' }).format(instantOf(of)),
  }
}

const monthName = (of: Day, locale: string, width: 'long' | 'short'): string =>
  formatter(locale, { month: width }).format(instantOf(of))

const instantOf = (of: Day): number => of * 86_400_000

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${Object.entries(options).join()}`
  let made = formatters.get(key)
  if (made === undefined) {
    made = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
    formatters.set(key, made)
  }
  return made
}

function grainOf(calendar: Calendar, name: GrainName): Grain {
  const grain = calendar.grains.get(name)
  if (grain === undefined) throw new RangeError(`calendar ${calendar.id} has no grain ${name}`)
  return grain
}
