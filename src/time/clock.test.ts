import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clockOf } from './clock.ts'
import { type Day, day, parseDay, printDay } from './day.ts'

const on = (text: string): Day => parseDay(text) ?? day(Number.NaN)
const zones = [
  'UTC',
  'Europe/Berlin',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Pacific/Apia',
  'Africa/Casablanca',
  'America/Asuncion',
  'Asia/Kathmandu',
]

/** The texts of a day's hours. */
function hoursOf(zone: string, date: string): readonly string[] {
  const clock = clockOf(zone)
  const [from, until] = [clock.dayStart(on(date)), clock.dayStart(day(on(date) + 1))]
  const [first, end] = [clock.hour.ordinalAt(from), clock.hour.ordinalAt(until)]
  return Array.from({ length: end - first }, (_, index) => clock.print('hour', first + index))
}

describe('laws of every zone', () => {
  const anyZone = fc.constantFrom(...zones)
  // From 1973 on; before, some zones had offsets of odd seconds.
  const anyInstant = fc.integer({ min: Date.UTC(1973, 0, 1), max: Date.UTC(2199, 0, 1) })
  const anyGrain = fc.constantFrom('hour' as const, 'minute' as const)

  test('hours and minutes tile the line of instants, and what is printed is what is read', () => {
    fc.assert(
      fc.property(anyZone, anyGrain, anyInstant, (zone, grain, ms) => {
        const clock = clockOf(zone)
        const ordinal = clock[grain].ordinalAt(ms)
        const [start, end] = [clock[grain].startOf(ordinal), clock[grain].startOf(ordinal + 1)]
        expect(start <= ms && ms < end).toBe(true)
        expect(clock[grain].ordinalAt(end - 1)).toBe(ordinal)
        expect(clock[grain].ordinalAt(end)).toBe(ordinal + 1)
        expect(end - start).toBeLessThanOrEqual(grain === 'hour' ? 3_600_000 : 60_000)
        expect(clock.parse(clock.print(grain, ordinal))).toEqual({ grain, ordinal })
      }),
      { numRuns: 300 },
    )
  })

  test('an hour is the one that Temporal shows on the clock', () => {
    fc.assert(
      fc.property(anyZone, anyInstant, (zone, ms) => {
        const clock = clockOf(zone)
        const local = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone)
        const text = clock.print('hour', clock.hour.ordinalAt(ms))
        expect(text).toBe(
          `${local.toString({ smallestUnit: 'minute', timeZoneName: 'never' }).slice(0, 13)}${local.offset}`,
        )
      }),
      { numRuns: 300 },
    )
  })

  test('the pieces of a spine give the ordinals', () => {
    fc.assert(
      fc.property(anyZone, anyInstant, fc.integer({ min: 1, max: 4 * 365 }), (zone, from, days) => {
        const { hour } = clockOf(zone)
        const pieces = hour.spine(from, from + days * 86_400_000)
        for (let ms = from; ms < from + days * 86_400_000; ms += 47 * 3_600_000) {
          const piece = pieces.find((one) => ms < one.until)
          expect(piece && Math.floor((ms + piece.offset) / piece.length) + piece.shift).toBe(hour.ordinalAt(ms))
        }
      }),
      { numRuns: 50 },
    )
  })
})

test('Berlin’s short Sunday has no second hour, the long one has it twice', () => {
  expect(hoursOf('Europe/Berlin', '2026-03-29').slice(0, 3)).toEqual([
    '2026-03-29T00+01:00',
    '2026-03-29T01+01:00',
    '2026-03-29T03+02:00',
  ])
  expect(hoursOf('Europe/Berlin', '2026-10-25').slice(1, 5)).toEqual([
    '2026-10-25T01+02:00',
    '2026-10-25T02+02:00',
    '2026-10-25T02+01:00',
    '2026-10-25T03+01:00',
  ])
})

test.each([
  ['Europe/Berlin', '2026-03-28', 24],
  ['Europe/Berlin', '2026-03-29', 23],
  ['Europe/Berlin', '2026-10-25', 25],
  ['America/St_Johns', '2024-03-10', 23],
  ['America/St_Johns', '2024-11-03', 25],
  ['America/Asuncion', '2024-03-23', 25],
  ['America/Asuncion', '2023-10-01', 23],
  ['Pacific/Apia', '2011-12-30', 0],
  ['Pacific/Apia', '2011-12-29', 24],
  // Clocks move by half an hour: the hour that is cut is counted in both its parts.
  ['Australia/Lord_Howe', '2026-10-04', 24],
  ['Australia/Lord_Howe', '2026-04-05', 25],
])('in %s the day %s has %i hours', (zone, date, count) => {
  const hours = hoursOf(zone, date)
  expect(hours).toHaveLength(count)
  expect(new Set(hours).size).toBe(count)
})

test.each([
  '2026-03-29T02+02:00',
  '2026-03-29T02+01:00',
  '2026-03-28T12+02:00',
  '2026-03-28T24+01:00',
  '2026-02-30T01+01:00',
  '2026-03-28T12',
  '2026-03-28T12:60+01:00',
])('%s is no hour of Berlin', (text) => expect(clockOf('Europe/Berlin').parse(text)).toBe(null))

test('hours know their day and the clock', () => {
  const clock = clockOf('Asia/Kolkata')
  const found = clock.parse('2026-03-09T02+05:30')
  expect(found && [printDay(clock.dayOf('hour', found.ordinal)), clock.wallOf('hour', found.ordinal)]).toEqual([
    '2026-03-09',
    120,
  ])
  expect(found && new Date(clock.hour.startOf(found.ordinal)).toISOString()).toBe('2026-03-08T20:30:00.000Z')
})
