import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askAll, closeAll, hasData, workspaceOf } from './ask-all.ts'
import { cellOf, expectAnswers, type Names, Oracle, published } from './compare.ts'

const name = 'jaffle_shop'

const monthly: Names = {
  revenue: ['revenue', true],
  orders: ['orders', true],
  aov: ['aov', false],
  returned_orders: ['returned-orders', true],
}

const totals: Names = {
  customers_who_ordered: ['customers', true],
  repeat_purchase_rate: ['repeat-rate', false],
}

describe.skipIf(!hasData(name))('jaffle shop (skipped where ../shared/data is absent)', () => {
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
    const kpis = Object.values(monthly).map(([kpi]) => kpi)
    const months = oracle.names('monthly')
    expect(months).toHaveLength(4)
    expectAnswers(
      await askAll(place.folder, { kpis, from: '2018-01', to: '2018-04' }),
      new Map(months.map((month) => [cellOf('', month), published(oracle, `monthly.${month}`, monthly)])),
    )
    const total = { from: 'total', to: 'total' }
    expectAnswers(
      await askAll(place.folder, { kpis: ['revenue'], ...total, by: ['payment_method'] }),
      new Map(
        oracle
          .names('by_payment_method')
          .map((method) => [
            cellOf(`payment_method=${method}`, 'total'),
            { revenue: String(oracle.at(`by_payment_method.${method}`)) },
          ]),
      ),
    )
    expectAnswers(
      await askAll(place.folder, { kpis: ['customers', 'repeat-rate'], ...total }),
      new Map([[cellOf('', 'total'), published(oracle, '', totals)]]),
    )
    expect(oracle.left([])).toEqual({ paths: [], idle: [] })
  })

  test('the quarter is its months, and its average order value is neither of them averaged', async () => {
    const quarter = { from: '2018-Q1', to: '2018-Q1' }
    const [revenue, orders, aov] = await askAll(place.folder, { kpis: ['revenue', 'orders', 'aov'], ...quarter })
    expect([revenue?.value, orders?.value]).toEqual([String(496 + 415 + 622), String(29 + 27 + 35)])
    expect(aov).toMatchObject({ numerator: '1533', denominator: '91', value: expect.closeTo(1533 / 91, 12) })
  })
})
