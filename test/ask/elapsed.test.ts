import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../../src/app/ask.ts'
import { localOwner } from '../../src/domain/access.ts'
import { parseDay } from '../../src/time/day.ts'
import { questionOf } from '../support/open-folder.ts'
import { formula, kpi, measure, ratio, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'

// On 10 July with data to the 9th, an earlier month is read to its 9th: sums, both parts of a rate, distinct counts, levels.

const documents = `kind: workspace
id: shop
name: Shop
zone: UTC
today: 2026-07-10
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
${kpi('level', measure('stock', 'sum(level)'))}
${kpi('ytd', '{ type: to-date, of: revenue, within: year }')}
${['revenue', 'basket', 'level', 'ytd'].map((id) => kpi(`${id}-before`, formula(`prior([${id}])`))).join('')}
${kpi('customers-before', formula('prior([customers])'), 'customers')}
${['revenue', 'basket', 'ytd'].map((id) => kpi(`${id}-last-year`, formula(`prior([${id}], 'year')`))).join('')}
${kpi('smooth-before', formula('prior(moving_sum([revenue], 2))'))}
${kpi('twice-before', formula('prior(prior([revenue]))'))}
${kpi('growth', formula('([revenue] - prior([revenue])) / prior([revenue])'))}
${kpi('growth-before', formula('prior([growth])'))}
${kpi('slow', formula('prior([revenue])'), '1', 'final-after: 10 days')}
`

interface Sale {
  readonly day: string
  readonly amount: number
  readonly orders: number
  readonly customer: string
}
const days = (from: string, to: string): string[] => {
  const found: string[] = []
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000)
    found.push(new Date(at).toISOString().slice(0, 10))
  return found
}
const sales: readonly Sale[] = days('2024-01-01', '2026-07-09').map((day, index) => ({
  day,
  amount: 1 + ((index * 7) % 101),
  orders: 1 + (index % 4),
  customer: `c${(index * index) % 13}`,
}))
const files = {
  'sales.csv': ['day,amount,orders,customer', ...sales.map((one) => Object.values(one).join())],
  'stock.csv': ['day,level', ...sales.map(({ day, amount }) => `${day},${amount * 2}`)],
}

const between = (from: string, to: string) => sales.filter(({ day }) => day >= from && day <= to)
const sum = (rows: readonly Sale[], of: 'amount' | 'orders' = 'amount') =>
  rows.reduce((total, one) => total + one[of], 0)
const revenue = (from: string, to: string): string => String(sum(between(from, to)))

let work: SmallWorkspace
beforeAll(async () => {
  work = await smallWorkspace(documents, files)
})
afterAll(() => work.close())

/** The same workspace on another day. */
async function onDay(today: string, id: string, period: string) {
  const { catalog } = work.deps
  const workspace = { ...catalog.workspace, today: parseDay(today) }
  const question = questionOf(catalog, id, [period, period])
  return (await ask({ ...work.deps, catalog: { ...catalog, workspace } }, [question], localOwner)).answers
}

async function valueAt(id: string, period: string): Promise<string | number | null> {
  const [planned] = await work.answers(id, period)
  const [naive] = await work.answers(id, period, { plan: 'naive' })
  expect(planned?.value, id).toEqual(naive?.value)
  return planned?.value ?? null
}

