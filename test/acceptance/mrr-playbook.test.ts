import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askAll, closeAll, hasData, workspaceOf } from './ask-all.ts'
import { cellOf, type Expected, expectAnswers, type Names, Oracle, published } from './compare.ts'

const name = 'mrr_playbook'

const moves: Names = {
  mrr_start: ['mrr-start', true],
  mrr_end: ['mrr-end', true],
  new: ['new', true],
  reactivation: ['reactivation', true],
  expansion: ['expansion', true],
  contraction: ['contraction', true],
  churn: ['churn', true],
  customers_start: ['customers-start', true],
  customers_end: ['customers-end', true],
  customers_new: ['customers-new', true],
  customers_reactivated: ['customers-reactivated', true],
  customers_churned: ['customers-churned', true],
}
/** Quotients, which a month without a denominator does not have. */
const rates: Readonly<Record<string, string>> = {
  arpa: 'arpa',
  nrr: 'nrr',
  grr: 'grr',
  logo_churn_rate: 'logo-churn',
  mrr_churn_rate_gross: 'gross-churn',
  mrr_churn_rate_net: 'net-churn',
  quick_ratio: 'quick-ratio',
  nrr_trailing_12: 'nrr-trailing-12',
  grr_trailing_12: 'grr-trailing-12',
  logo_retention_trailing_12: 'logo-retention-trailing-12',
}

describe.skipIf(!hasData(name))('MRR playbook (skipped where ../shared/data is absent)', () => {
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
    expect(months).toHaveLength(30)
    const range = { from: '2017-09', to: '2020-02' }
    expectAnswers(
      await askAll(place.folder, { kpis: Object.values(moves).map(([kpi]) => kpi), ...range }),
      new Map(months.map((month) => [cellOf('', month), published(oracle, `monthly.${month}`, moves)])),
    )
    const kpis = Object.values(rates)
    const answers = await askAll(place.folder, { kpis, ...range })
    const table = new Map<string, Readonly<Record<string, Expected>>>(
      months.map((month) => {
        const known = oracle.names(`monthly.${month}`).filter((own) => Object.hasOwn(rates, own))
        return [
          cellOf('', month),
          Object.fromEntries(known.map((own) => [rates[own] ?? '', oracle.at(`monthly.${month}.${own}`)])),
        ]
      }),
    )
    const absent = answers.filter(({ state }) => state === 'undefined')
    expectAnswers(
      answers.filter((one) => !absent.includes(one)),
      table,
    )
    for (const { kpi, period } of absent)
      expect(table.get(cellOf('', period))?.[kpi], `${kpi} ${period}`).toBe(undefined)
    expect(oracle.left([])).toEqual({ paths: [], idle: [] })
  })

  test('at every grain the start and the moves make the end', async () => {
    const kpis = ['mrr-start', 'new', 'reactivation', 'expansion', 'contraction', 'churn', 'mrr-end']
    for (const [from, to] of [
      ['2017-09', '2020-02'],
      ['2017-Q3', '2020-Q1'],
      ['2018', '2019'],
    ] as const) {
      const answers = await askAll(place.folder, { kpis, from, to })
      const periods = [...new Set(answers.map(({ period }) => period))]
      for (const period of periods) {
        const values = kpis.map((kpi) => Number(answers.find((one) => one.kpi === kpi && one.period === period)?.value))
        const end = values.pop()
        expect(
          values.reduce((sum, value) => sum + value, 0),
          period,
        ).toBe(end)
      }
    }
  })
})
