import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askAll, closeAll, dataFile, hasData, workspaceOf } from './ask-all.ts'
import { cellOf, type Expected, expectAnswers, grouped, type Names, Oracle, published } from './compare.ts'
import { dayNumber, fixed, periodsOf, rowsOf, text } from './raw.ts'

const name = 'northwind'

const monthly: Names = {
  revenue: ['revenue', true],
  orders: ['orders', true],
  shipped: ['shipped', true],
  on_time: ['on-time', true],
  on_time_rate: ['on-time-rate', false],
  mean_days_to_ship: ['days-to-ship', false],
}
const totals: Names = { revenue: ['revenue', true], orders: ['orders', true], on_time_rate: ['on-time-rate', false] }

describe.skipIf(!hasData(name))('northwind (skipped where ../shared/data is absent)', () => {
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
    expect(months).toHaveLength(23)
    const kpis = Object.values(monthly).map(([kpi]) => kpi)
    expectAnswers(
      await askAll(place.folder, { kpis, from: '1996-07', to: '1998-05' }),
      new Map(months.map((month) => [cellOf('', month), published(oracle, `monthly.${month}`, monthly)])),
    )
    expectAnswers(
      await askAll(place.folder, { kpis: ['revenue', 'orders', 'on-time-rate'], from: 'total', to: 'total' }),
      new Map([[cellOf('', 'total'), published(oracle, '', totals)]]),
    )
    expect(oracle.left([])).toEqual({ paths: [], idle: [] })
  })

  test.each([
    ['month', '1996-07', '1998-05', 'category'],
    ['quarter', '1996-Q3', '1998-Q2', 'country'],
    ['year', '1996', '1998', 'category'],
    ['total', 'total', 'total', 'country'],
  ] as const)('revenue by %s from %s to %s and %s, through two look-ups', async (grain, from, to, split) => {
    const kpis = ['revenue', 'discontinued-revenue']
    const groups = grouped(rawLines(), (line) => cellOf(`${split}=${encoded(line[split])}`, line.periods[grain]))
    const table = [...groups].map(([cell, lines]): [string, Readonly<Record<string, Expected>>] => {
      const sum = (of: typeof lines) =>
        text(
          of.reduce((total, line) => total + line.revenue, 0n),
          4,
        )
      const gone = lines.filter((line) => line.discontinued)
      return [cell, { revenue: sum(lines), 'discontinued-revenue': sum(gone) }]
    })
    expectAnswers(await askAll(place.folder, { kpis, from, to, by: [split] }), new Map(table))
  })

  test.each([
    ['week', '1996-W27', '1998-W19', 'shipper'],
    ['quarter', '1996-Q3', '1998-Q2', 'shipper'],
    ['total', 'total', 'total', 'country'],
  ] as const)('orders by %s from %s to %s and %s', async (grain, from, to, split) => {
    const kpis = ['orders', 'shipped', 'on-time', 'on-time-rate', 'days-to-ship', 'aov']
    const shown = kpis.filter((kpi) => kpi !== 'aov' || split === 'country')
    const answers = await askAll(place.folder, { kpis: shown, from, to, by: [split] })
    const groups = grouped(rawOrders(), (order) => cellOf(`${split}=${order[split]}`, order.periods[grain]))
    for (const answer of answers) {
      const orders = groups.get(cellOf(answer.scope, answer.period)) ?? []
      const shipped = orders.filter((order) => order.days !== null)
      const onTime = shipped.filter((order) => order.onTime)
      const days = shipped.reduce((sum, order) => sum + Number(order.days), 0)
      const revenue = orders.reduce((sum, order) => sum + order.revenue, 0n)
      const expected: Readonly<Record<string, Expected>> = {
        orders: String(orders.length),
        shipped: String(shipped.length),
        'on-time': String(onTime.length),
        'on-time-rate': onTime.length / shipped.length,
        'days-to-ship': days / shipped.length,
        aov: Number(revenue) / 10_000 / orders.length,
      }
      // Nothing was ordered, or nothing of what was ordered has left yet: two kinds of nothing.
      const perShipped = answer.kpi === 'on-time-rate' || answer.kpi === 'days-to-ship'
      const state =
        orders.length === 0
          ? 'no-data'
          : !perShipped || shipped.length > 0
            ? 'value'
            : answer.kpi === 'on-time-rate'
              ? 'undefined'
              : 'no-data'
      expect(answer).toMatchObject({ state })
      if (state === 'value')
        expectAnswers([answer], new Map([[cellOf(answer.scope, answer.period), pick(expected, answer.kpi)]]))
    }
    expect(answers.filter(({ kpi, state }) => kpi === 'orders' && state === 'value')).toHaveLength(groups.size)
  })

  test('lines without a date are as fresh as the orders they belong to', async () => {
    const [line] = await askAll(place.folder, { kpis: ['revenue'], from: '1998-05', to: '1998-05' })
    // May is over, and its rows end on the sixth: the rest may still come.
    expect(line).toMatchObject({ dataThrough: '1998-05-06', flags: ['provisional'] })
    expect(Object.keys(line?.revision.facts ?? {})).toEqual([
      'categories',
      'customers',
      'lines',
      'orders',
      'products',
      'shippers',
    ])
  })
})

