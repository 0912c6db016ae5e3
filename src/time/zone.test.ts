import fc from 'fast-check'
import { expect, test } from 'vitest'
import { day, parseDay, printDay } from './day.ts'
import { instantOfLocal, localDay, validZone } from './zone.ts'

const zones = [
  'UTC',
  'Europe/Paris',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
] as const
const anyZone = fc.constantFrom(...zones)
const anyMs = fc.integer({ min: Date.UTC(1950), max: Date.UTC(2040) })
const minute = 60_000

test('the day of an instant agrees with Temporal, in any order of asking', () => {
  fc.assert(
    fc.property(anyZone, anyMs, (zone, ms) => {
      const local = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone)
      expect(printDay(localDay(ms, zone))).toBe(local.toPlainDate().toString())
    }),
  )
})

test.each([
  ['Europe/Paris', '2026-03-28T23:00Z', '2026-03-29'], // an hour is skipped on this day
  ['Europe/Paris', '2026-03-29T22:00Z', '2026-03-30'],
  ['Europe/Paris', '2026-10-24T22:00Z', '2026-10-25'], // an hour occurs twice on this day
  ['Europe/Paris', '2026-10-25T23:00Z', '2026-10-26'],
  ['America/New_York', '2026-03-08T05:00Z', '2026-03-08'],
  ['America/New_York', '2026-03-09T04:00Z', '2026-03-09'],
  ['Pacific/Apia', '2011-12-30T10:00Z', '2011-12-31'], // 30 December 2011 did not happen there
])('in %s, %s begins the day %s', (zone, instant, text) => {
  const ms = Temporal.Instant.from(instant.replace('Z', ':00Z')).epochMilliseconds
  const before = zone === 'Pacific/Apia' ? '2011-12-29' : printDay(day((parseDay(text) ?? 0) - 1))
  expect(printDay(localDay(ms, zone))).toBe(text)
  expect(printDay(localDay(ms - 1, zone))).toBe(before)
  expect(printDay(localDay(ms + minute, zone))).toBe(text)
})

test('wall time becomes the instant that Temporal gives, also where clocks change', () => {
  const around = fc.constantFrom('2026-03-08', '2026-03-29', '2026-10-25', '2026-11-01', '2026-04-05', '2026-10-04')
  fc.assert(
    fc.property(anyZone, around, fc.integer({ min: 0, max: 86_399_999_999 }), (zone, text, micros) => {
      const wall = Temporal.PlainDateTime.from(text).add({
        milliseconds: Math.floor(micros / 1000),
        microseconds: micros % 1000,
      })
      const expected = wall.toZonedDateTime(zone).epochNanoseconds / 1000n
      expect(instantOfLocal(parseDay(text) ?? day(0), micros, zone)).toBe(expected)
    }),
    { numRuns: 300 },
  )
})

test('zones are names of the IANA database', () => {
  expect(zones.every(validZone)).toBe(true)
  for (const name of ['+02:00', 'Mars/Olympus', '', 'Paris']) expect(validZone(name)).toBe(false)
})
