import { cpSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { csv } from '../src/connectors/csv.ts'
import { excel } from '../src/connectors/excel.ts'
import { isoInstant } from '../src/time/zone.ts'
import { datasetOf, facts, sourceFolder } from './support/connector-read.ts'

// Every record of the messy sheets, by declarations a person would write, and nothing else.
const data = join(import.meta.dirname, '../../shared/data')
const hasData = existsSync(join(data, 'messy_made'))

interface Expected {
  readonly files: Readonly<Record<string, { readonly records: readonly (readonly (string | number | null)[])[] }>>
}

type Columns = Parameters<typeof datasetOf>[1]

const dollars = { type: 'money USD', groupSign: ',', marks: ['$'] } as const
const european = { type: 'money EUR', groupSign: '.', decimalSign: ',' } as const
const years = { region: 'text', category: 'text', year: 'integer' } as const

const wishes: Readonly<
  Record<string, { readonly options?: Readonly<Record<string, unknown>>; readonly columns: Columns }>
> = {
  'european_numbers_cp1252.csv': {
    options: { encoding: 'latin1', delimiter: ';', 'leave-out': ['Summe'] },
    columns: {
      month: { type: 'date', from: 'Monat', format: 'DD.MM.YYYY' },
      region: { type: 'text', from: 'Gebiet' },
      sales: { ...european, from: 'Umsatz (€)' },
      profit: { ...european, from: 'Ergebnis (€)' },
    },
  },
  'indian_grouping.csv': {
    columns: {
      month: { type: 'date', from: 'Period', format: 'MMM-YY' },
      region: { type: 'text', from: 'Region' },
      amount: { type: 'money INR', from: 'Amount', groupSign: ',', marks: ['₹'] },
    },
  },
  'bom_crlf_quotes.csv': {
    columns: {
      order: { type: 'text', from: 'Order' },
      date: { type: 'date', from: 'Date', format: 'MM/DD/YYYY' },
      customer: { type: 'text', from: 'Customer' },
      sales: { ...dollars, from: 'Amount #1' },
      profit: { ...dollars, from: 'Amount #2' },
    },
  },
  'excel_serial_dates.csv': {
    columns: {
      date: { type: 'timestamp', from: 'order_date', format: 'excel' },
      order: { type: 'text', from: 'order_id' },
      sales: 'money USD',
    },
  },
  'unicode_text_utf16.txt': {
    options: { encoding: 'utf-16le', delimiter: '\t' },
    columns: {
      region: { type: 'text', from: 'Region' },
      category: { type: 'text', from: 'Category' },
      year: { type: 'integer', from: 'Year' },
      sales: { type: 'money USD', from: 'Sales', groupSign: ',' },
    },
  },
  'dates_1904_system.xlsx': { columns: { date: 'date', order: 'text', sales: 'money USD' } },
  'report_merged_headers.xlsx': {
    options: {
      range: 'A4:H',
      'header-rows': 2,
      'leave-out': ['Subtotal *', 'Total*', 'Grand total*', '*excludes gift cards*'],
      unpivot: { keep: ['Region', 'Category'], across: ['year', '*'] },
    },
    columns: {
      region: { type: 'text', from: 'Region' },
      category: { type: 'text', from: 'Category' },
      year: years.year,
      sales: { type: 'money USD', from: 'Sales', groupSign: ',', missing: ['-', '–', '—', 'n/a'] },
      profit: { type: 'money USD', from: 'Profit', groupSign: ',', missing: ['-', '–', '—', 'n/a'] },
    },
  },
  'wide_months_errors.xlsx': {
    options: {
      'leave-out': ['Total*'],
      unpivot: { keep: ['Sales'], across: ['month'], values: 'amount', 'leave-out': ['FY'] },
    },
    columns: {
      category: { type: 'text', from: 'Sales' },
      month: 'date',
      sales: {
        type: 'money USD',
        from: 'amount',
        groupSign: ',',
        missing: ['-', '–', '—', 'n/a', '#N/A', '#DIV/0!', '#REF!'],
      },
    },
  },
}

describe.skipIf(!hasData)('messy sheets (skipped where ../shared/data is absent)', () => {
  let place: ReturnType<typeof sourceFolder>
  let expected: Expected = { files: {} }
  beforeAll(() => {
    place = sourceFolder()
    cpSync(join(data, 'messy_made'), place.data, { recursive: true })
    expected = JSON.parse(readFileSync(join(data, 'messy_made/expected.json'), 'utf8'))
  })
  afterAll(() => place.remove())

  test.each(Object.entries(wishes))('%s', async (name, { options = {}, columns = {} }) => {
    const dataset = datasetOf(name, columns)
    const connector = name.endsWith('.xlsx') ? excel : csv
    const rows = await facts({ connector, folder: place.folder, options: { path: 'data', ...options }, dataset })
    const types = dataset.columns.map(({ type }) => type)
    const wanted = expected.files[name]?.records.map((record) =>
      record.map((value, at) => typedAs(types[at]?.kind, value)),
    )
    expect(
      rows.map((row) => (typeof row === 'string' ? row : row.map((value, at) => said(types[at]?.kind, value)))),
    ).toEqual(wanted)
  })
})

/** An expected value as we write it: amounts in hundredths, days and times as text. */
function typedAs(kind: string | undefined, value: string | number | null): string | number | null {
  if (value === null) return null
  if (kind === 'decimal') return typeof value === 'number' ? value : Math.round(Number(value) * 100)
  if (kind !== 'instant') return value
  const text = String(value)
  return text.includes('T') ? text : `${text}T00:00:00`
}

function said(kind: string | undefined, value: unknown): unknown {
  if (value === null) return null
  if (kind === 'decimal') return Number(value)
  if (kind === 'date') return isoInstant(Number(value) * 86_400_000).slice(0, 10)
  if (kind === 'instant') return isoInstant(Number(value) / 1000).slice(0, 19)
  return value
}
