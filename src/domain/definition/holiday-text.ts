import { civil, type Day, day, dayOf, parseDay } from '../../time/day.ts'
import { linesOf as cellLines } from './grid/cells.ts'

/** A holiday as a pasted file says it; no regions: everywhere. */
export interface ReadHoliday {
  readonly day: Day
  readonly name: string
  readonly regions: readonly string[]
}

/** What is wrong with a line of the text, and where the line begins. */
export interface BadHoliday {
  readonly offset: number
  readonly line: string
  readonly why: 'date' | 'name' | 'rule'
}

export interface HolidayText {
  readonly holidays: readonly ReadHoliday[]
  readonly bad: readonly BadHoliday[]
}

/** Yearly events without an end are expanded to the last year that text can count on. */
const lastYear = 2199
/** An event of more days is no holiday. */
const mostDays = 31

/**
 * The holidays of a pasted iCalendar file (RFC 5545: days and spans of days, those that come back every year) or of lines of a
 * date, a name and regions (`2026-10-31, Reformation Day, de-th|de-sn`), under a header or none.
 */
export function readHolidays(text: string): HolidayText {
  return /^\s*BEGIN:VCALENDAR/i.test(text) ? fromCalendar(text) : fromLines(text)
}

interface Line {
  readonly offset: number
  readonly text: string
}

function linesOf(text: string): readonly Line[] {
  let offset = 0
  return text.split('\n').map((line) => {
    const found = { offset, text: line.replace(/\r$/, '') }
    offset += line.length + 1
    return found
  })
}

function fromLines(text: string): HolidayText {
  const [holidays, bad]: [ReadHoliday[], BadHoliday[]] = [[], []]
  for (const [index, { cells }] of cellLines(text).entries()) {
    const [date = '', name = '', regions = ''] = cells.map((cell) => cell.text)
    const found = parseDay(date)
    if (index === 0 && found === null && /^[a-z ]+$/i.test(date)) continue
    const wrong = { offset: cells[0]?.offset ?? 0, line: cells.map((cell) => cell.text).join(', ') }
    if (found === null) bad.push({ ...wrong, why: 'date' })
    else if (name === '') bad.push({ ...wrong, why: 'name' })
    else holidays.push({ day: found, name, regions: regions.split('|').filter((one) => one !== '') })
  }
  return { holidays, bad }
}

/** Long lines of iCalendar go on after a line break and a blank. */
function unfolded(text: string): readonly Line[] {
  const lines: { offset: number; text: string }[] = []
  for (const line of linesOf(text)) {
    const last = lines.at(-1)
    if (last !== undefined && /^[ \t]/.test(line.text)) last.text += line.text.slice(1)
    else lines.push({ ...line })
  }
  return lines
}

function fromCalendar(text: string): HolidayText {
  const [holidays, bad]: [ReadHoliday[], BadHoliday[]] = [[], []]
  let event: Map<string, Line> | null = null
  for (const line of unfolded(text)) {
    const [, name = '', value = ''] = /^([A-Za-z-]+)[^:]*:(.*)$/.exec(line.text.trimStart()) ?? []
    const key = name.toUpperCase()
    if (key === 'BEGIN' && value.trim() === 'VEVENT') event = new Map()
    else if (key === 'END' && value.trim() === 'VEVENT' && event !== null) {
      const found = eventDays(event)
      if ('why' in found) bad.push(found)
      else holidays.push(...found)
      event = null
    } else if (event !== null && !event.has(key)) event.set(key, { offset: line.offset, text: value.trim() })
  }
  return { holidays, bad }
}

function eventDays(event: ReadonlyMap<string, Line>): readonly ReadHoliday[] | BadHoliday {
  const start = event.get('DTSTART')
  const wrong = (at: Line | undefined, why: BadHoliday['why']): BadHoliday => ({
    offset: at?.offset ?? start?.offset ?? 0,
    line: at?.text ?? 'an event without it',
    why,
  })
  if (event.get('STATUS')?.text.toUpperCase() === 'CANCELLED') return []
  const first = dateOf(start?.text)
  if (first === null) return wrong(start, 'date')
  const name = unescaped(event.get('SUMMARY')?.text ?? '')
  if (name === '') return wrong(event.get('SUMMARY') ?? start, 'name')
  const end = event.get('DTEND')
  const past = end === undefined ? day(first + 1) : dateOf(end.text)
  if (past === null || past - first > mostDays) return wrong(end, 'date')
  const years = yearsOf(event.get('RRULE')?.text, civil(first).year)
  if (years === null || event.has('RDATE') || event.has('EXDATE')) return wrong(event.get('RRULE') ?? start, 'rule')
  const length = Math.max(1, past - first)
  return years.flatMap((year) => {
    const { month, day: on } = civil(first)
    const begin = dayOf(year, month, on)
    // 29 February comes back only where there is one.
    if (civil(begin).day !== on) return []
    return Array.from({ length }, (_, index) => ({ day: day(begin + index), name, regions: [] }))
  })
}

/** `20261225`, or the day of an instant as it is written. */
function dateOf(text: string | undefined): Day | null {
  const [, year, month, on] = /^(\d{4})(\d{2})(\d{2})(?:T\d{6}Z?)?$/.exec(text ?? '') ?? []
  return year === undefined ? null : parseDay(`${year}-${month}-${on}`)
}

/** The years of a rule that comes back every year on its date; null for other rules. */
function yearsOf(rule: string | undefined, first: number): readonly number[] | null {
  if (rule === undefined) return [first]
  const parts = new Map(rule.split(';').map((part) => [part.split('=')[0] ?? '', part.split('=')[1] ?? '']))
  const known = [...parts.keys()].every((key) => ['FREQ', 'COUNT', 'UNTIL', 'INTERVAL', 'WKST'].includes(key))
  if (!known || parts.get('FREQ') !== 'YEARLY') return null
  const step = Number(parts.get('INTERVAL') ?? 1)
  const count = Number(parts.get('COUNT') ?? lastYear)
  const until = Math.min(lastYear, Number(parts.get('UNTIL')?.slice(0, 4) ?? lastYear))
  if (![step, count].every((one) => Number.isInteger(one) && one > 0) || !Number.isInteger(until)) return null
  const most = Math.min(count, Math.floor((until - first) / step) + 1)
  return Array.from({ length: Math.max(0, most) }, (_, index) => first + index * step)
}

const unescaped = (text: string): string =>
  text
    .replace(/\\n/gi, ' ')
    .replace(/\\([,;\\])/g, '$1')
    .trim()
