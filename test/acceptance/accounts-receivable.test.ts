import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askAll, closeAll, dataFile, hasData, workspaceOf } from './ask-all.ts'
import { cellOf, type Expected, expectAnswers, grouped, type Names, Oracle, published } from './compare.ts'
import { dayNumber, fixed, periodsOf, rowsOf, text } from './raw.ts'

const name = 'accounts_receivable'

/** What no definition says in general, though each published value is met: see the KPI. */
const short = 'an iterative count-back over any number of months: the KPI counts back three, and says nothing beyond'

const monthly: Names = {
  credit_sales: ['credit-sales', true],
  days_to_settle_weighted: ['days-to-settle', false],
  days_late_weighted: ['days-late', false],
  receivables_end: ['receivables', true],
  'ageing.not_due': ['receivables-not-due', true],
  'ageing.1_30': ['receivables-overdue-1-30', true],
  'ageing.31_60': ['receivables-overdue-31-60', true],
  'ageing.61_90': ['receivables-overdue-61-90', true],
  'ageing.over_90': ['receivables-overdue-90', true],
  overdue_share: ['overdue-share', false],
  dso_month: ['dso', false],
  dso_countback: ['dso-count-back', false],
  collection_effectiveness_index: ['cei', false],
}
const threeMonths: Names = { dso_three_months: ['dso-3-months', false] }
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

  test(`every published value; short of ${short}`, async () => {
    const oracle = new Oracle(name)
    const months = oracle.names('monthly')
    expect(months).toHaveLength(24)
    expectAnswers(
      await askAll(place.folder, { kpis, from: '2012-01', to: '2013-12' }),
      new Map(months.map((month) => [cellOf('', month), published(oracle, `monthly.${month}`, monthly)])),
    )
    // A rolling three months begin with the third.
    const rolling = months.slice(2)
    expectAnswers(
      await askAll(place.folder, { kpis: ['dso-3-months'], from: '2012-01', to: '2013-12' }),
      new Map(rolling.map((month) => [cellOf('', month), published(oracle, `monthly.${month}`, threeMonths)])),
    )
    const total: Names = { invoices: ['invoices', true], amount: ['credit-sales', true] }
    expectAnswers(
      await askAll(place.folder, { kpis: ['invoices', 'credit-sales'], from: 'total', to: 'total' }),
      new Map([[cellOf('', 'total'), published(oracle, '', total)]]),
    )
    expect(oracle.left([])).toEqual({ paths: [], idle: [] })
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
    const flows = ['credit-sales', 'days-to-settle', 'days-late']
    expectAnswers(await askAll(place.folder, { kpis: flows, from, to, by: ['country'] }), new Map(known))

    const stocks = Object.keys(ages)
    const answers = await askAll(place.folder, { kpis: stocks, from, to, by: ['country'] })
    const levels = answers.map(({ kpi, scope, period, end }): [string, string, Expected] => {
      const day = dayNumber(end ?? '') - 1
      const open = invoices.filter(
        (row) =>
          scope === `country=${row.country}` &&
          dayNumber(row.issued) <= day &&
          dayNumber(row.settled) > day &&
          ages[kpi]?.(day - dayNumber(row.due)) === true,
      )
      return [cellOf(scope, period), kpi, text(sum(open), 2)]
    })
    const byCell = Map.groupBy(levels, ([key]) => key)
    expectAnswers(
      answers,
      new Map([...byCell].map(([key, own]) => [key, Object.fromEntries(own.map(([, kpi, value]) => [kpi, value]))])),
    )
  })
})

/** Which invoices count, by how many days they are overdue. */
const ages: Readonly<Record<string, (overdue: number) => boolean>> = {
  receivables: () => true,
  'receivables-not-due': (overdue) => overdue <= 0,
  'receivables-overdue-1-30': (overdue) => overdue >= 1 && overdue <= 30,
  'receivables-overdue-31-60': (overdue) => overdue >= 31 && overdue <= 60,
  'receivables-overdue-61-90': (overdue) => overdue >= 61 && overdue <= 90,
  'receivables-overdue-90': (overdue) => overdue > 90,
}

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
