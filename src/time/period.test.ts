import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Calendar, GrainName } from './calendar.ts'
import { day, earliestDay, latestDay, parseDay, printDay, weekday } from './day.ts'
import { gregorian, makeCalendar } from './gregorian.ts'
import { months, weekdays } from './names.ts'
import { back, contains, ordinalOn, parsePeriod, periodEnd, periodStart, periodText, within } from './period.ts'
import { makeRetailCalendar } from './retail.ts'
import { spine } from './spine.ts'
import { parseYearEnd } from './year-end.ts'

const grains: readonly GrainName[] = ['day', 'week', 'month', 'quarter', 'year']
const anyGrain = fc.constantFrom(...grains)
// A year within the ends, so that every period around a day has text.
const anyDay = fc.integer({ min: earliestDay + 800, max: latestDay - 800 }).map(day)
const labelYearBy = fc.constantFrom('start' as const, 'end' as const)
const ofMonths = fc
  .record({
    weekStart: fc.integer({ min: 1, max: 7 }),
    yearStarts: fc.integer({ min: 1, max: 12 }),
    monthStarts: fc.integer({ min: 1, max: 28 }),
    labelYearBy,
  })
  .map((options) => makeCalendar({ id: 'any', name: 'Any', ...options }))
const anyYearEnd = fc
  .record({
    form: fc.constantFrom('nearest', 'nearest end', 'last'),
    weekday: fc.constantFrom(...weekdays),
    on: fc.integer({ min: 1, max: 28 }),
    month: fc.constantFrom(...months),
  })
  .map(({ form, weekday, on, month }) => {
    if (form === 'last') return `last ${weekday} of ${month}`
    return form === 'nearest' ? `nearest ${weekday} to ${on} ${month}` : `nearest ${weekday} to end of ${month}`
  })
const ofWeeks = fc
  .record({
    pattern: fc.constantFrom('4-4-5' as const, '4-5-4' as const, '5-4-4' as const, '13x4' as const),
    yearEnd: anyYearEnd,
    week53: fc.option(fc.integer({ min: 1, max: 12 })),
    labelYearBy,
  })
  .map(({ yearEnd, ...options }) => {
    const yearEnds = parseYearEnd(yearEnd)
    if (yearEnds === null) throw new Error(yearEnd)
    return makeRetailCalendar({ id: 'any', name: yearEnd, yearEnds, ...options })
  })
const anyCalendar = fc.oneof(ofMonths, ofWeeks)

const fiscal = makeCalendar({ id: 'fiscal', name: 'Fiscal', weekStart: 7, yearStarts: 4, labelYearBy: 'end' })
const calendars = new Map([gregorian, fiscal].map((one) => [one.id, one]))
const on = (text: string) => parseDay(text) ?? day(0)
const name = (calendar: Calendar, grain: GrainName, ordinal: number | null) =>
  ordinal === null ? null : periodText(calendar, grain, ordinal)
const periodOn = (calendar: Calendar, grain: GrainName, text: string) =>
  name(calendar, grain, ordinalOn(calendar, grain, on(text)))

describe('laws of every calendar', () => {
  test('periods tile the line: a day lies in its period, and the next one begins where it ends', () => {
    fc.assert(
      fc.property(anyCalendar, anyGrain, anyDay, (calendar, grain, of) => {
        const ordinal = ordinalOn(calendar, grain, of)
        const [start, end] = [periodStart(calendar, grain, ordinal) ?? 0, periodEnd(calendar, grain, ordinal) ?? 0]
        expect(start <= of && of < end).toBe(true)
        expect(ordinalOn(calendar, grain, day(start))).toBe(ordinal)
        expect(ordinalOn(calendar, grain, day(start - 1))).toBe(ordinal - 1)
        expect(ordinalOn(calendar, grain, day(end - 1))).toBe(ordinal)
        expect(ordinalOn(calendar, grain, day(end))).toBe(ordinal + 1)
      }),
    )
  })

  test('a grain that contains another holds its periods whole, and `within` lists them', () => {
    fc.assert(
      fc.property(anyCalendar, anyGrain, anyGrain, anyDay, (calendar, coarse, fine, of) => {
        fc.pre(contains(calendar, coarse, fine))
        const ordinal = ordinalOn(calendar, coarse, of)
        const [first, until] = within(calendar, coarse, ordinal, fine)
        expect(periodStart(calendar, fine, first)).toBe(periodStart(calendar, coarse, ordinal))
        expect(periodStart(calendar, fine, until)).toBe(periodEnd(calendar, coarse, ordinal))
        expect(back(calendar, fine, first, 0, coarse)).toBe(first)
      }),
    )
  })

  test('every day of 1990 to 2040 is in one period of each grain, and periods are counted one by one', () => {
    fc.assert(
      fc.property(anyCalendar, anyGrain, (calendar, grain) => {
        let ordinal = ordinalOn(calendar, grain, on('1990-01-01'))
        for (let of = on('1990-01-01'); of < on('2041-01-01'); of = day(of + 1)) {
          if (periodEnd(calendar, grain, ordinal) === of) ordinal++
          if (ordinalOn(calendar, grain, of) !== ordinal) expect([grain, printDay(of)]).toBe(ordinal)
        }
      }),
      { numRuns: 40 },
    )
  })

  test('what is printed is what is read', () => {
    fc.assert(
      fc.property(anyCalendar, anyGrain, anyDay, (calendar, grain, of) => {
        const ordinal = ordinalOn(calendar, grain, of)
        expect(calendar.parse(calendar.print(grain, ordinal))).toEqual({ grain, ordinal })
      }),
    )
  })

  test('a year of whole weeks has 52 or 53 of them, and its months differ from the pattern by week 53 alone', () => {
    fc.assert(
      fc.property(ofWeeks, anyDay, (calendar, of) => {
        const year = ordinalOn(calendar, 'year', of)
        const [week, end] = within(calendar, 'year', year, 'week')
        const [month, last] = within(calendar, 'year', year, 'month')
        const weeks = Array.from({ length: last - month }, (_, index) => {
          const [from, until] = within(calendar, 'month', month + index, 'week')
          return until - from
        })
        expect([52, 53]).toContain(end - week)
        expect(weeks.filter((one) => one === 5 || one === 6).length).toBeLessThanOrEqual(5)
        expect(weeks.reduce((sum, one) => sum + one, 0)).toBe(end - week)
        expect(weekday(periodStart(calendar, 'year', year) ?? day(0))).toBe(
          weekday(periodStart(calendar, 'year', year + 1) ?? day(0)),
        )
      }),
    )
  })

  test('Monday weeks of January years are those of ISO 8601', () => {
    fc.assert(
      fc.property(anyDay, (of) => {
        const date = Temporal.PlainDate.from(printDay(of))
        const text = `${String(date.yearOfWeek).padStart(4, '0')}-W${String(date.weekOfYear).padStart(2, '0')}`
        expect(gregorian.print('week', ordinalOn(gregorian, 'week', of))).toBe(text)
      }),
    )
  })
})

