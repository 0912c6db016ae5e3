import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { driversView } from '../src/app/drivers.ts'
import { load } from '../src/app/load.ts'
import { explanation } from '../src/app/view/explanation.ts'
import type { Output } from '../src/contract/contract.ts'
import { localOwner } from '../src/domain/access.ts'
import type { DriverNode, DriversView } from '../src/domain/drivers-view.ts'
import { addsUp, expectSums } from './support/drivers.ts'
import { type OpenFolder, openFolder } from './support/open-folder.ts'
import { bellwether, serveFolder } from './support/program.ts'

/**
 * Why gross margin fell (FEATURES, demo check 3): rates, mix, a new and a lost region, through the command line and HTTP, drilled
 * down to the rows, and the same for KPIs that are made of others.
 */
const documents = `kind: workspace
id: trade
name: Trade
zone: UTC
currency: EUR
today: 2026-04-20
---
kind: source
id: files
connector: csv
path: data
---
kind: unit
id: trade
name: Trade
level: organisation
---
kind: unit
id: north
name: North
level: division
parent: trade
where: { region: north }
---
kind: unit
id: others
name: Others
level: division
parent: trade
where: { region: [south, old, fresh] }
---
kind: dataset
id: lines
name: Lines
source: files
from: lines.csv
key: [id]
row: line
time: { column: day }
columns: { id: text, day: date, region: text, product: text, units: integer items, sales: money EUR, cost: money EUR, customer: text }
dimensions: [region, product]
---
${kpi('sales', 'EUR', '{ type: measure, dataset: lines, formula: sum(sales) }')}
---
${kpi('cost', 'EUR', '{ type: measure, dataset: lines, formula: sum(cost) }')}
---
${kpi('items', 'items', '{ type: measure, dataset: lines, formula: sum(units) }')}
---
${kpi('profit', 'EUR', '{ type: formula, formula: "[sales] - [cost]" }')}
---
${kpi('margin', '"%"', '{ type: ratio, dataset: lines, numerator: sum(sales - cost), denominator: sum(sales) }')}
---
${kpi('margin-of-kpis', '"%"', '{ type: formula, formula: "[profit] / [sales]" }')}
---
${kpi('growth', '"%"', `{ type: formula, formula: "[sales] / prior([sales]) - 1" }`)}
---
${kpi('buyers', 'customers', '{ type: measure, dataset: lines, formula: count_distinct(customer) }')}
---
kind: target
id: all
kpi: sales
value: 2_700
---
kind: target
id: north
kpi: sales
scope: { unit: north }
value: 900
---
kind: target
id: others
kpi: sales
scope: { unit: others }
value: 1_700
`

function kpi(id: string, unit: string, calculation: string): string {
  return `kind: kpi
id: ${id}
name: ${id.charAt(0).toUpperCase()}${id.slice(1)}
purpose: A purpose
category: financial
calculation: ${calculation}
measured-in: ${unit}
good: up
cadence: month`
}

const rows = [
  'id,day,region,product,units,sales,cost,customer',
  'a,2026-02-03,north,lamp,10,1000.00,600.00,c1',
  'b,2026-02-09,south,lamp,20,1000.00,700.00,c1',
  'c,2026-02-10,old,sofa,5,500.00,450.00,c2',
  'd,2026-03-03,north,lamp,8,800.00,480.00,c1',
  'e,2026-03-04,south,lamp,20,900.00,640.00,c2',
  'f,2026-03-05,south,sofa,10,600.00,440.00,c1',
  'g,2026-03-09,fresh,sofa,3,300.00,270.00,c3',
  'h,2026-04-05,north,lamp,1,100.00,60.00,c1',
]

const folder = mkdtempSync(join(tmpdir(), 'bellwether-drivers-'))
let work: OpenFolder

beforeAll(async () => {
  mkdirSync(join(folder, 'data'))
  writeFileSync(
    join(folder, 'trade.yaml'),
    documents.replace('customer: text }', 'customer: { type: text, noun: customer } }'),
  )
  writeFileSync(join(folder, 'data/lines.csv'), `${rows.join('\n')}\n`)
  expect(await bellwether(['load', folder])).toMatchObject({ code: 0 })
  work = await openFolder(folder)
  await load(work.deps, 'all', localOwner)
})
afterAll(async () => {
  await work.close()
  rmSync(folder, { recursive: true })
})

async function view(input: Parameters<typeof driversView>[1]): Promise<DriversView> {
  const found = await driversView(work.deps, input, localOwner)
  if (!found.ok) throw new Error(JSON.stringify(found.issues))
  return found.value
}

