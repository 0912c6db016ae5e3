import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { driversView } from '../src/app/drivers.ts'
import { localOwner } from '../src/domain/access.ts'
import type { DriversView } from '../src/domain/drivers-view.ts'
import { toNumber } from '../src/domain/number-format.ts'
import { randomOf } from '../src/insight/statistics/random.ts'
import { expectSums } from './support/drivers.ts'
import { kpi, measure, ratio, type SmallWorkspace, smallWorkspace } from './support/small-workspace.ts'

/** Two dimensions at once: what moved a number may sit in one cell that neither dimension shows alone. */
const documents = `kind: workspace
id: shops
name: Shops
zone: UTC
currency: EUR
today: 2026-04-20
---
kind: source
id: files
connector: csv
path: data
---
kind: dataset
id: sales
name: Sales
source: files
from: sales.csv
key: [month, region, product]
row: sale
time: { column: month }
columns: { month: date, region: text, product: text, amount: money EUR, visits: integer visits, orders: integer orders }
dimensions: [region, product]
---
kind: dataset
id: wide
name: Wide
source: files
from: wide.csv
key: [month, shop, article]
row: sale
time: { column: month }
columns: { month: date, shop: text, article: text, amount: money EUR }
dimensions: [shop, article]
${kpi('revenue', measure('sales', 'sum(amount)'), 'EUR')}
${kpi('conversion', ratio('sum(orders)', 'sum(visits)', 'sales'), '%')}
${kpi('turnover', measure('wide', 'sum(amount)'), 'EUR')}
`

type Row = readonly [month: string, region: string, product: string, amount: number, visits: number, orders: number]

/** Lamps of the north lose 90; in the north every product converts worse, and the north as a whole better. */
const rows: readonly Row[] = [
  ['2025-12-01', 'north', 'lamp', 200, 100, 10],
  ['2025-12-01', 'north', 'sofa', 200, 100, 10],
  ['2025-12-01', 'south', 'lamp', 200, 100, 10],
  ['2025-12-01', 'south', 'sofa', 200, 100, 10],
  ['2026-01-01', 'north', 'lamp', 110, 100, 10],
  ['2026-01-01', 'north', 'sofa', 203, 100, 10],
  ['2026-01-01', 'south', 'lamp', 202, 100, 10],
  ['2026-01-01', 'south', 'sofa', 201, 100, 10],
  ['2026-02-01', 'north', 'lamp', 200, 800, 80],
  ['2026-02-01', 'north', 'sofa', 210, 200, 80],
  ['2026-02-01', 'south', 'lamp', 190, 500, 100],
  ['2026-02-01', 'south', 'sofa', 205, 500, 100],
  ['2026-02-01', 'west', 'lamp', 195, 500, 100],
  ['2026-03-01', 'north', 'lamp', 110, 200, 18],
  ['2026-03-01', 'north', 'sofa', 211, 800, 312],
  ['2026-03-01', 'south', 'lamp', 189, 500, 101],
  ['2026-03-01', 'south', 'sofa', 206, 500, 100],
  ['2026-03-01', 'west', 'sofa', 194, 500, 99],
]

/** 60 shops with 60 articles: 3,600 cells are too many; 40 with 40 are not. */
function wide(): readonly string[] {
  const random = randomOf(5)
  const lines = ['month,shop,article,amount']
  for (const month of ['2026-02-01', '2026-03-01'])
    for (let shop = 0; shop < 40; shop++)
      for (let article = 0; article < 40; article++)
        lines.push(`${month},s${shop},a${article},${(random.uniform() ** 4 * 1000).toFixed(2)}`)
  return lines
}

let work: SmallWorkspace
beforeAll(async () => {
  work = await smallWorkspace(documents, {
    'sales.csv': ['month,region,product,amount,visits,orders', ...rows.map((row) => row.join())],
    'wide.csv': wide(),
  })
})
afterAll(() => work.close())

async function view(input: Parameters<typeof driversView>[1]): Promise<DriversView> {
  const found = await driversView(work.deps, input, localOwner)
  if (!found.ok) throw new Error(JSON.stringify(found.issues))
  return found.value
}

const codes = async (by: string) => {
  const found = await driversView(work.deps, { kpi: 'revenue', by: [by] }, localOwner)
  return found.ok ? [] : found.issues.map(({ code }) => code)
}

const cellsOf = (month: string) =>
  new Map(rows.filter((row) => row[0] === month).map((row) => [`${row[1]} · ${row[2]}`, row]))

