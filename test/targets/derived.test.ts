import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formula, kpi, measure, ratio, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'
import { whyTarget } from '../support/why-target.ts'

const unit = (id: string) => `---
kind: unit
id: ${id}
name: ${id}
level: division
parent: acme
where: { region: ${id} }
`
const target = (id: string, of: string, more: string) => `---
kind: target
id: ${id}
kpi: ${of}
${more}
`
const rated = 'status: { on-track: ">= 100%", at-risk: ">= 90%" }'

const documents = `kind: workspace
id: w
name: W
zone: UTC
currency: EUR
today: 2026-05-16
---
kind: source
id: files
connector: csv
path: data
---
kind: dataset
id: sales
source: files
from: sales.csv
key: none
time: { column: day }
columns: { day: date, region: text, amount: money, cost: money }
dimensions: [region]
---
kind: unit
id: acme
name: Acme
level: organisation
${unit('north')}${unit('south')}${kpi('sales', measure('sales', 'sum(amount)'), 'EUR')}${kpi('costs', measure('sales', 'sum(cost)'), 'EUR', 'good: down').replace('good: up\n', '')}${[
  kpi('margin', formula('[sales] - [costs]'), 'EUR'),
  kpi('margin-rate', ratio('[sales] - [costs]', '[sales]'), '%', rated),
  kpi('row-rate', ratio('sum(amount - cost)', 'sum(amount)', 'sales'), '%', rated),
  target('sales-2026', 'sales', 'total: "1_200_000"\nyear: 2026\nunits: { weights: { north: 2, south: 1 } }'),
  target('costs-2026', 'costs', 'total: "900_000"\nyear: 2026\nspread: working-days\nunits: equal'),
  target('margin-parts', 'margin', 'derived: parts'),
  target('rate-parts', 'margin-rate', 'derived: parts'),
  target('rate-two', 'row-rate', 'derived: { numerator: margin, denominator: sales }'),
  target('rate-south', 'margin-rate', 'scope: { unit: south }\nvalues: { "2026-03": 0.1 }'),
].join('')}`

let shop: SmallWorkspace
beforeAll(async () => {
  const sales = ['day,region,amount,cost', '2026-05-15,north,1000,700', '2026-04-10,south,90000,50000']
  shop = await smallWorkspace(documents, { 'sales.csv': sales })
})
afterAll(() => shop.close())

const of = async (id: string, period: string, scope = ''): Promise<number | null> => {
  const [answer] = await shop.answers(id, period, { scope })
  return typeof answer?.target === 'string' ? Number(answer.target) : null
}

describe('the target of a ratio from the targets of its parts', () => {
  test.each(['2026-03', '2026-Q1', '2026', '2026-05'])(
    'in %s, in every scope, it is their quotient',
    async (period) => {
      for (const scope of ['', 'unit:north', 'unit:south']) {
        const [sales, costs] = [await of('sales', period, scope), await of('costs', period, scope)]
        const expected = (((sales ?? 0) - (costs ?? 0)) / (sales ?? 0)).toFixed(9)
        const own = scope === 'unit:south' && period === '2026-03'
        expect((await of('margin-rate', period, scope))?.toFixed(9)).toBe(own ? '0.100000000' : expected)
        expect((await of('row-rate', period, scope))?.toFixed(9)).toBe(expected)
        expect((await of('margin', period, scope))?.toFixed(2)).toBe(((sales ?? 0) - (costs ?? 0)).toFixed(2))
      }
    },
  )

  test('by hand: 1.2 M of sales and 0.9 M of costs promise a quarter of margin; the quarter is not the mean of its months', async () => {
    expect(await of('margin-rate', '2026')).toBe(0.25)
    // North sells two thirds with half the costs: (800 - 450) / 800; the south loses.
    expect(await of('margin-rate', '2026', 'unit:north')).toBe(0.4375)
    expect(await of('margin-rate', '2026', 'unit:south')).toBe(-0.125)
    // Working days of January to March 2026 are 22, 20 and 22 of 261.
    const months = [22, 20, 22].map((days) => 1 - (900_000 * days) / 261 / 100_000)
    const quarter = 1 - (900_000 * 64) / 261 / 300_000
    for (const [index, rate] of months.entries())
      expect(await of('margin-rate', `2026-0${index + 1}`)).toBeCloseTo(rate, 6)
    expect(await of('margin-rate', '2026-Q1')).toBeCloseTo(quarter, 6)
  })

  test('what is stated comes first, and the others say what they are made of', async () => {
    expect(await whyTarget(shop.deps, 'margin-rate', '2026-03', 'unit:south')).toContain('stated in "rate-south"')
    const rate = await whyTarget(shop.deps, 'margin-rate', '2026-04')
    expect(rate).toMatch(/its formula over those of sales \(.*\) and costs \(.*\), as "rate-parts" says/)
    const two = await whyTarget(shop.deps, 'row-rate', '2026-04')
    expect(two).toMatch(/that of margin \(.*\) divided by that of sales \(.*\), as "rate-two" says/)
    expect(await whyTarget(shop.deps, 'margin-rate', '2025-04')).toBe(
      'No budget target is set for 2025-04: "rate-parts" derives it from the targets of its parts, and "sales" has none.',
    )
  })

  test('judges: April by its quotient; of an unfinished month the difference counts as far as its parts do', async () => {
    const [april] = await shop.answers('margin-rate', '2026-04', {})
    // (90000 - 50000) / 90000 against 1 - (900000 * 22 / 261) / 100000.
    expect(april?.attainment).toBeCloseTo(40 / 90 / (1 - (9 * 22) / 261), 6)
    const [may] = await shop.answers('margin', '2026-05', {})
    const [sales] = await shop.answers('sales', '2026-05', {})
    const [costs] = await shop.answers('costs', '2026-05', {})
    const soFar = Number(sales?.targetToDate) - Number(costs?.targetToDate)
    expect(Number(may?.targetToDate)).toBeCloseTo(soFar, 6)
    expect(may?.flags).toContain('unfinished')
  })
})
