import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask } from '../../src/app/ask.ts'
import { localOwner } from '../../src/domain/access.ts'
import { questionOf } from '../support/open-folder.ts'
import { formula, kpi, measure, ratio, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'

// Amounts that leave 18 digits, doubles and short aliases behind.
const documents = `kind: workspace
id: exact
name: Exact
zone: UTC
today: 2027-01-01
---
kind: source
id: files
connector: csv
path: data
---
kind: dataset
id: lines
source: files
from: lines.csv
key: [id]
time: { column: day }
row: line
columns:
  { id: integer, day: date, region: text, amount: decimal(2), rate: decimal(12), quantity: integer, buyer_id: text, order_id: text }
look-ups:
  order: { dataset: orders, by: order_id }
  order_buyer: { dataset: people, by: buyer_id }
dimensions: [region]
---
kind: dataset
id: orders
source: files
from: orders.csv
key: [id]
columns: { id: text, buyer_id: text }
look-ups:
  buyer: { dataset: people, by: buyer_id }
---
kind: dataset
id: people
source: files
from: people.csv
key: [id]
columns: { id: text, country: text }
${kpi('converted', measure('lines', 'sum(amount * rate)'))}
${kpi('product', measure('lines', 'sum(amount * quantity * rate)'))}
${kpi('together', measure('lines', 'sum(amount + amount)'))}
${kpi('amount', measure('lines', 'sum(amount)'))}
${kpi('largest', measure('lines', 'max(amount)'))}
${kpi('latest', measure('lines', 'last(amount)'))}
${kpi('floored', formula('floor([amount] * 0.001)'))}
${kpi('raised', formula('ceil([amount] * 0.001)'))}
${kpi('share', ratio('sum(amount)', 'count()', 'lines'), '1 / line')}
${kpi('mean', formula('moving_average([amount], 2)'))}
${kpi('lesser', measure('lines', 'max(least(rate + quantity, amount + amount))'))}
${kpi('filled', measure('lines', 'max(coalesce(rate + quantity, amount + amount)) where quantity < 10'))}
${kpi('above', measure('lines', 'count() where amount + rate > amount + amount - amount'), 'lines')}
${kpi('by-order', measure('lines', "count() where order.buyer.country = 'no'"), 'lines')}
${kpi('by-line', measure('lines', "count() where order_buyer.country = 'no'"), 'lines')}
`

const rows = [
  ['1', '2026-01-05', 'n', '9999999999999999.99', '0.920000000001', '3', 'p1', 'o1'],
  ['2', '2026-01-06', 's', '-50000.01', '1.5', '100000', 'p2', 'o1'],
  ['3', '2026-02-06', 's', '9999999999999999.98', '0.000000000001', '-7', 'p2', 'o2'],
]
let work: SmallWorkspace
beforeAll(async () => {
  work = await smallWorkspace(documents, {
    'lines.csv': ['id,day,region,amount,rate,quantity,buyer_id,order_id', ...rows.map((row) => row.join())],
    'orders.csv': ['id,buyer_id', 'o1,p2', 'o2,p2'],
    'people.csv': ['id,country', 'p1,no', 'p2,se'],
  })
})
afterAll(() => work.close())

/** Σ of products in units of 10^-digits, as text. */
function sum(digits: number, of: (row: readonly string[]) => bigint, month = ''): string {
  const units = rows.filter(([, day = '']) => day.startsWith(month)).reduce((total, row) => total + of(row), 0n)
  const text = String(units < 0n ? -units : units).padStart(digits + 1, '0')
  const fraction = text.slice(-digits).replace(/0+$/, '')
  return `${units < 0n ? '-' : ''}${text.slice(0, -digits)}${fraction === '' ? '' : `.${fraction}`}`
}
const units = (text = '', digits = 0): bigint => {
  const [whole = '', fraction = ''] = text.split('.')
  return BigInt(whole + fraction.padEnd(digits, '0'))
}

test.each(['cells', 'naive'] as const)(
  'no digit is lost by the %s plan, however wide the numbers grow',
  async (plan) => {
    const value = async (id: string, period = '2026') => (await work.answers(id, period, { plan }))[0]?.value
    expect(await value('converted')).toBe(sum(14, ([, , , a, r]) => units(a, 2) * units(r, 12)))
    expect(await value('product')).toBe(sum(14, ([, , , a, r, q]) => units(a, 2) * units(r, 12) * units(q)))
    expect(await value('together')).toBe(sum(2, ([, , , a]) => 2n * units(a, 2)))
    expect(await value('amount')).toBe(sum(2, ([, , , a]) => units(a, 2)))
    expect(await value('amount', '2026-01')).toBe(sum(2, ([, , , a]) => units(a, 2), '2026-01'))
    expect(await value('largest')).toBe('9999999999999999.99')
    expect(await value('latest')).toBe('9999999999999999.98')
    // Of two decimals of 38 digits the engine would keep the fewer after the point.
    expect(await value('lesser')).toBe('3.920000000001')
    expect(await value('filled')).toBe('3.920000000001')
    expect(await value('above')).toBe('3')
    const thousandth = BigInt((await value('amount'))?.toString().replace('.', '') ?? 0) / 100_000n
    expect(await value('floored')).toBe(String(thousandth))
    expect(await value('raised')).toBe(String(thousandth + 1n))
    expect(await value('share')).toBe(Number(units('19999999999949999.96', 2)) / 300)
    expect(await value('mean', '2026-02')).toBe(Number(units('19999999999949999.96', 2)) / 200)
  },
)

test('the wide statement runs once more, and from then on first', async () => {
  const question = questionOf(work.deps.catalog, 'converted', ['2026-01', '2026-02'], { by: ['region'] })
  const { timing } = await ask(work.deps, [question], localOwner)
  expect(timing.statements.map(({ dataset }) => dataset)).toEqual(['lines'])
  expect(timing.statements[0]?.sql).toContain('DECIMAL(38,2)')
})

test('paths through look-ups whose names look alike stay apart', async () => {
  const [order, line] = await work.answers(['by-order', 'by-line'], '2026')
  expect([order?.value, line?.value]).toEqual(['0', '1'])
})
