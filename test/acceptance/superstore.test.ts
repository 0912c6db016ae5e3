import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askAll, closeAll, dataFile, hasData, workspaceOf } from './ask-all.ts'
import {
  agrees,
  cellOf,
  type Expected,
  expectAnswers,
  grouped,
  type Names,
  Oracle,
  published,
  type Table,
} from './compare.ts'
import { dayNumber, fixed, periodsOf, rowsOf, text } from './raw.ts'

const name = 'superstore'

/** What the formula language cannot say yet, and why. */
const beyondTheLanguage: Readonly<Record<string, RegExp>> = {
  'prices compared item by item between two years: drivers':
    /^pvm_by_sub_category_2016_to_2017\.(volume|mix|price|new_items|discontinued_items|items_in_both)$/,
  'parts of a change of a ratio: drivers': /^margin_rate_mix_by_region_2016_to_2017\.(change|two_part|three_part)/,
}

/** Names of the oracle's monthly and total values: KPI, and whether the value is exact. */
const monthly: Names = {
  sales: ['sales', true],
  profit: ['profit', true],
  margin: ['margin', false],
  orders: ['orders', true],
  aov: ['aov', false],
  units: ['units', true],
  active_customers: ['active-customers', true],
  new_customers: ['new-customers', true],
}
const totals: Names = {
  sales: ['sales', true],
  profit: ['profit', true],
  margin: ['margin', false],
  orders: ['orders', true],
  customers: ['active-customers', true],
  returned_orders: ['returned-orders', true],
  return_rate_orders: ['return-rate', false],
  mean_days_to_ship_per_line: ['days-to-ship', false],
  repeat_purchase_rate: ['repeat-rate', false],
}

const kpisOf = (names: Names): readonly string[] => Object.values(names).map(([kpi]) => kpi)

