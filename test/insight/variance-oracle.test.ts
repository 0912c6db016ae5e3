import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseDecimal, printDecimal } from '../../src/domain/decimal.ts'
import {
  additive,
  type Fraction,
  type Group,
  type Item,
  ofDecimal,
  plus,
  priceVolumeMix,
  type Rational,
  ratioSplit,
  searchDrivers,
  shown,
  sum,
  toDecimal,
  toDouble,
  zero,
} from '../../src/insight/variance/index.ts'
import { rowsOf } from '../acceptance/raw.ts'
import { hasOracles, oracleText } from './oracle.ts'

type Numbers = Readonly<Record<string, number>>
type Parts = Readonly<Record<string, Numbers>>
interface RatioExpected {
  readonly ratio_0: number
  readonly ratio_1: number
  readonly change: number
  readonly two_part: Parts
  readonly two_part_totals: Numbers
  readonly three_part: Parts
  readonly three_part_totals: Numbers
}
interface PvmExpected extends Numbers {
  readonly items_in_both: number
}

const read = (file: string) => JSON.parse(oracleText(`oracles/${file}.json`))
const exact = (text: string): Rational => {
  const found = parseDecimal(text)
  if (found === null) throw new Error(`not a number: ${text}`)
  return ofDecimal(found)
}

/** The oracle keeps ten digits after the point. */
const near = (found: Rational, wanted: number, digits = 9) => expect(toDouble(found)).toBeCloseTo(wanted, digits)

function expectRatio(groups: readonly Group[], wanted: RatioExpected): void {
  for (const [weighting, parts, totals] of [
    ['symmetric', wanted.two_part, wanted.two_part_totals],
    ['base', wanted.three_part, wanted.three_part_totals],
  ] as const) {
    const split = ratioSplit(groups, weighting)
    if (split === null) throw new Error('the whole is undefined')
    near(split.from, wanted.ratio_0)
    near(split.to, wanted.ratio_1)
    near(split.change, wanted.change)
    expect(sum(split.parts.map(({ effect }) => effect))).toEqual(split.change)
    for (const effect of ['rate', 'mix', 'interaction', 'unallocated'] as const) {
      near(split[effect], totals[effect] ?? 0)
      for (const part of split.parts) near(part[effect], parts[part.name]?.[effect] ?? 0)
    }
    expect(Object.keys(parts).sort()).toEqual(split.parts.map(({ name }) => name).sort())
  }
}

function expectPvm(items: readonly Item[], wanted: PvmExpected): void {
  const found = priceVolumeMix(items)
  near(found.from, wanted.value_0 ?? Number.NaN, 6)
  near(found.to, wanted.value_1 ?? Number.NaN, 6)
  near(found.change, wanted.change ?? Number.NaN, 6)
  near(found.volume, wanted.volume ?? Number.NaN, 8)
  near(found.mix, wanted.mix ?? Number.NaN, 8)
  near(found.price, wanted.price ?? Number.NaN, 8)
  near(found.added, wanted.new_items ?? Number.NaN)
  near(found.discontinued, wanted.discontinued_items ?? Number.NaN)
  expect(found.itemsInBoth).toBe(wanted.items_in_both)
  expect(sum([found.volume, found.mix, found.price, found.added, found.discontinued, found.unallocated])).toEqual(
    found.change,
  )
}

/** Sums of columns of raw rows, by a name; the second opinion is plain addition. */
function summed(
  rows: readonly Readonly<Record<string, string>>[],
  by: string,
  columns: readonly string[],
): ReadonlyMap<string, readonly Rational[]> {
  const found = new Map<string, readonly Rational[]>()
  for (const row of rows) {
    const before = found.get(row[by] ?? '') ?? columns.map(() => zero)
    found.set(
      row[by] ?? '',
      columns.map((column, at) => plus(before[at] ?? zero, exact(row[column] ?? ''))),
    )
  }
  return found
}

function paired<T>(
  before: ReadonlyMap<string, readonly Rational[]>,
  after: ReadonlyMap<string, readonly Rational[]>,
  make: (first: Rational, second: Rational) => T,
): { readonly name: string; readonly from: T | null; readonly to: T | null }[] {
  const side = (values: readonly Rational[] | undefined) =>
    values === undefined ? null : make(values[0] ?? zero, values[1] ?? zero)
  const names = [...new Set([...before.keys(), ...after.keys()])]
  return names.map((name) => ({ name, from: side(before.get(name)), to: side(after.get(name)) }))
}

