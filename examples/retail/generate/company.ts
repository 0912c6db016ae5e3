import { dayOf } from './days.ts'
import { Table } from './tables.ts'

/** Where people work and orders come from: stores, the online shop by region, and what serves them all. */
export interface Location {
  readonly id: string
  readonly name: string
  readonly kind: 'store' | 'online' | 'service'
  readonly region: string
  readonly opened: number
  readonly areaM2: number | null
  /** Expected orders on an average day in July 2023. */
  readonly orders: number
  /** Heads when the story begins, or when a store opens. */
  readonly staff: number
  readonly department: string
}

const store = (id: string, name: string, region: string, opened: number, areaM2: number, orders: number): Location => ({
  id,
  name,
  kind: 'store',
  region,
  opened,
  areaM2,
  orders,
  staff: Math.round(areaM2 / 175),
  department: 'Stores',
})

const online = (id: string, region: string, orders: number): Location => ({
  id,
  name: `Online ${region}`,
  kind: 'online',
  region,
  opened: dayOf(2018, 3, 1),
  areaM2: null,
  orders,
  staff: 0,
  department: 'Stores',
})

const service = (id: string, name: string, department: string, staff: number): Location => ({
  id,
  name,
  kind: 'service',
  region: '',
  opened: dayOf(2012, 3, 1),
  areaM2: null,
  orders: 0,
  staff,
  department,
})

/** The store in Leipzig opens in the middle of the story. */
export const leipzigOpens = dayOf(2024, 10, 1)

export const locations: readonly Location[] = [
  store('S01', 'Hamburg', 'North', dayOf(2012, 3, 1), 1450, 7.6),
  store('S02', 'Bremen', 'North', dayOf(2015, 9, 15), 980, 4.9),
  store('S03', 'Cologne', 'West', dayOf(2013, 5, 2), 1380, 7.2),
  store('S04', 'Utrecht', 'West', dayOf(2017, 4, 3), 1060, 5.4),
  store('S05', 'Munich', 'South', dayOf(2014, 10, 1), 1520, 8.1),
  store('S06', 'Vienna', 'South', dayOf(2016, 3, 1), 1290, 6.5),
  store('S07', 'Berlin', 'East', dayOf(2013, 9, 2), 1400, 7.4),
  store('S08', 'Leipzig', 'East', leipzigOpens, 1020, 5.6),
  online('W01', 'North', 8.4),
  online('W02', 'West', 9.1),
  online('W03', 'South', 9.6),
  online('W04', 'East', 7.2),
  service('C01', 'Distribution centre', 'Logistics', 19),
  service('C02', 'Customer care', 'Customer care', 9),
  service('C03', 'Head office', 'Head office', 14),
]

export const regions = ['North', 'West', 'South', 'East'] as const

export function locationTable(isoOf: (day: number) => string): Table {
  const table = new Table(['location_id', 'name', 'kind', 'region', 'opened_on', 'area_m2'])
  for (const one of locations) {
    table.add(one.id, one.name, one.kind, one.region, isoOf(one.opened), one.areaM2 ?? '')
  }
  return table
}

export interface Product {
  readonly id: string
  readonly name: string
  readonly category: string
  /** Whole euros when the story begins. */
  readonly price: number
  /** Purchase price as a share of it. */
  readonly costShare: number
  /** How often it is bought beside the others. */
  readonly weight: number
  /** How many are bought at once at most. */
  readonly most: number
}

const families = ['Alder', 'Birke', 'Cove', 'Dune', 'Fjell', 'Linden', 'Moor', 'Sund'] as const

/** Per category: item, lowest and highest price, weight, most at once. */
const ranges: Readonly<Record<string, readonly (readonly [string, number, number, number, number])[]>> = {
  Living: [
    ['sofa', 899, 1490, 5, 1],
    ['armchair', 349, 590, 6, 2],
    ['coffee table', 149, 290, 8, 1],
    ['sideboard', 449, 790, 5, 1],
  ],
  Dining: [
    ['table', 490, 990, 5, 1],
    ['chair', 79, 189, 12, 6],
    ['bench', 199, 320, 4, 2],
  ],
  Bedroom: [
    ['bed', 449, 890, 5, 1],
    ['mattress', 299, 690, 7, 2],
    ['nightstand', 89, 159, 8, 2],
  ],
  Lighting: [
    ['floor lamp', 89, 179, 12, 2],
    ['pendant', 59, 149, 13, 3],
  ],
  Textiles: [
    ['rug', 99, 390, 10, 1],
    ['duvet set', 49, 119, 16, 2],
    ['cushion', 15, 35, 22, 4],
  ],
  Garden: [
    ['lounge chair', 129, 249, 9, 4],
    ['table', 199, 399, 5, 1],
  ],
}

/** Every family has every item; dearer families are bought less. */
export const products: readonly Product[] = Object.entries(ranges).flatMap(([category, items], row) =>
  items.flatMap(([item, low, high, weight, most], column) =>
    families
      .filter((_, index) => (index + row + column) % 4 !== 3)
      .map((family, index, all): Product => {
        const step = index / (all.length - 1)
        const price = Math.round((low + (high - low) * step) / 10) * 10 - 1
        return {
          id: `${category.slice(0, 3).toUpperCase()}-${family.slice(0, 2).toUpperCase()}-${column + 1}`,
          name: `${family} ${category === 'Garden' ? 'garden ' : ''}${item}`,
          category,
          price,
          costShare: 0.5 + ((index * 7 + column * 3 + row) % 9) / 100,
          weight: weight * (1.5 - step),
          most,
        }
      }),
  ),
)

export function productTable(): Table {
  const table = new Table(['product_id', 'name', 'category', 'unit_cost'])
  for (const one of products) {
    table.add(one.id, one.name, one.category, (Math.round(one.price * one.costShare * 100) / 100).toFixed(2))
  }
  return table
}
