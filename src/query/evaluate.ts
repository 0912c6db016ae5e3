import { combine, compareAmounts, double, exact, isZero } from '../domain/amount.ts'
import type { Absence, Amount, Reading } from '../domain/answer.ts'
import { type Catalog, manualDataset } from '../domain/catalog.ts'
import type { Calc, Term } from '../domain/formula/algebra.ts'
import { calculationAt, resolve } from './calculation.ts'
import { earlier, lastDayOf, type Slices, type Spot } from './collect.ts'
import { demandKey, type TermTable } from './demand.ts'
import { primitives } from './primitives.ts'

export interface Evaluation {
  readonly reading: Reading
  readonly numerator: Amount | null
  readonly denominator: Amount | null
}

/** What evaluation needs besides terms: why a dataset has no rows in a period. */
export interface World {
  readonly catalog: Catalog
  readonly slices: Slices
  readonly table: TermTable
  /** Null where a period without rows is zero. */
  readonly absence: (dataset: string, spot: Spot) => Absence | null
}

export const present = (amount: Amount): Reading => ({ kind: 'value', amount })
export const absent = (because: Absence): Reading => ({ kind: 'absent', because })

/** The value of a KPI at a spot, or the reason why there is none; rates give their parts too. */
export function evaluate(world: World, spot: Spot): Evaluation {
  const { calc, numerator, denominator } = resolve(spot.kpi, calculationAt(spot.kpi, lastDayOf(spot)))
  const part = (of: Calc | null): Amount | null => {
    const reading = of === null ? null : calcValue(world, of, spot)
    return reading?.kind === 'value' ? reading.amount : null
  }
  return { reading: calcValue(world, calc, spot), numerator: part(numerator), denominator: part(denominator) }
}

function calcValue(world: World, calc: Calc, spot: Spot): Reading {
  switch (calc.kind) {
    case 'constant':
      return present(exact(calc.value))
    case 'term':
      return termValue(world, calc.term, spot)
    case 'arithmetic':
      return arithmetic(calc.op, calcValue(world, calc.left, spot), calcValue(world, calc.right, spot))
    case 'compare':
      return compared(calc.op, calcValue(world, calc.left, spot), calcValue(world, calc.right, spot))
    case 'logic':
      return logic(
        calc.op,
        calc.args.map((arg) => calcValue(world, arg, spot)),
      )
    case 'apply':
      return primitives(calc.primitive)(calc.args.map((arg) => () => calcValue(world, arg, spot)))
    case 'kpi': {
      const kpi = world.catalog.kpis.get(calc.id)
      return kpi === undefined ? absent('not-applicable') : evaluate(world, { ...spot, kpi }).reading
    }
    case 'prior': {
      const before = earlier(spot, calc)
      return before === null ? absent('not-applicable') : calcValue(world, calc.of, before)
    }
    case 'window':
      return windowed(world, calc, spot)
  }
}

function termValue(world: World, term: Term, spot: Spot): Reading {
  const slice = world.slices.of(term.dataset, spot.scope)
  const timeless = world.catalog.datasets.get(term.dataset)?.time === null
  if (slice === null || (timeless && spot.grain !== 'total')) return absent('not-applicable')
  const found = world.table(demandKey(term, slice.id, spot.calendar.id, spot.grain), spot.ordinal)
  // Rows of other KPIs say nothing about whether a value of this one was typed in.
  const rows = term.dataset === manualDataset ? found?.rowsMatched : found?.rowsInSlice
  if (found === undefined || rows === 0) {
    const because = world.absence(term.dataset, spot)
    if (because !== null) return absent(because)
    return adds.has(term.aggregate) ? present(zero) : absent('no-data')
  }
  return found.value === null ? absent('no-data') : present(typed(term, found.value))
}

/** Aggregates of which nothing is zero. */
const adds: ReadonlySet<Term['aggregate']> = new Set(['sum', 'count', 'count_distinct'])

const zero: Amount = exact({ units: 0n, scale: 0 })

function typed(term: Term, value: number | bigint): Amount {
  const type = term.argument?.type
  if (term.aggregate === 'count' || term.aggregate === 'count_distinct')
    return exact({ units: BigInt(value), scale: 0 })
  if (type?.kind === 'double') return double(Number(value))
  return exact({ units: BigInt(value), scale: type?.kind === 'decimal' ? type.scale : 0 })
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
function windowed(world: World, calc: Extract<Calc, { kind: 'window' }>, spot: Spot): Reading {
  if (spot.grain === 'total') return absent('not-applicable')
  const readings: Reading[] = []
  for (let step = 0; step < calc.periods; step++) {
    readings.push(calcValue(world, calc.of, { ...spot, ordinal: spot.ordinal - step }))
  }
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