const fraction = (numerator: Rational, denominator: Rational): Fraction => ({ numerator, denominator })
const sale = (value: Rational, quantity: Rational) => ({ value, quantity })

describe.skipIf(!hasOracles)('variances equal the oracles (skipped where ../shared/data is absent)', () => {
  const vectors = hasOracles ? read('formula_vectors').decompositions : null

  test('a ratio with new, gone and orphan groups', () => {
    const { inputs, expected } = vectors.ratio_with_new_gone_and_orphan_groups
    const names = ['north', 'south', 'east', 'gone', 'new', 'orphan']
    const side = (numerators: Numbers, denominators: Numbers, name: string): Fraction | null =>
      numerators[name] === undefined && denominators[name] === undefined
        ? null
        : fraction(exact(String(numerators[name] ?? 0)), exact(String(denominators[name] ?? 0)))
    const groups = names.map((name) => ({
      name,
      from: side(inputs.num0, inputs.den0, name),
      to: side(inputs.num1, inputs.den1, name),
    }))
    expectRatio(groups, expected)
  })

  test('Simpson: both groups improve, the total falls, and the search says so', () => {
    const wanted = vectors.simpson
    const groups = simpson()
    expectRatio(groups, wanted)
    expect(searchDrivers([{ name: 'group', kind: 'ratio', members: groups }])[0]?.because).toBe('paradox')
  })

  test('price, volume and mix with a new and a discontinued item', () => {
    const { inputs, expected } = vectors.price_volume_mix
    const names = [...new Set([...Object.keys(inputs.value0), ...Object.keys(inputs.value1)])]
    const side = (values: Numbers, quantities: Numbers, name: string) =>
      values[name] === undefined ? null : sale(exact(String(values[name])), exact(String(quantities[name])))
    const items = names.map((name) => ({
      name,
      from: side(inputs.value0, inputs.qty0, name),
      to: side(inputs.value1, inputs.qty1, name),
    }))
    expectPvm(items, expected)
  })

  test('shown parts add up to the shown total', () => {
    const { parts, total, decimals } = vectors.rounding
    const found = shown(
      parts.map((part: number) => exact(String(part))),
      decimals,
    )
    expect(printDecimal(found.total)).toBe(String(total))
    expect(found.parts.reduce((all, part) => all + Number(printDecimal(part)), 0)).toBe(total)
  })

  test('superstore: price-volume-mix by sub-category, margin by region, sales by region, 2016 to 2017', () => {
    const wanted = read('superstore')
    const all = rowsOf(file('superstore/orders.csv'))
    const year = (text: string) => all.filter((row) => row['Order Date']?.endsWith(`/${text}`))
    const by = (name: string, columns: readonly string[]) =>
      [summed(year('2016'), name, columns), summed(year('2017'), name, columns)] as const
    expectPvm(paired(...by('Sub-Category', ['Sales', 'Quantity']), sale), wanted.pvm_by_sub_category_2016_to_2017)
    const groups = paired(...by('Region', ['Profit', 'Sales']), fraction)
    expectRatio(groups, wanted.margin_rate_mix_by_region_2016_to_2017)
    const amounts = paired(...by('Region', ['Sales', 'Sales']), (first) => first)
    const parts = additive(amounts).parts.map(({ name, effect }) => [name, toDecimal(effect)] as const)
    for (const [name, effect] of parts)
      expect(effect && printDecimal(effect)).toBe(String(wanted.sales_additive_by_region_2016_to_2017[name]))
  })

  test('facebook ads: cost per approved conversion by age, campaign 936 to 1178', () => {
    const all = rowsOf(file('facebook_ads/ads.csv'))
    const campaign = (id: string) => all.filter((row) => row.xyz_campaign_id === id)
    const side = (id: string) => summed(campaign(id), 'age', ['Spent', 'Approved_Conversion'])
    expectRatio(
      paired(side('936'), side('1178'), fraction),
      read('facebook_ads').cpa_rate_mix_by_age_campaign_936_to_1178,
    )
  })
})

const file = (name: string) => join(import.meta.dirname, '..', '..', '..', 'shared', 'data', name)

/** The only groups, up to their scale, that have the vector's parts: 0.90 to 0.95 and 0.20 to 0.25, from half to a sixteenth. */
function simpson(): readonly Group[] {
  const of = (numerator: string, denominator: string) => fraction(exact(numerator), exact(denominator))
  return [
    { name: 'a', from: of('7.2', '8'), to: of('0.95', '1') },
    { name: 'b', from: of('1.6', '8'), to: of('3.75', '15') },
  ]
}
