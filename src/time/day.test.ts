import fc from 'fast-check'
import { expect, test } from 'vitest'
import { civil, type Day, day, dayOf, earliestDay, existingDay, latestDay, parseDay, printDay, weekday } from './day.ts'
import { mondayToFriday } from './working-days.ts'

const anyDay = fc.integer({ min: earliestDay, max: latestDay }).map(day)
const plain = (of: Day) => Temporal.PlainDate.from('1970-01-01').add({ days: of })

test('days and civil dates agree with Temporal, from year 1 to 9999', () => {
  fc.assert(
    fc.property(anyDay, (of) => {
      const date = plain(of)
      expect(civil(of)).toEqual({ year: date.year, month: date.month, day: date.day })
      expect(dayOf(date.year, date.month, date.day)).toBe(of)
      expect(weekday(of)).toBe(date.dayOfWeek)
      expect(printDay(of)).toBe(date.toString())
      expect(parseDay(date.toString())).toBe(of)
    }),
  )
})

test.each(['2026-02-29', '2100-02-29', '2026-00-10', '2026-13-01', '2026-04-31', '0000-12-31', '2026-1-1', '26-01-01'])(
  '%s is no day',
  (text) => expect(parseDay(text)).toBe(null),
)

test('leap days exist where they should', () => {
  expect(existingDay(2024, 2, 29)).toBe(19_782)
  expect(existingDay(2000, 2, 29)).toBe(11_016)
  expect(existingDay(1900, 2, 29)).toBe(null)
})

test('working days between two days are the Mondays to Fridays among them', () => {
  fc.assert(
    fc.property(anyDay, fc.nat(400), (from, length) => {
      const days = Array.from({ length }, (_, index) => plain(from).add({ days: index }))
      expect(mondayToFriday.between(from, day(from + length))).toBe(days.filter((one) => one.dayOfWeek <= 5).length)
    }),
  )
})
