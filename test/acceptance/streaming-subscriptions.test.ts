import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askAll, closeAll, dataFile, hasData, workspaceOf } from './ask-all.ts'
import { agrees, cellOf, type Expected, expectAnswers, Oracle } from './compare.ts'
import { dayNumber, rowsOf } from './raw.ts'

const name = 'streaming_subscriptions'

/** Published value → our KPI; money and counts are exact. */
const exact: Readonly<Record<string, string>> = {
  mrr_start: 'mrr-start',
  mrr_end: 'mrr-end',
  expansion: 'expansion',
  contraction: 'contraction',
  churn: 'churn',
  customers_start: 'customers-start',
  customers_end: 'customers-end',
  customers_churned: 'customers-churned',
  new: 'new',
  reactivation: 'reactivation',
  customers_new: 'customers-new',
  customers_reactivated: 'customers-reactivated',
}
/** Quotients: a month without a denominator publishes none. */
const rates: Readonly<Record<string, string>> = {
  arpa: 'arpa',
  nrr: 'nrr',
  grr: 'grr',
  logo_churn_rate: 'logo-churn',
  mrr_churn_rate_gross: 'gross-churn',
  mrr_churn_rate_net: 'net-churn',
  quick_ratio: 'quick-ratio',
}

describe.skipIf(!hasData(name))('streaming subscriptions (skipped where ../shared/data is absent)', () => {
  let place: ReturnType<typeof workspaceOf>
  beforeAll(() => {
    place = workspaceOf(name)
  })
  afterAll(async () => {
    await closeAll()
    place.remove()
  })

  test('every published value', async () => {
    const oracle = new Oracle(name)
    const months = oracle.names('monthly')
    expect(months).toHaveLength(12)
    const table = new Map(
      months.map((month): [string, Readonly<Record<string, Expected>>] => {
        const known = new Set(oracle.names(`monthly.${month}`))
        const at = (own: string) => oracle.at(`monthly.${month}.${own}`)
        const sums = Object.entries(exact).map(([own, kpi]) => [kpi, String(at(own))] as const)
        const quotients = Object.entries(rates).map(([own, kpi]) => [kpi, known.has(own) ? at(own) : null] as const)
        return [cellOf('', month), Object.fromEntries<Expected>([...sums, ...quotients])]
      }),
    )
    const kpis = [...Object.values(exact), ...Object.values(rates)]
    expectAnswers(await askAll(place.folder, { kpis, from: '2022-09', to: '2023-08' }), table)
    expect(oracle.left([])).toEqual({ paths: [], idle: [] })
  })

  test('by week: what is in force on the last day, customer by customer, as the raw rows say', async () => {
    const rows = paidRows()
    const kpis = ['mrr-end', 'customers-end', 'customers-churned', 'nrr', 'grr']
    const answers = await askAll(place.folder, { kpis, from: '2022-W37', to: '2023-W34' })
    const wrong = answers.flatMap(({ kpi, period, start, end, value }) => {
      const [before, after] = [inForce(rows, dayNumber(start ?? '') - 1), inForce(rows, dayNumber(end ?? '') - 1)]
      const kept = (cap: (now: number, then: number) => number) =>
        total([...before].map(([customer, then]) => cap(after.get(customer) ?? 0, then))) / total(before.values())
      const expected: Readonly<Record<string, Expected>> = {
        'mrr-end': String(total(after.values())),
        'customers-end': String(after.size),
        'customers-churned': String([...before.keys()].filter((customer) => !after.has(customer)).length),
        nrr: kept((now) => now),
        grr: kept(Math.min),
      }
      return agrees(value, expected[kpi] ?? null) ? [] : [`${kpi} ${period}: ${value}, expected ${expected[kpi]}`]
    })
    expect(wrong.slice(0, 10), `${wrong.length} of ${answers.length} answers`).toEqual([])
    expect(answers.length).toBe(5 * 50)
  })
})

type Paid = ReturnType<typeof paidRows>

function paidRows() {
  return rowsOf(dataFile(name, 'subscriptions.csv'))
    .filter((row) => row.was_subscription_paid === 'Yes')
    .map((row) => ({
      customer: row.customer_id ?? '',
      from: dayNumber(row.created_date ?? ''),
      until: row.canceled_date === '' ? Number.POSITIVE_INFINITY : dayNumber(row.canceled_date ?? ''),
      cost: Number(row.subscription_cost),
    }))
}

/** What each customer pays on a day; several subscriptions add up. */
function inForce(rows: Paid, day: number): ReadonlyMap<string, number> {
  const paid = new Map<string, number>()
  for (const { customer, from, until, cost } of rows)
    if (from <= day && until > day) paid.set(customer, (paid.get(customer) ?? 0) + cost)
  return paid
}

const total = (values: Iterable<number>): number => [...values].reduce((sum, one) => sum + one, 0)
