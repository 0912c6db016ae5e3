import type { Answer } from '../../../src/domain/answer.ts'
import type { Reach, Wanted, World } from './world.ts'

// Days that are read for a period, by plain arithmetic on dates; it shares no code with the program.

/** Days [from, until). */
export interface Span {
  readonly from: number
  readonly until: number
}

const dayOf = (iso: string): number => Date.parse(`${iso}T00:00:00Z`) / 86_400_000
const dateOf = (day: number): Date => new Date(day * 86_400_000)
const first = (months: number): number => Date.UTC(Math.floor(months / 12), months % 12, 1) / 86_400_000
const monthOf = (day: number): number => dateOf(day).getUTCFullYear() * 12 + dateOf(day).getUTCMonth()

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const months = 'january february march april may june july august september october november december'.split(' ')
const monthsIn = { month: 1, quarter: 3, year: 12 }

/** The days of an answer's period, or what a reach makes of them; null for all time. */
export function daysOf(
  { start, end, period }: Answer,
  reach: Reach | null = null,
  fiscal: World['calendar'] | null = null,
): Span | null {
  if (start === null || end === null) return null
  const until = dayOf(end)
  if (reach === null) return { from: dayOf(start), until }
  const own = period.startsWith('fiscal:') ? fiscal : null
  const { periods, grain } = reach
  if (periods === null) return { from: startOf(grain, until - 1, own), until }
  if (grain === 'day') return { from: until - periods, until }
  if (grain === 'week') {
    const week = startOf('week', until - 1, own)
    return { from: until === week + 7 ? week + 7 - 7 * periods : until - 7 * periods, until }
  }
  const back = periods * monthsIn[grain]
  const last = until - 1
  const month = monthOf(last)
  const whole = first(month + 1) === until
  const there = Math.min(last - first(month), first(month - back + 1) - first(month - back) - 1)
  return { from: whole ? first(month - back + 1) : first(month - back) + there + 1, until }
}

/** The first day of the week, month, quarter or year that a day lies in. */
function startOf(grain: Reach['grain'], day: number, calendar: World['calendar'] | null): number {
  if (grain === 'day') return day
  if (grain === 'week') {
    const starts = weekdays.indexOf(calendar?.weekStart ?? 'monday')
    return day - ((dateOf(day).getUTCDay() - starts + 7) % 7)
  }
  const month = monthOf(day)
  const shift = months.indexOf(calendar?.yearStarts ?? 'january')
  return first(month - ((((month - shift) % monthsIn[grain]) + monthsIn[grain]) % monthsIn[grain]))
}

/** Whether a rolling value may lack its beginning; a picture of stock never does. */
export function beginsTooLate(
  world: World,
  inner: Wanted,
  { periods, grain }: Reach,
  span: Span | null,
  answer: Answer,
) {
  if (periods === null || span === null || !('zero' in inner)) return false
  const own = answer.period.startsWith('fiscal:') ? world.calendar : null
  const names = inner.kind === 'measure' ? [inner.dataset] : [inner.top.dataset, inner.bottom.dataset]
  return names.some((name) => {
    if (name === 'stock' || name === 'notes') return false
    const days = world.data.rows[name].flatMap(({ day }) => day ?? [])
    return days.length > 0 && startOf(grain, Math.min(...days), own) > startOf(grain, span.from, own)
  })
}
