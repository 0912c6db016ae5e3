import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../../src/app/ask.ts'
import { parseQuestions, type QuestionText } from '../../src/app/view/parse-questions.ts'
import { localOwner } from '../../src/domain/access.ts'
import { formula, kpi, measure, ratio, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'

/** One order every twenty minutes through both of Berlin's changes of clocks; a desk in Kolkata, half an hour off the others. */
const documents = `kind: workspace
id: w
name: W
zone: UTC
today: 2026-11-01
---
kind: source
id: files
connector: csv
path: data
---
kind: dataset
id: orders
source: files
from: orders.csv
key: [id]
row: order
time: { column: at, zone: Europe/Berlin }
columns: { id: integer, at: timestamp, customer: text, amount: integer, region: text }
dimensions: [region]
---
kind: dataset
id: lines
source: files
from: lines.csv
key: [id]
row: line
time: { column: order.at }
columns: { id: integer, order_id: integer }
look-ups: { order: { dataset: orders, by: order_id } }
---
kind: dataset
id: calls
source: files
from: calls.csv
key: [id]
row: call
time: { column: at, zone: Asia/Kolkata }
columns: { id: integer, at: timestamp }
---
kind: dataset
id: plans
source: files
from: plans.csv
key: none
time: { column: on_day }
columns: { on_day: date, amount: integer }
${kpi('orders', measure('orders', 'count()'), 'orders')}
${kpi('amount', measure('orders', 'sum(amount)'))}
${kpi('customers', measure('orders', 'count_distinct(customer)'), 'customers')}
${kpi('mean', ratio('sum(amount)', 'count()', 'orders'), '1/orders')}
${kpi('lines', measure('lines', 'count()'), 'lines')}
${kpi('calls', measure('calls', 'count()'), 'calls')}
${kpi('both', formula('[orders] * [calls] / [calls]'), 'orders')}
${kpi('day-before', formula("prior([orders], 'day')"), 'orders')}
${kpi('three-hours', formula('moving_sum([orders], 3)'), 'orders')}
${kpi('plans', measure('plans', 'sum(amount)'))}
${kpi('to-date', formula("to_date([orders], 'month')"), 'orders')}
${kpi('today', '{ type: to-date, of: orders, within: day }', 'orders')}
${kpi('mean-today', formula("to_date([mean], 'day')"), '1/orders')}
${kpi('largest-today', formula("to_date([largest], 'day')"))}
${kpi('largest', measure('orders', 'max(amount)'))}
${kpi('last-day', '{ type: rolling, of: orders, over: 24 hours }', 'orders')}
${kpi('amount-last-day', formula("rolling([amount], 24, 'hour')"))}
${kpi('since-yesterday', formula("rolling([orders], 1, 'day')"), 'orders')}
${kpi('customers-last-day', formula("rolling([customers], 24, 'hour')"), 'customers')}
`

const step = 20 * 60_000
const spans = [
  ['2026-03-27T20:00:00Z', '2026-03-31T00:00:00Z'],
  ['2026-10-23T20:00:00Z', '2026-10-27T00:00:00Z'],
] as const
const rows: { readonly at: number; readonly customer: string; readonly amount: number }[] = []
for (const [from, until] of spans)
  for (let at = Date.parse(from); at < Date.parse(until); at += step)
    rows.push({ at, customer: `c${rows.length % 4}`, amount: rows.length % 11 })
const iso = (at: number): string => new Date(at).toISOString()

let small: SmallWorkspace
beforeAll(async () => {
  small = await smallWorkspace(documents, {
    'orders.csv': [
      'id,at,customer,amount,region',
      ...rows.map(
        ({ at, customer, amount }, id) => `${id},${iso(at)},${customer},${amount},${id % 2 === 0 ? 'n' : 's'}`,
      ),
    ],
    'lines.csv': ['id,order_id', ...rows.map((_, id) => `${id},${id}`)],
    'calls.csv': ['id,at', ...rows.map(({ at }, id) => `${id},${iso(at)}`)],
    'plans.csv': ['on_day,amount', '2026-03-29,5'],
  })
})
afterAll(() => small.close())

async function asked(text: QuestionText, plan: 'cells' | 'naive' = 'cells') {
  const questions = parseQuestions(small.deps, text)
  if (!questions.ok) throw new Error(questions.issues.map(({ message }) => message).join())
  return (await ask(small.deps, questions.value, localOwner, { plan })).answers
}

describe.each(['cells', 'naive'] as const)('by the plan %s', (plan) => {
  test.each([
    ['2026-03-28', 24, {}],
    ['2026-03-29', 23, { '2026-03-29T02+01:00': undefined, '2026-03-29T03+02:00': '3' }],
    ['2026-10-25', 25, { '2026-10-25T02+02:00': '3', '2026-10-25T02+01:00': '3' }],
  ])('every order of %s is in one of its %i hours', async (date, hours, some) => {
    const answers = await asked({ kpis: ['orders'], grain: 'hour', from: date, to: date }, plan)
    expect(answers).toHaveLength(hours)
    const found = Object.fromEntries(answers.map(({ period, value }) => [period, value]))
    expect(answers.map(({ value }) => value)).toEqual(answers.map(() => '3'))
    for (const [period, value] of Object.entries(some)) expect(found[period]).toBe(value)
    expect(answers[0]).toMatchObject({ period: `${date}T00+0${date < '2026-03-30' ? 1 : 2}:00`, grain: 'hour' })
    expect(answers.at(-1)?.end).toBe(
      iso(Date.parse(`${date}T22:00:00Z`) + (date === '2026-03-28' || date === '2026-10-25' ? 3_600_000 : 0)),
    )
  })

  test('values of an hour are those of its rows', async () => {
    const from = Date.parse('2026-10-25T00:00:00Z')
    const own = rows.filter(({ at }) => at >= from && at < from + 3_600_000)
    const sum = own.reduce((total, { amount }) => total + amount, 0)
    const answers = await asked(
      { kpis: ['amount', 'customers', 'mean', 'lines'], from: '2026-10-25T02+02:00', to: '2026-10-25T02+02:00' },
      plan,
    )
    expect(answers.map(({ value }) => value)).toEqual([
      String(sum),
      String(new Set(own.map(({ customer }) => customer)).size),
      sum / 3,
      '3',
    ])
  })

  test('minutes, a split, and hours beside months', async () => {
    const minutes = await asked(
      { kpis: ['orders'], grain: 'minute', from: '2026-03-29T03+02:00', to: '2026-03-29T03+02:00' },
      plan,
    )
    expect(minutes.filter(({ value }) => value === '1').map(({ period }) => period)).toEqual(
      ['00', '20', '40'].map((minute) => `2026-03-29T03:${minute}+02:00`),
    )
    expect(minutes).toHaveLength(60)
    const split = await asked(
      { kpis: ['orders'], grain: 'hour', from: '2026-03-29T03+02:00', to: '2026-03-29T03+02:00', by: ['region'] },
      plan,
    )
    expect(split.map(({ value }) => Number(value)).reduce((a, b) => a + b, 0)).toBe(3)
  })

  test('hours before others, and where clocks skip none', async () => {
    const before = await asked(
      { kpis: ['day-before', 'three-hours'], from: '2026-03-30T01+02:00', to: '2026-03-30T03+02:00' },
      plan,
    )
    expect(before.map(({ value, state }) => value ?? state)).toEqual(['3', 'no-data', '3', '9', '9', '9'])
  })
})

/** What rows say of the hours from one instant to another. */
const between = (from: string, until: number) => rows.filter(({ at }) => at >= Date.parse(from) && at < until)

describe.each(['cells', 'naive'] as const)('several hours as one, by the plan %s', (plan) => {
  test.each([
    ['2026-03-28', '2026-03-27T23:00:00Z', 72],
    ['2026-03-29', '2026-03-28T23:00:00Z', 69],
    ['2026-10-25', '2026-10-24T22:00:00Z', 75],
  ])('on %s today so far begins at midnight and ends with the whole day', async (date, midnight, whole) => {
    const kpis = ['today', 'mean-today', 'largest-today']
    const answers = await asked({ kpis, grain: 'hour', from: date, to: date }, plan)
    const of = (id: string) => answers.filter(({ kpi }) => kpi === id)
    expect(of('today').map(({ value }) => value)).toEqual(of('today').map((_, hour) => String(3 * (hour + 1))))
    expect(of('today').at(-1)?.value).toBe(String(whole))
    for (const [hour, { end }] of of('mean-today').entries()) {
      const own = between(midnight, Date.parse(end ?? ''))
      const sum = own.reduce((total, { amount }) => total + amount, 0)
      expect(of('mean-today')[hour]?.value).toBeCloseTo(sum / own.length, 12)
      expect(of('largest-today')[hour]?.value).toBe(String(Math.max(...own.map(({ amount }) => amount))))
    }
  })

  test.each([
    ['2026-03-29T12+02:00', '69'],
    ['2026-03-30T01+02:00', '69'],
    // Two o’clock did not come on the day before: what followed it is three o’clock.
    ['2026-03-30T02+02:00', '72'],
    ['2026-10-25T12+01:00', '75'],
    ['2026-10-26T12+01:00', '72'],
  ])('at %s the last 24 hours are 24; since the same time yesterday %s came', async (period, yesterday) => {
    const kpis = ['last-day', 'amount-last-day', 'since-yesterday']
    const [last, amount, since] = await asked({ kpis, from: period, to: period }, plan)
    expect([last?.value, since?.value]).toEqual(['72', yesterday])
    const until = Date.parse(amount?.end ?? '')
    const own = rows.filter(({ at }) => at >= until - 24 * 3_600_000 && at < until)
    expect(amount?.value).toBe(String(own.reduce((total, one) => total + one.amount, 0)))
  })

  test('nothing is known of a stretch that begins before the data, and days have no last hours', async () => {
    const [early] = await asked({ kpis: ['last-day'], from: '2026-03-27T22+01:00', to: '2026-03-27T22+01:00' }, plan)
    expect(early).toMatchObject({ state: 'no-data', value: null })
    const [day] = await asked({ kpis: ['last-day'], grain: 'day', from: '2026-03-29', to: '2026-03-29' }, plan)
    expect(day).toMatchObject({ state: 'not-applicable', value: null })
  })
})

test('hours of Kolkata begin at its own half hours', async () => {
  const answers = await asked({ kpis: ['calls'], grain: 'hour', from: '2026-03-29', to: '2026-03-29' })
  expect(answers).toHaveLength(24)
  expect(answers[0]).toMatchObject({ period: '2026-03-29T00+05:30', start: '2026-03-28T18:30:00.000Z', value: '3' })
})

test('a KPI over zones, and one without times, say so', async () => {
  const both = await asked({ kpis: ['both'], from: '2026-03-29T10+00:00', to: '2026-03-29T10+00:00' })
  expect(both).toMatchObject([{ period: '2026-03-29T10+00:00', value: 3 }])
  const plans = await asked({
    kpis: ['plans', 'customers-last-day'],
    grain: 'hour',
    from: '2026-03-29',
    to: '2026-03-29',
  })
  expect(new Set(plans.map(({ state }) => state))).toEqual(new Set(['not-applicable']))
})

test('an hour that has not begun is not due, the one that goes on is unfinished', async () => {
  const { deps } = small
  const now = Date.parse('2026-10-26T23:30:00Z')
  const catalog = { ...deps.catalog, workspace: { ...deps.catalog.workspace, today: null } }
  const questions = parseQuestions(
    { catalog, clock: { now: () => now } },
    { kpis: ['orders'], grain: 'hour', to: '2026-10-27T02+01:00' },
  )
  if (!questions.ok) throw new Error()
  const { answers } = await ask({ ...deps, catalog, clock: { now: () => now } }, questions.value, localOwner)
  const last = answers.slice(-3).map(({ period, state, flags }) => [period, state, flags])
  expect(last).toEqual([
    ['2026-10-27T00+01:00', 'value', ['provisional', 'unfinished']],
    ['2026-10-27T01+01:00', 'not-due', []],
    ['2026-10-27T02+01:00', 'not-due', []],
  ])
})

test('days that were asked for answer no hours, nor hours of one day those of another', async () => {
  const days = await asked({ kpis: ['orders'], grain: 'day', from: '2026-03-20', to: '2026-11-01' })
  expect(days.find(({ period }) => period === '2026-03-29')?.value).toBe('69')
  for (const date of ['2026-03-29', '2026-10-25']) {
    const hours = await asked({ kpis: ['orders'], grain: 'hour', from: date, to: date })
    expect(new Set(hours.map(({ value }) => value))).toEqual(new Set(['3']))
  }
  expect((await asked({ kpis: ['orders'], grain: 'total' }))[0]?.value).toBe(String(rows.length))
})