const codes = async (input: Parameters<typeof driversView>[1]) => {
  const found = await driversView(work.deps, input, localOwner)
  return found.ok ? [] : found.issues.map(({ code }) => code)
}

describe('demo check 3: the variance bridge', () => {
  test('on the command line: rate, mix, new and gone add up, and every part can be asked for alone', async () => {
    const ran = await bellwether(['drivers', folder, 'margin', '2026-03', '--by', 'region', '--json'])
    expect(ran.code).toBe(0)
    const found: Output<'drivers'> = JSON.parse(ran.out)
    // 750 of 2,500 in February; 770 of 2,600 in March.
    expect([found.from, found.to, found.compare, found.against]).toEqual([0.3, 770 / 2600, 'prior', 'February 2026'])
    expectSums(found)
    const [split] = found.splits
    const presence = Object.fromEntries(split?.parts.map((part) => [part.name, part.presence]) ?? [])
    expect(presence).toEqual({ north: 'both', south: 'both', old: 'gone', fresh: 'new' })
    const effect = (name: string) => split?.parts.find((part) => part.name === name)
    // Rates: the north stayed at 40 %, the south went from 30 % to 28 %.
    expect(effect('north')?.rate?.effect).toBe(0)
    expect(Number(effect('south')?.rate?.effect)).toBeCloseTo(((0.4 + 1500 / 2600) / 2) * -0.02, 12)
    expect([effect('old')?.rate?.effect, effect('fresh')?.rate?.effect]).toEqual([0, 0])
    const added = split?.parts.reduce((all, part) => all + Number(part.effect), 0)
    expect(added).toBeCloseTo(770 / 2600 - 0.3, 14)
    const drill = await bellwether([
      'explain',
      folder,
      'margin',
      '2026-03',
      '--scope',
      effect('south')?.scope ?? '',
      '--json',
    ])
    expect(JSON.parse(drill.out)).toMatchObject({ answer: { numerator: '420', denominator: '1500' }, rowCount: 2 })
  })

  test('over HTTP: the same object, and a KPI built from other KPIs has the same bridge and a tree of them', async () => {
    const server = await serveFolder(folder)
    try {
      const get = async (path: string) => (await fetch(server.url + path)).json() as Promise<Output<'drivers'>>
      const [margin, built] = await Promise.all([
        get('/api/v1/kpis/margin/drivers?period=2026-03&by=region'),
        get('/api/v1/kpis/margin-of-kpis/drivers?period=2026-03&by=region&by=product'),
      ])
      expectSums(margin)
      expectSums(built)
      expect(built.splits.find(({ dimension }) => dimension === 'region')?.parts).toEqual(margin.splits[0]?.parts)
      const names = (node: DriverNode): unknown => [node.name, node.below.map(names)]
      expect(built.tree && names(built.tree)).toEqual([
        'Margin-of-kpis',
        [
          [
            'Profit',
            [
              ['Sales', []],
              ['Cost', []],
            ],
          ],
          ['Sales', []],
        ],
      ])
    } finally {
      await server.stop()
    }
  })

  test('in words, with what moved it', async () => {
    const found = await view({ kpi: 'margin', period: '2026-03' })
    expect(found.sentence.lead).toBe('Margin fell 0.4 pp to 29.6 % in March 2026, from 30.0 % in February 2026.')
    expect(found.sentence.rest).toBe(
      'lamp (product) made more than all of it: −1.3 pp; others took some back. Mix more than rates: rates +2.4 pp, mix −2.8 pp.',
    )
    const explained = await explanation(work.deps, { kpi: 'margin', period: '2026-03' }, localOwner)
    expect(explained.ok && explained.value.moved).toBe(found.sentence.rest)
  })
})

test('a sum moves by its members, and a rate is not split before its period ends', async () => {
  const sales = await view({ kpi: 'sales', period: '2026-03', by: ['region'] })
  expectSums(sales)
  expect(sales.splits[0]?.parts.map(({ name, effect }) => [name, effect])).toEqual([
    ['old', '-500'],
    ['south', '500'],
    ['fresh', '300'],
    ['north', '-200'],
  ])
  const growth = await view({ kpi: 'margin', period: '2026-04' })
  expect([growth.sentence.rest, growth.tree]).toEqual([
    'What moved it can be told when it is: a part of a period is no match for a whole one.',
    null,
  ])
})

