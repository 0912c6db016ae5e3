import { asNumber } from '../domain/amount.ts'
import { type Catalog, calculationAt, manualDataset } from '../domain/catalog.ts'
import { divide } from '../domain/decimal.ts'
import type { Calc, Term } from '../domain/formula/algebra.ts'
import { typeOfTerm } from '../domain/formula/entity.ts'
import { isClockGrain } from '../time/calendar.ts'
import type { Frame } from '../time/frame.ts'
import { partsOf } from './calculation.ts'
import { type Line, referred } from './collect.ts'
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
  const { kpi, frame } = line
  if (kpi.calculations.length !== 1) return false
  const { calc } = calculationAt(kpi, null)
  if (calc.kind === 'kpi') {
    const found = referred(world.catalog, calc, line.money)
    return found !== null && filledByColumn(world, { ...line, ...found }, into)
  }
  const shape = shapeOf(world.catalog, calc, frame)
  if (shape === null) return false
  const top = columnOf(world, shape.above, line)
  const bottom = shape.below === null ? null : columnOf(world, shape.below, line)
  if (top === null || (shape.below !== null && bottom === null)) return false
  read(world, top, line, into)
  if (bottom === null) asNumbers(into, top.scale)
  else {
    if (divisors.length < into.length) divisors = new Float64Array(into.length)
    else if (divisors.length > into.length) divisors = divisors.subarray(0, into.length)
    read(world, bottom, line, divisors)
    intoQuotients(into, top.scale, divisors, bottom.scale)
  }
  return true
}

/** Used by one division at a time; lines that follow each other are mostly as long. */
let divisors = new Float64Array(0)

/** An aggregate, or one over another, whose value in a period is what the rows of its days give. */
interface Shape {
  readonly above: Exactly
  readonly below: Exactly | null
}

/** A term whose values are whole numbers of 10^-scale, or doubles where the scale is null. */
interface Exactly {
  readonly term: Term
  readonly scale: number | null
}

interface Column extends Exactly {
  readonly series: TermSeries
  readonly values: Float64Array
}

/** Scopes of one KPI share their shape: the last one that was asked for. */
const shapes = new WeakMap<Calc, { readonly catalog: Catalog; readonly frame: Frame; readonly shape: Shape | null }>()

function shapeOf(catalog: Catalog, calc: Calc, frame: Frame): Shape | null {
  let last = shapes.get(calc)
  if (last?.catalog !== catalog || last.frame !== frame)
    shapes.set(calc, (last = { catalog, frame, shape: makeShape(catalog, calc, frame) }))
  return last.shape
}

function makeShape(catalog: Catalog, calc: Calc, frame: Frame): Shape | null {
  const parts = partsOf({ calc })
  const above = exactly(catalog, parts?.numerator ?? calc, frame)
  const below = parts === null ? null : exactly(catalog, parts.denominator, frame)
  return above === null || (parts !== null && below === null) ? null : { above, below }
}

/** Powers of ten beyond it are no doubles. */
const mostDigits = 22

/** Null for what is no aggregate, and for one of which something besides its rows has to be asked in each period. */
function exactly(catalog: Catalog, calc: Calc, { grain, reach, part, year }: Frame): Exactly | null {
  if (calc.kind !== 'term' || reach.kind !== 'period' || part !== null || year !== null || isClockGrain(grain))
    return null
  const { term } = calc
  const dataset = catalog.datasets.get(term.dataset)
  if (dataset === undefined || dataset.id === manualDataset || unratedOf(term) !== null) return null
  if (grain !== 'total' && (dataset.time === null || dataset.time.covers !== undefined)) return null
  const type = typeOfTerm(term)
  const scale = type.kind === 'decimal' ? type.scale : type.kind === 'double' ? null : 0
  return (scale ?? 0) > mostDigits ? null : { term, scale }
}

function columnOf(world: World, { term, scale }: Exactly, line: Line): Column | null {
  const slice = world.slices.of(term.dataset, line.scope)
  const demand = slice === null ? undefined : world.demands.find(term, slice, line.frame)
  const series = demand === undefined ? undefined : world.table(demand)
  if (series === undefined || !(series.values instanceof Float64Array)) return null
  return { term, scale, series, values: series.values }
}

/** A term's values as they are counted; NaN where there is none. */
function read(world: World, { term, series, values }: Column, line: Line, into: Float64Array): void {
  const { rows } = series
  const first = line.from - series.from
  for (let index = 0; index < into.length; index++) {
    if ((rows[first + index] ?? 0) > 0) into[index] = values[first + index] ?? Number.NaN
    else {
      const missing = world.absence(term.dataset, { ...line, ordinal: line.from + index }) !== null
      into[index] = missing || !adds.has(term.aggregate) ? Number.NaN : 0
    }
  }
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
  const scale = Math.max(ofAbove ?? 0, ofBelow ?? 0)
  const [up, down] = exact ? [10 ** (scale - ofAbove), 10 ** (scale - ofBelow)] : [1, 1]
  for (let index = 0; index < above.length; index++) {
    const top = above[index] ?? Number.NaN
    const bottom = below[index] ?? Number.NaN
    let quotient = (top * up) / (bottom * down)
    // One division of two exact doubles rounds once; those of other scales may leave what doubles hold exactly.
    if (exact && up !== down && Number.isFinite(quotient) && !(isSafe(top * up) && isSafe(bottom * down)))
      quotient = divide(decimal(top, ofAbove), decimal(bottom, ofBelow)) ?? Number.NaN
    above[index] = Number.isFinite(quotient) ? (exact ? quotient + 0 : quotient) : Number.NaN
  }
}

const isSafe = (units: number): boolean => units <= Number.MAX_SAFE_INTEGER && units >= -Number.MAX_SAFE_INTEGER
const decimal = (units: number, scale: number) => ({ units: BigInt(units), scale })
