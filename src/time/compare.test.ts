import { describe, expect, test } from 'vitest'
import { earlierSpan, type YearMode } from './compare.ts'
import { day, printDay } from './day.ts'
import { gregorian, makeCalendar } from './gregorian.ts'
import { makeRetailCalendar } from './retail.ts'

const retail = makeRetailCalendar({
  id: 'retail',
  name: 'NRF',
  pattern: '4-5-4',
  yearEnds: { rule: 'nearest', weekday: 6, month: 1, day: 31 },
  week53: null,
  labelYearBy: 'start',
})
const july = makeCalendar({ id: 'july', name: 'July', weekStart: 1, yearStarts: 7, labelYearBy: 'end' })
const calendars = { gregorian, retail, july }

function compared(id: keyof typeof calendars, text: string, mode: YearMode, years = 1): string | null {
  const period = calendars[id].parse(text)
  if (period === null) throw new Error(text)
  const span = earlierSpan(calendars[id], period.grain, period.ordinal, years, mode)
  return span === null ? null : `${printDay(span.start)} ${printDay(day(span.end - 1))}`
}

describe('the year after one of 53 weeks', () => {
  test.each([
    ['2024-W01', 'position', '2023-01-29 2023-02-04'],
    ['2024-W01', 'restated', '2023-02-05 2023-02-11'],
    ['2024-W01', 'weekday', '2023-02-05 2023-02-11'],
    ['2024-W01', 'date', '2023-02-04 2023-02-10'],
    ['2024-P01', 'position', '2023-01-29 2023-02-25'],
    ['2024-P01', 'restated', '2023-02-05 2023-03-04'],
    ['2024-P12', 'position', '2023-12-31 2024-02-03'],
    ['2024-P12', 'restated', '2024-01-07 2024-02-03'],
    ['2024-Q4', 'restated', '2023-11-05 2024-02-03'],
    ['2024', 'position', '2023-01-29 2024-02-03'],
    ['2024', 'restated', '2023-02-05 2024-02-03'],
    ['2024-02-04', 'restated', '2023-02-05 2023-02-05'],
  ] as const)('%s by %s meets %s', (text, mode, expected) => expect(compared('retail', text, mode)).toBe(expected))
})

test.each([
  ['retail', '2023-W53', 'position', null],
  ['retail', '2023-W53', 'restated', null],
  ['retail', '2023-W53', 'weekday', '2023-01-29 2023-02-04'],
  ['retail', '2023-P12', 'restated', '2023-01-01 2023-01-28'],
  ['retail', '2025-W07', 'restated', '2024-03-17 2024-03-23'],
  ['gregorian', '2026-03-09', 'weekday', '2025-03-10 2025-03-10'],
  ['gregorian', '2024-02-29', 'position', null],
  ['gregorian', '2024-02-29', 'date', null],
  ['gregorian', '2024-02-29', 'weekday', '2023-03-02 2023-03-02'],
  ['gregorian', '2024-02', 'date', '2023-02-01 2023-02-28'],
  ['gregorian', '2025-W09', 'date', '2024-02-24 2024-03-02'],
  ['gregorian', '2026-W53', 'position', null],
  ['gregorian', '2026-W53', 'weekday', '2025-12-29 2026-01-04'],
  ['gregorian', '2026-03', 'restated', '2025-03-01 2025-03-31'],
  ['july', '2024-P08', 'position', '2023-02-01 2023-02-28'],
  ['july', '2024-P08', 'date', '2023-02-01 2023-02-28'],
  ['july', '2024-Q3', 'weekday', '2023-01-02 2023-04-02'],
  ['gregorian', 'total', 'date', null],
] as const)('in %s %s by %s meets %s', (id, text, mode, expected) => expect(compared(id, text, mode)).toBe(expected))

test('over several years weekdays stay near the date', () => {
  expect(compared('gregorian', '2026-03-09', 'weekday', 5)).toBe('2021-03-08 2021-03-08')
})
