import fc from 'fast-check'
import type { Answer } from '../../../src/domain/answer.ts'
import { parseScope } from '../../../src/domain/scope.ts'
import { firstDay, isoOf, lastDay } from './data.ts'
import {
  type DatasetName,
  formulas,
  type Outer,
  outers,
  type Row,
  type Value,
  type When,
  whole,
} from './entity-formulas.ts'
import { type Exact, exact, over, print, type Result } from './values.ts'

// Entities, percentiles and rows in force, as generated and as plain arithmetic sees them.

export type Wanted =
  | {
      readonly kind: 'entities'
      readonly dataset: DatasetName
      readonly key: readonly ('customer' | 'region')[]
      readonly values: readonly Value[]
      readonly outer: Outer
    }
  | { readonly kind: 'rows'; readonly dataset: DatasetName; readonly value: Value; readonly mean: boolean }

export interface World {
  readonly rows: Readonly<Record<DatasetName, readonly Row[]>>
  readonly inclusive: boolean
  readonly today: number
  readonly wanted: readonly Wanted[]
  readonly questions: readonly {
    readonly kpi: number
    readonly reach: 'ytd' | 'rolling' | null
    readonly from: string
    readonly to: string
    readonly scope: string
    readonly by: readonly string[]
  }[]
}

const maybe = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { nil: null, freq: 6 })
const day = fc.integer({ min: firstDay - 60, max: lastDay })
const amount = maybe(fc.bigInt({ min: -5_000n, max: 20_000n }).map((units) => exact(units, 2)))
const row = fc.record({
  day,
  length: fc.option(fc.integer({ min: 0, max: 90 }), { nil: null, freq: 3 }),
  customer: maybe(fc.constantFrom('a', 'b', 'c', 'd')),
  region: maybe(fc.constantFrom('n', 's', 'e')),
  product: maybe(fc.constantFrom('x', 'y')),
  amount,
})
const rowsOf = (dataset: DatasetName): fc.Arbitrary<readonly Row[]> =>
  fc.array(row, { minLength: 15, maxLength: 45, size: 'max' }).map((list) =>
    list.map(({ length, ...one }) => ({
      ...one,
      // Pictures are few, so that they have several rows each.
      day: dataset === 'stock' ? one.day - (((one.day % 9) + 9) % 9) : one.day,
      end: dataset === 'subs' && length !== null ? one.day + length : null,
    })),
  )

const datasets: readonly DatasetName[] = ['orders', 'subs', 'stock']
const whens: Readonly<Record<DatasetName, readonly When[]>> = {
  orders: ['period', 'period', 'before', 'ever'],
  subs: ['period', 'start', 'end', 'before', 'ever'],
  stock: ['period', 'start', 'end', 'before', 'ever'],
}
const valueOver = (dataset: DatasetName): fc.Arbitrary<Value> =>
  fc
    .tuple(fc.constantFrom(...formulas), fc.constantFrom(...whens[dataset]))
    .map(([formula, when]) => ({ ...formula, when }))

