import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { excel } from '../src/connectors/excel.ts'
import { isDayFormat } from '../src/connectors/excel-table.ts'
import { datasetOf, facts, offered, sourceFolder, table } from './support/connector-read.ts'
import { type BookOf, makeXlsx, zip } from './support/make-xlsx.ts'

let place: ReturnType<typeof sourceFolder>
beforeEach(() => {
  place = sourceFolder()
})
afterEach(() => place.remove())

const put = (book: BookOf, name = 'a.xlsx') => writeFileSync(join(place.data, name), makeXlsx(book))

const reading = (
  from: string,
  columns: Parameters<typeof datasetOf>[1] = {},
  options: Readonly<Record<string, unknown>> = {},
) => ({
  connector: excel,
  folder: place.folder,
  options: { path: 'data', ...options },
  dataset: datasetOf(from, columns),
})

const text = (ref: string, words: string) => `<c r="${ref}" t="inlineStr"><is><t>${words}</t></is></c>`
const number = (ref: string, value: string, style = 0) => `<c r="${ref}" s="${style}"><v>${value}</v></c>`
const row = (at: number, cells: string, more = '') => `<row r="${at}"${more}>${cells}</row>`

test('numbers: what a double has beyond 15 digits is noise, excess digits are refused, long numbers are not guessed', async () => {
  const values = ['1067.94', '67.18000000000001', '0.30000000000000004', '12.345', '1e2', '9007199254740991']
  const rows = values.map((value, at) => row(at + 2, number(`A${at + 2}`, value)))
  put({ sheets: [{ name: 'S', rows: row(1, text('A1', 'amount')) + rows.join('') }] })
  expect(await table(reading('a.xlsx'))).toEqual([
    ['amount'],
    ...['1067.94', '67.18', '0.3', '12.345', '100', '9007199254740991'].map((one) => [one]),
  ])
  expect(await facts(reading('a.xlsx', { amount: 'money EUR' }))).toEqual([
    'S5 amount: 12.345 has more than 2 digits after the decimal sign ".": declare more, such as decimal(9), or round: true',
  ])
  put({ sheets: [{ name: 'S', rows: row(1, text('A1', 'id')) + row(2, number('A2', '12345678901234567')) }] })
  expect(await facts(reading('a.xlsx', { id: 'text' }))).toEqual([
    expect.stringContaining('in cell A2 has more digits than a spreadsheet keeps'),
  ])
})

test('days: by the cell’s format in both systems, as text, and as bare numbers only where the column says so', async () => {
  const cells = (first: string) =>
    row(1, text('A1', 'day') + text('B1', 'at') + text('C1', 'bare')) +
    row(2, number('A2', first, 1) + number('B2', `${first}.75`, 2) + number('C2', first)) +
    row(3, text('A3', '2026-03-09') + text('B3', '2026-03-09 18:00') + number('C3', first))
  const columns = { day: 'date', at: 'timestamp', bare: { type: 'date', format: 'excel' } } as const
  const wanted = [20_521, 1_773_079_200_000_000n, 20_521]
  for (const [date1904, first] of [
    [false, '46090'],
    [true, '44628'],
  ] as const) {
    put({ sheets: [{ name: 'S', rows: cells(first) }], date1904, formats: ['dd/mm/yy', 'yyyy-mm-dd hh:mm'] })
    expect(await facts(reading('a.xlsx', columns))).toEqual([wanted, wanted])
  }
  put({
    sheets: [
      { name: 'S', rows: row(1, text('A1', 'day')) + row(2, number('A2', '46090')) + row(3, number('A3', '60', 1)) },
    ],
    formats: ['yyyy'],
  })
  expect(await facts(reading('a.xlsx', { day: 'date' }))).toEqual([
    'S2 day: 46090 is not a date (ISO 8601, such as 2026-03-09)',
    'S3 day: 60 in cell A3 is no day of the 1900 date system',
  ])
})

test('which number formats show days', () => {
  const days = ['dd/mm/yy', 'mmm yy', '[$-407]d. mmmm yyyy', 'yyyy-mm-dd hh:mm', 'm/d', 'mmmm', '[Red]yyyy;@']
  const others = [
    'General',
    '0.00',
    '#,##0 "days"',
    'h:mm',
    '[h]:mm:ss',
    'mm:ss',
    '0 \\d',
    '[Red]0.00;[Blue](0.00)',
    '@',
    '',
  ]
  expect(days.filter((format) => !isDayFormat(format))).toEqual([])
  expect(others.filter(isDayFormat)).toEqual([])
})

