import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Calendar, GrainName } from './calendar.ts'
import { day, earliestDay, latestDay, parseDay, printDay } from './day.ts'
import { gregorian, makeCalendar } from './gregorian.ts'
import { back, contains, ordinalOn, parsePeriod, periodEnd, periodStart, periodText, within } from './period.ts'
import { spine } from './spine.ts'

const grains: readonly GrainName[] = ['day', 'week', 'month', 'quarter', 'year']
const anyGrain = fc.constantFrom(...grains)
// A year within the ends, so that every period around a day has text.
const anyDay = fc.integer({ min: earliestDay + 800, max: latestDay - 800 }).map(day)
const anyCalendar = fc
  .record({
    weekStart: fc.integer({ min: 1, max: 7 }),
    yearStarts: fc.integer({ min: 1, max: 12 }),
    labelYearBy: fc.constantFrom('start' as const, 'end' as const),
  })
  .map((options) => makeCalendar({ id: 'any', name: 'Any', ...options }))

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

  test('what is printed is what is read', () => {
    fc.assert(
      fc.property(anyCalendar, anyGrain, anyDay, (calendar, grain, of) => {
        const ordinal = ordinalOn(calendar, grain, of)
        expect(calendar.parse(calendar.print(grain, ordinal))).toEqual({ grain, ordinal })
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