describe.skipIf(!hasData(name))('superstore (skipped where ../shared/data is absent)', () => {
  let place: ReturnType<typeof workspaceOf>
  beforeAll(() => {
    place = workspaceOf(name)
  })
  afterAll(async () => {
    await closeAll()
    place.remove()
  })
  const years = { from: '2015', to: '2018' }

  test('the published monthly and total values, and what is beyond the language', async () => {
    const oracle = new Oracle(name)
    const months = oracle.names('monthly')
    expect(months).toHaveLength(48)
    expectAnswers(
      await askAll(place.folder, { kpis: kpisOf(monthly), from: '2015-01', to: '2018-12' }),
      new Map(months.map((month) => [cellOf('', month), published(oracle, `monthly.${month}`, monthly)])),
    )
    expectAnswers(
      await askAll(place.folder, { kpis: kpisOf(totals), from: 'total', to: 'total' }),
      new Map([[cellOf('', 'total'), published(oracle, 'totals', totals)]]),
    )

    const change = await askAll(place.folder, { kpis: ['sales-change'], from: '2017', to: '2017', by: ['region'] })
    const byRegion = 'sales_additive_by_region_2016_to_2017'
    expectAnswers(
      change,
      new Map(
        oracle
          .names(byRegion)
          .map((region) => [
            cellOf(`region=${region}`, '2017'),
            { 'sales-change': String(oracle.at(`${byRegion}.${region}`)) },
          ]),
      ),
    )
    const pvm = 'pvm_by_sub_category_2016_to_2017'
    const [before, after, difference] = [
      ...(await askAll(place.folder, { kpis: ['sales'], from: '2016', to: '2017' })),
      ...(await askAll(place.folder, { kpis: ['sales-change'], from: '2017', to: '2017' })),
    ]
    expect([before?.value, after?.value, difference?.value]).toEqual(
      ['value_0', 'value_1', 'change'].map((own) => String(oracle.at(`${pvm}.${own}`))),
    )
    const margins = await askAll(place.folder, { kpis: ['margin'], from: '2016', to: '2017' })
    const rateMix = 'margin_rate_mix_by_region_2016_to_2017'
    const rounded = margins.map(({ value }) => Number(Number(value).toFixed(10)))
    expect(rounded).toEqual([oracle.at(`${rateMix}.ratio_0`), oracle.at(`${rateMix}.ratio_1`)])

    expect(oracle.left(Object.values(beyondTheLanguage))).toEqual({ paths: [], idle: [] })
  })

  const kpis = [
    'sales',
    'profit',
    'margin',
    'orders',
    'aov',
    'units',
    'active-customers',
    'days-to-ship',
    'price',
    'losing-lines',
    'list-sales',
    'largest-line',
    'new-customers',
    'repeat-rate',
    'median-sale',
    'sale-90',
  ]

  test.each([
    ['day', '2017-11-01', '2018-01-31', null],
    ['week', '2015-W01', '2018-W52', null],
    ['month', '2015-01', '2018-12', 'region'],
    ['month', '2015-01', '2018-12', 'category'],
    ['quarter', '2015-Q1', '2018-Q4', null],
    ['quarter', '2015-Q1', '2018-Q4', 'segment'],
    ['year', '2015', '2018', 'manager'],
    ['year', '2015', '2018', 'sub_category'],
    ['year', '2015', '2018', 'state'],
    ['total', 'total', 'total', 'ship_mode'],
    ['total', 'total', 'total', null],
  ] as const)('by %s from %s to %s, split by %s: every KPI as the raw rows say', async (grain, from, to, dimension) => {
    const answers = await askAll(place.folder, { kpis, from, to, ...(dimension === null ? {} : { by: [dimension] }) })
    const periods = new Set(answers.map(({ period }) => period))
    expectAnswers(answers, tableOf(grain, dimension, periods))
  })

  test('a unit speaks for the rows of its children, the top for all', async () => {
    const lines = rawLines()
    const salesOf = (regions: readonly string[]) =>
      text(
        lines.filter((line) => regions.includes(line.region)).reduce((sum, line) => sum + line.sales, 0n),
        4,
      )
    const ask = async (scope: string) =>
      (await askAll(place.folder, { kpis: ['sales'], from: 'total', to: 'total', scope }))[0]?.value
    expect(await ask('unit:east')).toBe(salesOf(['East']))
    expect(await ask('unit:east-coast')).toBe(salesOf(['East', 'South']))
    expect(await ask('unit:superstore')).toBe(salesOf(['East', 'South', 'West', 'Central']))
    expect(await ask('unit:east-coast/region=South|West')).toBe(salesOf(['South']))
    const rate = await askAll(place.folder, { kpis: ['margin'], ...years, scope: 'unit:east-coast' })
    const raw = lines.filter(({ region, periods }) => ['East', 'South'].includes(region) && periods.year === '2018')
    const [profit, sales] = [
      raw.reduce((sum, one) => sum + one.profit, 0n),
      raw.reduce((sum, one) => sum + one.sales, 0n),
    ]
    expect(agrees(rate[3]?.value ?? null, Number(profit) / Number(sales))).toBe(true)
    // Returns know no region.
    const returned = await askAll(place.folder, {
      kpis: ['return-rate'],
      from: 'total',
      to: 'total',
      scope: 'unit:east',
    })
    expect(returned[0]?.state).toBe('not-applicable')
  })
})

