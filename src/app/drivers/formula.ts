import { type Calculation, type Catalog, calculationAt, type Kpi } from '../../domain/catalog.ts'
import type { Calc } from '../../domain/formula/algebra.ts'
import { type Formula, isFormulaFunction, ofDecimal } from '../../insight/variance/index.ts'
import { partsOf } from '../../query/calculation.ts'
import type { Day } from '../../time/day.ts'

/** One reading that a formula stands on: a KPI's value or a part of it, in the period itself or an earlier one. */
export interface DriverKey {
  readonly kpi: Kpi
  readonly read: 'value' | 'numerator' | 'denominator'
  readonly shift: Shift | null
}

export type Shift = Pick<Extract<Calc, { kind: 'prior' }>, 'back' | 'grain'>

/** A KPI of the tree or a part of one; leaves are drivers. */
export interface DriverBranch {
  readonly key: DriverKey
  /** The place of a leaf among the drivers; null for a KPI that is made of the branches below it. */
  readonly driver: number | null
  readonly below: readonly DriverBranch[]
}

export interface DriverTree {
  readonly formula: Formula
  readonly drivers: readonly DriverKey[]
  /** KPIs of the tree that are made of others: shown, but no drivers themselves. */
  readonly inner: readonly DriverKey[]
  readonly root: DriverBranch
}

export interface TreeOptions {
  readonly catalog: Catalog
  /** The last days of the two periods: a calculation that changed between them is no one formula. */
  readonly days: readonly (Day | null)[]
  /** False where only whole KPIs have readings: nobody sets a target for a numerator. */
  readonly parts: boolean
}

/** A tree deeper or wider than this is not read by anyone. */
const deepest = 4
const widest = 24

/** The formula that a KPI is of other KPIs and of its own parts; null where it is one aggregate or something else entirely. */
export function driverTree(options: TreeOptions, kpi: Kpi): DriverTree | null {
  const drivers: DriverKey[] = []
  const grown = ofKpi({ ...options, drivers, shift: null, depth: 0 }, kpi)
  const [root] = grown.branches
  // A rate's own two parts are no drivers of it: rate and mix tell more.
  if (root === undefined || drivers.every((driver) => driver.kpi === kpi)) return null
  return { formula: grown.formula, drivers, inner: innerOf(root), root }
}

const innerOf = ({ key, driver, below }: DriverBranch): readonly DriverKey[] => [
  ...(driver === null ? [key] : []),
  ...below.flatMap(innerOf),
]

interface Bag extends TreeOptions {
  readonly drivers: DriverKey[]
  readonly shift: Shift | null
  readonly depth: number
}

interface Grown {
  readonly formula: Formula
  readonly branches: readonly DriverBranch[]
}

function ofKpi(bag: Bag, kpi: Kpi): Grown {
  const calculation = oneCalculation(bag, kpi)
  if (calculation === null || bag.depth >= deepest || bag.drivers.length >= widest) return leaf(bag, kpi, 'value')
  const parts = partsOf(calculation)
  if (parts === null) {
    const { calc } = calculation
    return calc.kind !== 'term' && expressible(calc, bag.shift)
      ? branch(bag, kpi, (below) => ofCalc(below, calc))
      : leaf(bag, kpi, 'value')
  }
  const sides = [parts.numerator, parts.denominator]
  if (!bag.parts && !sides.every((side) => expressible(side, bag.shift))) return leaf(bag, kpi, 'value')
  return branch(bag, kpi, (below) => {
    const side = (calc: Calc, read: 'numerator' | 'denominator') =>
      expressible(calc, bag.shift) ? ofCalc(below, calc) : leaf(below, kpi, read)
    const [left, right] = [side(parts.numerator, 'numerator'), side(parts.denominator, 'denominator')]
    return {
      formula: { kind: 'arithmetic', op: '/', left: left.formula, right: right.formula },
      branches: [...left.branches, ...right.branches],
    }
  })
}

function branch(bag: Bag, kpi: Kpi, grow: (bag: Bag) => Grown): Grown {
  const { formula, branches } = grow({ ...bag, depth: bag.depth + 1 })
  const key: DriverKey = { kpi, read: 'value', shift: bag.shift }
  return { formula, branches: [{ key, driver: null, below: branches }] }
}

function leaf({ drivers, shift }: Bag, kpi: Kpi, read: DriverKey['read']): Grown {
  const key: DriverKey = { kpi, read, shift }
  const known = drivers.findIndex((one) => sameKey(one, key))
  const index = known < 0 ? drivers.push(key) - 1 : known
  return { formula: { kind: 'driver', index }, branches: [{ key, driver: index, below: [] }] }
}

const sameKey = (a: DriverKey, b: DriverKey): boolean =>
  a.kpi === b.kpi &&
  a.read === b.read &&
  a.shift?.back === b.shift?.back &&
  (a.shift?.grain ?? null) === (b.shift?.grain ?? null)

/** Only what `expressible` has passed comes here. */
function ofCalc(bag: Bag, calc: Calc): Grown {
  switch (calc.kind) {
    case 'constant':
      return { formula: { kind: 'constant', value: ofDecimal(calc.value) }, branches: [] }
    case 'kpi': {
      const kpi = bag.catalog.kpis.get(calc.id)
      if (kpi === undefined) throw new Error(`no KPI ${calc.id}`)
      return ofKpi(bag, kpi)
    }
    case 'prior':
      return ofCalc({ ...bag, shift: { back: calc.back, grain: calc.grain } }, calc.of)
    case 'arithmetic': {
      const [left, right] = [ofCalc(bag, calc.left), ofCalc(bag, calc.right)]
      return {
        formula: { kind: 'arithmetic', op: calc.op, left: left.formula, right: right.formula },
        branches: [...left.branches, ...right.branches],
      }
    }
    case 'apply': {
      if (!isFormulaFunction(calc.primitive)) break
      const args = calc.args.map((arg) => ofCalc(bag, arg))
      return {
        formula: { kind: 'apply', name: calc.primitive, args: args.map(({ formula }) => formula) },
        branches: args.flatMap(({ branches }) => branches),
      }
    }
  }
  throw new Error(`${calc.kind} is no formula of KPIs`)
}

/** Whether a calculation is exact arithmetic over KPIs, each of this or one earlier period. */
function expressible(calc: Calc, shift: Shift | null): boolean {
  switch (calc.kind) {
    case 'constant':
    case 'kpi':
      return true
    case 'arithmetic':
      return expressible(calc.left, shift) && expressible(calc.right, shift)
    case 'apply':
      return isFormulaFunction(calc.primitive) && calc.args.every((arg) => expressible(arg, shift))
    case 'prior':
      return shift === null && expressible(calc.of, { back: calc.back, grain: calc.grain })
    default:
      return false
  }
}

/** The calculation in force in both periods; null where they differ, or where an earlier one may. */
function oneCalculation({ days, shift }: Bag, kpi: Kpi): Calculation | null {
  if (kpi.calculations.length > 1 && shift !== null) return null
  const [first, ...more] = days.map((day) => calculationAt(kpi, day))
  return first !== undefined && more.every((other) => other === first) ? first : null
}
