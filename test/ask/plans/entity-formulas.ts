import { type Exact, exact, minus, order, over, plus, type Result, toDouble } from './values.ts'

// Formulas over rows and over entities, beside what they mean.

export interface Row {
  readonly day: number
  /** Of rows in force: the first day on which it no longer is. */
  readonly end: number | null
  readonly customer: string | null
  readonly region: string | null
  readonly product: string | null
  readonly amount: Exact | null
}

export type DatasetName = 'orders' | 'subs' | 'stock'
export type When = 'period' | 'start' | 'end' | 'before' | 'ever'

export interface Value {
  readonly text: string
  readonly when: When
  readonly of: (rows: readonly Row[]) => Result | null
}
type Virtual = readonly (Result | null)[]

export interface Outer {
  readonly text: string
  /** Over the values a and b of each entity. */
  readonly of: (entities: readonly Virtual[]) => Result | null
}

const amountsOf = (rows: readonly Row[]): Exact[] => rows.flatMap((one) => (one.amount === null ? [] : [one.amount]))
const total = (values: readonly Exact[]): Exact => values.reduce((sum, one) => plus(sum, one), exact(0n))
export const whole = (value: number): Exact => exact(BigInt(value))

/** Type 7 of Hyndman and Fan. */
function quantile(values: readonly Result[], probability: number): Result | null {
  const sorted = values.map(toDouble).sort((a, b) => a - b)
  const at = (sorted.length - 1) * probability
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]]
  return low === undefined || high === undefined ? null : low + (high - low) * (at - Math.floor(at))
}

const sumOf = (rows: readonly Row[]): Exact | null =>
  rows.length > 0 && amountsOf(rows).length === 0 ? null : total(amountsOf(rows))
const greatestOf = (values: readonly Exact[]): Exact | null =>
  values.reduce<Exact | null>((best, one) => (best === null || order(one, best) > 0 ? one : best), null)

export const formulas: readonly Omit<Value, 'when'>[] = [
  { text: 'count()', of: (rows) => whole(rows.length) },
  { text: 'sum(amount)', of: sumOf },
  { text: "sum(amount) where product = 'x'", of: (rows) => sumOf(rows.filter(({ product }) => product === 'x')) },
  { text: 'count(amount)', of: (rows) => whole(amountsOf(rows).length) },
  { text: 'max(amount)', of: (rows) => greatestOf(amountsOf(rows)) },
  { text: 'avg(amount)', of: (rows) => over(total(amountsOf(rows)), whole(amountsOf(rows).length)) },
  { text: 'median(amount)', of: (rows) => quantile(amountsOf(rows), 0.5) },
  { text: 'percentile(amount, 90)', of: (rows) => quantile(amountsOf(rows), 0.9) },
  {
    text: 'count_distinct(product)',
    of: (rows) => whole(new Set(rows.flatMap(({ product }) => product ?? [])).size),
  },
  {
    text: "count_distinct(product) where region != 'n'",
    of: (rows) =>
      whole(
        new Set(rows.filter(({ region }) => region !== null && region !== 'n').flatMap(({ product }) => product ?? []))
          .size,
      ),
  },
]

const present = (values: readonly (Result | null)[]): Result[] => values.filter((one) => one !== null)
const both =
  <T>(of: (a: Result, b: Result) => T) =>
  (a: Result | null | undefined, b: Result | null | undefined): T | null =>
    a == null || b == null ? null : of(a, b)
const sign = (a: Result, b: Result): number =>
  typeof a === 'object' && typeof b === 'object' ? order(a, b) : toDouble(a) - toDouble(b)
const less = both((a, b) => (sign(a, b) <= 0 ? a : b))
const difference = both((a, b) =>
  typeof a === 'object' && typeof b === 'object' ? minus(a, b) : toDouble(a) - toDouble(b),
)
const added = (values: readonly Result[]): Result =>
  values.every((one): one is Exact => typeof one === 'object')
    ? total(values)
    : values.reduce<number>((sum, one) => sum + toDouble(one), 0)
const sumOver = (values: readonly (Result | null)[]): Result | null =>
  values.length > 0 && present(values).length === 0 ? null : added(present(values))
const above = (value: Result | null | undefined, limit: number): boolean => value != null && toDouble(value) > limit
const zero = (value: Result | null | undefined): boolean => value != null && toDouble(value) === 0

export const outers: readonly Outer[] = [
  { text: 'count()', of: (all) => whole(all.length) },
  { text: 'count() where a >= 2', of: (all) => whole(all.filter(([a]) => above(a, 1.999_999)).length) },
  { text: 'count() where a > 0 and b = 0', of: (all) => whole(all.filter(([a, b]) => above(a, 0) && zero(b)).length) },
  { text: 'sum(a)', of: (all) => sumOver(all.map(([a]) => a ?? null)) },
  {
    text: 'sum(greatest(a - b, 0)) where b > 0',
    of: (all) =>
      sumOver(
        all
          .filter(([, b]) => above(b, 0))
          .map(([a, b]) => {
            const rise = difference(a, b)
            return rise !== null && toDouble(rise) < 0 ? exact(0n) : rise
          }),
      ),
  },
  { text: 'sum(least(a, b))', of: (all) => sumOver(all.map(([a, b]) => less(a, b))) },
  {
    text: 'avg(a)',
    of: (all) => {
      const values = present(all.map(([a]) => a ?? null))
      return values.length === 0 ? null : toDouble(added(values)) / values.length
    },
  },
  { text: 'median(a)', of: (all) => quantile(present(all.map(([a]) => a ?? null)), 0.5) },
  {
    text: 'max(a)',
    of: (all) =>
      present(all.map(([a]) => a ?? null)).reduce<Result | null>(
        (best, one) => (best === null || sign(one, best) > 0 ? one : best),
        null,
      ),
  },
  { text: 'count_distinct(customer)', of: () => null },
]
