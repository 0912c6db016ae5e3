import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { evaluate, trackedItems } from '../src/app/evaluate.ts'
import { scorecardView } from '../src/app/view/scorecard.ts'
import { connectors } from '../src/connectors/index.ts'
import { localOwner } from '../src/domain/access.ts'
import { previewCascade } from '../src/domain/cascade.ts'
import type { Catalog } from '../src/domain/catalog.ts'
import { checkWorkspace } from '../src/domain/definition/build.ts'
import { scopeText } from '../src/domain/scope.ts'
import { kpi, measure, type SmallWorkspace, smallWorkspace } from './support/small-workspace.ts'

const scorecard = `---
kind: scorecard
id: shop
name: Shop scorecard
for: { each: team, under: stores }
differences:
  s2:
    add: [{ objective: serve, kpi: returns, weight: 2 }]
    leave-out: [visits]
    weights: { sales: 3 }
    owners: { sales: ben@acme.example }
groups:
  - objective: grow
    kpis: [{ kpi: sales, weight: [{ weight: 1 }, { weight: 4, from: 2026-03-01 }] }, visits]
`
const store = (id: string) => `---
kind: unit
id: ${id}
name: Store ${id}
level: team
parent: stores
where: { store: ${id} }
---
kind: target
id: sales-${id}
kpi: sales
scope: { unit: ${id} }
value: ${id === 's1' ? 100 : 200}
---
kind: target
id: visits-${id}
kpi: visits
scope: { unit: ${id} }
value: 2
`
const documents = `kind: workspace
id: cascade
name: Cascade
zone: UTC
today: 2026-04-10
---
kind: source
id: files
connector: csv
path: data
---
kind: dataset
id: tills
source: files
from: tills.csv
key: [id]
row: visit
time: { column: day }
columns: { id: text, day: date, store: text, amount: decimal(2), returned: boolean }
dimensions: [store]
---
kind: objective
id: grow
name: Grow
perspective: financial
---
kind: objective
id: serve
name: Serve
perspective: customer
---
kind: unit
id: company
name: Company
level: organisation
---
kind: unit
id: stores
name: Stores
level: division
parent: company
---
kind: unit
id: office
name: Office
level: team
parent: company
where: { store: none }
${store('s1')}${store('s2')}
${kpi('sales', measure('tills', 'sum(amount)'), '1', 'owner: ann@acme.example')}
${kpi('visits', measure('tills', 'count()'), 'visits')}
${kpi('returns', measure('tills', 'count() where returned'), 'visits')}
`

let small: SmallWorkspace
beforeAll(async () => {
  small = await smallWorkspace(documents + scorecard, {
    'tills.csv': [
      'id,day,store,amount,returned',
      '1,2026-02-10,s1,50,false',
      '2,2026-03-10,s1,100,false',
      '3,2026-03-11,s2,100,true',
      '4,2026-03-12,none,7,false',
    ],
  })
})
afterAll(() => small?.close())

async function view(input: Parameters<typeof scorecardView>[1]) {
  const found = await scorecardView(small.deps, input, localOwner)
  if (!found.ok) throw new Error(JSON.stringify(found.issues))
  return found.value
}
const rows = (found: Awaited<ReturnType<typeof view>>) =>
  found.groups.flatMap((group) =>
    group.rows.map((row) => [
      group.objective,
      row.kpi,
      row.weight,
      row.owner?.id ?? null,
      row.answer.value,
      row.answer.target,
    ]),
  )

test('one document is a scorecard for each unit, with its own targets, owners, weights and KPIs', async () => {
  const first = await view({ id: 'shop', period: '2026-03' })
  expect(first.scope.text).toBe('unit:s1')
  expect(rows(first)).toEqual([
    ['grow', 'sales', '4', 'ann@acme.example', '100', '100'],
    ['grow', 'visits', '1', null, '1', '2'],
  ])
  expect(rows(await view({ id: 'shop', period: '2026-03', scope: 'unit:s2' }))).toEqual([
    ['grow', 'sales', '3', 'ben@acme.example', '100', '200'],
    ['serve', 'returns', '2', null, '1', null],
  ])
  // Above the units the template itself speaks.
  expect(
    rows(await view({ id: 'shop', period: '2026-03', scope: 'unit:stores' })).map((row) => row.slice(0, 5)),
  ).toEqual([
    ['grow', 'sales', '4', 'ann@acme.example', '200'],
    ['grow', 'visits', '1', null, '2'],
  ])
})

test('a weight that changed at a date leaves the periods before as they were', async () => {
  const march = await view({ id: 'shop', period: '2026-03' })
  const february = await view({ id: 'shop', period: '2026-02' })
  const visits = 50 / 0.95 / 2
  expect(march.groups[0]?.score).toBeCloseTo((4 * 100 + visits) / 5, 9)
  expect(february.groups[0]).toMatchObject({ rows: [{ weight: '1' }, { weight: '1' }] })
  expect(february.groups[0]?.score).toBeCloseTo((50 / 0.95 / 2 + visits) / 2, 9)
  expect(february.groups[0]?.why).toMatch(
    /^26 is the weighted mean of 2 KPIs; sales takes the most from it, 37 points\.$/,
  )
})

test('every unit of a cascade is tracked', async () => {
  const items = [...trackedItems(small.deps.catalog)].map(({ kpi: { id }, scope }) => `${id} ${scopeText(scope)}`)
  expect(items.sort()).toEqual(['returns unit:s2', 'sales unit:s1', 'sales unit:s2', 'visits unit:s1'])
  const report = await evaluate({ ...small.deps, fail: () => {} }, localOwner)
  expect(report).toEqual({ tracked: 4 * 14, changes: 4 * 14 })
})

const plugs = { connectors, hash: (text: string) => createHash('sha256').update(text).digest('hex') }
function catalogOf(text: string): Catalog {
  const { catalog, issues } = checkWorkspace([{ file: 'all.yaml', text }], plugs)
  if (catalog === null) throw new Error(JSON.stringify(issues))
  return catalog
}

test('a changed template is previewed unit by unit, and differences stay', () => {
  const before = catalogOf(documents + scorecard)
  const changed = scorecard
    .replace(', visits]', ', { kpi: returns, weight: 5 }]')
    .replace('leave-out: [visits]', 'leave-out: [returns]')
    .replace(
      'add: [{ objective: serve, kpi: returns, weight: 2 }]',
      'add: [{ objective: serve, kpi: visits, weight: 2 }]',
    )
    .replace('weight: 4, from', 'weight: 6, from')
  const after = catalogOf(documents + changed + store('s3'))
  expect(previewCascade(before, after)).toEqual([
    { scorecard: 'shop', unit: 's1', kpi: 'returns', change: 'added', fields: [] },
    {
      scorecard: 'shop',
      unit: 's1',
      kpi: 'sales',
      change: 'changed',
      fields: [{ field: 'weight', before: '1, 4 from 2026-03-01', after: '1, 6 from 2026-03-01' }],
    },
    { scorecard: 'shop', unit: 's1', kpi: 'visits', change: 'removed', fields: [] },
    { scorecard: 'shop', unit: 's2', kpi: 'returns', change: 'removed', fields: [] },
    { scorecard: 'shop', unit: 's2', kpi: 'visits', change: 'added', fields: [] },
    { scorecard: 'shop', unit: 's3', kpi: 'returns', change: 'added', fields: [] },
    { scorecard: 'shop', unit: 's3', kpi: 'sales', change: 'added', fields: [] },
  ])
  expect(previewCascade(before, before)).toEqual([])
})
