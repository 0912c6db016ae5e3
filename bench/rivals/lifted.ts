import type { ResultSet } from '../../src/ports.ts'
import type { BenchKpi, BenchTerm, Filter } from '../kpis.ts'
import type { World } from '../world.ts'
import { rival } from './statements.ts'
import { numberAt } from './values.ts'

/**
 * The hundred KPIs by month and region with totals as one would write them by hand, knowing these columns and nothing else:
 * cells from one statement, merged once per set of filter columns, then one look-up and addition per combination of members
 * that a KPI takes. Gives doubles per KPI: for each region by name (totals last) every month; NaN where a denominator is zero.
 */
export async function liftedByHand(world: World, kpis: readonly BenchKpi[]): Promise<readonly Float64Array[]> {
  const cells = readByHand(await world.sql(rival('cells')))
  const sets = new Map<string, MergedSet>()
  const values = (term: BenchTerm): Float64Array => {
    const columns = filterColumns.filter((column) => term.filters.some((filter) => filter.column === column))
    const key = columns.join()
    let set = sets.get(key)
    if (set === undefined) sets.set(key, (set = { columns, ...mergedTo(cells, columns), sums: new Map() }))
    return added(cells, set, term)
  }
  return kpis.map(({ numerator, denominator }) => {
    const above = values(numerator)
    if (denominator === null) return above
    const below = values(denominator)
    return above.map((value, index) => (below[index] === 0 ? Number.NaN : value / (below[index] ?? Number.NaN)))
  })
}

const filterColumns = ['channel', 'status', 'returned', 'region'] as const
const additive = ['orders', 'units', 'prices', 'costs', 'revenue', 'expense'] as const

interface HandCells {
  readonly rows: number
  readonly months: number
  readonly monthOf: Int32Array
  /** Where a region stands among all, by its code. */
  readonly places: Int32Array
  readonly codes: ReadonlyMap<string, { readonly values: Int32Array; readonly members: readonly string[] }>
  readonly partials: ReadonlyMap<string, Float64Array>
}

interface MergedSet {
  readonly columns: readonly string[]
  /** Members of the columns by slot. */
  readonly slots: readonly (readonly string[])[]
  readonly slotOf: Int32Array
  /** By measure: slot × region (totals last) × month. */
  readonly sums: Map<string, Float64Array>
}

function readByHand(result: ResultSet): HandCells {
  const column = (name: string) => result.columns[result.names.indexOf(name)]
  const codes = filterColumns.map((name) => {
    const found = column(name)
    if (found?.kind !== 'codes') throw new Error(`${name} is not text`)
    return [name, { values: found.values, members: found.members }] as const
  })
  const numbers = (name: string) => Float64Array.from({ length: result.rows }, (_, row) => numberAt(column(name), row))
  const months = numbers('month')
  const first = months.reduce((least, month) => Math.min(least, month), Number.POSITIVE_INFINITY)
  const monthOf = Int32Array.from(months, (month) => month - first)
  const regions = codes.at(-1)?.[1].members ?? []
  const sorted = [...regions].sort()
  return {
    rows: result.rows,
    months: monthOf.reduce((most, month) => Math.max(most, month), 0) + 1,
    monthOf,
    places: Int32Array.from(regions, (region) => sorted.indexOf(region)),
    codes: new Map(codes),
    partials: new Map(additive.map((name) => [name, numbers(name)])),
  }
}

function mergedTo(cells: HandCells, columns: readonly string[]): Pick<MergedSet, 'slots' | 'slotOf'> {
  const own = columns.map((name) => cells.codes.get(name) ?? { values: new Int32Array(), members: [] })
  const slotOf = new Int32Array(cells.rows)
  const known = new Map<number, number>()
  const slots: string[][] = []
  for (let cell = 0; cell < cells.rows; cell++) {
    let mixed = 0
    for (const { values, members } of own) mixed = mixed * members.length + (values[cell] ?? 0)
    let slot = known.get(mixed)
    if (slot === undefined) {
      known.set(mixed, (slot = slots.length))
      slots.push(own.map(({ values, members }) => members[values[cell] ?? 0] ?? ''))
    }
    slotOf[cell] = slot
  }
  return { slots, slotOf }
}

function sumsOf(cells: HandCells, set: MergedSet, measure: string): Float64Array {
  let sums = set.sums.get(measure)
  if (sums !== undefined) return sums
  const totals = cells.places.length * cells.months
  const block = totals + cells.months
  sums = new Float64Array(set.slots.length * block)
  const values = cells.partials.get(measure) ?? new Float64Array()
  const regions = cells.codes.get('region')?.values ?? new Int32Array()
  for (let cell = 0; cell < cells.rows; cell++) {
    const at = (set.slotOf[cell] ?? 0) * block + (cells.monthOf[cell] ?? 0)
    const value = values[cell] ?? 0
    const region = at + (cells.places[regions[cell] ?? 0] ?? 0) * cells.months
    sums[region] = (sums[region] ?? 0) + value
    sums[at + totals] = (sums[at + totals] ?? 0) + value
  }
  set.sums.set(measure, sums)
  return sums
}

function added(cells: HandCells, set: MergedSet, term: BenchTerm): Float64Array {
  const sums = sumsOf(cells, set, term.measure)
  const block = (cells.places.length + 1) * cells.months
  const values = new Float64Array(block)
  set.slots.forEach((members, slot) => {
    const takes = term.filters.every((filter) => accepts(filter, members[set.columns.indexOf(filter.column)] ?? ''))
    if (!takes) return
    for (let step = 0; step < block; step++) values[step] = (values[step] ?? 0) + (sums[slot * block + step] ?? 0)
  })
  return values
}

const accepts = ({ members, negated }: Filter, member: string): boolean => members.includes(member) !== negated
