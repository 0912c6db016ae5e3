import { combine, compareAmounts, double, exact, isZero } from '../domain/amount.ts'
import type { Absence, Amount, Reading } from '../domain/answer.ts'
import { type Calculation, type Catalog, calculationAt, type Dataset, manualDataset } from '../domain/catalog.ts'
import { hasHours } from '../domain/clock-zone.ts'
import { coversWhole } from '../domain/covers.ts'
import type { Calc, PeriodLength, Term } from '../domain/formula/algebra.ts'
import { typeOfTerm } from '../domain/formula/entity.ts'
import { type GrainName, isClockGrain } from '../time/calendar.ts'
import { type Day, day } from '../time/day.ts'
import { cut, type Frame, type Reach, reaching, spanOf } from '../time/frame.ts'
import { firstHourRead } from '../time/hours-read.ts'
import { ordinalOn, periodEnd, periodStart } from '../time/period.ts'
import { partsOf } from './calculation.ts'
import {
  type Bag,
  calculationIn,
  canGoBack,
  earlier,
  earlierFrame,
  type Place,
  readable,
  referred,
  type Spot,
} from './collect.ts'
import type { Demand, Slice, TermTable } from './demand.ts'
import { addsHours, overHours, readsHours } from './hours.ts'
import { primitives } from './primitives.ts'
import { cellAt } from './track.ts'
import { unratedOf } from './unrated.ts'

export interface Evaluation {
  readonly reading: Reading
  readonly numerator: Amount | null
  readonly denominator: Amount | null
}

/** What evaluation needs besides terms: why a dataset has no rows in a period. */
export interface World extends Bag {
  readonly table: TermTable
  /** Null where a period without rows is zero. */
  readonly absence: (dataset: string, spot: Spot) => Absence | null
  /** The first day that a dataset has rows for. */
  readonly firstDay: (dataset: string) => number | null
  readonly today: Day
  /** The day after the last one that has passed and that data has come for, of what a KPI reads. */
  readonly elapsedTo: (kpi: string) => Day
  /** Told when a value is not known because money in it has no rate; `demand` counts such rows. */
  readonly unrated?: (demand: Demand, ordinal: number) => void
}

/** A value by period. What it is made of is looked up once, when it is made, and not for each period again. */
type Reader = (ordinal: number) => Reading

export const present = (amount: Amount): Reading => ({ kind: 'value', amount })
export const absent = (because: Absence): Reading => ({ kind: 'absent', because })

const reached = (place: Place, reach: Reach): Place => ({ ...place, frame: reaching(place.frame, reach) })

/** The value of a KPI in each period, or the reason why there is none; rates give their parts too. */
export function evaluator(world: World, place: Place): (ordinal: number) => Evaluation {
  const { kpi } = place
  const only = kpi.calculations.length === 1 ? calculationAt(kpi, null) : null
  if (only !== null) return calculator(world, only.calc, place)
  const made = new Map<Calculation, (ordinal: number) => Evaluation>()
  return (ordinal) => {
    const calculation = calculationIn(place, ordinal)
    let calculate = made.get(calculation)
    if (calculate === undefined) made.set(calculation, (calculate = calculator(world, calculation.calc, place)))
    return calculate(ordinal)
  }
}

function calculator(world: World, calc: Calc, place: Place): (ordinal: number) => Evaluation {
  if (calc.kind === 'span') return calculator(world, calc.of, reached(place, calc.reach))
  const found = calc.kind === 'kpi' ? referred(world.catalog, calc, place.money) : null
  if (found !== null) return evaluator(world, { ...place, ...found })
  const parts = partsOf({ calc })
  if (parts === null) {
    const read = reader(world, calc, place)
    return (ordinal) => ({ reading: read(ordinal), numerator: null, denominator: null })
  }
  const [above, below] = [reader(world, parts.numerator, place), reader(world, parts.denominator, place)]
  return (ordinal) => {
    const [top, bottom] = [above(ordinal), below(ordinal)]
    return { reading: arithmetic('/', top, bottom), numerator: amountOf(top), denominator: amountOf(bottom) }
  }
}

