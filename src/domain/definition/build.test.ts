import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { parseDay } from '../../time/day.ts'
import { type Catalog, calculationAt, datasetsOf } from '../catalog.ts'
import { checkWorkspace } from './build.ts'
import { kinds } from './kinds.ts'

const plugs = {
  connectors: new Map([
    ['csv', { options: z.strictObject({ path: z.string().default('.') }) }],
    ['manual', { options: z.strictObject({}) }],
  ]),
  hash: (text: string) => createHash('sha256').update(text).digest('hex'),
}

const examples = Object.values(kinds).map((kind) => kind.example)

function catalogOf(...texts: string[]): Catalog {
  const { catalog, issues } = checkWorkspace([{ file: 'a.yaml', text: [...examples, ...texts].join('---\n') }], plugs)
  expect(issues).toEqual([])
  if (catalog === null) throw new Error('no catalog')
  return catalog
}

const day = (text: string) => {
  const parsed = parseDay(text)
  if (parsed === null) throw new Error(text)
  return parsed
}

const kpi = (id: string, rest: string) =>
  `kind: kpi\nid: ${id}\nname: ${id}\npurpose: Why?\ncategory: financial\ngood: up\ncadence: month\n${rest}`

test('the examples of all kinds make a workspace', () => {
  const catalog = catalogOf()
  expect(catalog.workspace).toMatchObject({
    id: 'acme',
    calendar: 'gregorian',
    locale: 'en',
    currency: 'EUR',
    today: null,
  })
  expect(catalog.sources.get('shop')).toMatchObject({ connector: 'csv', options: { path: 'data' } })
  expect(catalog.revision).toMatch(/^[0-9a-f]{16}$/)
  expect([...catalog.datasets.keys()]).toEqual(['orders'])
  expect([...catalog.calendars.keys()].sort()).toEqual(['gregorian', 'retail'])
})

test('a dataset is resolved: types, units, defaults', () => {
  const orders = catalogOf().datasets.get('orders')
  expect(orders).toMatchObject({ key: ['order_id', 'line'], rows: 'event', rowNoun: 'order line', onError: 'refuse' })
  const column = (name: string) => orders?.columns.find((one) => one.name === name)
  expect(column('unit_price')).toMatchObject({ type: { kind: 'decimal', scale: 2 }, unit: { EUR: 1 }, required: false })
  expect(column('order_id')).toMatchObject({ required: true, from: 'order_id', decimalSign: '.' })
  expect(column('region')).toMatchObject({ from: 'Sales Region' })
  expect(orders?.dimensions.map((one) => one.name)).toEqual(['region', 'status'])
})

test('the revision depends on what is defined, not on how it is written', () => {
  const text = (parts: readonly string[]) => [{ file: 'b.yaml', text: `# a comment\n${parts.join('---\n')}` }]
  const before = catalogOf().revision
  expect(checkWorkspace(text([...examples].reverse()), plugs).catalog?.revision).toBe(before)
  const renamed = examples.map((one) => one.replace('name: Revenue', 'name: Sales'))
  expect(checkWorkspace(text(renamed), plugs).catalog?.revision).not.toBe(before)
})

test('the shape of a dataset changes with its columns and source, not with its dimensions', () => {
  const shape = (change: (text: string) => string) =>
    checkWorkspace([{ file: 'a.yaml', text: examples.map(change).join('---\n') }], plugs).catalog?.datasets.get(
      'orders',
    )?.shape
  const before = shape((one) => one)
  expect(shape((one) => one.replace('dimensions: [region, status]', 'dimensions: [region]'))).toBe(before)
  expect(shape((one) => one.replace('row: order line', 'row: line'))).toBe(before)
  expect(shape((one) => one.replace('path: data', 'path: files'))).not.toBe(before)
  expect(shape((one) => one.replace('Sales Region', 'Region'))).not.toBe(before)
  expect(shape((one) => one.replace('Europe/Paris }', 'Asia/Tokyo }'))).not.toBe(before)
})

test('manual KPIs bring the dataset of typed values', () => {
  const catalog = catalogOf(kpi('nps', 'calculation: { type: manual, over-time: last }\nmeasured-in: points\n'))
  expect(catalog.datasets.get('manual-values')?.source).toBe('manual')
  expect(catalog.sources.get('manual')?.connector).toBe('manual')
  expect(datasetsOf(catalog, 'nps')).toEqual(['manual-values'])
  expect(catalog.kpis.get('nps')?.calculations).toMatchObject([
    { from: null, calculation: { type: 'manual', typed: { overTime: 'last', rate: false } } },
  ])
})

test('a period is read with the calculation of its last day', () => {
  const catalog = catalogOf(
    kpi(
      'nps',
      'calculation: [{ type: manual }, { type: manual, from: 2026-07-01, rate: true }]\nmeasured-in: points\n',
    ),
  )
  const nps = catalog.kpis.get('nps')
  if (nps === undefined) throw new Error('no KPI')
  const rateOn = (text: string) => calculationAt(nps, day(text)).typed?.rate
  expect([rateOn('2020-01-01'), rateOn('2026-06-30'), rateOn('2026-07-01')]).toEqual([false, false, true])
})

