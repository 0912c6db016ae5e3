import fc from 'fast-check'
import type { Catalog } from '../../../src/domain/catalog.ts'
import { findColumn } from '../../../src/domain/definition/make-dataset.ts'
import { checkFormula } from '../../../src/domain/formula/check.ts'
import { parseFormula } from '../../../src/domain/formula/parse.ts'
import { divide, type MeasureUnit, parseUnit, printUnit } from '../../../src/domain/measure-unit.ts'
import { type Data, data, firstDay, isoOf, lastDay } from './data.ts'
import { type DatasetName, type Measure, measuresOver } from './formulas.ts'

/** A KPI as generated: its formulas and, unless it is over other KPIs, what they mean. */
export type Wanted =
  | { readonly kind: 'measure'; readonly dataset: DatasetName; readonly measure: Measure; readonly zero: boolean }
  | {
      readonly kind: 'ratio'
      readonly top: { readonly dataset: DatasetName; readonly measure: Measure }
      readonly bottom: { readonly dataset: DatasetName; readonly measure: Measure }
      readonly zero: boolean
    }
  /** One of the first KPIs to date or rolling. */
  | { readonly kind: 'spanned'; readonly of: number; readonly reach: Reach }
  /** `k` in the text stands for KPIs before it. */
  | { readonly kind: 'formula'; readonly text: string; readonly from: number | null }

/** To date within a grain, or the last `periods` of one. */
export interface Reach {
  readonly periods: number | null
  readonly grain: 'day' | 'week' | 'month' | 'quarter' | 'year'
}

export interface Asked {
  readonly kpi: number
  readonly calendar: 'gregorian' | 'fiscal'
  readonly grain: 'day' | 'week' | 'month' | 'quarter' | 'year' | 'total'
  readonly day: number
  readonly periods: number
  readonly unit: string | null
  readonly where: Readonly<Record<string, readonly string[]>>
  readonly by: readonly string[]
}

export interface World {
  readonly data: Data
  readonly wanted: readonly Wanted[]
  readonly pages: readonly (readonly Asked[])[]
  readonly today: number
  readonly calendar: { readonly weekStart: string; readonly yearStarts: string; readonly labelYearBy: 'start' | 'end' }
}

const datasetNames: readonly DatasetName[] = ['sales', 'sales', 'sales', 'stock', 'stock', 'lines', 'notes']
const part = fc
  .constantFrom(...datasetNames)
  .chain((dataset) => measuresOver(dataset).map((measure) => ({ dataset, measure })))

const measure: fc.Arbitrary<Wanted> = fc
  .tuple(part, fc.boolean())
  .map(([one, zero]) => ({ kind: 'measure', ...one, zero }))
const ratio: fc.Arbitrary<Wanted> = fc
  .tuple(part, part, fc.boolean())
  .map(([top, bottom, zero]) => ({ kind: 'ratio', top, bottom, zero }))

const reach: fc.Arbitrary<Reach> = fc.oneof(
  fc.record({ periods: fc.constant(null), grain: fc.constantFrom('week', 'month', 'quarter', 'year') }),
  fc.record({
    periods: fc.integer({ min: 1, max: 13 }),
    grain: fc.constantFrom('day', 'week', 'month', 'quarter', 'year'),
  }),
)
const spanned: fc.Arbitrary<Wanted> = fc.record({ kind: fc.constant('spanned'), of: fc.nat(3), reach })

const reference = fc.constantFrom('[k0]', '[k1]', '[k2]', '[k3]')
const shape = fc.constantFrom(
  'A + B',
  'A - B',
  'A * B',
  'A / B',
  'A - prior(A)',
  "A / prior(A, 'quarter')",
  "prior(A, 'year') - B",
  'prior(A, 2)',
  'moving_sum(A, 2)',
  'moving_average(A, 3) - A',
  'abs(A) + floor(B)',
  'round(A / B, 2)',
  'coalesce(A, B, 0)',
  'if(A > B, A - B, null)',
  'greatest(A, B)',
  'null_if_zero(A)',
  'A * 0.5 + 1',
  "to_date(A, 'year') - B",
  "to_date(A / B, 'quarter')",
  "A / prior(to_date(A, 'year'), 'year')",
  "rolling(A, 5, 'week')",
  "rolling(A - prior(A), 2, 'month')",
  "moving_average(rolling(A, 40, 'day'), 2)",
)
const formula: fc.Arbitrary<Wanted> = fc
  .tuple(shape, reference, reference, fc.option(fc.integer({ min: firstDay, max: lastDay }), { nil: null, freq: 2 }))
  .map(([text, a, b, from]) => ({ kind: 'formula', text: text.replaceAll('A', a).replaceAll('B', b), from }))

