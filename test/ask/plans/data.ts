import fc from 'fast-check'
import { type Exact, exact, print } from './values.ts'

/** A row as the second opinion sees it: typed columns by path, the day it belongs to, the members of its dimensions. */
export interface Row {
  readonly day: number | null
  readonly numbers: Readonly<Record<string, Exact | null>>
  readonly texts: Readonly<Record<string, string | null>>
  readonly flag: boolean | null
  readonly due: number | null
  readonly members: Readonly<Record<string, string | null>>
}

export interface Data {
  readonly files: Readonly<Record<string, readonly string[]>>
  /** Rows of each dataset that formulas read. */
  readonly rows: Readonly<Record<'sales' | 'stock' | 'lines' | 'notes', readonly Row[]>>
}

export const firstDay = Date.UTC(2025, 11, 10) / 86_400_000
export const lastDay = Date.UTC(2026, 3, 5) / 86_400_000
export const isoOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10)

const maybe = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { nil: null, freq: 5 })
const day = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: firstDay, max: lastDay }) },
  { weight: 1, arbitrary: fc.integer({ min: firstDay - 365, max: lastDay - 365 }) },
)
const cents = fc.oneof(
  { weight: 6, arbitrary: fc.bigInt({ min: -50_000n, max: 50_000n }) },
  { weight: 1, arbitrary: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }) },
  { weight: 1, arbitrary: fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n }) },
  { weight: 1, arbitrary: fc.constant(0n) },
)

const sale = fc.record({
  day: fc.option(day, { nil: null, freq: 12 }),
  region: maybe(fc.constantFrom('n', 's', 'e', 'x y')),
  kind: maybe(fc.constantFrom('a', 'b', 'true')),
  flag: maybe(fc.boolean()),
  size: maybe(fc.integer({ min: -2, max: 4 })),
  amount: maybe(cents.map((units) => exact(units, 2))),
  rate: maybe(fc.bigInt({ min: -30_000n, max: 30_000n }).map((units) => exact(units, 4))),
  due: maybe(day),
  // The last one is an orphan: no such customer.
  customer: maybe(fc.constantFrom('c0', 'c1', 'c2', 'c3', 'c9')),
})
const customer = fc.record({
  segment: maybe(fc.constantFrom('p', 'q')),
  score: maybe(fc.integer({ min: -1, max: 3 })),
  country: maybe(fc.constantFrom('no', 'se', 'zz')),
})
const stocked = fc.record({
  day,
  region: maybe(fc.constantFrom('n', 's', 'e')),
  item: maybe(fc.constantFrom('i', 'j')),
  level: maybe(fc.integer({ min: -5, max: 50 })),
})
const line = fc.record({
  // Some lines belong to no sale, and so to no day.
  sale: maybe(fc.integer({ min: 0, max: 40 })),
  quantity: maybe(fc.integer({ min: -3, max: 9 })),
  price: maybe(fc.bigInt({ min: 0n, max: 99_999n }).map((units) => exact(units, 2))),
})
const note = fc.record({ region: maybe(fc.constantFrom('n', 's')), weight: maybe(fc.integer({ min: 0, max: 9 })) })

/** Mostly full, at times empty. */
const rows = <T>(of: fc.Arbitrary<T>, least: number, most: number): fc.Arbitrary<T[]> =>
  fc.oneof(
    { weight: 5, arbitrary: fc.array(of, { minLength: least, maxLength: most, size: 'max' }) },
    { weight: 1, arbitrary: fc.array(of, { maxLength: 3 }) },
  )

export const data: fc.Arbitrary<Data> = fc
  .record({
    sales: rows(sale, 25, 60),
    customers: fc.tuple(customer, customer, customer, customer),
    stock: rows(stocked, 12, 30),
    lines: rows(line, 15, 40),
    notes: fc.array(note, { maxLength: 4 }),
  })
  .map(build)