test('the datasets of a KPI: through other KPIs, look-ups and every calculation over time', () => {
  const catalog = catalogOf(
    'kind: dataset\nid: stores\nsource: shop\nfrom: stores.csv\nkey: [id]\ncolumns: { id: text, country: text }\n',
    'kind: dataset\nid: visits\nsource: shop\nfrom: visits.csv\nkey: [id]\nrow: visit\ncolumns: { id: text, store: text }\nlook-ups: { place: { dataset: stores, by: store } }\ndimensions: [place.country]\n',
    kpi(
      'visits',
      'calculation: { type: measure, dataset: visits, formula: "count() where place.country = \'FR\'" }\nmeasured-in: visits\n',
    ),
    kpi('per-visit', 'calculation: { type: formula, formula: "[revenue] / [visits]" }\nmeasured-in: EUR / visit\n'),
    kpi(
      'later',
      'calculation: [{ type: manual }, { type: formula, from: 2026-01-01, formula: "[revenue]" }]\nmeasured-in: EUR\n',
    ),
  )
  expect(datasetsOf(catalog, 'revenue')).toEqual(['orders'])
  expect(datasetsOf(catalog, 'visits')).toEqual(['stores', 'visits'])
  expect(datasetsOf(catalog, 'per-visit')).toEqual(['orders', 'stores', 'visits'])
  expect(datasetsOf(catalog, 'later')).toEqual(['manual-values', 'orders'])
  expect(datasetsOf(catalog, 'nobody')).toEqual([])
  expect(catalog.datasets.get('visits')?.dimensions[0]).toMatchObject({
    name: 'place.country',
    expr: { path: ['place', 'country'] },
  })
})

test('status rules: as written, or the usual ones', () => {
  const rules = (rest: string, good = 'up') =>
    catalogOf(
      kpi('x', `calculation: { type: manual }\nmeasured-in: points\n${rest}`).replace('good: up', `good: ${good}`),
    ).kpis.get('x')?.status
  expect(rules('')?.map((one) => [one.status, one.op, one.of])).toEqual([
    ['on-track', '>=', 'percent'],
    ['at-risk', '>=', 'percent'],
  ])
  expect(rules('', 'between')).toEqual([
    { status: 'on-track', op: 'inside', of: 'band', below: { units: 0n, scale: 0 }, above: { units: 0n, scale: 0 } },
  ])
  expect(rules('status: { on-track: "<= 4.2", at-risk: "<= 5" }\n', 'down')).toEqual([
    { status: 'on-track', op: '<=', of: 'absolute', threshold: { units: 42n, scale: 1 } },
    { status: 'at-risk', op: '<=', of: 'absolute', threshold: { units: 5n, scale: 0 } },
  ])
  expect(rules('status: { on-track: inside, at-risk: inside +- 0.5 }\n', 'between')?.[1]).toEqual({
    status: 'at-risk',
    op: 'inside',
    of: 'band',
    below: { units: 5n, scale: 1 },
    above: { units: 5n, scale: 1 },
  })
  const list = 'status: [{ off-track: "< 10" }, { on-track: inside 20 .. 30 }, { at-risk: "inside -5 +1" }]\n'
  expect(rules(list, 'between')).toEqual([
    { status: 'off-track', op: '<', of: 'absolute', threshold: { units: 10n, scale: 0 } },
    { status: 'on-track', op: 'inside', of: 'absolute', low: { units: 20n, scale: 0 }, high: { units: 30n, scale: 0 } },
    { status: 'at-risk', op: 'inside', of: 'band', below: { units: 5n, scale: 0 }, above: { units: 1n, scale: 0 } },
  ])
})

test('targets of every kind', () => {
  const target = (id: string, rest: string) => `kind: target\nid: ${id}\nkpi: revenue\n${rest}`
  const catalog = catalogOf(
    target('a', 'version: forecast\nvalue: 12345678901234567.89\nfrom: 2026-01-01\n'),
    target(
      'b',
      'version: stretch\nvalues: { 2026-01: "1_000", 2026-02: 1.10 }\nscope: { unit: north, where: { region: [north] } }\n',
    ),
    target('c', 'version: last\ntotal: 4\nyear: 2025\nspread: { weights: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.5] }\n'),
  )
  const plan = (id: string) => catalog.targets.find((one) => one.id === id)?.plan
  expect(plan('a')).toEqual({
    kind: 'constant',
    value: { value: { units: 1234567890123456789n, scale: 2 } },
    from: day('2026-01-01'),
    until: null,
  })
  expect(plan('b')).toMatchObject({ kind: 'values', grain: 'month' })
  const values = plan('b')
  expect(values?.kind === 'values' ? [...values.values.values()] : []).toEqual([
    { value: { units: 1000n, scale: 0 } },
    { value: { units: 110n, scale: 2 } },
  ])
  expect(plan('c')).toMatchObject({ kind: 'total', year: 2025 })
  expect(plan('revenue-2026')).toMatchObject({ kind: 'total', spread: 'working-days' })
  expect(catalog.targets.find((one) => one.id === 'b')?.scope).toEqual({ unit: 'north', where: { region: ['north'] } })
})

test('a catalog cannot be changed', () => {
  const catalog = catalogOf()
  expect(Object.isFrozen(catalog)).toBe(true)
  const [rule] = catalog.kpis.get('revenue')?.status ?? []
  expect(rule !== undefined && 'threshold' in rule && Object.isFrozen(rule.threshold)).toBe(true)
  expect(Object.isFrozen(catalog.datasets.get('orders')?.columns[0])).toBe(true)
})

test('all issues come at once, in the order of the text', () => {
  const text = 'kind: kpi\nid: A\nname: 5\n---\nkind: objective\nid: grow\nname: Grow\nperspective: financal\n'
  const { issues } = checkWorkspace([{ file: 'a.yaml', text }], plugs)
  expect(issues.map((one) => `${one.code} ${one.line ?? 0}`)).toEqual([
    'workspace/missing 0',
    'field/missing 1',
    'value/id 2',
    'field/type 3',
    'field/choice 8',
  ])
})
