import type { Catalog, Kpi, Scope } from '../domain/catalog.ts'
import type { Calc, Term } from '../domain/formula/algebra.ts'
import type { Calendar, GrainName } from '../time/calendar.ts'
import type { Day } from '../time/day.ts'
import { back, periodEnd } from '../time/period.ts'
import { calculationAt, resolve } from './calculation.ts'
import type { Demands, Slice } from './demand.ts'
import { sliceOf } from './slice.ts'

/** One KPI in one scope and period: what evaluation and collection both walk. */
export interface Spot {
  readonly kpi: Kpi
  readonly scope: Scope
  readonly calendar: Calendar
  readonly grain: GrainName
  readonly ordinal: number
}

/** Slices by dataset and scope, made once. */
export class Slices {
  readonly #catalog: Catalog
  readonly #known = new WeakMap<Scope, Map<string, Slice | null>>()
  readonly #byId = new Map<string, Slice>()

  constructor(catalog: Catalog) {
    this.#catalog = catalog
  }

  of(dataset: string, scope: Scope): Slice | null {
    let perDataset = this.#known.get(scope)
    if (perDataset === undefined) this.#known.set(scope, (perDataset = new Map()))
    let slice = perDataset.get(dataset)
    if (slice === undefined) {
      const found = this.#catalog.datasets.get(dataset)
      slice = found === undefined ? null : this.#shared(dataset, sliceOf(this.#catalog, found, scope))
      perDataset.set(dataset, slice)
    }
    return slice
  }

  #shared(dataset: string, slice: Slice | null): Slice | null {
    if (slice === null) return null
    const key = `${dataset}\u0000${slice.id}`
    const known = this.#byId.get(key)
    if (known === undefined) this.#byId.set(key, slice)
    return known ?? slice
  }
}

/** The last day of a period, null for all time. */
export function lastDayOf(spot: Pick<Spot, 'calendar' | 'grain' | 'ordinal'>): Day | null {
  const end = periodEnd(spot.calendar, spot.grain, spot.ordinal)
  return end === null ? null : ((end - 1) as Day)
}

/** The earlier periods that a series function reads, nearest first; null where one does not exist. */
export function earlier(spot: Spot, calc: Extract<Calc, { kind: 'prior' }>): Spot | null {
  if (spot.grain === 'total') return null
  const by = (calc.grain ?? spot.grain) as GrainName
  const ordinal =
    by === spot.grain ? spot.ordinal - calc.back : back(spot.calendar, spot.grain, spot.ordinal, calc.back, by)
  return ordinal === null ? null : { ...spot, ordinal }
}

/** Adds every term that a KPI's value at a spot can need. */
export function collect(catalog: Catalog, slices: Slices, demands: Demands, spot: Spot): void {
  const { calc } = resolve(spot.kpi, calculationAt(spot.kpi, lastDayOf(spot)))
  collectCalc({ catalog, slices, demands }, calc, spot)
}

interface Bag {
  readonly catalog: Catalog
  readonly slices: Slices
  readonly demands: Demands
}

function collectCalc(bag: Bag, calc: Calc, spot: Spot): void {
  switch (calc.kind) {
    case 'constant':
      return
    case 'term':
      return collectTerm(bag, calc.term, spot)
    case 'arithmetic':
    case 'compare':
      collectCalc(bag, calc.left, spot)
      return collectCalc(bag, calc.right, spot)
    case 'logic':
    case 'apply':
      for (const arg of calc.args) collectCalc(bag, arg, spot)
      return
    case 'kpi': {
      const kpi = bag.catalog.kpis.get(calc.id)
      if (kpi !== undefined) collect(bag.catalog, bag.slices, bag.demands, { ...spot, kpi })
      return
    }
    case 'prior': {
      const before = earlier(spot, calc)
      if (before !== null) collectCalc(bag, calc.of, before)
      return
    }
    case 'window':
      if (spot.grain === 'total') return
      for (let step = 0; step < calc.periods; step++)
        collectCalc(bag, calc.of, { ...spot, ordinal: spot.ordinal - step })
  }
}

function collectTerm(bag: Bag, term: Term, spot: Spot): void {
  const slice = bag.slices.of(term.dataset, spot.scope)
  if (slice !== null) bag.demands.add(term, slice, spot.calendar, spot.grain, spot.ordinal)
}
