import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../../src/app/ask.ts'
import { enter } from '../../src/app/enter.ts'
import { parseQuestions } from '../../src/app/view/parse-questions.ts'
import { localOwner } from '../../src/domain/access.ts'
import type { Comparison } from '../../src/domain/answer.ts'
import { parseDay } from '../../src/time/day.ts'
import { formula, kpi, measure, ratio, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'

// The year before by its place, its dates, its weekdays or restated after 53 weeks, in every kind of calculation: each value
// is what plain arithmetic over the rows of the days gives that stand here.

const overTime = ', over-time: mean'
const documents = `kind: workspace
id: shop
name: Shop
zone: UTC
today: 2026-07-10
---
kind: calendar
id: retail
name: Retail 4-5-4
pattern: 4-5-4
year-ends: nearest saturday to 31 january
label-year-by: start
---
{ kind: source, id: files, connector: csv, path: data }
---
kind: dataset
id: sales
source: files
from: sales.csv
key: [day]
time: { column: day }
columns: { day: date, amount: integer, orders: integer, customer: text }
---
kind: dataset
id: stock
source: files
from: stock.csv
key: [day]
time: { column: day }
rows: snapshot
columns: { day: date, level: integer }
${kpi('revenue', measure('sales', 'sum(amount)'))}
${kpi('basket', ratio('sum(amount)', 'sum(orders)', 'sales'))}
${kpi('customers', measure('sales', 'count_distinct(customer)'), 'customers')}
${kpi('middle', measure('sales', 'median(amount)'))}
${kpi('most', measure('sales', 'percentile(amount, 90)'))}
${kpi('level', measure('stock', 'sum(level)'))}
${kpi('mean-level', `{ type: measure, dataset: stock, formula: "sum(level)"${overTime} }`)}
${kpi('rate-of-rates', formula('[basket] / [mean-level]'))}
${kpi('doubled', formula('[revenue] * 2 + prior([revenue])'))}
${kpi('ytd', '{ type: to-date, of: revenue, within: year }')}
${kpi('rolling', '{ type: rolling, of: basket, over: 10 days }')}
${kpi('typed', '{ type: manual, over-time: sum, roll-up: none }')}
${kpi('dated', '[{ type: measure, dataset: sales, formula: "sum(amount)" }, { from: 2025-06-11, type: measure, dataset: sales, formula: "0 - sum(amount)" }]')}
`

interface Sale {
  readonly day: number
  readonly amount: number
  readonly orders: number
  readonly customer: string
}
const dayOf = (iso: string): number => Date.parse(iso) / 86_400_000
const isoOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10)
const sales: readonly Sale[] = Array.from({ length: dayOf('2026-07-10') - dayOf('2022-06-01') }, (_, index) => ({
  day: dayOf('2022-06-01') + index,
  amount: 1 + ((index * 37) % 101),
  orders: 1 + (index % 4),
  customer: `c${(index * index) % 53}`,
}))
const files = {
  'sales.csv': [
    'day,amount,orders,customer',
    ...sales.map((one) => [isoOf(one.day), one.amount, one.orders, one.customer].join()),
  ],
  'stock.csv': ['day,level', ...sales.map(({ day, amount }) => `${isoOf(day)},${amount * 2}`)],
}

/** Rows of the days from one to another, both included. */
const between = (from: string, to: string) => sales.filter(({ day }) => day >= dayOf(from) && day <= dayOf(to))
const sum = (rows: readonly Sale[], of: 'amount' | 'orders' = 'amount') =>
  rows.reduce((total, one) => total + one[of], 0)
const basket = (rows: readonly Sale[]) => sum(rows) / sum(rows, 'orders')
const meanLevel = (rows: readonly Sale[]) => (2 * sum(rows)) / rows.length

/** The percentile of type 7, which spreadsheets call PERCENTILE.INC. */
function percentile(rows: readonly Sale[], share: number): number {
  const sorted = rows.map(({ amount }) => amount).sort((a, b) => a - b)
  const at = share * (sorted.length - 1)
  const [low, high] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0]
  return low + (high - low) * (at - Math.floor(at))
}