test('a month that is not over is held against the same days of the one before', async () => {
  const found = await view({ kpi: 'sales', period: '2026-04', by: ['region'] })
  expectSums(found)
  // The fifth of April against the first five days of March.
  expect([found.from, found.to, found.change, found.against]).toEqual([
    '2300',
    '100',
    '-2200',
    'the same part of March 2026',
  ])
  expect(found.splits[0]?.parts.map(({ name, presence, effect }) => [name, presence, effect])).toEqual([
    ['south', 'gone', '-1500'],
    ['north', 'both', '-700'],
  ])
})

test('a promise is held against its parts, and what nobody promised apart stands with the rest', async () => {
  const found = await view({ kpi: 'sales', period: '2026-03', compare: 'budget', by: ['unit', 'region'] })
  expectSums(found)
  expect([found.from, found.to, found.change]).toEqual(['2700', '2600', '-100'])
  expect(found.splits[0]?.parts.map(({ name, presence, effect }) => [name, presence, effect])).toEqual([
    ['North', 'both', '-100'],
    ['Others', 'both', '100'],
    ['(rest)', 'rest', '-100'],
  ])
  expect(found.unsplit).toEqual([{ dimension: 'region', reason: 'None of its members has a target of its own.' }])
})

test('price, volume and mix with the quantities of another KPI', async () => {
  const found = await view({ kpi: 'sales', period: '2026-03', by: ['product'], volume: 'items' })
  const effect = (name: string) => Number(found.volume?.effects.find((one) => one.name === name)?.effect)
  // Lamps 30 at 66.67 and sofas 5 at 100, then 28 at 60.71 and 13 at 69.23: 35 items at 71.43 become 41.
  expect(effect('Volume')).toBeCloseTo((6 * 2500) / 35, 9)
  expect(effect('Price')).toBeCloseTo(1700 - 28 * (2000 / 30) + 900 - 13 * 100, 9)
  expect(effect('Volume') + effect('Mix') + effect('Price')).toBeCloseTo(100, 9)
  expect(addsUp(found.volume?.effects.map(({ shown }) => shown) ?? [], found.shownChange)).toBe(true)
})

test('a product of factors by logarithmic means, and by Shapley where these have no value', async () => {
  const found = await view({ kpi: 'margin-of-kpis', period: '2026-03', method: 'lmdi' })
  expectSums(found)
  expect(found.method).toBe('lmdi')
  const cost = found.tree?.below[0]?.below.find(({ name }) => name === 'Cost')
  // Margin = (sales − cost) ÷ sales: 750 of 2,500, then 770 of 2,600; cost went from 1,750 to 1,830.
  const mean = (a: number, b: number) => (a - b) / Math.log(a / b)
  expect(Number(cost?.effect)).toBeCloseTo((mean(770 / 2600, 750 / 2500) / mean(770, 750)) * -80, 10)
  const usual = await view({ kpi: 'margin-of-kpis', period: '2026-03' })
  expect([usual.method, usual.change]).toEqual(['shapley', found.change])
  const growth = await view({ kpi: 'growth', period: '2026-03', method: 'lmdi' })
  expect([growth.tree, growth.method]).toEqual([null, null])
  expect(await bellwether(['drivers', folder, 'sales', '--method', 'log'])).toMatchObject({ code: 2 })
})

test('what does not add up is said, not split', async () => {
  const found = await view({ kpi: 'buyers', period: '2026-03' })
  expect(found.splits).toEqual([])
  expect(found.unsplit.map(({ reason }) => reason)).toEqual(Array(2).fill('Its members do not add up to the whole.'))
})

test('mistakes are told with a way out', async () => {
  expect(await codes({ kpi: 'sales', by: ['regoin'] })).toEqual(['ask/unknown-dimension'])
  expect(await codes({ kpi: 'sales', grain: 'total' })).toEqual(['ask/no-earlier-period'])
  expect(await codes({ kpi: 'sales', period: '2024-02-29', compare: 'year' })).toEqual(['ask/no-earlier-period'])
  expect(await codes({ kpi: 'sales', volume: 'items' })).toEqual(['ask/volume-by'])
  expect(await codes({ kpi: 'sales', compare: 'budgt' })).toEqual(['ask/unknown-baseline'])
  expect(await codes({ kpi: 'sales', grain: 'total', compare: 'expected' })).toEqual(['ask/no-course'])
  expect(await bellwether(['drivers', folder, 'sales', '--compare', 'never'])).toMatchObject({ code: 1 })
})
