import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askAll, closeAll, dataFile, hasData, workspaceOf } from './ask-all.ts'
import { cellOf, type Expected, expectAnswers, grouped, type Names, Oracle, published } from './compare.ts'
import { dayNumber, fixed, periodsOf, rowsOf, text } from './raw.ts'

const name = 'accounts_receivable'

/** What no KPI says yet, and why. */
const beyondTheLanguage: Readonly<Record<string, RegExp>> = {
  'what is open at the end of a month':
    /\.(receivables_end|ageing\.|overdue_share|dso_|collection_effectiveness_index)/,
}

const monthly: Names = {
  credit_sales: ['credit-sales', true],
  days_to_settle_weighted: ['days-to-settle', false],
  days_late_weighted: ['days-late', false],
}
const kpis = Object.values(monthly).map(([kpi]) => kpi)

describe.skipIf(!hasData(name))('accounts receivable (skipped where ../shared/data is absent)', () => {
  let place: ReturnType<typeof workspaceOf>
  beforeAll(() => {
    place = workspaceOf(name)
  })
  afterAll(async () => {
    await closeAll()
    place.remove()
  })

  test('every published value but those beyond the language', async () => {
    const oracle = new Oracle(name)
    const months = oracle.names('monthly')
    expect(months).toHaveLength(24)
    expectAnswers(
      await askAll(place.folder, { kpis, from: '2012-01', to: '2013-12' }),
      new Map(months.map((month) => [cellOf('', month), published(oracle, `monthly.${month}`, monthly)])),
    )
    const total: Names = { invoices: ['invoices', true], amount: ['credit-sales', true] }
    expectAnswers(
      await askAll(place.folder, { kpis: ['invoices', 'credit-sales'], from: 'total', to: 'total' }),
      new Map([[cellOf('', 'total'), published(oracle, '', total)]]),
    )
    expect(oracle.left(Object.values(beyondTheLanguage))).toEqual({ paths: [], idle: [] })
  })

  test.each([
    ['week', '2012-W01', '2013-W48'],
    ['quarter', '2012-Q1', '2013-Q4'],
  ] as const)('by %s from %s to %s and country', async (grain, from, to) => {
    const invoices = rawInvoices()
    const table = new Map<string, Record<string, Expected>>()
    const put = (cell: string, values: Record<string, Expected>) => table.set(cell, { ...table.get(cell), ...values })
    const cell = (day: string, country: string) => cellOf(`country=${country}`, periodsOf(day)[grain])
    for (const [key, rows] of grouped(invoices, ({ issued, country }) => cell(issued, country)))
      put(key, { 'credit-sales': text(sum(rows), 2) })
    for (const [key, rows] of grouped(invoices, ({ settled, country }) => cell(settled, country))) {
      const weighted = (days: (row: Invoice) => number) =>
        rows.reduce((all, row) => all + Number(row.amount) * days(row), 0) / Number(sum(rows))
      put(key, {
        'days-to-settle': weighted(({ settled, issued }) => dayNumber(settled) - dayNumber(issued)),
        'days-late': weighted(({ settled, due }) => Math.max(0, dayNumber(settled) - dayNumber(due))),
      })
    }
    const known = [...table].filter(([key]) => (key.split(' ').at(-1) ?? '') <= to)
    expectAnswers(await askAll(place.folder, { kpis, from, to, by: ['country'] }), new Map(known))
  })
})

type Invoice = ReturnType<typeof rawInvoices>[number]

const sum = (rows: readonly Invoice[]): bigint => rows.reduce((all, { amount }) => all + amount, 0n)

function rawInvoices() {
  return rowsOf(dataFile(name, 'invoices.csv')).map((row) => ({
    country: row.countryCode ?? '',
    issued: isoOf(row.InvoiceDate ?? ''),
    due: isoOf(row.DueDate ?? ''),
    settled: isoOf(row.SettledDate ?? ''),
    amount: fixed(row.InvoiceAmount ?? '', 2),
  }))
}

/** `1/2/2013` is the second of January. */
function isoOf(date: string): string {
  const [month = '', day = '', year = ''] = date.split('/')
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}