type Raw = {
  readonly sales: readonly Sale[]
  readonly customers: readonly Customer[]
  readonly stock: readonly (typeof stocked extends fc.Arbitrary<infer T> ? T : never)[]
  readonly lines: readonly (typeof line extends fc.Arbitrary<infer T> ? T : never)[]
  readonly notes: readonly (typeof note extends fc.Arbitrary<infer T> ? T : never)[]
}
type Sale = typeof sale extends fc.Arbitrary<infer T> ? T : never
type Customer = typeof customer extends fc.Arbitrary<infer T> ? T : never

const countries: Readonly<Record<string, string>> = { no: 'Norway', se: 'Sweden' }
const whole = (value: number | null): Exact | null => (value === null ? null : exact(BigInt(value)))
const cell = (value: string | number | boolean | Exact | null): string =>
  value === null ? '' : typeof value === 'object' ? print(value) : String(value)
const dated = (value: number | null): string => (value === null ? '' : isoOf(value))

function build(raw: Raw): Data {
  const sales = raw.sales.map((one) => saleRow(one, raw.customers))
  return {
    files: {
      'sales.csv': [
        'id,day,region,kind,flag,size,amount,rate,due,customer',
        ...raw.sales.map((one, id) =>
          [
            id,
            dated(one.day),
            one.region,
            one.kind,
            one.flag,
            one.size,
            one.amount,
            one.rate,
            dated(one.due),
            one.customer,
          ]
            .map(cell)
            .join(),
        ),
      ],
      'customers.csv': [
        'id,segment,score,country',
        ...raw.customers.map((one, id) => [`c${id}`, one.segment, one.score, one.country].map(cell).join()),
      ],
      'countries.csv': ['id,name', ...Object.entries(countries).map((one) => one.join())],
      'stock.csv': [
        'day,region,item,level',
        ...raw.stock.map((one) => [dated(one.day), one.region, one.item, one.level].map(cell).join()),
      ],
      'lines.csv': [
        'id,sale_id,quantity,price',
        ...raw.lines.map((one, id) => [id, one.sale, one.quantity, one.price].map(cell).join()),
      ],
      'notes.csv': ['id,region,weight', ...raw.notes.map((one, id) => [id, one.region, one.weight].map(cell).join())],
    },
    rows: {
      sales,
      stock: raw.stock.map((one) => ({
        ...nothing,
        day: one.day,
        numbers: { level: whole(one.level) },
        texts: { item: one.item, region: one.region },
        members: { region: one.region },
      })),
      lines: raw.lines.map((one) => lineRow(one, one.sale === null ? undefined : sales[one.sale])),
      notes: raw.notes.map((one) => ({
        ...nothing,
        numbers: { weight: whole(one.weight) },
        texts: { region: one.region },
        members: { region: one.region },
      })),
    },
  }
}

const nothing = { day: null, flag: null, due: null }

function saleRow(one: Sale, customers: readonly Customer[]): Row {
  const buyer = one.customer === null ? undefined : customers[Number(one.customer.slice(1))]
  const country = buyer?.country == null ? null : (countries[buyer.country] ?? null)
  return {
    day: one.day,
    numbers: { size: whole(one.size), amount: one.amount, rate: one.rate, 'buyer.score': whole(buyer?.score ?? null) },
    texts: {
      region: one.region,
      kind: one.kind,
      customer: one.customer,
      'buyer.segment': buyer?.segment ?? null,
      'buyer.home.name': country,
    },
    flag: one.flag,
    due: one.due,
    members: {
      region: one.region,
      kind: one.kind,
      flag: one.flag === null ? null : String(one.flag),
      size: one.size === null ? null : String(one.size),
      due: one.due === null ? null : isoOf(one.due),
      segment: buyer?.segment ?? null,
    },
  }
}

/** A line lies on its sale's day and has its sale's members. */
function lineRow(one: Raw['lines'][number], sale: Row | undefined): Row {
  const of = (name: string) => sale?.texts[name] ?? null
  return {
    day: sale?.day ?? null,
    numbers: { quantity: whole(one.quantity), price: one.price, 'sale.amount': sale?.numbers.amount ?? null },
    texts: { 'sale.region': of('region'), 'sale.buyer.segment': of('buyer.segment') },
    flag: sale?.flag ?? null,
    due: sale?.due ?? null,
    members: { region: of('region'), segment: of('buyer.segment') },
  }
}