const amountOf = (reading: Reading): Amount | null => (reading.kind === 'value' ? reading.amount : null)

function reader(world: World, calc: Calc, place: Place): Reader {
  const of = (inner: Calc): Reader => reader(world, inner, place)
  switch (calc.kind) {
    case 'constant': {
      const value = present(exact(calc.value))
      return () => value
    }
    case 'term':
      return termReader(world, calc.term, place)
    case 'length':
      return lengthReader(world, calc.of, place)
    case 'arithmetic': {
      const [left, right] = [of(calc.left), of(calc.right)]
      return (ordinal) => arithmetic(calc.op, left(ordinal), right(ordinal))
    }
    case 'compare': {
      const [left, right] = [of(calc.left), of(calc.right)]
      return (ordinal) => compared(calc.op, left(ordinal), right(ordinal))
    }
    case 'logic': {
      const args = calc.args.map(of)
      const each = (ordinal: number) => args.map((arg) => arg(ordinal))
      return (ordinal) => logic(calc.op, each(ordinal))
    }
    case 'apply': {
      const args = calc.args.map(of)
      const apply = primitives(calc.primitive)
      return (ordinal) => apply(args.map((arg) => () => arg(ordinal)))
    }
    case 'kpi':
      return kpiReader(world, calc, place)
    case 'prior':
      return priorReader(world, calc, place)
    case 'span':
      return reader(world, calc.of, reached(place, calc.reach))
    case 'window':
      return windowReader(world, calc, place)
  }
}

/** An earlier period, read as far as the one it is read for has come. */
function priorReader(world: World, calc: Extract<Calc, { kind: 'prior' }>, place: Place): Reader {
  const readers = new Map<Frame, Reader>()
  const missing = absent(canGoBack(place, calc) ? 'no-data' : 'not-applicable')
  return (ordinal) => {
    const before = earlier(place, calc, ordinal)
    const frame = earlierFrame(world.elapsed, place, ordinal)
    if (before === null || frame === null) return missing
    let read = readers.get(frame)
    if (read === undefined) readers.set(frame, (read = reader(world, calc.of, { ...place, frame })))
    return read(before)
  }
}

/** All time has no length. Of a period that is not over only the days that have passed count. */
function lengthReader({ elapsedTo, today }: World, of: PeriodLength, { frame, kpi }: Place): Reader {
  return (ordinal) => {
    const span = spanOf(frame, ordinal)
    if (span === null || !readable(frame)) return absent('not-applicable')
    const until = span.until <= today ? span.until : day(Math.max(span.from, Math.min(span.until, elapsedTo(kpi.id))))
    const days = of === 'days' ? until - span.from : frame.calendar.work.between(span.from, until)
    return present(exact({ units: BigInt(days), scale: 0 }))
  }
}

function kpiReader(world: World, calc: Extract<Calc, { kind: 'kpi' }>, place: Place): Reader {
  const found = referred(world.catalog, calc, place.money)
  if (found === null) return () => absent('not-applicable')
  const evaluation = evaluator(world, { ...place, ...found })
  return (ordinal) => evaluation(ordinal).reading
}

/** Of what several hours make together; where rows of the first of a rolling stretch never were, nothing is known of it. */
function hoursReader(world: World, term: Term, place: Place): Reader {
  const { frame, scope, kpi } = place
  const { clock } = frame.calendar
  const plain = { ...place, frame: reaching(frame, { kind: 'period' as const }) }
  const hour = termReader(world, term, plain)
  const slice = world.slices.of(term.dataset, scope)
  const unrated = slice === null ? null : unratedReader(world, term, slice, plain.frame)
  const firstDay = frame.reach.kind === 'rolling' && kpi.noRows !== 'zero' ? world.firstDay(term.dataset) : null
  return (ordinal) => {
    const first = firstHourRead(frame, ordinal)
    if (first === null || clock === null || !isClockGrain(frame.grain)) return absent('not-applicable')
    if (firstDay !== null && firstDay > clock.dayOf(frame.grain, first)) return absent('no-data')
    for (let one = first; unrated !== null && one <= ordinal; one++) if (unrated(one)) return absent('no-data')
    return overHours(term, hour, [first, ordinal])
  }
}