const byHand: Readonly<Record<string, (rows: readonly Sale[]) => number>> = {
  revenue: (rows) => sum(rows),
  basket,
  customers: (rows) => new Set(rows.map(({ customer }) => customer)).size,
  middle: (rows) => percentile(rows, 0.5),
  most: (rows) => percentile(rows, 0.9),
  level: (rows) => 2 * (rows.at(-1)?.amount ?? 0),
  'mean-level': meanLevel,
  'rate-of-rates': (rows) => basket(rows) / meanLevel(rows),
}

let work: SmallWorkspace
beforeAll(async () => {
  work = await smallWorkspace(documents, files)
})
afterAll(() => work.close())

const grains = { 4: 'year', 7: 'month', 8: 'week', 10: 'day' }
function grainOf(period: string): string | undefined {
  const text = period.replace(/^[a-z]+:/, '')
  return /-Q/.test(text) ? 'quarter' : /-P/.test(text) ? 'month' : grains[text.length as keyof typeof grains]
}

async function compared(id: string, period: string, baseline: string, today?: string): Promise<Comparison> {
  const catalog = work.deps.catalog
  const workspace = today === undefined ? catalog.workspace : { ...catalog.workspace, today: parseDay(today) }
  const deps = { ...work.deps, catalog: { ...catalog, workspace } }
  const input = { kpis: [id], grain: grainOf(period), from: period, to: period, compare: [baseline] }
  const questions = parseQuestions(deps, input)
  if (!questions.ok) throw new Error(questions.issues.map(({ message }) => message).join(' '))
  const { answers } = await ask(deps, questions.value, localOwner)
  const naive = await ask(deps, questions.value, localOwner, { plan: 'naive' })
  expect(answers[0]?.comparisons).toEqual(naive.answers[0]?.comparisons)
  const found = answers[0]?.comparisons?.[baseline]
  if (found === undefined) throw new Error(`${id} has no comparison`)
  return found
}

