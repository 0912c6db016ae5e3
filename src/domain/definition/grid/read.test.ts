import { expect, test } from 'vitest'
import { gregorian } from '../../../time/gregorian.ts'
import { printDecimal } from '../../decimal.ts'
import { readGrid } from './read.ts'

const units = new Map([
  ['north', 'North region'],
  ['south', 'South region'],
])
const scope = { unit: null, where: {} }
const calendars = new Map([[gregorian.id, gregorian]])
const read = (text: string, locale = 'en') =>
  readGrid(text, { calendars, calendar: 'gregorian', locale, units, dimensions: ['region', 'sales_channel'], scope })

/** Scopes with their amounts by period, or the issues. */
function told(text: string, locale?: string) {
  const { grain, rows, issues } = read(text, locale)
  if (issues.length > 0 || grain === null) return issues.map(({ issue }) => issue({}).message)
  return rows.map(({ scope: { unit, where }, cells }) => [
    unit ?? '',
    Object.entries(where).flat(2).join(' '),
    cells.map(({ ordinal, amount }) => `${gregorian.print(grain, ordinal)} ${printDecimal(amount)}`).join(', '),
  ])
}

test.each([
  ['tabs', 'unit\t2026-01\t2026-02\nnorth\t1,200.50\t3\nsouth\t\t4', 'en'],
  ['semicolons', 'unit;2026-01;2026-02\nnorth;1.200,50;3\nsouth;;4', 'de'],
  ['commas and quotes', 'unit,2026-01,2026-02\nnorth,"1,200.50",3\n"south",,4', 'en'],
  ['Swiss', 'unit;2026-01;2026-02\nnorth;1’200.50;3\nsouth;;4', 'de-CH'],
  ['a typed apostrophe', "unit;2026-01;2026-02\nnorth;1'200.50;3\nsouth;;4", 'de-CH'],
  ['French', 'unit;janv. 2026;févr. 2026\nnorth;1 200,50 €;3\nsouth;;4', 'fr'],
  ['months by name, in a corner nothing', ';Jan-26;February 2026\nNorth Region;EUR 1200.50;3\nSouth region;;4', 'en'],
  ['plain amounts in another locale', 'unit;1/2026;02/2026\nnorth;1_200.50;3\nsouth;;4', 'de'],
  ['with totals', 'unit;2026-01;2026-02;Total\nnorth;1200.50;3;1203.5\nsouth;;4;4\nTotal;1200.50;7;1207.5', 'en'],
])('a sheet with %s', (_, text, locale) => {
  expect(told(text, locale)).toEqual([
    ['north', '', '2026-01 1200.5, 2026-02 3'],
    ['south', '', '2026-02 4'],
  ])
})

test('rows by dimensions, and percentages', () => {
  expect(told('region,sales channel,2026-Q1\nNorth,web,2.5%\nNorth,,(3)')).toEqual([
    ['', 'region North sales_channel web', '2026-Q1 0.025'],
    ['', 'region North', '2026-Q1 -3'],
  ])
})

test('amounts are read all in one notation: a point is a thousand only where the locale says so everywhere', () => {
  expect(told('unit;2026-01;2026-02\nnorth;1.234;2.500', 'de')).toEqual([['north', '', '2026-01 1234, 2026-02 2500']])
  expect(told('unit;2026-01;2026-02\nnorth;1.234;2.5', 'de')).toEqual([['north', '', '2026-01 1.234, 2026-02 2.5']])
  expect(told('unit;2026-01;2026-02;2026-03\nnorth;1.234;2.5;2,5', 'de')).toEqual([
    'Row 2, column 2026-02: "2.5" is no amount.',
  ])
})

test('every wrong total is told, rows and columns', () => {
  expect(told('unit,2026-01,2026-02,Sum\nnorth,1,2,4\nsouth,3,4,7\nTotal,4,5,10')).toEqual([
    'The total of row 2 is 4, but its amounts add up to 3.',
    'The total of row 4 is 10, but its amounts add up to 9.',
    'The total of column 2026-02 is 5, but its amounts add up to 6.',
  ])
})
