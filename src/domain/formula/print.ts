import type { Formula } from './ast.ts'
import { binding } from './parse.ts'

/** A formula as one line with no more parentheses than it needs; parsing it gives the same tree. */
export function printFormula(formula: Formula): string {
  return print(formula, binding.where)
}

/** `least`: operators that bind less tightly get parentheses. */
function print(formula: Formula, least: number): string {
  const power = powerOf(formula)
  const text = write(formula)
  return power < least ? `(${text})` : text
}

function powerOf(formula: Formula): number {
  switch (formula.kind) {
    case 'where':
      return binding.where
    case 'not':
      return binding.not
    case 'in':
    case 'is-null':
      return binding.compare
    case 'negate':
      return binding.negate
    case 'binary':
      return powers[formula.op]
    default:
      return Number.POSITIVE_INFINITY
  }
}

const powers = {
  or: binding.or,
  and: binding.and,
  '=': binding.compare,
  '!=': binding.compare,
  '<': binding.compare,
  '<=': binding.compare,
  '>': binding.compare,
  '>=': binding.compare,
  '+': binding.add,
  '-': binding.add,
  '*': binding.multiply,
  '/': binding.multiply,
} as const

function write(formula: Formula): string {
  switch (formula.kind) {
    case 'number':
      return formula.percent ? `${formula.text}%` : formula.text
    case 'text':
      return quoted(formula.value)
    case 'date':
      return `date ${quoted(formula.value)}`
    case 'boolean':
      return String(formula.value)
    case 'null':
      return 'null'
    case 'column':
      return formula.path.join('.')
    case 'kpi':
      return `[${formula.id}]`
    case 'call':
      return `${formula.name}(${list(formula.args)})`
    case 'negate':
      return `-${print(formula.arg, binding.negate)}`
    case 'not':
      return `not ${print(formula.arg, binding.not)}`
    case 'binary':
      return binary(formula)
    case 'in':
      return `${print(formula.arg, binding.add)} ${formula.negated ? 'not in' : 'in'} (${list(formula.members)})`
    case 'is-null':
      return `${print(formula.arg, binding.add)} ${formula.negated ? 'is not null' : 'is null'}`
    case 'where':
      return `${print(formula.body, binding.where)} where ${print(formula.condition, binding.or)}`
  }
}

/** Left operands of the same strength need no parentheses (a - b - c), right ones do; comparisons need them on both sides. */
function binary(formula: Extract<Formula, { kind: 'binary' }>): string {
  const power = powers[formula.op]
  const left = print(formula.left, power === binding.compare ? power + 1 : power)
  return `${left} ${formula.op} ${print(formula.right, power + 1)}`
}

const list = (formulas: readonly Formula[]): string => formulas.map((one) => print(one, binding.where)).join(', ')

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`