describe('each kind of calculation on the days of the year before', () => {
  test.each([
    // By date: the same dates, whatever period they make up.
    ['2026-06', 'year-date', '2025-06-01', '2025-06-30', '2025-06'],
    ['2026-Q1', 'year-date', '2025-01-01', '2025-03-31', '2025-Q1'],
    ['2025', 'year-date', '2024-01-01', '2024-12-31', '2024'],
    ['2026-W20', 'year-date', '2025-05-11', '2025-05-17', null],
    ['2025-W09', 'year-date', '2024-02-24', '2024-03-02', null],
    ['2025-02-28', 'year-date', '2024-02-28', '2024-02-28', '2024-02-28'],
    ['2024-02', 'year-date', '2023-02-01', '2023-02-28', '2023-02'],
    ['retail:2024-W01', 'year-date', '2023-02-04', '2023-02-10', null],
    // By weekday: 52 weeks before.
    ['2026-06', 'year-weekday', '2025-06-02', '2025-07-01', null],
    ['2026-W20', 'year-weekday', '2025-05-12', '2025-05-18', '2025-W20'],
    ['2024-02-29', 'year-weekday', '2023-03-02', '2023-03-02', '2023-03-02'],
    ['retail:2023-W53', 'year-weekday', '2023-01-29', '2023-02-04', 'retail:2023-W01'],
    // Restated: FY2023 has 53 weeks, of which the first is left out for FY2024 (NRF).
    ['retail:2024-W01', 'restated', '2023-02-05', '2023-02-11', 'retail:2023-W02'],
    ['retail:2024-P01', 'restated', '2023-02-05', '2023-03-04', null],
    ['retail:2024-Q4', 'restated', '2023-11-05', '2024-02-03', null],
    ['retail:2024', 'restated', '2023-02-05', '2024-02-03', null],
    ['retail:2025-P03', 'restated', '2024-04-07', '2024-05-04', 'retail:2024-P03'],
    ['2026-06', 'restated', '2025-06-01', '2025-06-30', '2025-06'],
  ])('%s by %s reads %s to %s', async (period, baseline, from, to, named) => {
    const rows = between(from, to)
    for (const [id, of] of Object.entries(byHand)) {
      const found = await compared(id, period, baseline)
      const place = { state: 'value', period: named, start: from, end: isoOf(dayOf(to) + 1), part: null }
      expect(found, id).toMatchObject(place)
      expect(Number(found.value), id).toBeCloseTo(of(rows), 9)
    }
  })

  test.each([
    ['ytd', '2026-W20', 'year-date', sum(between('2025-01-01', '2025-05-17'))],
    ['ytd', '2026-06', 'year-weekday', sum(between('2025-01-02', '2025-07-01'))],
    ['ytd', 'retail:2024-P02', 'restated', sum(between('2023-02-05', '2023-04-08'))],
    ['rolling', '2026-06', 'year-weekday', basket(between('2025-06-22', '2025-07-01'))],
    ['rolling', '2026-06', 'year-date', basket(between('2025-06-21', '2025-06-30'))],
    [
      'doubled',
      'retail:2024-P02',
      'restated',
      2 * sum(between('2023-03-05', '2023-04-08')) + sum(between('2023-02-05', '2023-03-04')),
    ],
    // The definition that was in force on the last day that is read decides.
    ['dated', '2026-W24', 'year-weekday', -sum(between('2025-06-09', '2025-06-15'))],
    ['dated', '2026-W23', 'year-weekday', sum(between('2025-06-02', '2025-06-08'))],
  ])('%s of %s by %s', async (id, period, baseline, expected) => {
    expect(Number((await compared(id, period, baseline)).value)).toBeCloseTo(expected, 9)
  })

  test.each([
    ['revenue', '2024-02-29', 'year-date'],
    ['revenue', 'retail:2023-W53', 'restated'],
  ])('%s of %s has no %s', async (id, period, baseline) => {
    expect(await compared(id, period, baseline)).toMatchObject({ state: 'not-applicable', value: null })
  })
})

test('what was typed in is known for the days of whole months alone', async () => {
  for (const [period, value] of [
    ['2025-05', '5'],
    ['2025-06', '7'],
  ] as const) {
    expect((await enter(work.deps, { kpi: 'typed', period, value }, localOwner)).ok).toBe(true)
  }
  expect(await compared('typed', '2026-06', 'year-date')).toMatchObject({ value: '7', period: '2025-06' })
  expect(await compared('typed', '2026-06', 'year-weekday')).toMatchObject({ state: 'not-applicable', value: null })
})

describe('an unfinished period is read as far as it has come there too', () => {
  test.each([
    ['2026-07', 'year-date', '2025-07-01', '2025-07-09', 9],
    ['2026-07', 'year-weekday', '2025-07-02', '2025-07-10', 9],
    ['2026-W28', 'year-date', '2025-07-06', '2025-07-09', 4],
    ['2026-Q3', 'year-weekday', '2025-07-02', '2025-07-10', 9],
    ['2026', 'year-weekday', '2025-01-02', '2025-07-10', 190],
  ])('%s by %s reads %s to %s', async (period, baseline, from, to, count) => {
    for (const [id, of] of Object.entries(byHand)) {
      const found = await compared(id, period, baseline)
      const part = { count, of: 'day', through: '2026-07-09' }
      expect(found, id).toMatchObject({ start: from, end: isoOf(dayOf(to) + 1), part })
      expect(Number(found.value), id).toBeCloseTo(of(between(from, to)), 9)
    }
  })

  test('after 53 weeks: half of the first period of FY2024', async () => {
    const found = await compared('revenue', 'retail:2024-P01', 'restated', '2024-02-17')
    expect(found).toMatchObject({ start: '2023-02-05', end: '2023-02-19', part: { count: 14, through: '2024-02-17' } })
    expect(Number(found.value)).toBe(sum(between('2023-02-05', '2023-02-18')))
  })
})
