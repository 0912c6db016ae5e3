import { describe, expect, test } from 'vitest'
import { type Day, day, parseDay, printDay } from './day.ts'
import { gregorian } from './gregorian.ts'
import { back, ordinalOn, parsePeriod, periodEnd, periodLabel, periodStart, periodText, within } from './period.ts'
import { makeRetailCalendar, type RetailOptions } from './retail.ts'
import { parseYearEnd, yearEndIn } from './year-end.ts'

const made = (yearEnds: string, options: Partial<RetailOptions> = {}) => {
  const rule = parseYearEnd(yearEnds)
  if (rule === null) throw new Error(yearEnds)
  const rest = { id: 'retail', name: 'Retail', pattern: '4-5-4', week53: null, labelYearBy: 'start' } as const
  return makeRetailCalendar({ ...rest, ...options, yearEnds: rule })
}
const nrf = made('nearest saturday to 31 january')
const on = (text: string): Day => parseDay(text) ?? day(Number.NaN)
const ends = (calendar = nrf, year = 0) => [
  printDay(periodStart(calendar, 'year', year) ?? day(0)),
  printDay(day((periodEnd(calendar, 'year', year) ?? 0) - 1)),
]

describe('the NRF 4-5-4 calendar as nrf.com publishes it', () => {
  test.each([
    [2015, '2015-02-01', '2016-01-30', 52],
    [2016, '2016-01-31', '2017-01-28', 52],
    [2017, '2017-01-29', '2018-02-03', 53],
    [2018, '2018-02-04', '2019-02-02', 52],
    [2019, '2019-02-03', '2020-02-01', 52],
    [2020, '2020-02-02', '2021-01-30', 52],
    [2021, '2021-01-31', '2022-01-29', 52],
    [2022, '2022-01-30', '2023-01-28', 52],
    [2023, '2023-01-29', '2024-02-03', 53],
    [2024, '2024-02-04', '2025-02-01', 52],
    [2025, '2025-02-02', '2026-01-31', 52],
    [2026, '2026-02-01', '2027-01-30', 52],
    [2027, '2027-01-31', '2028-01-29', 52],
    [2028, '2028-01-30', '2029-02-03', 53],
  ])('%i runs from %s to %s: %i weeks', (year, first, last, weeks) => {
    expect(ends(nrf, year)).toEqual([first, last])
    const [from, until] = within(nrf, 'year', year, 'week')
    expect(until - from).toBe(weeks)
  })

  test('years of 53 weeks since 2000', () => {
    const years = Array.from({ length: 31 }, (_, index) => 2000 + index)
    const long = years.filter(
      (year) => within(nrf, 'year', year, 'week')[1] - within(nrf, 'year', year, 'week')[0] === 53,
    )
    expect(long).toEqual([2000, 2006, 2012, 2017, 2023, 2028])
  })

  test('week 53 belongs to January', () => {
    const week = nrf.parse('2023-W53')?.ordinal ?? 0
    expect(printDay(periodStart(nrf, 'week', week) ?? day(0))).toBe('2024-01-28')
    const month = ordinalOn(nrf, 'month', periodStart(nrf, 'week', week) ?? day(0))
    expect(periodText(nrf, 'month', month)).toBe('retail:2023-P12')
    expect(periodLabel(nrf, 'month', month, 'en')).toEqual({ label: 'January 2024 (P12 FY2023)', short: 'Jan 24' })
    expect(within(nrf, 'month', month, 'week')).toEqual([week - 4, week + 1])
  })

  test.each([
    ['month', '2023-P01', 'February 2023 (P01 FY2023)', 'Feb 23'],
    ['week', '2023-W05', 'Week 5, FY2023', 'W5 FY23'],
    ['quarter', '2023-Q4', 'Q4 FY2023', 'Q4 FY23'],
    ['year', '2023', 'FY2023', 'FY23'],
  ] as const)('people read the %s %s as %s', (grain, text, label, short) => {
    const ordinal = parsePeriod(`retail:${text}`, new Map([['retail', nrf]]), 'gregorian')?.ordinal ?? 0
    expect(periodLabel(nrf, grain, ordinal, 'en')).toEqual({ label, short })
  })

  test.each([
    ['week', '2024-W05', 'year', '2023-W05'],
    ['week', '2023-W53', 'year', null],
    ['week', '2024-W01', 'month', '2023-W49'],
    ['month', '2024-P03', 'year', '2023-P03'],
    ['day', '2024-02-04', 'year', '2023-01-29'],
    ['day', '2024-02-03', 'year', null],
    ['day', '2024-02-04', 'quarter', '2023-10-29'],
  ] as const)('the %s %s, a %s back, is %s', (grain, text, by, expected) => {
    const of = nrf.parse(text)?.ordinal ?? 0
    const found = back(nrf, grain, of, 1, by)
    expect(found === null ? null : nrf.print(grain, found)).toBe(expected)
  })
})

