import { expect, test } from 'vitest'
import { parseDay } from '../../time/day.ts'
import { gregorian } from '../../time/gregorian.ts'
import { parseDecimal } from '../decimal.ts'
import { type Quote, RateBook, type Resolving } from './resolve.ts'

const on = (text: string) => parseDay(text) ?? Number.NaN
const quotes = (rows: readonly (readonly [day: string, pair: string, rate: string])[]): Quote[] =>
  rows.map(([day, pair, rate]) => {
    const [from = '', to = ''] = pair.split('/')
    return { from, to, day: on(day), rate: parseDecimal(rate) ?? { units: 0n, scale: 0 } }
  })
const byDay: Resolving = {
  table: { through: 'EUR', goodForDays: 3 },
  at: { kind: 'day' },
  calendar: null,
  yearsBack: 0,
}
const by = (kind: 'average' | 'closing', yearsBack = 0): Resolving => ({
  ...byDay,
  at: { kind, calendar: 'gregorian', grain: 'month' },
  calendar: gregorian,
  yearsBack,
})
const unit = 10n ** 22n
/** Exactly a quotient, rounded to 22 digits half away from zero. */
const exactly = (top: bigint, bottom: bigint) => (2n * top * unit + bottom) / (2n * bottom)

const book = (how: Resolving) =>
  new RateBook(
    quotes([
      ['2024-02-28', 'EUR/USD', '1.25'],
      ['2024-02-29', 'EUR/JPY', '150'],
      ['2024-03-01', 'EUR/USD', '1.6'],
      ['2024-03-04', 'GBP/EUR', '1.2'],
      ['2024-03-10', 'USD/EUR', '0.7'],
    ]),
    how,
  )

test('as quoted, turned round, and through the table’s currency', () => {
  const rates = book(byDay)
  expect(rates.rate('EUR', 'USD', on('2024-02-28'))).toBe(exactly(5n, 4n))
  expect(rates.rate('USD', 'EUR', on('2024-02-28'))).toBe(exactly(4n, 5n))
  expect(rates.rate('JPY', 'USD', on('2024-03-01'))).toBe(exactly(16n, 1500n))
  expect(rates.rate('GBP', 'USD', on('2024-03-04'))).toBe(exactly(192n, 100n))
  expect(rates.rate('EUR', 'EUR', on('1999-01-01'))).toBe(unit)
  // A quote of the pair itself is taken before one that is turned round, even a younger one.
  expect(rates.rate('USD', 'EUR', on('2024-03-10'))).toBe(exactly(7n, 10n))
})

test('a pair is found through no currency where none is named', () => {
  const rates = book({ ...byDay, table: { through: null, goodForDays: 3 } })
  expect(rates.rate('JPY', 'USD', on('2024-03-01'))).toBeNull()
})

test('a rate is good for so many days and never before its own', () => {
  const rates = book(byDay)
  expect(rates.rate('GBP', 'EUR', on('2024-03-03'))).toBeNull()
  expect(rates.rate('GBP', 'EUR', on('2024-03-07'))).toBe(exactly(6n, 5n))
  expect(rates.rate('GBP', 'EUR', on('2024-03-08'))).toBeNull()
  expect(rates.rate('XXX', 'EUR', on('2024-03-04'))).toBeNull()
})

test('an average is the mean of what is quoted in the period, and then turned round', () => {
  const rates = new RateBook(
    quotes([
      ['2024-02-01', 'EUR/USD', '1'],
      ['2024-02-20', 'EUR/USD', '1.5'],
      ['2024-03-01', 'EUR/USD', '9'],
    ]),
    by('average'),
  )
  for (const day of ['2024-02-01', '2024-02-29']) expect(rates.rate('USD', 'EUR', on(day))).toBe(exactly(4n, 5n))
  expect(rates.rate('USD', 'EUR', on('2024-01-31'))).toBeNull()
})

test('a closing rate is that of the last day; while a period goes on, of the last day that is quoted', () => {
  const rows = quotes([
    ['2024-02-01', 'EUR/USD', '1'],
    ['2024-02-28', 'EUR/USD', '1.25'],
    ['2024-02-02', 'EUR/GBP', '0.5'],
    ['2024-03-05', 'EUR/USD', '1.6'],
  ])
  const rates = new RateBook(rows, by('closing'))
  expect(rates.rate('EUR', 'USD', on('2024-02-01'))).toBe(exactly(5n, 4n))
  expect(rates.rate('EUR', 'USD', on('2024-03-02'))).toBe(exactly(8n, 5n))
  // The pound's last quote is 27 days before the end of February.
  expect(rates.rate('EUR', 'GBP', on('2024-02-02'))).toBeNull()
})

test('a year before is the same date, or the same period', () => {
  const rows = quotes([
    ['2023-02-28', 'EUR/USD', '1.25'],
    ['2023-03-01', 'EUR/USD', '1.6'],
  ])
  const dated = new RateBook(rows, { ...byDay, yearsBack: 1 })
  expect(dated.rate('EUR', 'USD', on('2024-02-28'))).toBe(exactly(5n, 4n))
  expect(dated.rate('EUR', 'USD', on('2024-02-29'))).toBe(exactly(8n, 5n))
  const average = new RateBook(rows, by('average', 1))
  expect(average.rate('EUR', 'USD', on('2024-02-29'))).toBe(exactly(5n, 4n))
  expect(average.rate('EUR', 'USD', on('2024-03-31'))).toBe(exactly(8n, 5n))
})

test('the days of a table are what asking day by day gives, and no day outside them has a rate', () => {
  for (const how of [
    byDay,
    by('average'),
    by('closing'),
    { ...byDay, yearsBack: 1 },
    by('average', 1),
    by('closing', 1),
  ]) {
    const rates = book(how)
    for (const currency of rates.currencies()) {
      const { from, rates: daily } = rates.daily(currency, 'USD')
      for (let day = from - 40; day < from + daily.length + 40; day++)
        expect(daily[day - from] ?? null).toBe(
          currency === 'USD' && daily[day - from] === undefined ? null : rates.rate(currency, 'USD', day),
        )
    }
  }
})

test('no quotes are no rates', () => {
  const rates = new RateBook([], by('average'))
  expect(rates.currencies()).toEqual([])
  expect(rates.daily('EUR', 'USD').rates).toEqual([])
  expect(rates.rate('EUR', 'USD', on('2024-01-01'))).toBeNull()
})