const entities: fc.Arbitrary<Wanted> = fc.constantFrom(...datasets).chain((dataset) =>
  fc.record({
    kind: fc.constant('entities' as const),
    dataset: fc.constant(dataset),
    key: fc.constantFrom<readonly ('customer' | 'region')[]>(['customer'], ['customer'], ['customer', 'region']),
    values: fc.tuple(valueOver(dataset), valueOver(dataset)),
    outer: fc.constantFrom(...outers.slice(0, -1)),
  }),
)
const plain: fc.Arbitrary<Wanted> = fc
  .tuple(fc.constantFrom(...datasets), fc.constantFrom(...formulas), fc.boolean())
  .map(([dataset, formula, mean]) => ({
    kind: 'rows',
    dataset,
    value: { ...formula, when: 'period' },
    mean: mean && dataset !== 'orders' && /^(sum|count)\(/.test(formula.text),
  }))

const period = fc
  .tuple(fc.constantFrom('day', 'month', 'month', 'quarter', 'year', 'total'), day, fc.integer({ min: 0, max: 40 }))
  .map(([grain, on, more]) => {
    const text = (at: number): string => {
      const iso = isoOf(at)
      const [year = '', month = ''] = iso.split('-')
      if (grain === 'month') return `${year}-${month}`
      if (grain === 'quarter') return `${year}-Q${Math.ceil(Number(month) / 3)}`
      return grain === 'year' ? year : iso
    }
    return grain === 'total' ? ['total', 'total'] : [text(on), text(on + (grain === 'day' ? more % 4 : more))]
  })

const question = fc.record({
  kpi: fc.nat(6),
  reach: fc.option(fc.constantFrom('ytd' as const, 'rolling' as const), { nil: null, freq: 2 }),
  period,
  scope: fc.constantFrom('', '', 'region=n', 'region=n|s', 'unit:west', 'product=x', 'region=s/product=x|y'),
  by: fc.constantFrom<readonly string[]>([], [], ['region'], ['product', 'region']),
})

export const worlds: fc.Arbitrary<World> = fc.record({
  rows: fc.record({ orders: rowsOf('orders'), subs: rowsOf('subs'), stock: rowsOf('stock') }),
  inclusive: fc.boolean(),
  today: fc.integer({ min: firstDay + 30, max: lastDay + 40 }),
  wanted: fc.array(fc.oneof({ weight: 3, arbitrary: entities }, { weight: 2, arbitrary: plain }), {
    minLength: 5,
    maxLength: 7,
    size: 'max',
  }),
  questions: fc
    .array(question, { minLength: 10, maxLength: 14, size: 'max' })
    .map((list) => list.map(({ period: [from = '', to = ''], ...one }) => ({ ...one, from, to }))),
})

const cell = (value: string | null): string => value ?? ''
export function filesOf({ rows, inclusive }: World): Readonly<Record<string, readonly string[]>> {
  const line = (one: Row, index: number, dataset: DatasetName) => {
    const end = one.end === null ? '' : isoOf(inclusive ? one.end - 1 : one.end)
    const own = [index, isoOf(one.day), cell(one.customer), cell(one.region), cell(one.product)]
    return [...own, one.amount === null ? '' : print(one.amount), ...(dataset === 'subs' ? [end] : [])].join()
  }
  return Object.fromEntries(
    datasets.map((dataset) => [
      `${dataset}.csv`,
      [
        `id,day,customer,region,product,amount${dataset === 'subs' ? ',ends' : ''}`,
        ...rows[dataset].map((one, index) => line(one, index, dataset)),
      ],
    ]),
  )
}

/** Ids of datasets end with the number of the world, so that many worlds share one engine. */
export function documentsOf(
  world: World,
  number: number,
  kept: readonly Wanted[],
  units: ReadonlyMap<number, string>,
): string {
  const until = `, until: ends${world.inclusive ? ', until-inclusive: true' : ''}`
  const rows = { orders: 'event', subs: 'validity', stock: 'snapshot' }
  const tables = datasets.map(
    (dataset) => `---
kind: dataset
id: ${dataset}-${number}
source: files
from: ${dataset}.csv
key: [id]
rows: ${rows[dataset]}
row: row
time: { column: day${dataset === 'subs' ? until : ''} }
columns: { id: integer, day: date, customer: text, region: text, product: text, amount: decimal(2)${dataset === 'subs' ? ', ends: date' : ''} }
dimensions: [region, product]
`,
  )
  const kpis = kept.map((wanted, index) => kpi(`k${index}`, calculationOf(wanted, number), units.get(index) ?? '1'))
  const reaches = kept.flatMap((_, index) => [
    kpi(`ytd-k${index}`, `{ type: to-date, of: k${index}, within: year }`, units.get(index) ?? '1'),
    kpi(`rolling-k${index}`, `{ type: rolling, of: k${index}, over: 2 months }`, units.get(index) ?? '1'),
  ])
  return `kind: workspace
id: world
name: World
zone: UTC
today: ${isoOf(world.today)}
---
{ kind: source, id: files, connector: csv, path: w${number} }
${tables.join('')}---
{ kind: unit, id: all, name: All, level: organisation }
---
{ kind: unit, id: west, name: West, level: division, parent: all, where: { region: [n, e] } }
${kpis.join('')}${reaches.join('')}`
}

const kpi = (id: string, calculation: string, unit: string): string => `---
kind: kpi
id: ${id}
name: ${id}
purpose: Why?
category: operational
calculation: ${calculation}
measured-in: "${unit}"
good: up
cadence: month
`

function calculationOf(wanted: Wanted, number: number): string {
  const dataset = `dataset: ${wanted.dataset}-${number}`
  if (wanted.kind === 'rows') {
    const mean = wanted.mean ? ', over-time: mean' : ''
    return `{ type: measure, ${dataset}${mean}, formula: ${JSON.stringify(wanted.value.text)} }`
  }
  const values = wanted.values.map(
    ({ text, when }, index) => `${index === 0 ? 'a' : 'b'}: { formula: ${JSON.stringify(text)}, when: ${when} }`,
  )
  const per = `per: { key: [${wanted.key.join(', ')}], noun: thing, values: { ${values.join(', ')} } }`
  return `{ type: measure, ${dataset}, ${per}, formula: ${JSON.stringify(wanted.outer.text)} }`
}

/** What plain arithmetic says of an answer; null for no value. */
export function wantedValue(world: World, wanted: Wanted, { scope, start, end }: Answer): Result | null {
  const from = start === null ? Number.NEGATIVE_INFINITY : Date.parse(start) / 86_400_000
  const until = end === null ? Number.POSITIVE_INFINITY : Date.parse(end) / 86_400_000
  const place = { dataset: wanted.dataset, from, until, last: Math.min(until - 1, world.today) }
  const all = world.rows[wanted.dataset]
  const own = all.filter((one) => inScope(one, scope))
  if (wanted.kind === 'rows') return wanted.mean ? mean(wanted, all, own, place) : atEnd(wanted, all, own, place)
  const seen = (when: When) => own.filter((one) => isIn(one, when, all, place))
  const used = new Set(wanted.values.map(({ when }) => when))
  const shown =
    wanted.dataset === 'subs' && used.has('start') ? own.filter((one) => overlaps(one, place)) : seen('period')
  const keyed = (rows: readonly Row[]) => rows.filter((one) => wanted.key.every((column) => one[column] !== null))
  if (keyed(shown).length === 0) return null
  const idOf = (one: Row) => JSON.stringify(wanted.key.map((column) => one[column]))
  const ids = new Set([...used].flatMap((when) => keyed(seen(when)).map(idOf)))
  return wanted.outer.of(
    [...ids].map((id) => wanted.values.map(({ of, when }) => of(keyed(seen(when)).filter((one) => idOf(one) === id)))),
  )
}

interface Place {
  readonly dataset: DatasetName
  readonly from: number
  readonly until: number
  readonly last: number
}

const inForce = (one: Row, day: number): boolean => one.day <= day && (one.end === null || one.end > day)
const overlaps = (one: Row, { from, last }: Place): boolean =>
  one.day <= last && (one.end === null || (one.end > Math.min(from - 1, last) && one.end > one.day))

function isIn(one: Row, when: When, all: readonly Row[], { dataset, from, until, last }: Place): boolean {
  const real = one.end === null || one.end > one.day
  const pictures = (test: (day: number) => boolean) => Math.max(...all.map(({ day }) => day).filter(test))
  switch (when) {
    case 'before':
      return one.day < from && (dataset !== 'subs' || (real && one.day <= last))
    case 'ever':
      return dataset === 'subs' ? real && one.day <= last : one.day < until
    case 'start':
      return dataset === 'subs' ? inForce(one, Math.min(from - 1, last)) : one.day === pictures((at) => at < from)
    default:
      if (dataset === 'subs') return inForce(one, last)
      if (dataset === 'orders') return one.day >= from && one.day < until
      return one.day === pictures((at) => at >= from && at < until)
  }
}

function inScope(one: Row, text: string): boolean {
  const scope = parseScope(text)
  const west = scope?.unit !== 'west' || one.region === 'n' || one.region === 'e'
  return west && Object.entries(scope?.where ?? {}).every(([name, members]) => members.includes(memberOf(one, name)))
}
const memberOf = (one: Row, name: string): string => (name === 'region' ? one.region : one.product) ?? ''

function atEnd({ value }: Extract<Wanted, { kind: 'rows' }>, all: readonly Row[], own: readonly Row[], place: Place) {
  const rows = own.filter((one) => isIn(one, 'period', all, place))
  return rows.length === 0 ? null : value.of(rows)
}

/** The mean of what each day reads: of pictures those days that have one. */
function mean(
  { dataset, value }: Extract<Wanted, { kind: 'rows' }>,
  all: readonly Row[],
  own: readonly Row[],
  { from, until, last }: Place,
): Result | null {
  const days = new Set<number>()
  if (dataset === 'stock') for (const { day } of all) if (day >= from && day < until) days.add(day)
  if (dataset === 'subs') {
    const first = Math.min(...all.filter(({ day, end }) => end === null || end > day).map(({ day }) => day))
    for (let day = Number.isFinite(from) ? from : first; day <= last; day++) days.add(day)
  }
  const read = [...days].map((day) => own.filter((one) => (dataset === 'subs' ? inForce(one, day) : one.day === day)))
  const rows = read.flat()
  if (rows.length === 0 || days.size === 0) return null
  const sum = value.of(rows)
  return sum === null ? null : over(sum as Exact, whole(days.size))
}