function rawLines() {
  const managers = new Map(rowsOf(dataFile(name, 'people.csv')).map((row) => [row.Region, row.Person ?? '']))
  return rowsOf(dataFile(name, 'orders.csv')).map((row) => {
    const ordered = isoOf(row['Order Date'] ?? '')
    return {
      periods: periodsOf(ordered),
      days: BigInt(dayNumber(isoOf(row['Ship Date'] ?? '')) - dayNumber(ordered)),
      order: row['Order ID'] ?? '',
      customer: row['Customer ID'] ?? '',
      sales: fixed(row.Sales ?? '', 4),
      profit: fixed(row.Profit ?? '', 4),
      quantity: fixed(row.Quantity ?? '', 0),
      listed: Number(row.Discount) === 0 && ['Furniture', 'Technology'].includes(row.Category ?? ''),
      region: row.Region ?? '',
      category: row.Category ?? '',
      segment: row.Segment ?? '',
      sub_category: row['Sub-Category'] ?? '',
      state: row.State ?? '',
      ship_mode: row['Ship Mode'] ?? '',
      manager: managers.get(row.Region) ?? '',
    }
  })
}

/** `11/8/2017` is the eighth of November. */
function isoOf(date: string): string {
  const [month = '', day = '', year = ''] = date.split('/')
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

type Line = ReturnType<typeof rawLines>[number]
type Split = 'region' | 'category' | 'segment' | 'sub_category' | 'state' | 'ship_mode' | 'manager'

function tableOf(grain: keyof Line['periods'], split: Split | null, periods: ReadonlySet<string>): Table {
  const all = rawLines()
  const scopeOf = (line: Line) => (split === null ? '' : `${split}=${line[split]}`)
  // The first period of each customer in each scope, by name: names of one grain sort as their periods do.
  const firsts = new Map<string, string>()
  for (const line of all) {
    const key = `${scopeOf(line)} ${line.customer}`
    const first = firsts.get(key)
    if (first === undefined || line.periods[grain] < first) firsts.set(key, line.periods[grain])
  }
  const lines = all.filter((line) => periods.has(line.periods[grain]))
  const groups = grouped(lines, (line) => cellOf(scopeOf(line), line.periods[grain]))
  return new Map(
    [...groups].map(([cell, group]) => {
      const isNew = (line: Line) => firsts.get(`${scopeOf(line)} ${line.customer}`) === line.periods[grain]
      const fresh = new Set(group.filter(isNew).map(({ customer }) => customer))
      return [cell, { ...valuesOf(group), 'new-customers': String(fresh.size) }]
    }),
  )
}

/** Linear between the two values about it: type 7 of Hyndman and Fan. */
function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share
  const [below, above] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0]
  return below + (above - below) * (at - Math.floor(at))
}

function valuesOf(lines: readonly Line[]): Readonly<Record<string, Expected>> {
  const sum = (of: (line: Line) => bigint) => lines.reduce((total, line) => total + of(line), 0n)
  const [sales, profit, quantity] = [
    sum((line) => line.sales),
    sum((line) => line.profit),
    sum((line) => line.quantity),
  ]
  const orders = new Set(lines.map(({ order }) => order)).size
  const losing = lines.filter(({ profit }) => profit < 0n).length
  const [largest = 0n] = lines.map((line) => line.sales).sort((a, b) => Number(b - a))
  const ordersOf = Map.groupBy(lines, ({ customer }) => customer)
  const repeating = [...ordersOf.values()].filter((own) => new Set(own.map(({ order }) => order)).size >= 2).length
  const sorted = lines.map((line) => Number(line.sales) / 10_000).sort((a, b) => a - b)
  return {
    sales: text(sales, 4),
    profit: text(profit, 4),
    margin: Number(profit) / Number(sales),
    orders: String(orders),
    aov: Number(sales) / 10_000 / orders,
    units: String(quantity),
    'active-customers': String(new Set(lines.map(({ customer }) => customer)).size),
    'days-to-ship': Number(sum((line) => line.days)) / lines.length,
    price: Number(sales) / 10_000 / Number(quantity),
    'losing-lines': losing / lines.length,
    'list-sales': text(
      sum((line) => (line.listed ? line.sales : 0n)),
      4,
    ),
    'largest-line': text(largest, 4),
    'repeat-rate': repeating / ordersOf.size,
    'median-sale': quantile(sorted, 0.5),
    'sale-90': quantile(sorted, 0.9),
  }
}