/** Scopes in text write the signs they are made of as percent codes. */
const encoded = (member: string): string => member.replaceAll('/', '%2f')

const pick = (values: Readonly<Record<string, Expected>>, kpi: string) =>
  Object.fromEntries(Object.entries(values).filter(([own]) => own === kpi))

/** A table of the raw files by its key column. */
const byKey = (file: string, key: string) => new Map(rowsOf(dataFile(name, file)).map((row) => [row[key] ?? '', row]))

function rawOrders() {
  const customers = byKey('customers.csv', 'customerID')
  const shippers = byKey('shippers.csv', 'shipperID')
  const revenues = new Map<string, bigint>()
  for (const line of rowsOf(dataFile(name, 'order-details.csv'))) {
    const { orderID = '' } = line
    revenues.set(orderID, (revenues.get(orderID) ?? 0n) + revenueOf(line))
  }
  return rowsOf(dataFile(name, 'orders.csv')).map((row) => {
    const [ordered = '', required = '', shipped = ''] = [row.orderDate, row.requiredDate, row.shippedDate].map(dateOf)
    return {
      id: row.orderID ?? '',
      periods: periodsOf(ordered),
      days: shipped === '' ? null : dayNumber(shipped) - dayNumber(ordered),
      onTime: shipped !== '' && shipped <= required,
      country: customers.get(row.customerID ?? '')?.country ?? '',
      shipper: shippers.get(row.shipVia ?? '')?.companyName ?? '',
      revenue: revenues.get(row.orderID ?? '') ?? 0n,
    }
  })
}

const dateOf = (stamp = ''): string => (stamp === 'NULL' ? '' : stamp.slice(0, 10))

/** In hundredths of a cent. */
const revenueOf = (line: Readonly<Record<string, string>>): bigint =>
  fixed(line.unitPrice ?? '', 2) * fixed(line.quantity ?? '', 0) * (100n - fixed(line.discount ?? '', 2))

function rawLines() {
  const orders = new Map(rawOrders().map((order) => [order.id, order]))
  const products = byKey('products.csv', 'productID')
  const categories = byKey('categories.csv', 'categoryID')
  return rowsOf(dataFile(name, 'order-details.csv')).map((line) => {
    const order = orders.get(line.orderID ?? '')
    const product = products.get(line.productID ?? '')
    if (order === undefined || product === undefined) throw new Error(`an orphan: ${JSON.stringify(line)}`)
    return {
      periods: order.periods,
      country: order.country,
      category: categories.get(product.categoryID ?? '')?.categoryName ?? '',
      discontinued: product.discontinued === '1',
      revenue: revenueOf(line),
    }
  })
}
