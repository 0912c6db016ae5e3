import { createHash } from 'node:crypto'
import { connectors } from '../../src/connectors/index.ts'
import type { Catalog } from '../../src/domain/catalog.ts'
import { checkWorkspace } from '../../src/domain/definition/build.ts'
import type { Calendar, GrainName } from '../../src/time/calendar.ts'
import { earlierSpan } from '../../src/time/compare.ts'
import { type Day, day, parseDay, printDay, weekday } from '../../src/time/day.ts'
import { ordinalOn, periodEnd, periodLabel, periodStart, within } from '../../src/time/period.ts'
import { instantOfLocal } from '../../src/time/zone.ts'
import { documents } from './documents.ts'

/**
 * Prints what our calendars, made of the documents beside this file, say about the years, days and months that the oracle
 * (standard input) asks about, in its own shape. A program of its own, because a process has one time zone for its life.
 */
const oracle = JSON.parse(await new Response(process.stdin as unknown as ReadableStream).text())
const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const { catalog, issues } = checkWorkspace([{ file: 'calendars.yaml', text: documents }], { connectors, hash })
if (catalog === null) throw new Error(JSON.stringify(issues))

type Asked = Record<string, unknown>
const on = (text: unknown): Day => parseDay(String(text)) ?? day(Number.NaN)
const calendarOf = ({ calendars }: Catalog, id: string): Calendar => {
  const found = calendars.get(id)
  if (found === undefined) throw new Error(id)
  return found
}
const span = (calendar: Calendar, grain: GrainName, ordinal: number) => ({
  start: printDay(periodStart(calendar, grain, ordinal) ?? day(0)),
  end: printDay(day((periodEnd(calendar, grain, ordinal) ?? 0) - 1)),
})
const weeks = (calendar: Calendar, grain: GrainName, ordinal: number): number => {
  const [from, until] = within(calendar, grain, ordinal, 'week')
  return until - from
}

function year(calendar: Calendar, fiscalYear: number) {
  const [month, lastMonth] = within(calendar, 'year', fiscalYear, 'month')
  const [quarter, lastQuarter] = within(calendar, 'year', fiscalYear, 'quarter')
  const plain = {
    fiscal_year: fiscalYear,
    ...span(calendar, 'year', fiscalYear),
    weeks: weeks(calendar, 'year', fiscalYear),
  }
  const months = Array.from({ length: lastMonth - month }, (_, index) => {
    const of = month + index
    return {
      month: index + 1,
      name: periodLabel(calendar, 'month', of, 'en').label.split(' ')[0],
      quarter: ordinalOn(calendar, 'quarter', periodStart(calendar, 'month', of) ?? day(0)) - quarter + 1,
      weeks: weeks(calendar, 'month', of),
      ...span(calendar, 'month', of),
    }
  })
  const quarters = Array.from({ length: lastQuarter - quarter }, (_, index) => ({
    quarter: index + 1,
    ...span(calendar, 'quarter', quarter + index),
    weeks: weeks(calendar, 'quarter', quarter + index),
  }))
  return { ...plain, months, quarters }
}

/** The year as the one after it is compared with it. */
function restated(calendar: Calendar, fiscalYear: number) {
  const found = (grain: GrainName, ordinal: number) => {
    const { start, end } = earlierSpan(calendar, grain, ordinal, 1, 'restated') ?? { start: day(0), end: day(0) }
    return { weeks: (end - start) / 7, start: printDay(start), end: printDay(day(end - 1)) }
  }
  const [month] = within(calendar, 'year', fiscalYear + 1, 'month')
  const months = Array.from({ length: 12 }, (_, index) => ({ month: index + 1, ...found('month', month + index) }))
  const { start, end, weeks: count } = found('year', fiscalYear + 1)
  return { fiscal_year: fiscalYear, start, end, weeks: count, months }
}