function termReader(world: World, term: Term, place: Place): Reader {
  const { frame, scope } = place
  if (readsHours(frame) && addsHours(world.catalog, term)) return hoursReader(world, term, place)
  const slice = world.slices.of(term.dataset, scope)
  const dataset = world.catalog.datasets.get(term.dataset)
  const timeless = isClockGrain(frame.grain) ? !hasHours(world.catalog, term) : dataset?.time === null
  if (slice === null || (timeless && frame.grain !== 'total') || !readable(frame)) return () => absent('not-applicable')
  const demand = world.demands.find(world.slices.term(term, scope), slice, frame)
  const series = demand === undefined ? undefined : world.table(demand)
  // Rows of other KPIs say nothing about whether a value of this one was typed in.
  const rows = term.dataset === manualDataset ? series?.matched() : series?.rows
  const typed = typing(term)
  const tooEarly = beginsTooLate(world, term, place)
  const whole = wholeOf(world.catalog, dataset, place)
  const unrated = unratedReader(world, term, slice, frame)
  return (ordinal) => {
    if (!whole(ordinal)) return absent('not-applicable')
    if (tooEarly(ordinal) || unrated?.(ordinal) === true) return absent('no-data')
    const index = series === undefined ? -1 : ordinal - series.from
    if (series === undefined || !((rows?.[index] ?? 0) > 0)) {
      const because = world.absence(term.dataset, { ...place, ordinal })
      if (because !== null) return absent(because)
      return adds.has(term.aggregate) ? present(zero) : absent('no-data')
    }
    const value = cellAt(series.values, index)
    return value === null ? absent('no-data') : present(typed(value))
  }
}

/** Rows that stand for a month cannot be told apart within it. */
function wholeOf(catalog: Catalog, dataset: Dataset | undefined, { kpi, frame }: Place): (ordinal: number) => boolean {
  if (dataset?.id === manualDataset && frame.year !== null) return (ordinal) => isWhole(frame, kpi.cadence, ordinal)
  if (dataset?.time?.covers === undefined || frame.grain === 'total') return () => true
  return (ordinal) => {
    const span = isClockGrain(frame.grain) ? null : spanOf(frame, ordinal)
    return span !== null && coversWhole(catalog, dataset, span)
  }
}

/** Whether money of a period has no rate: then its aggregate is not known, and why is told. Null where none is converted. */
function unratedReader(world: World, term: Term, slice: Slice, frame: Frame): ((ordinal: number) => boolean) | null {
  const unrated = unratedOf(term)
  const demand = unrated === null ? undefined : world.demands.find(unrated, slice, frame)
  if (demand === undefined) return null
  const series = world.table(demand)
  return (ordinal) => {
    const found = series !== undefined && Number(cellAt(series.values, ordinal - series.from) ?? 0) > 0
    if (found) world.unrated?.(demand, ordinal)
    return found
  }
}

/** Whether a frame reads whole periods of a grain, so that what was typed in for them can be told. */
function isWhole(frame: Frame, grain: GrainName, ordinal: number): boolean {
  const span = spanOf(frame, ordinal)
  const starts = (of: Day) => periodStart(frame.calendar, grain, ordinalOn(frame.calendar, grain, of)) === of
  return span !== null && starts(span.from) && starts(span.until)
}

/** A sum over the last year of data that began in June would be another number under the same name. Levels only need their last. */
function beginsTooLate(world: World, term: Term, { kpi, frame }: Place): (ordinal: number) => boolean {
  const { calendar, reach } = frame
  const level = term.over === 'last' || term.aggregate === 'last' || isLevel(world.catalog, term)
  const first = world.firstDay(term.dataset)
  if (reach.kind !== 'rolling' || level || first === null || kpi.noRows === 'zero') return () => false
  return (ordinal) => {
    const from = spanOf(frame, ordinal)?.from
    const end = from === undefined ? null : periodEnd(calendar, reach.of, ordinalOn(calendar, reach.of, from))
    return end !== null && first >= end
  }
}

const isLevel = (catalog: Catalog, { dataset, over }: Term): boolean =>
  over === undefined && catalog.datasets.get(dataset)?.rows !== 'event'