describe('crossed dimensions', () => {
  test('every cell of a sum has its own change, as its rows say, and can be asked for alone', async () => {
    const found = await view({ kpi: 'revenue', period: '2026-03', by: ['region/product'] })
    expectSums(found)
    const [before, after] = [cellsOf('2026-02-01'), cellsOf('2026-03-01')]
    const parts = found.splits[0]?.parts ?? []
    expect(parts.map(({ name }) => name).sort()).toEqual([...new Set([...before.keys(), ...after.keys()])].sort())
    for (const { name, effect, presence, scope } of parts) {
      const [was, is] = [before.get(name), after.get(name)]
      expect([name, Number(effect)]).toEqual([name, (is?.[3] ?? 0) - (was?.[3] ?? 0)])
      expect(presence).toBe(was === undefined ? 'new' : is === undefined ? 'gone' : 'both')
      const alone = await work.page([{ id: 'revenue', period: '2026-03', scope: scope ?? '' }])
      expect(toNumber(alone[0]?.value ?? null)).toBe(is?.[3] ?? null)
    }
  })

  test('cells of a rate have rate and mix by the definition of Kitagawa', async () => {
    const found = await view({ kpi: 'conversion', period: '2026-03', by: ['product/region'] })
    expectSums(found)
    const [before, after] = [cellsOf('2026-02-01'), cellsOf('2026-03-01')]
    const of = (month: string, column: 4 | 5) =>
      rows.filter((row) => row[0] === month).reduce((sum, row) => sum + row[column], 0)
    const [all0, all1] = [of('2026-02-01', 4), of('2026-03-01', 4)]
    for (const part of found.splits[0]?.parts ?? []) {
      const name = part.name.split(' · ').reverse().join(' · ')
      const [was, is] = [before.get(name), after.get(name)]
      if (was === undefined || is === undefined) continue
      const [r0, r1] = [was[5] / was[4], is[5] / is[4]]
      expect(part.rate?.effect).toBeCloseTo(((was[4] / all0 + is[4] / all1) / 2) * (r1 - r0), 12)
    }
  })

  test('the search crosses what it can, and names the cell that neither dimension shows alone', async () => {
    const found = await view({ kpi: 'revenue', period: '2026-01' })
    expectSums(found)
    expect(found.searched).toHaveLength(3)
    const [first] = found.splits
    expect(first?.dimension.split('/').sort()).toEqual(['product', 'region'])
    expect(first?.found?.members.map((name) => name.split(' · ').sort())).toEqual([['lamp', 'north']])
    expect(found.sentence.rest).toMatch(
      /^\S+ · \S+ \(\S+ and \S+\) made more than all of it: −90 €; others took some back\.$/,
    )
  })

  test('a member that all inside it contradict is named with a warning (Simpson)', async () => {
    const found = await view({ kpi: 'conversion', period: '2026-03' })
    const region = found.splits.find(({ dimension }) => dimension === 'region')
    expect(region?.found?.members).toEqual(['north'])
    expect(region?.turned).toEqual([{ member: 'north', by: 'product' }])
    const asked = await view({ kpi: 'conversion', period: '2026-03', by: ['region', 'region/product'] })
    expect(asked.splits.find(({ dimension }) => dimension === 'region')?.turned).toEqual(region?.turned)
  })

  test('of very many cells the largest are told, the others stand as one, and all add up', async () => {
    const found = await view({ kpi: 'turnover', period: '2026-03', by: ['shop/article'] })
    expectSums(found)
    const [split] = found.splits
    expect(split?.parts.length).toBeLessThanOrEqual(40)
    expect(split?.parts.at(-1)?.presence).toBe('small')
    expect((split?.merged ?? 0) + (split?.parts.length ?? 0) - 1).toBe(1600)
    // Every cell moved by chance alone: no one of them is named.
    expect(split?.found).toBeNull()
  })

  test('what is no crossing is told with a way out', async () => {
    expect(await codes('region/region')).toEqual(['ask/crossing'])
    expect(await codes('region/product/shop')).toContain('ask/crossing')
    expect(await codes('unit/region')).toEqual(['ask/crossing'])
    expect(await codes('region/prodct')).toEqual(['ask/unknown-dimension'])
    expect(await codes('region/shop')).toEqual(['ask/cannot-split'])
    const found = await driversView(work.deps, { kpi: 'revenue', by: ['region/region/region'] }, localOwner)
    expect(found.ok ? [] : found.issues.map(({ hint }) => hint)).toEqual(['Write it like region/product.'])
  })
})
