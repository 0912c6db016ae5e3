import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../../src/app/ask.ts'
import { parseQuestions } from '../../src/app/view/parse-questions.ts'
import { localOwner } from '../../src/domain/access.ts'
import type { Answer } from '../../src/domain/answer.ts'
import { kpi, measure, ratio, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'

// A value beside what it is compared with: the same numbers that asking for those periods gives, and cut where it is unfinished.

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
key: [day, region]
time: { column: day }
columns: { day: date, region: text, amount: integer, orders: integer, customer: text }
dimensions: [region]
${kpi('revenue', measure('sales', 'sum(amount)'))}
${kpi(
  'basket',
  ratio('sum(amount)', 'sum(orders)', 'sales'),
  '1',
  'benchmarks: [{ name: Chamber, source: Yearbook, year: 2025, quartiles: { lower: 20, median: 25, upper: 30 } }]',
)}
${kpi('customers', measure('sales', 'count_distinct(customer)'), 'customers')}
---
{ kind: target, id: plan, kpi: revenue, version: budget, total: 36_500, year: 2026, spread: even }
---
{ kind: target, id: stretch, kpi: revenue, version: stretch, values: { 2026-06: 5000 } }
`
const sales = Array.from({ length: 921 }, (_, index) => {
  const day = new Date(Date.UTC(2024, 0, 1 + index)).toISOString().slice(0, 10)
  return ['n', 's'].map((region, at) => ({
    day,
    region,
    amount: 1 + ((index * 7 + at * 31) % 101),
    orders: 1 + ((index + at) % 4),
    customer: `c${(index * index + at) % 13}`,
  }))
}).flat()

const between = (from: string, until: string) => sales.filter(({ day }) => day >= from && day < until)
const sum = (rows: typeof sales, of: 'amount' | 'orders' = 'amount') => rows.reduce((total, one) => total + one[of], 0)

let work: SmallWorkspace
beforeAll(async () => {
  work = await smallWorkspace(documents, {
    'sales.csv': ['day,region,amount,orders,customer', ...sales.map((one) => Object.values(one).join())],
  })
})
afterAll(() => work.close())

async function asked(kpis: string, period: string, compare: readonly string[], more = {}): Promise<readonly Answer[]> {
  const names = { 4: 'year', 5: 'total', 7: period.includes('Q') ? 'quarter' : 'month', 8: 'week', 10: 'day' }
  const grain = names[period.length as keyof typeof names]
  const questions = parseQuestions(work.deps, { kpis: [kpis], grain, from: period, to: period, compare, ...more })
  if (!questions.ok) throw new Error(questions.issues.map(({ message }) => message).join(' '))
  const { answers } = await ask(work.deps, questions.value, localOwner)
  const naive = await ask(work.deps, questions.value, localOwner, { plan: 'naive' })
  expect(answers.map(({ comparisons }) => comparisons)).toEqual(naive.answers.map(({ comparisons }) => comparisons))
  return answers
}

async function comparison(id: string, period: string, baseline: string) {
  const [answer] = await asked(id, period, [baseline])
  return answer?.comparisons?.[baseline]
}

describe('finished periods', () => {
  test.each([
    ['revenue', '2026-06', 'prior', '2026-05'],
    ['basket', '2026-06', 'year', '2025-06'],
    ['customers', '2026-Q1', 'year', '2025-Q1'],
    ['revenue', '2025', 'year', '2024'],
    ['basket', '2026-W20', 'year', '2025-W20'],
    ['revenue', '2026-W20', 'year-weekday', '2025-W20'],
    ['revenue', '2026-06-15', 'year-weekday', '2025-06-16'],
    ['revenue', '2026-06-15', 'year', '2025-06-15'],
  ])('%s in %s against %s is what asking for %s gives', async (id, period, baseline, earlier) => {
    const [[then], [now]] = [await asked(id, earlier, []), await asked(id, period, [])]
    const found = await comparison(id, period, baseline)
    expect(found).toMatchObject({
      state: 'value',
      value: then?.value,
      period: earlier,
      start: then?.start,
      end: then?.end,
    })
    const [a, b] = [Number(now?.value), Number(then?.value)]
    expect(Number(found?.difference)).toBeCloseTo(a - b, 9)
    expect(found?.relative).toBeCloseTo((a - b) / b, 9)
  })

  test('the mean of periods: of rates the sum of numerators over that of denominators', async () => {
    const rows = between('2026-03-01', '2026-06-01')
    expect(await comparison('revenue', '2026-06', 'average:3')).toMatchObject({
      value: sum(rows) / 3,
      period: null,
      start: '2026-03-01',
      end: '2026-06-01',
    })
    expect((await comparison('basket', '2026-06', 'average:3'))?.value).toBeCloseTo(sum(rows) / sum(rows, 'orders'), 9)
  })

  test('there is none where the calendar has none, or where the data begin later', async () => {
    expect(await comparison('revenue', 'total', 'year-date')).toMatchObject({ state: 'not-applicable', value: null })
    expect(await comparison('revenue', 'total', 'prior')).toMatchObject({ state: 'not-applicable', period: null })
    expect(await comparison('revenue', '2024-01', 'prior')).toMatchObject({ state: 'no-data', difference: null })
    expect(await comparison('revenue', '2024-02-29', 'year')).toMatchObject({ state: 'not-applicable' })
  })

  test('versions of targets', async () => {
    const [answer] = await asked('revenue', '2026-06', ['stretch', 'budget'])
    expect(answer?.comparisons?.stretch).toMatchObject({ value: '5000', period: '2026-06', end: '2026-07-01' })
    expect(answer?.comparisons?.budget?.value).toBe(answer?.target)
    expect((await asked('basket', '2026-06', ['budget']))[0]?.comparisons?.budget).toMatchObject({ state: 'no-data' })
  })
})

test('an unfinished period meets the same part of each earlier one, and the target of its part', async () => {
  const [answer] = await asked('revenue', '2026-07', ['prior', 'year', 'average:2', 'budget'])
  const part = (from: string, until: string) => String(sum(between(from, until)))
  expect(answer?.flags).toContain('unfinished')
  expect(answer?.comparisons).toMatchObject({
    prior: { value: part('2026-06-01', '2026-06-10'), period: '2026-06', start: '2026-06-01', end: '2026-06-10' },
    year: { value: part('2025-07-01', '2025-07-10'), period: '2025-07', start: '2025-07-01', end: '2025-07-10' },
    'average:2': { value: (Number(part('2026-05-01', '2026-05-10')) + Number(part('2026-06-01', '2026-06-10'))) / 2 },
    budget: { value: answer?.targetToDate, period: '2026-07', start: '2026-07-01', end: '2026-07-10' },
  })
  const byRegion = await asked('customers', '2026-07', ['prior'], { by: ['region'] })
  for (const { scope, comparisons } of byRegion) {
    const rows = between('2026-06-01', '2026-06-10').filter(({ region }) => scope === `region=${region}`)
    expect(comparisons?.prior?.value).toBe(String(new Set(rows.map(({ customer }) => customer)).size))
  }
  expect(byRegion).toHaveLength(2)
})

test('what cannot be compared with is named, with what can', () => {
  const wrong = parseQuestions(work.deps, { kpis: ['revenue'], compare: ['yaer', 'average:0'] })
  if (wrong.ok) throw new Error('these are no baselines')
  expect(wrong.issues.map(({ code }) => code)).toEqual(['ask/unknown-baseline', 'ask/unknown-baseline'])
  expect(wrong.issues[0]?.hint).toContain('year')
})

test('a value beside what others reach: the median of the benchmark of its KPI, from its year on', async () => {
  const [june] = await asked('basket', '2026-06', ['benchmark', 'prior'])
  const { benchmark, prior } = june?.comparisons ?? {}
  expect(prior?.state).toBe('value')
  expect(benchmark).toMatchObject({ state: 'value', value: '25', period: '2026-06' })
  expect(Number(benchmark?.difference)).toBeCloseTo(Number(june?.value) - 25, 9)
  expect(benchmark?.relative).toBeCloseTo(Number(june?.value) / 25 - 1, 9)
  const [before] = await asked('basket', '2024-06', ['benchmark'])
  expect(before?.comparisons?.benchmark).toMatchObject({ state: 'no-data', value: null, relative: null })
})