/** Aggregates of which nothing is zero. */
export const adds: ReadonlySet<Term['aggregate']> = new Set(['sum', 'count', 'count_distinct'])

const zero: Amount = exact({ units: 0n, scale: 0 })

/** An engine's number as an amount of the term's type. */
function typing(term: Term): (value: number | bigint) => Amount {
  const type = typeOfTerm(term)
  if (type.kind === 'double') return (value) => double(Number(value))
  const scale = type.kind === 'decimal' ? type.scale : 0
  return (value) => exact({ units: BigInt(value), scale })
}

/** The strongest reason wins when several operands are absent: what no data can mend, then what data will. */
const strongest: readonly Absence[] = ['hidden', 'not-applicable', 'failed', 'late', 'no-data', 'not-due', 'undefined']

export function absenceOf(readings: readonly Reading[]): Reading | null {
  const reasons = readings.flatMap((reading) => (reading.kind === 'absent' ? [reading.because] : []))
  const because = strongest.find((candidate) => reasons.includes(candidate))
  return because === undefined ? null : absent(because)
}

export const amountsOf = (readings: readonly Reading[]): readonly Amount[] =>
  readings.flatMap((reading) => (reading.kind === 'value' ? [reading.amount] : []))

function arithmetic(op: '+' | '-' | '*' | '/', left: Reading, right: Reading): Reading {
  if (left.kind === 'absent' || right.kind === 'absent') return absenceOf([left, right]) ?? absent('undefined')
  const result = combine(op, left.amount, right.amount)
  return result === null ? absent('undefined') : present(result)
}

const truth = (value: boolean): Reading => present(exact({ units: value ? 1n : 0n, scale: 0 }))

function compared(op: string, left: Reading, right: Reading): Reading {
  if (left.kind === 'absent' || right.kind === 'absent') return absenceOf([left, right]) ?? absent('undefined')
  const sign = compareAmounts(left.amount, right.amount)
  const holds: Readonly<Record<string, boolean>> = {
    '=': sign === 0,
    '!=': sign !== 0,
    '<': sign < 0,
    '<=': sign <= 0,
    '>': sign > 0,
    '>=': sign >= 0,
  }
  return truth(holds[op] === true)
}

function logic(op: 'and' | 'or' | 'not', args: readonly Reading[]): Reading {
  const missing = absenceOf(args)
  if (missing !== null) return missing
  const truths = amountsOf(args).map((amount) => !isZero(amount))
  if (op === 'not') return truth(truths[0] !== true)
  return truth(op === 'and' ? truths.every(Boolean) : truths.some(Boolean))
}

/** Every period of a window must be there: a mean of fewer would be another number under the same name. */
function windowReader(world: World, calc: Extract<Calc, { kind: 'window' }>, place: Place): Reader {
  if (place.frame.grain === 'total') return () => absent('not-applicable')
  const last = reader(world, calc.of, place)
  const others = place.frame.part === null ? last : reader(world, calc.of, { ...place, frame: cut(place.frame, null) })
  return (ordinal) =>
    windowed(
      calc,
      Array.from({ length: calc.periods }, (_, step) => (step === 0 ? last : others)(ordinal - step)),
    )
}

function windowed(calc: Extract<Calc, { kind: 'window' }>, readings: readonly Reading[]): Reading {
  const missing = absenceOf(readings)
  if (missing !== null) return missing
  const amounts = amountsOf(readings)
  const total = amounts.reduce<Amount | null>(
    (sum, amount) => (sum === null ? amount : combine('+', sum, amount)),
    null,
  )
  if (total === null) return absent('no-data')
  if (calc.reduce === 'sum') return present(total)
  if (calc.reduce === 'mean') {
    const mean = combine('/', total, exact({ units: BigInt(amounts.length), scale: 0 }))
    return mean === null ? absent('undefined') : present(mean)
  }
  const sorted = [...amounts].sort(compareAmounts)
  const pick = calc.reduce === 'min' ? sorted[0] : sorted.at(-1)
  return pick === undefined ? absent('no-data') : present(pick)
}
