/** Why a number moved: exact contributions of members, rates and mixes, prices and volumes, drivers of formulas. */
export { type Additive, type Amounts, additive, type Contribution, type Presence } from './additive.ts'
export { crossingFinding, turnedInside } from './crossed.ts'
export { type Driver, type DriverEffect, type DriverSplit, driverSplit } from './drivers.ts'
export { driversIn, evaluate, type Formula, type FormulaFunction, isFormulaFunction } from './formula-tree.ts'
export { type Nested, nestedAdditive, nestedRatio } from './hierarchy.ts'
export { lmdiSplit } from './lmdi.ts'
export { type Item, type PriceVolumeMix, type PvmPart, priceVolumeMix } from './price-volume-mix.ts'
export { type Fraction, type Group, type RatioPart, type RatioSplit, ratioSplit, type Weighting } from './ratio.ts'
export {
  absolute,
  minus,
  ofDecimal,
  ofNumber,
  order,
  over,
  plus,
  type Rational,
  rational,
  signOf,
  sum,
  toDecimal,
  toDouble,
  zero,
} from './rational.ts'
export {
  type Because,
  becauseOf,
  type Dimension,
  type Finding,
  mergeAmounts,
  mergeGroups,
  others,
  searchDrivers,
} from './search.ts'
export { type Shown, shown } from './shown.ts'
