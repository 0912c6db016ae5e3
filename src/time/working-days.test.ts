import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Day, day, parseDay, printDay } from './day.ts'
import { mondayToFriday, movedHolidays, type Observed, workedLike, workingDays } from './working-days.ts'

const on = (text: string): Day => parseDay(text) ?? day(Number.NaN)
const anyDay = fc.integer({ min: -10_000, max: 60_000 }).map(day)

test('working days between two days are those counted one by one', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      fc.array(anyDay.map((of) => ({ day: of, name: 'Holiday' }))),
      fc.constantFrom<Observed>('none', 'nearest', 'next'),
      anyDay,
      fc.integer({ min: 0, max: 800 }),
      (weekdays, holidays, observed, from, length) => {
        const work = workingDays(weekdays, holidays, observed)
        const days = Array.from({ length }, (_, index) => day(from + index))
        expect(work.between(from, day(from + length))).toBe(days.filter(work.has).length)
        expect(work.between(day(from + length), from) + work.between(from, day(from + length))).toBe(0)
      },
    ),
  )
})

test.each([
  ['none', '2026-07-04', ['2026-07-04']],
  ['nearest', '2026-07-04', ['2026-07-03', '2026-07-04']],
  ['nearest', '2027-07-04', ['2027-07-04', '2027-07-05']],
  ['nearest', '2025-07-04', ['2025-07-04']],
  ['next', '2026-07-04', ['2026-07-04', '2026-07-06']],
] as const)('observed %s: of %s the days off are %j', (observed, date, expected) => {
  const work = workingDays([1, 2, 3, 4, 5], [{ day: on(date), name: 'Independence Day' }], observed)
  expect(work.holidays.map((one) => printDay(one.day))).toEqual(expected)
})

test('two holidays on one weekend have two substitute days', () => {
  const holidays = ['2027-12-25', '2027-12-26'].map((text) => ({ day: on(text), name: text }))
  const work = workingDays([1, 2, 3, 4, 5], holidays, 'next')
  expect(work.holidays.map((one) => printDay(one.day))).toEqual([
    '2027-12-25',
    '2027-12-26',
    '2027-12-27',
    '2027-12-28',
  ])
  expect(work.between(on('2027-12-24'), on('2027-12-31'))).toBe(3)
})

test('a weekend of Friday and Saturday', () => {
  const work = workingDays([7, 1, 2, 3, 4])
  expect(work.between(on('2026-03-01'), on('2026-04-01'))).toBe(23)
  expect(mondayToFriday.between(on('2026-03-01'), on('2026-04-01'))).toBe(22)
})

test('of another period as many working days have passed, and of the same one the same days', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 7 })),
      fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { maxLength: 30 }),
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 0, max: 100 }),
      (weekdays, off, length, other, apart) => {
        const work = workingDays(
          weekdays,
          off.map((of) => ({ day: day(of), name: 'Holiday' })),
        )
        const [from, last, start, end] = [day(0), day(length), day(apart), day(apart + other)]
        expect(workedLike(work, [from, last], [from, day(length + other)])).toBe(last)
        const found = workedLike(work, [from, last], [start, end])
        expect(found).toBeGreaterThanOrEqual(start - 1)
        expect(found).toBeLessThanOrEqual(end)
        const [worked, there] = [work.between(from, day(last + 1)), work.between(start, day(end + 1))]
        expect(work.between(start, day(found + 1))).toBe(Math.min(worked, there))
      },
    ),
  )
})

test('feasts that moved from one year to the next, where both years have theirs listed', () => {
  const easter = ['2024-03-29', '2024-04-01', '2025-04-18', '2025-04-21', '2026-04-03', '2026-04-06'].map(
    (text, index) => ({ day: on(text), name: index % 2 === 0 ? 'Good Friday' : 'Easter Monday' }),
  )
  const work = workingDays([1, 2, 3, 4, 5], easter)
  const month = (from: string, until: string) => [on(from), on(until)] as const
  const april = (year: number) => month(`${year}-04-01`, `${year}-05-01`)
  expect(movedHolidays(work, april(2025), april(2024))).toEqual({ only: ['Good Friday'], others: [] })
  expect(movedHolidays(work, april(2026), april(2025))).toBe(null)
  expect(movedHolidays(work, month('2026-03-01', '2026-04-01'), month('2024-03-01', '2024-04-01'))).toEqual({
    only: [],
    others: ['Good Friday'],
  })
  expect(movedHolidays(work, april(2024), april(2023))).toBe(null)
})
