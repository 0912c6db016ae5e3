import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { GrainName } from './calendar.ts'
import { day, parseDay, printDay } from './day.ts'
import { cut, type Frame, periodFrame, type Reach, reaching, spanOf, tiledBy } from './frame.ts'
import { gregorian, makeCalendar } from './gregorian.ts'
import { ordinalOn, parsePeriod, periodEnd } from './period.ts'

const fiscal = makeCalendar({ id: 'fiscal', name: 'Fiscal', weekStart: 7, yearStarts: 4, labelYearBy: 'end' })
const calendars = new Map([gregorian, fiscal].map((one) => [one.id, one]))

/** A span as its first and last day. */
function days(frame: Frame, ordinal: number): string {
  const span = spanOf(frame, ordinal)
  if (span === null) return 'none'
  return span.from === span.until ? 'empty' : `${printDay(span.from)} ${printDay(day(span.until - 1))}`
}

function read(text: string, reach: Reach): string {
  const period = parsePeriod(text, calendars, 'gregorian')
  const calendar = calendars.get(period?.calendar ?? '')
  if (period === null || calendar === undefined) throw new Error(text)
  return days(reaching(periodFrame(calendar, period.grain), reach), period.ordinal)
}

const toDate = (within: GrainName): Reach => ({ kind: 'to-date', within })
const rolling = (periods: number, of: GrainName): Reach => ({ kind: 'rolling', periods, of })

describe('days that are read for a period', () => {
  test.each([
    ['2024-02', { kind: 'period' }, '2024-02-01 2024-02-29'],
    ['2026-03', toDate('year'), '2026-01-01 2026-03-31'],
    ['2026-Q2', toDate('year'), '2026-01-01 2026-06-30'],
    ['2026-05-09', toDate('quarter'), '2026-04-01 2026-05-09'],
    ['2026-05-09', toDate('week'), '2026-05-04 2026-05-09'],
    // A week over New Year ends in January: to date is that January.
    ['2026-W01', toDate('year'), '2026-01-01 2026-01-04'],
    ['2026-W53', toDate('year'), '2027-01-01 2027-01-03'],
    ['2026-W02', toDate('month'), '2026-01-01 2026-01-11'],
    ['2026', toDate('year'), '2026-01-01 2026-12-31'],
    ['fiscal:2026-P03', toDate('year'), '2025-04-01 2025-06-30'],
    ['total', toDate('year'), 'none'],
    ['2026-12', rolling(12, 'month'), '2026-01-01 2026-12-31'],
    ['2026-Q1', rolling(12, 'month'), '2025-04-01 2026-03-31'],
    ['2026', rolling(12, 'month'), '2026-01-01 2026-12-31'],
    ['2026-03-09', rolling(12, 'month'), '2025-03-10 2026-03-09'],
    ['2026-W05', rolling(12, 'month'), '2025-02-02 2026-02-01'],
    ['2026-02', rolling(1, 'quarter'), '2025-12-01 2026-02-28'],
    ['2024-02-29', rolling(1, 'year'), '2023-03-01 2024-02-29'],
    ['2025-02-28', rolling(1, 'year'), '2024-03-01 2025-02-28'],
    ['2025-02-28', rolling(12, 'month'), '2024-03-01 2025-02-28'],
    ['2026-03-30', rolling(1, 'month'), '2026-03-01 2026-03-30'],
    ['2026-03-31', rolling(1, 'month'), '2026-03-01 2026-03-31'],
    ['2026-03', rolling(28, 'day'), '2026-03-04 2026-03-31'],
    ['2026-W01', rolling(53, 'week'), '2024-12-30 2026-01-04'],
    ['total', rolling(12, 'month'), 'none'],
  ] as const)('%s %o', (period, reach, expected) => {
    expect(read(period, reach)).toBe(expected)
  })

  test.each([
    // Asked on the 9th, the earlier month is read to its 9th.
    ['month', '2026-03-09', '2026-02-01', { kind: 'period' }, '2026-02-01 2026-02-09'],
    ['month', '2026-03-30', '2026-02-01', { kind: 'period' }, '2026-02-01 2026-02-28'],
    ['month', '2026-02-28', '2026-01-01', { kind: 'period' }, '2026-01-01 2026-01-28'],
    ['quarter', '2026-08-05', '2026-04-01', { kind: 'period' }, '2026-04-01 2026-05-05'],
    ['quarter', '2026-05-31', '2026-01-01', { kind: 'period' }, '2026-01-01 2026-02-28'],
    ['year', '2024-02-29', '2023-01-01', { kind: 'period' }, '2023-01-01 2023-02-28'],
    ['year', '2026-07-09', '2025-01-01', { kind: 'period' }, '2025-01-01 2025-07-09'],
    ['week', '2026-07-08', '2025-07-10', { kind: 'period' }, '2025-07-07 2025-07-09'],
    ['month', '2026-07-09', '2025-07-01', toDate('year'), '2025-01-01 2025-07-09'],
    ['month', '2026-07-09', '2026-06-01', rolling(3, 'month'), '2026-04-01 2026-06-09'],
  ] as const)('the first part of a %s, as on %s, in that of %s', (grain, now, then, reach, expected) => {
    const on = (text: string) => parseDay(text) ?? day(0)
    const part = { ordinal: ordinalOn(gregorian, grain, on(now)), last: on(now), by: 'day' as const }
    const frame = cut(reaching(periodFrame(gregorian, grain), reach), part)
    expect(days(frame, ordinalOn(gregorian, grain, on(then)))).toBe(expected)
  })
})

const grains = ['day', 'week', 'month', 'quarter', 'year'] as const
const reaches: fc.Arbitrary<Reach> = fc.oneof(
  fc.constant<Reach>({ kind: 'period' }),
  fc.constantFrom(...grains).map(toDate),
  fc.tuple(fc.integer({ min: 1, max: 30 }), fc.constantFrom(...grains)).map(([n, of]) => rolling(n, of)),
)
const frames = fc
  .tuple(fc.constantFrom(gregorian, fiscal), fc.constantFrom(...grains), reaches)
  .map(([calendar, grain, reach]) => reaching(periodFrame(calendar, grain), reach))
const someDay = fc.integer({ min: 6_000, max: 30_000 }).map(day)

test('spans end with their period, go forward, and begin where their tiles do', () => {
  fc.assert(
    fc.property(frames, someDay, fc.constantFrom(...grains), (frame, on, tile) => {
      const { calendar, grain } = frame
      const ordinal = ordinalOn(calendar, grain, on)
      const [span, next] = [spanOf(frame, ordinal), spanOf(frame, ordinal + 1)]
      if (span === null || next === null) throw new Error('these calendars have all grains')
      expect(span.until).toBe(periodEnd(calendar, grain, ordinal))
      expect(span.from).toBeLessThan(span.until)
      expect(next.from).toBeGreaterThanOrEqual(span.from)
      if (!tiledBy(frame, tile)) return
      const { ordinalOf, startOf } = calendar.grains.get(tile) ?? { ordinalOf: () => 0, startOf: () => day(0) }
      for (const end of [span.from, span.until]) expect(startOf(ordinalOf(end))).toBe(end)
    }),
    { numRuns: 2_000 },
  )
})

test('equal frames are one object', () => {
  const month = periodFrame(gregorian, 'month')
  expect(reaching(month, toDate('year'))).toBe(reaching(periodFrame(gregorian, 'month'), toDate('year')))
  expect(cut(cut(month, { ordinal: 3, last: day(9), by: 'day' }), null)).toBe(month)
  expect(periodFrame(fiscal, 'month')).not.toBe(month)
})