function fiscalYear(calendar: Calendar, label: number) {
  const [from, until] = within(calendar, 'year', label, 'quarter')
  const { start, end } = span(calendar, 'year', label)
  const quarters = Array.from({ length: until - from }, (_, index) =>
    Object.values(span(calendar, 'quarter', from + index)),
  )
  return { fiscal_year: label, start, end, days: on(end) - on(start) + 1, quarters }
}

const instantText = (of: Day, zone: string): string =>
  new Date(Number(instantOfLocal(of, 0, zone) / 1000n)).toISOString().replace('.000Z', 'Z')
const hoursBetween = (from: Day, until: Day, zone: string): number =>
  Number(instantOfLocal(until, 0, zone) - instantOfLocal(from, 0, zone)) / 3_600_000_000

const nrf = calendarOf(catalog, 'nrf')
const iso = calendarOf(catalog, 'gregorian')
const workedIn = (id: string) => (month: string) => {
  const calendar = calendarOf(catalog, id)
  const ordinal = iso.parse(month)?.ordinal ?? 0
  const [start, end] = [periodStart(iso, 'month', ordinal), periodEnd(iso, 'month', ordinal)]
  return calendar.work.between(start ?? day(0), end ?? day(0))
}
const byKey = <V>(of: object, value: (key: string) => V) =>
  Object.fromEntries(Object.keys(of).map((key) => [key, value(key)]))
const years = (of: readonly Asked[], read: (label: number) => unknown) => of.map((one) => read(Number(one.fiscal_year)))

const answer = {
  years: years(oracle.nrf_454.years, (label) => year(nrf, label)),
  restated: years(oracle.nrf_454.restated_53_week_years, (label) => restated(nrf, label)),
  retail445: years(oracle.retail_445_years, (label) => year(calendarOf(catalog, 'retail'), label)),
  august: years(oracle.year_end_last_saturday_of_august, (label) => {
    const { months: _, quarters: __, ...plain } = year(calendarOf(catalog, 'august'), label)
    return plain
  }),
  isoYears: oracle.iso_years.map((one: Asked) => {
    const [from, until] = [
      iso.parse(`${one.iso_year}-W01`)?.ordinal ?? 0,
      iso.parse(`${Number(one.iso_year) + 1}-W01`)?.ordinal ?? 0,
    ]
    const [first, last] = [span(iso, 'week', from).start, span(iso, 'week', until - 1).end]
    return { iso_year: one.iso_year, first_monday: first, last_sunday: last, weeks: until - from }
  }),
  isoDates: byKey(
    oracle.iso_dates,
    (date) => `${iso.print('week', ordinalOn(iso, 'week', on(date)))}-${weekday(on(date))}`,
  ),
  april: years(oracle.fiscal_years.april_label_end, (label) => fiscalYear(calendarOf(catalog, 'april'), label)),
  july: years(oracle.fiscal_years.july_label_end, (label) => fiscalYear(calendarOf(catalog, 'july'), label)),
  dstMonths: oracle.dst_months.map(({ zone, month }: { zone: string; month: string }) => {
    const ordinal = iso.parse(month)?.ordinal ?? 0
    const [start, end] = [periodStart(iso, 'month', ordinal) ?? day(0), periodEnd(iso, 'month', ordinal) ?? day(0)]
    const ends = { start_utc: instantText(start, zone), end_utc_exclusive: instantText(end, zone) }
    return { zone, month, ...ends, hours: hoursBetween(start, end, zone), calendar_days: end - start }
  }),
  oddDays: oracle.odd_days.map(({ zone, date, first_local_instant }: Record<string, string>) => ({
    zone,
    date,
    hours: hoursBetween(on(date), day(on(date) + 1), zone ?? ''),
    first_local_instant,
    start_utc: instantText(on(date), zone ?? ''),
  })),
  mondayToFriday: byKey(oracle.working_days.monday_to_friday, workedIn('gregorian')),
  usFederal: byKey(oracle.working_days.us_federal, workedIn('us')),
  germany: byKey(oracle.working_days.germany_nationwide, workedIn('germany')),
}
process.stdout.write(JSON.stringify(answer))