describe('an unfinished period is compared with the same part of an earlier one', () => {
  test.each([
    ['revenue-before', '2026-07', '2026-06-01', '2026-06-09'],
    ['revenue-before', '2026-06', '2026-05-01', '2026-05-31'],
    ['revenue-last-year', '2026-07', '2025-07-01', '2025-07-09'],
    ['revenue-before', '2026-Q3', '2026-04-01', '2026-04-09'],
    ['revenue-before', '2026', '2025-01-01', '2025-07-09'],
    ['revenue-before', '2026-W28', '2026-06-29', '2026-07-02'],
    // Data of the 10th have not come; of the day before there is the whole.
    ['revenue-before', '2026-07-10', '2026-07-09', '2026-07-09'],
    ['ytd-before', '2026-07', '2026-01-01', '2026-06-09'],
    ['ytd-last-year', '2026-07', '2025-01-01', '2025-07-09'],
    ['twice-before', '2026-07', '2026-05-01', '2026-05-09'],
    ['smooth-before', '2026-07', '2026-05-01', '2026-06-09'],
  ])('%s in %s is revenue from %s to %s', async (id, period, from, to) => {
    expect(await valueAt(id, period)).toBe(revenue(from, to))
  })

  test('rates cut both parts, distinct counts count again, levels are read on the same day', async () => {
    const then = between('2026-06-01', '2026-06-09')
    expect(await valueAt('basket-before', '2026-07')).toBeCloseTo(sum(then) / sum(then, 'orders'), 9)
    const year = between('2025-01-01', '2025-07-09')
    expect(await valueAt('basket-last-year', '2026')).toBeCloseTo(sum(year) / sum(year, 'orders'), 9)
    expect(await valueAt('customers-before', '2026-07')).toBe(
      String(new Set(then.map(({ customer }) => customer)).size),
    )
    expect(await valueAt('level-before', '2026-07')).toBe(String((then.at(-1)?.amount ?? 0) * 2))
  })

  test('growth of a growing part', async () => {
    const [now, then, before] = [
      sum(between('2026-07-01', '2026-07-09')),
      sum(between('2026-06-01', '2026-06-09')),
      sum(between('2026-05-01', '2026-05-09')),
    ]
    expect(await valueAt('growth', '2026-07')).toBeCloseTo((now - then) / then, 9)
    expect(await valueAt('growth-before', '2026-07')).toBeCloseTo((then - before) / before, 9)
  })
})

test('months whose lengths differ, and 29 February', async () => {
  for (const [today, id, period, from, to] of [
    ['2026-03-31', 'revenue-before', '2026-03', '2026-02-01', '2026-02-28'],
    ['2026-03-30', 'revenue-before', '2026-03', '2026-02-01', '2026-02-28'],
    ['2026-02-28', 'revenue-before', '2026-02', '2026-01-01', '2026-01-31'],
    ['2026-02-27', 'revenue-before', '2026-02', '2026-01-01', '2026-01-27'],
    ['2025-02-28', 'revenue-before', '2025', '2024-01-01', '2024-02-28'],
    ['2025-03-01', 'revenue-last-year', '2025-Q1', '2024-01-01', '2024-03-01'],
  ] as const) {
    const [answer] = await onDay(today, id, period)
    expect(answer?.value, `${today} ${id} ${period}`).toBe(revenue(from, to))
  }
})

test('a period that is over is whole once it is final, and provisional while rows are missing at its end', async () => {
  const late = '2026-08-05'
  // Over but not final: more may come, so that June is read as far as July has come.
  expect((await onDay(late, 'slow', '2026-07'))[0]?.value).toBe(revenue('2026-06-01', '2026-06-09'))
  expect((await onDay(late, 'revenue-before', '2026-07'))[0]?.value).toBe(revenue('2026-06-01', '2026-06-30'))
  const flags = async (id: string, period: string) => (await onDay(late, id, period))[0]?.flags
  expect(await flags('revenue', '2026-07')).toEqual(['provisional'])
  expect(await flags('revenue', '2026-06')).toEqual([])
  expect(await flags('revenue', '2026-Q3')).toEqual(['provisional', 'unfinished'])
  // The data end on a Thursday: of that week Friday is missing, not only its days off.
  expect(await flags('revenue', '2026-W28')).toEqual(['provisional'])
  expect(await flags('revenue', '2026-W27')).toEqual([])
})

test('an earlier period is no data while nothing of this one has come', async () => {
  expect((await onDay('2026-08-02', 'revenue-before', '2026-08'))[0]).toMatchObject({ state: 'no-data', value: null })
})