test.each([
  [gregorian, 'week', '2027-01-03', '2026-W53'],
  [gregorian, 'quarter', '2026-03-31', '2026-Q1'],
  [gregorian, 'quarter', '2026-04-01', '2026-Q2'],
  [fiscal, 'year', '2026-03-31', 'fiscal:2026'],
  [fiscal, 'year', '2026-04-01', 'fiscal:2027'],
  [fiscal, 'month', '2026-03-31', 'fiscal:2026-P12'],
  [fiscal, 'quarter', '2026-04-01', 'fiscal:2027-Q1'],
] as const)('$id %s of %s is %s', (calendar, grain, text, expected) => {
  expect(periodOn(calendar, grain, text)).toBe(expected)
})

test.each([
  ['2026', 'gregorian', 'year'],
  ['2026-Q1', 'gregorian', 'quarter'],
  ['2026-03', 'gregorian', 'month'],
  ['2026-W05', 'gregorian', 'week'],
  ['2026-03-09', 'gregorian', 'day'],
  ['fiscal:2026-P03', 'fiscal', 'month'],
  ['total', 'gregorian', 'total'],
])('%s is a period', (text, calendar, grain) => {
  expect(parsePeriod(text, calendars, 'gregorian')).toMatchObject({ calendar, grain })
})

test.each([
  '2026-13',
  '2026-00',
  '2026-Q5',
  '2026-Q0',
  '2026-W54',
  '2025-W53',
  '2026-P03',
  '2026-3',
  '0000',
  '2026-02-30',
  'lunar:2026',
  'march',
  '',
])('"%s" is none', (text) => expect(parsePeriod(text, calendars, 'gregorian')).toBe(null))

test.each([
  ['month', '2026-03-09', 1, 'year', '2025-03'],
  ['month', '2026-03-09', 1, 'quarter', '2025-12'],
  ['quarter', '2026-03-09', 2, 'year', '2024-Q1'],
  ['day', '2024-02-29', 1, 'year', null],
  ['day', '2024-02-29', 4, 'year', '2020-02-29'],
  ['day', '2026-03-31', 1, 'month', null],
  ['day', '2026-05-31', 2, 'month', '2026-03-31'],
  ['day', '2026-03-09', 1, 'week', '2026-03-02'],
  ['week', '2026-12-31', 1, 'year', null],
  ['week', '2026-03-09', 1, 'year', '2025-W11'],
  ['week', '2026-03-09', 1, 'month', null],
  ['year', '2026-03-09', 3, 'year', '2023'],
] as const)('the %s of %s, %d %s back, is %s', (grain, text, n, byGrain, expected) => {
  const ordinal = ordinalOn(gregorian, grain, on(text))
  expect(name(gregorian, grain, back(gregorian, grain, ordinal, n, byGrain))).toBe(expected)
})

test('the calendar as rows: one per day, ordinals of every calendar and grain', () => {
  const rows = spine([gregorian, fiscal], on('2026-03-30'), on('2026-04-02'))
  expect(rows.days).toBe(4)
  expect([...(rows.columns.gregorian_quarter ?? [])]).toEqual([2026 * 4, 2026 * 4, 2026 * 4 + 1, 2026 * 4 + 1])
  expect([...(rows.columns.fiscal_year ?? [])]).toEqual([2026, 2026, 2027, 2027])
  expect([...(rows.columns.gregorian_total ?? [])]).toEqual([0, 0, 0, 0])
  expect(Object.keys(rows.columns)).toHaveLength(12)
})