const members: Readonly<Record<string, readonly string[]>> = {
  region: ['n', 's', 'e', 'x y', '', 'nowhere'],
  kind: ['a', 'b', 'true', ''],
  flag: ['true', 'false', '', 'maybe'],
  size: ['-1', '0', '2', '', 'big'],
  segment: ['p', 'q', ''],
  due: ['2026-01-10', '2026-02-03', ''],
}
const dimension = fc.constantFrom(...Object.keys(members))
const where = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: dimension.chain((name) =>
      fc.subarray([...(members[name] ?? [])], { minLength: 1 }).map((list) => ({ [name]: list })),
    ),
  },
)
/** Units of the tree of `documentsOf`. */
export const units = ['company', 'west', 'east', 'team-e', 'team-p'] as const

const asked: fc.Arbitrary<Asked> = fc.record({
  kpi: fc.nat(10),
  calendar: fc.constantFrom('gregorian', 'fiscal'),
  grain: fc.constantFrom('day', 'week', 'month', 'month', 'quarter', 'year', 'total'),
  day: fc.integer({ min: firstDay, max: lastDay + 20 }),
  periods: fc.integer({ min: 1, max: 3 }),
  unit: fc.option(fc.constantFrom(...units), { nil: null, freq: 1 }),
  where,
  by: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: dimension.map((name) => [name]) }),
})

const weekdays = ['monday', 'tuesday', 'thursday', 'saturday', 'sunday']
const months = ['january', 'february', 'april', 'july', 'october', 'december']

export const worlds: fc.Arbitrary<World> = fc.record({
  data,
  wanted: fc
    .tuple(
      fc.array(fc.oneof({ weight: 3, arbitrary: measure }, { weight: 1, arbitrary: ratio }), {
        minLength: 4,
        maxLength: 6,
      }),
      fc.array(spanned, { minLength: 1, maxLength: 2 }),
      fc.array(formula, { minLength: 2, maxLength: 3 }),
    )
    .map((all) => all.flat()),
  pages: fc.array(fc.array(asked, { minLength: 2, maxLength: 8, size: 'max' }), { minLength: 6, maxLength: 7 }),
  today: fc.integer({ min: firstDay + 70, max: lastDay + 60 }),
  calendar: fc.record({
    weekStart: fc.constantFrom(...weekdays),
    yearStarts: fc.constantFrom(...months),
    labelYearBy: fc.constantFrom('start', 'end'),
  }),
})

/** Everything but KPIs. */
const ground = (world: World, number: number): string => header(world, number) + tables(number) + tree

function header(world: World, number: number): string {
  const { weekStart, yearStarts, labelYearBy } = world.calendar
  return `kind: workspace
id: world
name: World
zone: UTC
today: ${isoOf(world.today)}
---
{ kind: calendar, id: fiscal, week-start: ${weekStart}, year-starts: ${yearStarts}, label-year-by: ${labelYearBy} }
---
{ kind: source, id: files, connector: csv, path: w${number} }
`
}

/** Ids of datasets end with the number of the world, so that many worlds share one engine. */
const tables = (number: number): string => `---
kind: dataset
id: sales-${number}
source: files
from: sales.csv
key: [id]
time: { column: day }
row: sale
columns: { id: integer, day: date, region: text, kind: text, flag: boolean, size: integer, amount: decimal(2), rate: decimal(4), due: date, customer: text }
look-ups: { buyer: { dataset: customers-${number}, by: customer } }
dimensions: [region, kind, flag, size, due, { name: segment, of: buyer.segment }]
---
kind: dataset
id: customers-${number}
source: files
from: customers.csv
key: [id]
columns: { id: text, segment: text, score: integer, country: text }
look-ups: { home: { dataset: countries-${number}, by: country } }
---
{ kind: dataset, id: countries-${number}, source: files, from: countries.csv, key: [id], columns: { id: text, name: text } }
---
kind: dataset
id: stock-${number}
source: files
from: stock.csv
key: none
time: { column: day }
rows: snapshot
row: picture
columns: { day: date, region: text, item: text, level: integer }
dimensions: [region]
---
kind: dataset
id: lines-${number}
source: files
from: lines.csv
key: [id]
time: { column: sale.day }
row: line
columns: { id: integer, sale_id: integer, quantity: integer, price: decimal(2) }
look-ups: { sale: { dataset: sales-${number}, by: sale_id } }
dimensions: [{ name: region, of: sale.region }, { name: segment, of: sale.buyer.segment }]
---
kind: dataset
id: notes-${number}
source: files
from: notes.csv
key: none
row: note
columns: { id: integer, region: text, weight: integer }
dimensions: [region]
`