test('booleans, error values, missing words, formulas with and without their value', async () => {
  put({
    sheets: [
      {
        name: 'S',
        rows:
          row(1, text('A1', 'id') + text('B1', 'v') + text('C1', 'done')) +
          row(2, `${number('A2', '1')}<c r="B2"><f>1+1</f><v>2</v></c><c r="C2" t="b"><v>1</v></c>`) +
          row(3, `${number('A3', '2')}<c r="B3" t="e"><f>NA()</f><v>#N/A</v></c><c r="C3" t="b"><v>0</v></c>`) +
          row(4, `${number('A4', '3')}<c r="B4"><f>A2+A3</f></c>`) +
          row(5, `${number('A5', '4')}<c r="B5" t="e"><v>#DIV/0!</v></c>`) +
          row(6, `${number('A6', '5')}<c r="B6" t="str"><f>IF(1,"")</f><v></v></c>`) +
          row(7, `${number('A7', '6')}<c r="B7"><f>A2-A2</f><v>0</v></c>`) +
          row(8, ''),
      },
    ],
  })
  const columns = { id: 'integer', v: { type: 'integer', missing: ['#N/A'] }, done: 'boolean' } as const
  expect(await facts(reading('a.xlsx', columns))).toEqual([
    'S4 v: =A2+A3 in cell B4 is a formula without its value: open the workbook in a spreadsheet program and save it',
    'S5 v: #DIV/0! in cell B5 is an error value; name it in missing: where it means none',
  ])
  expect(await facts(reading('a.xlsx#S!A1:C3', columns))).toEqual([
    [1, 2, true],
    [2, null, false],
  ])
  expect(await table(reading('a.xlsx#S!A6:B7'))).toEqual([['5'].concat(''), ['6', '0']])
})

test('sheets by name, number, pattern and in the dataset; the first that is not hidden unless stated', async () => {
  const sheet = (name: string, value: string, state?: 'hidden') => ({
    name,
    rows: row(1, text('A1', 'v')) + row(2, number('A2', value)),
    ...(state === undefined ? {} : { state }),
  })
  put({ sheets: [sheet('Notes', '1', 'hidden'), sheet('Plan 2025', '2'), sheet('Plan 2026', '3')] })
  const read = (from: string, options = {}) => facts(reading(from, { v: 'integer' }, options))
  expect(await read('a.xlsx')).toEqual([[2]])
  expect(await read('a.xlsx', { sheet: 1 })).toEqual([[1]])
  expect(await read('a.xlsx', { sheet: 'Plan 2026' })).toEqual([[3]])
  expect(await read('a.xlsx', { sheet: 'Plan *' })).toEqual([[2], [3]])
  expect(await read('*.xlsx#Plan 2026', { sheet: 'Notes' })).toEqual([[3]])
  expect(await read('a.xlsx', { sheet: 'Plan 2027' })).toEqual([expect.stringContaining('Did you mean "Plan 2025"')])
  expect(await read('a.xlsx', { sheet: 9 })).toEqual([expect.stringContaining('It has Notes, Plan 2025, Plan 2026.')])
  expect(await read('a.xlsx#Notes!4A')).toEqual([expect.stringContaining('load/range')])
  const found = await offered(reading('a.xlsx', {}, { sheet: 'Plan *' }))
  if ('issues' in found) throw new Error('issues')
  expect(found.present).toEqual(['data/a.xlsx#Plan 2025', 'data/a.xlsx#Plan 2026'])
  const known = new Map(found.parts.map(({ origin, fingerprint }) => [origin, String(fingerprint)]))
  for (const part of found.parts) await part.close?.()
  const again = await offered({ ...reading('a.xlsx', {}, { sheet: 'Plan *' }), known })
  expect(again).toMatchObject({ parts: [], present: found.present })
})

