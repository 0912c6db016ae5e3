import { type Calculation, type Catalog, calculationAt, type Kpi, type Scope } from '../domain/catalog.ts'
import type { Calc, Term } from '../domain/formula/algebra.ts'
import type { MoneyView } from '../domain/rates/rule.ts'
import { type GrainName, isClockGrain } from '../time/calendar.ts'
import { type Day, day } from '../time/day.ts'
import { cut, type Frame, type Part, reaching, spanOf } from '../time/frame.ts'
import { firstHourRead } from '../time/hours-read.ts'
import { back, contains, periodEnd } from '../time/period.ts'
import type { Demands, Slice } from './demand.ts'
import { addsHours, readsHours } from './hours.ts'
import { sliceOf } from './slice.ts'
import { countedTerm, nothingTyped, type TypedEntries } from './typed.ts'
import { unratedOf } from './unrated.ts'

/** One KPI in one scope, in the periods of a frame. */
export interface Place {
  readonly kpi: Kpi
  readonly scope: Scope
  readonly frame: Frame
  /** In which currency and at which rates KPIs are asked; absent: each its own way. */
  readonly money?: MoneyView | null
}

/** The KPI that another refers to, as it counts for one that is asked so; null where it cannot be had so. */
export function referred(
  catalog: Catalog,
  { id, currency }: Extract<Calc, { kind: 'kpi' }>,
  asked: MoneyView | null | undefined,
): { readonly kpi: Kpi; readonly money: MoneyView | null } | null {
  const rates = asked?.rates ?? null
  const money = currency === undefined ? (asked ?? null) : { currency, rates }
  if (money === null || (money.currency === null && money.rates === null)) {
    const kpi = catalog.kpis.get(id)
    return kpi === undefined ? null : { kpi, money: null }
  }
  const kpi = catalog.restate?.(id, money) ?? null
  return kpi && { kpi, money }
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
  readonly #typed: TypedEntries
  readonly #terms = new WeakMap<Term, Map<string, Term>>()

  constructor(catalog: Catalog, typed: TypedEntries = nothingTyped) {
    this.#catalog = catalog
    this.#typed = typed
  }

  /** A term as it counts in a scope: of typed values not those that another stands for. */
  term(term: Term, { unit }: Scope): Term {
    if (term.along === undefined) return term
    let byUnit = this.#terms.get(term)
    if (byUnit === undefined) this.#terms.set(term, (byUnit = new Map()))
    let counted = byUnit.get(unit ?? '')
    if (counted === undefined)
      byUnit.set(unit ?? '', (counted = countedTerm(this.#catalog, this.#typed, term, { unit, where: {} })))
    return counted
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

/** The last day that a frame reads for a period, which decides the definition in force; null for all time. */
function lastReadOf(frame: Frame, ordinal: number): Day | null {
  const span = frame.year === null ? null : spanOf(frame, ordinal)
  return span === null ? lastDayOf(frame, ordinal) : day(span.until - 1)
}

/** The calculation in force for a period of a place. */
export const calculationIn = ({ kpi, frame }: Pick<Place, 'kpi' | 'frame'>, ordinal: number): Calculation =>
  calculationAt(kpi, kpi.calculations.length === 1 ? null : lastReadOf(frame, ordinal))

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
  return (
    isClockGrain(grain) || (grain !== 'total' && (contains(calendar, by, grain) || (grain === 'week' && by === 'year')))
  )
}

/**
 * How far a period has come for a KPI: null where it is whole, `nothing` where no day of it has. Earlier periods that are read
 * for it are cut likewise.
 */
export type Elapsed = (kpi: Kpi, frame: Frame, ordinal: number) => Part | 'nothing' | null

/** What collecting needs, and what it adds to. */
export interface Bag {
  readonly catalog: Catalog
  readonly slices: Slices
  readonly demands: Demands
  readonly elapsed: Elapsed
}

/** Adds every term that a KPI's values on a line can need. */
export function collect(bag: Bag, line: Line): void {
  for (const part of byCalculation(line)) collectCalc(bag, part.calculation.calc, part.line)
}

/** A line cut where another calculation comes into force. */
function byCalculation(line: Line): readonly { readonly calculation: Calculation; readonly line: Line }[] {
  const parts: { calculation: Calculation; line: Line }[] = []
  if (line.kpi.calculations.length === 1) return [{ calculation: calculationIn(line, line.from), line }]
  for (let ordinal = line.from; ordinal < line.until; ordinal++) {
    const calculation = calculationIn(line, ordinal)
    const last = parts.at(-1)
    if (last?.calculation === calculation) last.line = { ...last.line, until: ordinal + 1 }
    else parts.push({ calculation, line: { ...line, from: ordinal, until: ordinal + 1 } })
  }
  return parts
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
      const found = referred(bag.catalog, calc, line.money)
      if (found !== null) collect(bag, { ...line, ...found })
      return
    }
    case 'prior':
      for (const before of earlierLines(bag, line, calc)) collectCalc(bag, calc.of, before)
      return
    case 'span':
      return collectCalc(bag, calc.of, { ...line, frame: reaching(line.frame, calc.reach) })
    case 'window':
      return collectWindow(bag, calc, line)
  }
}

/** What `prior` reads for a line: whole periods from the first to the last of them, and others only as far as theirs have come. */
function earlierLines(bag: Bag, line: Line, calc: Extract<Calc, { kind: 'prior' }>): readonly Line[] {
  let [from, until] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  const parts: Line[] = []
  for (let ordinal = line.from; ordinal < line.until; ordinal++) {
    const before = earlier(line, calc, ordinal)
    if (before === null) continue
    const frame = earlierFrame(bag.elapsed, line, ordinal)
    if (frame === line.frame) {
      from = Math.min(from, before)
      until = Math.max(until, before + 1)
    } else if (frame !== null) parts.push({ ...line, frame, from: before, until: before + 1 })
  }
  return from < until ? [{ ...line, from, until }, ...parts] : parts
}

/** The frame in which an earlier period is read for one: cut as far as that one has come; null where nothing of it has. */
export function earlierFrame(elapsed: Elapsed, { kpi, frame }: Place, ordinal: number): Frame | null {
  // What is read for a period that is cut itself is cut where that one is.
  const part = frame.part === null ? elapsed(kpi, frame, ordinal) : null
  if (part === 'nothing') return null
  return part === null ? frame : cut(frame, part)
}

/** Only the last period of a window is the one that may be cut. */
function collectWindow(bag: Bag, calc: Extract<Calc, { kind: 'window' }>, line: Line): void {
  const { frame, from, until } = line
  if (frame.grain === 'total') return
  if (frame.part !== null) collectCalc(bag, calc.of, line)
  const end = frame.part === null ? until : until - 1
  collectCalc(bag, calc.of, { ...line, frame: cut(frame, null), from: from - calc.periods + 1, until: end })
}

/** All time has no date that it goes to and no last periods; hours are read as they are, and days have no last hours. */
export function readable({ grain, reach, part }: Frame): boolean {
  if (isClockGrain(grain)) return reach.kind === 'period' && part === null
  if (reach.kind === 'rolling' && isClockGrain(reach.of)) return false
  return grain !== 'total' || reach.kind === 'period'
}

function collectTerm(bag: Bag, term: Term, { kpi, scope, frame, from, until }: Line): void {
  const slice = bag.slices.of(term.dataset, scope)
  if (slice === null || from >= until) return
  if (readsHours(frame) && addsHours(bag.catalog, term)) {
    const first = firstHourRead(frame, from)
    if (first === null) return
    return collectTerm(bag, term, { kpi, scope, frame: reaching(frame, { kind: 'period' }), from: first, until })
  }
  if (!readable(frame)) return
  bag.demands.add(bag.slices.term(term, scope), slice, frame, from, until)
  const unrated = unratedOf(term)
  if (unrated !== null) bag.demands.add(unrated, slice, frame, from, until)
}