const tree = `---
{ kind: unit, id: company, name: Company, level: organisation }
---
{ kind: unit, id: west, name: West, level: division, parent: company, where: { region: [n, s] } }
---
{ kind: unit, id: east, name: East, level: division, parent: company }
---
{ kind: unit, id: team-e, name: Team E, level: team, parent: east, where: { region: [e], kind: [a, b] } }
---
{ kind: unit, id: team-p, name: Team P, level: team, parent: east, where: { segment: p } }
`

/** A KPI document; the unit of measure is what its formula computes. Null where units do not fit together. */
interface Written {
  readonly document: string
  readonly unit: MeasureUnit
}

/**
 * The documents of a world: what cannot be checked (`[sales] + [lines]`) is replaced by a count, since here the numbers are on
 * trial and not the checker. `kept` are the KPIs as they stand in the documents.
 */
export function documentsOf(
  world: World,
  number: number,
  catalogOf: (text: string) => Catalog,
): { readonly text: string; readonly kept: readonly Wanted[] } {
  const base = ground(world, number)
  const { datasets } = catalogOf(base)
  const unitsOfKpis = new Map<string, MeasureUnit>()
  const unitOf = (text: string, dataset: DatasetName | null): MeasureUnit | null => {
    const id = `${dataset}-${number}`
    const parsed = parseFormula(text)
    if (!parsed.ok) throw new Error(`${text}: ${parsed.issues[0]?.message}`)
    const checked = checkFormula(parsed.value, {
      dataset: dataset === null ? null : (datasets.get(id) ?? null),
      lookUp: (path) => findColumn(datasets, id, path),
      kpiUnit: (kpi) => unitsOfKpis.get(kpi) ?? null,
      kpiIds: [...unitsOfKpis.keys()],
      calendar: 'gregorian',
    })
    return checked.ok ? checked.value.unit : null
  }
  const write = (one: Wanted, id: string): Written | null => {
    const made = calculationOf(one, number, unitOf)
    if (made === null) return null
    const printed = printUnit(made.unit)
    if (!parseUnit(printed).ok) return null
    const zero = (one.kind === 'measure' || one.kind === 'ratio') && one.zero ? 'zero' : 'no-data'
    const document = `---
kind: kpi
id: ${id}
name: ${id}
purpose: Why?
category: operational
calculation: ${made.calculation}
measured-in: "${printed}"
good: up
cadence: month
no-rows: ${zero}
`
    return { document, unit: made.unit }
  }
  const kept: Wanted[] = []
  const documents = world.wanted.map((one, index) => {
    const id = `k${index}`
    const found = write(one, id)
    kept.push(found === null ? fallback : one)
    const written = found ?? write(fallback, id)
    if (written === null) throw new Error('a count is always sound')
    unitsOfKpis.set(id, written.unit)
    return written.document
  })
  return { text: base + documents.join(''), kept }
}

const fallback: Wanted = {
  kind: 'measure',
  dataset: 'sales',
  measure: { text: 'count()', of: (rows) => (rows.length === 0 ? null : { units: BigInt(rows.length), scale: 0 }) },
  zero: false,
}

function calculationOf(
  one: Wanted,
  number: number,
  unitOf: (text: string, dataset: DatasetName | null) => MeasureUnit | null,
): { readonly calculation: string; readonly unit: MeasureUnit } | null {
  switch (one.kind) {
    case 'measure': {
      const unit = unitOf(one.measure.text, one.dataset)
      const formula = JSON.stringify(one.measure.text)
      return unit && { calculation: `{ type: measure, dataset: ${one.dataset}-${number}, formula: ${formula} }`, unit }
    }
    case 'ratio': {
      const [top, bottom] = [one.top, one.bottom].map(({ measure, dataset }) => unitOf(measure.text, dataset))
      const [above, below] = [one.top, one.bottom].map(
        ({ measure, dataset }) => `{ dataset: ${dataset}-${number}, formula: ${JSON.stringify(measure.text)} }`,
      )
      if (top == null || bottom == null) return null
      return { calculation: `{ type: ratio, numerator: ${above}, denominator: ${below} }`, unit: divide(top, bottom) }
    }
    case 'spanned': {
      const { periods, grain } = one.reach
      const unit = unitOf(`[k${one.of}]`, null)
      const length = periods === null ? `type: to-date, within: ${grain}` : `type: rolling, over: ${periods} ${grain}s`
      return unit && { calculation: `{ ${length}, of: k${one.of} }`, unit }
    }
    case 'formula': {
      const unit = unitOf(one.text, null)
      if (unit === null) return null
      const entry = (text: string, from: string) => `{ type: formula, formula: ${JSON.stringify(text)}${from} }`
      if (one.from === null) return { calculation: entry(one.text, ''), unit }
      const later = entry(`${one.text} + ${one.text}`, `, from: ${isoOf(one.from)}`)
      return { calculation: `[${entry(one.text, '')}, ${later}]`, unit }
    }
  }
}