test('two header rows, merged cells, hidden rows and columns, rows left out', async () => {
  const body = (at: number, region: string, v: string, more = '') =>
    row(at, (region === '' ? '' : text(`A${at}`, region)) + number(`B${at}`, v) + number(`C${at}`, `${v}0`), more)
  put({
    sheets: [
      {
        name: 'S',
        cols: '<cols><col min="3" max="3" hidden="1" width="9"/></cols>',
        rows:
          row(1, text('A1', 'A title over all')) +
          row(3, text('A3', 'Region') + number('B3', '2026')) +
          row(4, text('B4', 'Sales') + text('C4', 'Profit')) +
          body(5, 'North', '1') +
          body(6, '', '2', ' hidden="1"') +
          body(7, 'Subtotal North', '3') +
          body(8, 'South', '4') +
          body(9, 'TOTAL', '7'),
        merges: ['A1:C1', 'A3:A4', 'B3:C3', 'A5:A6'],
      },
    ],
  })
  const options = { range: 'A3:C', 'header-rows': 2, 'leave-out': ['Total', 'Subtotal *'] }
  expect(await table(reading('a.xlsx', {}, options))).toEqual([
    ['Region', '2026 Sales', '2026 Profit'],
    ['North', '1', '10'],
    ['North', '2', '20'],
    ['South', '4', '40'],
  ])
  expect(await table(reading('a.xlsx', {}, { ...options, hidden: 'skip' }))).toEqual([
    ['Region', '2026 Sales'],
    ['North', '1'],
    ['South', '4'],
  ])
})

test('headers that stand twice are asked for by number', async () => {
  put({
    sheets: [
      {
        name: 'S',
        rows: row(1, text('A1', 'v') + text('B1', 'v')) + row(2, number('A2', '1') + number('B2', '2')),
      },
    ],
  })
  expect(await facts(reading('a.xlsx', { v: 'integer' }))).toEqual([
    'load/double-header data/a.xlsx#S:1 Columns 1 and 2 are both headed "v". Write from: "v #1" or "v #2" in the dataset, or rename one of them in the file.',
  ])
  expect(await facts(reading('a.xlsx', { v: { type: 'integer', from: 'v #2' } }))).toEqual([[2]])
})

test('what is no workbook is told as what it is', async () => {
  const told = async (bytes: Buffer) => {
    writeFileSync(join(place.data, 'a.xlsx'), bytes)
    return table(reading('a.xlsx'))
  }
  const compound = Buffer.alloc(2048)
  compound.write('d0cf11e0a1b11ae1', 'hex')
  expect(await told(compound)).toEqual([expect.stringContaining('a workbook of before 2007')])
  compound.write('EncryptedPackage', 1024, 'utf16le')
  expect(await told(compound)).toEqual([expect.stringContaining('load/password')])
  expect(await told(Buffer.from('a,b\n1,2'))).toEqual([expect.stringContaining('it is no .xlsx workbook')])
  expect(await told(zip([['word/document.xml', '<a/>']]))).toEqual([expect.stringContaining('no .xlsx workbook')])
  expect(await told(zip([['xl/workbook.xml', '<a/>']], 3_000_000_000))).toEqual([
    expect.stringContaining('it unpacks to 2.8 GiB'),
  ])
  const whole = makeXlsx({ sheets: [{ name: 'S', rows: '' }] })
  expect(await told(whole)).toEqual([expect.stringContaining('load/empty-file data/a.xlsx#S')])
  expect(await told(whole.subarray(0, whole.length - 40))).toEqual([expect.stringContaining('no .xlsx workbook')])
})

test('columns into rows: months across, and what does not fit is named', async () => {
  const cells = (at: number, ...words: readonly string[]) =>
    row(at, words.map((word, column) => text(`${'ABCDE'[column]}${at}`, word)).join(''))
  put({
    sheets: [
      {
        name: 'S',
        rows:
          cells(1, 'Region', '2025', '2025', '2026', 'All') +
          cells(2, '', 'Sales', 'Profit', 'Sales', '') +
          cells(3, 'N', '1', '2', '3', '9'),
      },
    ],
  })
  const unpivot = { keep: ['Region'], across: ['year', '*'], 'leave-out': ['All'] }
  const read = (more: object) => table(reading('a.xlsx', {}, { 'header-rows': 2, unpivot: { ...unpivot, ...more } }))
  expect(await read({})).toEqual([
    ['Region', 'year', 'Sales', 'Profit'],
    ['N', '2025', '1', '2'],
    ['N', '2026', '3', null],
  ])
  expect(await read({ 'leave-out': [] })).toEqual([
    expect.stringContaining(
      'load/across data/a.xlsx#S:1 The header of column "All" does not have what unpivot expects: year, then *.',
    ),
  ])
  expect(await read({ keep: ['Regio'] })).toEqual([
    expect.stringContaining('Did you mean "Region"?'),
    expect.stringContaining('load/across'),
  ])
  expect(await read({ across: ['year', 'what'], values: 'amount' })).toEqual([
    ['Region', 'year', 'what', 'amount'],
    ['N', '2025', 'Sales', '1'],
    ['N', '2025', 'Profit', '2'],
    ['N', '2026', 'Sales', '3'],
  ])
})
