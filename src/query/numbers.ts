import { asNumber } from '../domain/amount.ts'
import { calculationAt, manualDataset } from '../domain/catalog.ts'
import { divide } from '../domain/decimal.ts'
import type { Calc, Term } from '../domain/formula/algebra.ts'
import { typeOfTerm } from '../domain/formula/entity.ts'
import { isClockGrain } from '../time/calendar.ts'
import { partsOf } from './calculation.ts'
import { type Line, readable, referred } from './collect.ts'
import type { TermSeries } from './demand.ts'
import { adds, evaluator, type World } from './evaluate.ts'
import { unratedOf } from './unrated.ts'

/**
 * Writes the values of a line's periods into `into`, NaN where there is none. An aggregate, or one over another, is worked out
 * column by column; whatever else there is period by period. Both give the same bits.
 */
export function fillNumbers(world: World, line: Line, into: Float64Array): void {
  if (filledByColumn(world, line, into)) return
  const evaluate = evaluator(world, line)
  for (let index = 0; index < into.length; index++) {
    const { reading } = evaluate(line.from + index)
    into[index] = reading.kind === 'value' ? asNumber(reading.amount) : Number.NaN
  }
}

/** False where a line is more than an aggregate, or one over another. */
function filledByColumn(world: World, line: Line, into: Float64Array): boolean {
  if (line.kpi.calculations.length !== 1) return false
  const { calc } = calculationAt(line.kpi, null)
  if (calc.kind === 'kpi') {
    const found = referred(world.catalog, calc, line.money)
    return found !== null && filledByColumn(world, { ...line, ...found }, into)
  }
  const parts = partsOf({ calc })
  const above = columnOf(world, parts?.numerator ?? calc, line)
  if (above === null) return false
  if (parts === null) {
    above.read(into)
    asNumbers(into, above.scale)
    return true
  }
  const below = columnOf(world, parts.denominator, line)
  if (below === null) return false
  const divisors = scratch(into.length)
  above.read(into)
  below.read(divisors)
  intoQuotients(into, above.scale, divisors, below.scale)
  return true
}

let spare = new Float64Array(64)

function scratch(size: number): Float64Array {
  if (spare.length < size) spare = new Float64Array(2 * size)
  return spare.subarray(0, size)
}

/** A term's values: whole numbers of 10^-scale, or doubles where the scale is null; NaN where there is none. */
interface Column {
  readonly read: (into: Float64Array) => void
  readonly scale: number | null
}

/** Powers of ten beyond it are no doubles. */
const mostDigits = 22

/** Null for what is no aggregate, and for one that has to be looked at period by period. */
function columnOf(world: World, calc: Calc, line: Line): Column | null {
  if (calc.kind !== 'term' || !isPlain(world, calc.term, line)) return null
  const { term } = calc
  const type = typeOfTerm(term)
  const scale = type.kind === 'decimal' ? type.scale : type.kind === 'double' ? null : 0
  const slice = world.slices.of(term.dataset, line.scope)
  const demand = slice === null ? undefined : world.demands.find(term, slice, line.frame)
  const series = demand === undefined ? undefined : world.table(demand)
  if (series === undefined || !(series.values instanceof Float64Array) || (scale ?? 0) > mostDigits) return null
  return { read: readerOf(world, term, line, series, series.values), scale }
}

function readerOf(world: World, term: Term, line: Line, { from, rows }: TermSeries, values: Float64Array) {
  const ofNothing = adds.has(term.aggregate) ? 0 : Number.NaN
  const first = line.from - from
  return (into: Float64Array): void => {
    for (let index = 0; index < into.length; index++) {
      if ((rows[first + index] ?? 0) > 0) into[index] = values[first + index] ?? Number.NaN
      else {
        const missing = world.absence(term.dataset, { ...line, ordinal: line.from + index }) !== null
        into[index] = missing ? Number.NaN : ofNothing
      }
    }
  }
}

/** Whether a period's value is what the rows of its days give, and nothing else has to be asked. */
function isPlain(world: World, term: Term, { frame }: Line): boolean {
  const dataset = world.catalog.datasets.get(term.dataset)
  if (dataset === undefined || dataset.id === manualDataset || unratedOf(term) !== null) return false
  const { grain, reach, part, year } = frame
  if (grain !== 'total' && (dataset.time === null || dataset.time.covers !== undefined)) return false
  return reach.kind === 'period' && part === null && year === null && !isClockGrain(grain) && readable(frame)
}

/** Whole doubles over a power of ten round once, to the nearest. */
function asNumbers(values: Float64Array, scale: number | null): void {
  if (scale === null) return
  const divisor = 10 ** scale
  // No minus before zero.
  for (let index = 0; index < values.length; index++) values[index] = (values[index] ?? Number.NaN) / divisor + 0
}

/** Values over divisors, in their place: of exact ones the double nearest to the true quotient. */
function intoQuotients(above: Float64Array, ofAbove: number | null, below: Float64Array, ofBelow: number | null): void {
  const exact = ofAbove !== null && ofBelow !== null
  if (!exact) {
    asNumbers(above, ofAbove)
    asNumbers(below, ofBelow)
  }
  // One division of two exact doubles rounds once; those of other scales may leave what doubles hold exactly.
  const alike = !exact || ofAbove === ofBelow
  for (let index = 0; index < above.length; index++) {
    const [top, bottom] = [above[index] ?? Number.NaN, below[index] ?? Number.NaN]
    const quotient = alike || !Number.isFinite(top / bottom) ? top / bottom : nearest(top, ofAbove, bottom, ofBelow)
    above[index] = Number.isFinite(quotient) ? (exact ? quotient + 0 : quotient) : Number.NaN
  }
}

function nearest(top: number, ofTop: number, bottom: number, ofBottom: number): number {
  const [units, divisor] = [top * 10 ** Math.max(0, ofBottom - ofTop), bottom * 10 ** Math.max(0, ofTop - ofBottom)]
  if (Number.isSafeInteger(units) && Number.isSafeInteger(divisor)) return units / divisor
  return divide(decimal(top, ofTop), decimal(bottom, ofBottom)) ?? Number.NaN
}

const decimal = (units: number, scale: number) => ({ units: BigInt(units), scale })
