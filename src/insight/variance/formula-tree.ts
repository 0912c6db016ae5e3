import { absolute, isZero, minus, negative, order, over, plus, type Rational, times } from './rational.ts'

/** A formula over drivers. What a tree gives, given every driver's value; a driver is known by its place in a list. */
export type Formula =
  | { readonly kind: 'driver'; readonly index: number }
  | { readonly kind: 'constant'; readonly value: Rational }
  | {
      readonly kind: 'arithmetic'
      readonly op: '+' | '-' | '*' | '/'
      readonly left: Formula
      readonly right: Formula
    }
  | { readonly kind: 'apply'; readonly name: FormulaFunction; readonly args: readonly Formula[] }

/** Functions whose value is exact whatever the drivers are. */
export type FormulaFunction = 'negate' | 'abs' | 'least' | 'greatest' | 'coalesce' | 'null_if_zero'

/** The formula's value; null where a driver is missing or a divisor is zero. */
export function evaluate(formula: Formula, values: readonly (Rational | null)[]): Rational | null {
  switch (formula.kind) {
    case 'driver':
      return values[formula.index] ?? null
    case 'constant':
      return formula.value
    case 'arithmetic': {
      const [left, right] = [evaluate(formula.left, values), evaluate(formula.right, values)]
      return left === null || right === null ? null : operations[formula.op](left, right)
    }
    case 'apply':
      return functions[formula.name](formula.args.map((arg) => evaluate(arg, values)))
  }
}

const operations = { '+': plus, '-': minus, '*': times, '/': over }

type Apply = (args: readonly (Rational | null)[]) => Rational | null

const functions: Readonly<Record<FormulaFunction, Apply>> = {
  negate: ([value]) => (value == null ? null : negative(value)),
  abs: ([value]) => (value == null ? null : absolute(value)),
  least: (args) => picked(args, (a, b) => (order(a, b) <= 0 ? a : b)),
  greatest: (args) => picked(args, (a, b) => (order(a, b) >= 0 ? a : b)),
  coalesce: (args) => args.find((arg) => arg !== null) ?? null,
  null_if_zero: ([value]) => (value == null || isZero(value) ? null : value),
}

export const isFormulaFunction = (name: string): name is FormulaFunction => Object.hasOwn(functions, name)

function picked(args: readonly (Rational | null)[], better: (a: Rational, b: Rational) => Rational): Rational | null {
  let best: Rational | null = null
  for (const arg of args) {
    if (arg === null) return null
    best = best === null ? arg : better(best, arg)
  }
  return best
}

/** The drivers that a formula reads, each once, in reading order. */
export function driversIn(formula: Formula): readonly number[] {
  switch (formula.kind) {
    case 'driver':
      return [formula.index]
    case 'constant':
      return []
    case 'arithmetic':
      return [...new Set([...driversIn(formula.left), ...driversIn(formula.right)])]
    case 'apply':
      return [...new Set(formula.args.flatMap(driversIn))]
  }
}

/** The formulas that something is divided by, outer ones first. */
export function divisorsIn(formula: Formula): readonly Formula[] {
  switch (formula.kind) {
    case 'driver':
    case 'constant':
      return []
    case 'arithmetic': {
      const below = [...divisorsIn(formula.left), ...divisorsIn(formula.right)]
      return formula.op === '/' ? [formula.right, ...below] : below
    }
    case 'apply':
      return formula.args.flatMap(divisorsIn)
  }
}
