import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { load } from '../../src/app/load.ts'
import { undo } from '../../src/app/undo.ts'
import { localOwner } from '../../src/domain/access.ts'
import { kpi, measure, ratio, type SmallWorkspace, smallWorkspace } from '../support/small-workspace.ts'
import { whyTarget } from '../support/why-target.ts'

const documents = `kind: workspace
id: w
name: W
zone: UTC
currency: EUR
today: 2026-04-02
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
columns: { day: date, region: text, amount: money }
dimensions: [region]
---
kind: dataset
id: plan
source: files
from: plan*.csv
key: [what, unit, month, scenario]
columns: { what: text, unit: { type: text, required: false, missing: ["-"] }, month: text, scenario: text, amount: decimal(2) }
targets: { kpi: what, unit: unit, period: month, version: scenario, value: amount }
---
kind: dataset
id: stretch
source: files
from: stretch.csv
key: [day, region]
columns: { day: date, region: text, goal: money }
targets: { for: revenue, as: stretch, period: day, value: goal, where: [region] }
---
kind: unit
id: acme
name: Acme
level: organisation
---
kind: unit
id: north
name: North Sales
level: division
parent: acme
where: { region: north }
---
kind: unit
id: south
name: South
level: division
parent: acme
where: { region: south }
${kpi('revenue', measure('sales', 'sum(amount)'), 'EUR').replace('name: revenue', 'name: Net revenue')}${kpi(
  'share',
  ratio("sum(amount) where region = 'north'", 'sum(amount)', 'sales'),
  '%',
)}---
kind: target
id: by-hand
kpi: revenue
scope: { unit: south }
values: { "2026-02": 999 }
`

const plan = [
  'what,unit,month,scenario,amount',
  'revenue,north,2026-01,budget,100.10',
  'Net Revenue,North Sales,Feb 2026,budget,200',
  'revenue,north,2026-03,budget,300.25',
  'revenue,south,2026-01,budget,50',
  'revenue,south,2026-02,budget,60',
  'revenue,south,2026-03,budget,70',
  'revenue,-,2026-Q1,board,1000',
  'share,,2026-01,budget,0.6',
  'share,,2026-02,budget,',
]
const stretch = ['day,region,goal', '2026-01-17,north,500', '2026-02-28,north,600']
const sales = ['day,region,amount', '2026-01-05,north,90', '2026-02-05,north,250', '2026-03-31,south,70']

let shop: SmallWorkspace
beforeAll(async () => {
  shop = await smallWorkspace(documents, { 'sales.csv': sales, 'plan-a.csv': plan, 'stretch.csv': stretch })
})
afterAll(() => shop.close())

const put = (name: string, lines: readonly string[]) =>
  writeFileSync(join(shop.folder, 'data', name), `${lines.join('\n')}\n`)
const targets = async (scope: string, from: string, to = from, version?: string, id = 'revenue') =>
  (await shop.answers(id, [from, to], { scope, ...(version !== undefined && { version }) })).map(({ target }) => target)

describe('targets that are rows of a dataset', () => {
  test('by KPI and unit, by id or name, in months as people write them; units and quarters add up', async () => {
    expect(await targets('unit:north', '2026-01', '2026-04')).toEqual(['100.1', '200', '300.25', null])
    expect(await targets('unit:north', '2026-Q1')).toEqual(['600.35'])
    expect(await targets('', '2026-01', '2026-03')).toEqual(['150.1', '1199', '370.25'])
    expect(await targets('', '2026-01', '2026-02', undefined, 'share')).toEqual(['0.6', null])
  })

  test('a document of its own comes first', async () => {
    expect(await targets('unit:south', '2026-01', '2026-03')).toEqual(['50', '999', '70'])
  })

  test('in the version that a column says or that all rows have; a day stands for its month; members narrow', async () => {
    expect(await targets('', '2026-Q1', '2026-Q1', 'board')).toEqual(['1000'])
    expect(await targets('region=north', '2026-01', '2026-03', 'stretch')).toEqual(['500', '600', null])
  })

  test('judge like others, and say which row of which file they are', async () => {
    const [january] = await shop.answers('revenue', '2026-01', { scope: 'unit:north' })
    expect(january?.attainment).toBeCloseTo(90 / 100.1, 9)
    const [batch] = await shop.deps.store.batches.list('plan')
    const said = await whyTarget(shop.deps, 'revenue', '2026-02', 'unit:north')
    expect(said).toBe(
      `The budget target for 2026-02 is that of data/plan-a.csv, row 3 in the delivery ${batch?.id} of "plan".`,
    )
  })
})

describe('deliveries of targets', () => {
  test('a file with names that nobody knows is refused, each with its row, column and the nearest name', async () => {
    put('plan-b.csv', [
      'what,unit,month,scenario,amount',
      'revenu,north,2026-04,budget,1',
      'revenue,nort,2026-04,budget,1',
      'revenue,north,2026-13,budget,1',
      'revenue,north,2026-04,,1',
    ])
    const [report] = await load(shop.deps, ['plan'], localOwner)
    const found = report?.issues.map(({ code, file, line, message }) => `${code} ${file}:${line} ${message}`)
    expect(found).toHaveLength(4)
    expect(found?.[0]).toMatch(/plan-b\.csv:2 .*what.*"revenu" is no KPI.*did you mean "revenue"/)
    expect(found?.[1]).toMatch(/plan-b\.csv:3 .*unit.*"nort" is no unit.*"north"/)
    expect(found?.[2]).toMatch(/plan-b\.csv:4 .*month.*"2026-13" is no period of the calendar "gregorian"/)
    expect(found?.[3]).toMatch(/plan-b\.csv:5 .*scenario.* is required/)
    expect(await targets('unit:north', '2026-04')).toEqual([null])
  })

  test('a second amount for the same is refused with both rows; one for other months is added, undone it is gone', async () => {
    put('plan-b.csv', ['what,unit,month,scenario,amount', 'revenue,north,2026-03,budget,1'])
    const [twice] = await load(shop.deps, ['plan'], localOwner)
    expect(twice?.issues.map(({ code }) => code)).toEqual(['load/duplicate-key'])
    put('plan-b.csv', ['what,unit,month,scenario,amount', 'revenue,north,2026-04,budget,410'])
    const [added] = await load(shop.deps, ['plan'], localOwner)
    expect(added?.issues).toEqual([])
    expect(await targets('unit:north', '2026-03', '2026-04')).toEqual(['300.25', '410'])
    put('plan-b.csv', ['what,unit,month,scenario,amount', 'revenue,north,2026-04,budget,420'])
    const [again] = await load(shop.deps, ['plan'], localOwner)
    expect(await targets('unit:north', '2026-04')).toEqual(['420'])
    await undo(shop.deps, again?.batch ?? '', localOwner, null)
    expect(await targets('unit:north', '2026-03', '2026-04')).toEqual(['300.25', '410'])
  })

  test('the answer rests on the deliveries of its targets too', async () => {
    const [answer] = await shop.answers('revenue', '2026-04', {})
    expect(Object.keys(answer?.revision.facts ?? {})).toEqual(['plan', 'sales', 'stretch'])
  })
})