test('the last Saturday of August: years called by their end', () => {
  const august = made('last saturday of august', { pattern: '4-4-5', labelYearBy: 'end' })
  expect(ends(august, 2020)).toEqual(['2019-09-01', '2020-08-29'])
  expect(ends(august, 2024)).toEqual(['2023-08-27', '2024-08-31'])
  expect(periodLabel(august, 'month', 2020 * 12, 'en').label).toBe('September 2019 (P01 FY2020)')
})

test('the Sunday nearest 31 December makes the years of ISO 8601', () => {
  const iso = made('nearest sunday to 31 december', { pattern: '4-4-5' })
  for (let of = on('1990-01-01'); of < on('2041-01-01'); of = day(of + 1))
    expect(iso.print('week', ordinalOn(iso, 'week', of))).toBe(
      gregorian.print('week', ordinalOn(gregorian, 'week', of)),
    )
  expect(periodLabel(iso, 'year', 2026, 'en')).toEqual({ label: '2026', short: '2026' })
  expect(periodLabel(iso, 'month', 2026 * 12, 'en').label).toBe('January 2026 (P01 2026)')
})

test('thirteen months of four weeks: quarters of 3, 3, 3 and 4, week 53 where it is said to go', () => {
  const thirteen = made('last saturday of december', { pattern: '13x4', week53: 1 })
  expect(thirteen.print('month', ordinalOn(thirteen, 'month', on('2026-12-20')))).toBe('2026-P13')
  expect(periodLabel(thirteen, 'month', 2026 * 13, 'en').label).toBe('P01 2026')
  const months = [0, 1, 2, 3].map((quarter) => within(thirteen, 'quarter', 2026 * 4 + quarter, 'month'))
  expect(months.map(([from, until]) => until - from)).toEqual([3, 3, 3, 4])
  const long = [2020, 2021, 2022, 2023].filter(
    (year) => within(thirteen, 'month', year * 13, 'week').reduce((a, b) => b - a) === 5,
  )
  expect(long).toEqual([2022])
})

test.each([
  ['nearest saturday to 31 january', 2024, '2024-02-03'],
  ['nearest saturday to end of january', 2024, '2024-02-03'],
  ['Nearest  Saturday to 31 January', 2025, '2025-02-01'],
  ['last saturday of january', 2024, '2024-01-27'],
  ['nearest sunday to end of february', 2024, '2024-03-03'],
  ['nearest wednesday to 29 june', 2026, '2026-07-01'],
])('%s in %i is %s', (text, year, expected) => {
  const rule = parseYearEnd(text)
  expect(rule === null ? null : printDay(yearEndIn(rule, year))).toBe(expected)
})

test.each([
  'last saturday',
  'nearest saturday to january',
  'first monday of may',
  'nearest saturday to 29 february',
  'nearest saturday to 31 june',
  '',
])('"%s" is no rule for the end of a year', (text) => expect(parseYearEnd(text)).toBe(null))
