import { type Calculation, type Catalog, calculationAt, type Kpi, type Scope } from '../domain/catalog.ts'
import type { Calc, Term } from '../domain/formula/algebra.ts'
import type { GrainName } from '../time/calendar.ts'
import type { Day } from '../time/day.ts'
import { type Frame, reaching } from '../time/frame.ts'
import { back, contains, periodEnd } from '../time/period.ts'
import type { Demands, Slice } from './demand.ts'
import { sliceOf } from './slice.ts'

/** One KPI in one scope, in the periods of a frame. */
export interface Place {
  readonly kpi: Kpi
  readonly scope: Scope
  readonly frame: Frame
}

/** A place in one of its periods. */
export interface Spot extends Place {
  readonly ordinal: number
}

/** A place in the periods [from, until). */
export interface Line extends Place {
  readonly from: number
  readonly until: number
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
export function lastDayOf({ calendar, grain }: Pick<Frame, 'calendar' | 'grain'>, ordinal: number): Day | null {
  const end = periodEnd(calendar, grain, ordinal)
  return end === null ? null : ((end - 1) as Day)
}

/** The period that `prior` reads for one of a place, or null where there is none. */
export function earlier({ frame }: Place, calc: Extract<Calc, { kind: 'prior' }>, ordinal: number): number | null {
  const { calendar, grain } = frame
  if (grain === 'total') return null
  const by = (calc.grain ?? grain) as GrainName
  return by === grain ? ordinal - calc.back : back(calendar, grain, ordinal, calc.back, by)
}

/** Whether periods of a place stand in those that `prior` counts; then only some of them have none: 29 February, week 53. */
export function canGoBack({ frame }: Place, calc: Extract<Calc, { kind: 'prior' }>): boolean {
  const { calendar, grain } = frame
  const by = (calc.grain ?? grain) as GrainName
  return grain !== 'total' && (contains(calendar, by, grain) || (grain === 'week' && by === 'year'))
}

/** Adds every term that a KPI's values on a line can need. */
export function collect(catalog: Catalog, slices: Slices, demands: Demands, line: Line): void {
  for (const part of byCalculation(line)) {
    collectCalc({ catalog, slices, demands }, part.calculation.calc, part.line)
  }
}

/** A line cut where another calculation comes into force. */
function byCalculation(line: Line): readonly { readonly calculation: Calculation; readonly line: Line }[] {
  const parts: { calculation: Calculation; line: Line }[] = []
  if (line.kpi.calculations.length === 1) return [{ calculation: calculationAt(line.kpi, null), line }]
  for (let ordinal = line.from; ordinal < line.until; ordinal++) {
    const calculation = calculationAt(line.kpi, lastDayOf(line.frame, ordinal))
    const last = parts.at(-1)
    if (last?.calculation === calculation) last.line = { ...last.line, until: ordinal + 1 }
    else parts.push({ calculation, line: { ...line, from: ordinal, until: ordinal + 1 } })
  }
  return parts
}

interface Bag {
  readonly catalog: Catalog
  readonly slices: Slices
  readonly demands: Demands
}

function collectCalc(bag: Bag, calc: Calc, line: Line): void {
  switch (calc.kind) {
    case 'constant':
    case 'length':
      return
    case 'term':
      return collectTerm(bag, calc.term, line)
    case 'arithmetic':
    case 'compare':
      collectCalc(bag, calc.left, line)
      return collectCalc(bag, calc.right, line)
    case 'logic':
    case 'apply':
      for (const arg of calc.args) collectCalc(bag, arg, line)
      return
    case 'kpi': {
      const kpi = bag.catalog.kpis.get(calc.id)
      if (kpi !== undefined) collect(bag.catalog, bag.slices, bag.demands, { ...line, kpi })
      return
    }
    case 'prior': {
      const before = earlierLine(line, calc)
      if (before !== null) collectCalc(bag, calc.of, before)
      return
    }
    case 'span':
      return collectCalc(bag, calc.of, { ...line, frame: reaching(line.frame, calc.reach) })
    case 'window':
      if (line.frame.grain !== 'total') collectCalc(bag, calc.of, { ...line, from: line.from - calc.periods + 1 })
  }
}

/** The line from the first to the last period that `prior` reads for one. */
function earlierLine(line: Line, calc: Extract<Calc, { kind: 'prior' }>): Line | null {
  let [from, until] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let ordinal = line.from; ordinal < line.until; ordinal++) {
    const before = earlier(line, calc, ordinal)
    if (before === null) continue
    from = Math.min(from, before)
    until = Math.max(until, before + 1)
  }
  return from < until ? { ...line, from, until } : null
}

/** All time has no date that it goes to and no last periods. */
export const readable = ({ grain, reach }: Frame): boolean => grain !== 'total' || reach.kind === 'period'

function collectTerm(bag: Bag, term: Term, { scope, frame, from, until }: Line): void {
  const slice = bag.slices.of(term.dataset, scope)
  if (slice !== null && from < until && readable(frame)) bag.demands.add(term, slice, frame, from, until)
}
