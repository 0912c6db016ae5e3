import type { Column, Dataset } from '../catalog.ts'
import type { MeasureUnit } from '../measure-unit.ts'
import type { Calc, EntityValue, PerEntity, RowExpr, Term, ValueType, When } from './algebra.ts'
import { calcChildren, gather, withTerms } from './algebra-walk.ts'
import type { CheckContext, ColumnAt } from './context.ts'
import type { ScalarFunction } from './functions/define.ts'
import { functions } from './functions/index.ts'
import { numberLiteral } from './literal.ts'
import { scaleLimit } from './row-value.ts'
import { boolean, double, union, whole } from './types.ts'

/** A value of each entity as checked: what it computes and in which unit of measure. */
export interface CheckedValue extends EntityValue {
  readonly unit: MeasureUnit
}

/** Entities as checked: what the virtual rows are, and what one of them counts as. */
export interface Entities {
  readonly dataset: Dataset
  readonly key: readonly { readonly path: readonly string[]; readonly column: Column }[]
  readonly values: readonly CheckedValue[]
  readonly noun: string
}

export type WhyNoValue = 'other-periods' | 'digits' | 'function'

/** The value that a formula has for each entity, or why it has none. */
export function entityValue(name: string, when: When, calc: Calc): EntityValue | WhyNoValue {
  const nodes = gather(calc, calcChildren, (one) => [one])
  if (nodes.some(({ kind }) => ['kpi', 'prior', 'window', 'span', 'length'].includes(kind))) return 'other-periods'
  const called = nodes.flatMap((one) => (one.kind === 'apply' ? (scalars.get(one.primitive) ?? []) : []))
  if (called.some(({ stages }) => !stages.includes('row'))) return 'function'
  const terms: Term[] = []
  const value = rowOf(calc, terms)
  return value === null ? 'digits' : { name, when, terms, value }
}

/** A calculation over aggregates as an expression over columns that hold them; null where a product has too many digits. */
function rowOf(calc: Calc, terms: Term[]): RowExpr | null {
  switch (calc.kind) {
    case 'term':
      terms.push(calc.term)
      return { kind: 'column', path: [String(terms.length - 1)], type: typeOfTerm(calc.term) }
    case 'constant':
      return numberLiteral(calc.value)
    case 'arithmetic':
    case 'compare': {
      const [left, right] = [rowOf(calc.left, terms), rowOf(calc.right, terms)]
      if (left === null || right === null) return null
      if (calc.kind === 'compare') return { kind: 'compare', op: calc.op, left, right, type: boolean }
      const type = arithmeticType(calc.op, left.type, right.type)
      return type && { kind: 'arithmetic', op: calc.op, left, right, type }
    }
    case 'logic': {
      const args = rowsOf(calc.args, terms)
      const [first] = args ?? []
      if (args === null || first === undefined) return null
      return calc.op === 'not'
        ? { kind: 'not', arg: first, type: boolean }
        : { kind: 'logic', op: calc.op, args, type: boolean }
    }
    case 'apply': {
      const args = rowsOf(calc.args, terms)
      return args && applied(calc.primitive, args)
    }
    case 'kpi':
    case 'prior':
    case 'window':
    case 'span':
    case 'length':
      throw new Error(`a value of an entity has no ${calc.kind}`)
  }
}

function rowsOf(calcs: readonly Calc[], terms: Term[]): RowExpr[] | null {
  const found = calcs.map((calc) => rowOf(calc, terms))
  const rows = found.filter((row) => row !== null)
  return rows.length < found.length ? null : rows
}

const scalars: ReadonlyMap<string, ScalarFunction> = new Map(
  functions.flatMap((one) => (one.kind === 'scalar' ? [[one.id, one] as const] : [])),
)

function applied(primitive: string, args: readonly RowExpr[]): RowExpr {
  const called = scalars.get(primitive)
  const type = called?.type(args) ?? args[0]?.type ?? whole
  return called?.lowerRow?.(args, type) ?? { kind: 'apply', primitive, args, type }
}

/** The type of an aggregate's value: counts are whole, quantiles are doubles, the others keep their argument's. */
export function typeOfTerm({ aggregate, argument }: Term): ValueType {
  if (aggregate === 'count' || aggregate === 'count_distinct') return whole
  return aggregate === 'quantile' ? double : (argument?.type ?? whole)
}

function arithmeticType(op: '+' | '-' | '*' | '/', a: ValueType, b: ValueType): ValueType | null {
  if (op === '/') return double
  if (op !== '*' || a.kind !== 'decimal' || b.kind !== 'decimal') return union(a, b) ?? double
  return a.scale + b.scale > scaleLimit ? null : { kind: 'decimal', scale: a.scale + b.scale }
}

/** What a formula over entities may refer to: their values and the columns of their key. */
export function entityContext(context: CheckContext, entities: Entities): CheckContext {
  const { dataset, key, values, noun } = entities
  const columns = [
    ...values.map(({ name, value, unit }) => column(name, value.type, unit)),
    ...key.map(({ path, column: own }) => ({ ...own, name: path.join('.') })),
  ]
  const id = `${dataset.id} per ${key.map(({ path }) => path.join('.')).join(', ')}`
  const virtual: Dataset = { ...dataset, id, rowNoun: noun, time: null, columns, lookUps: [], dimensions: [] }
  const lookUp = (path: readonly string[]): ColumnAt => {
    const found = columns.find(({ name }) => name === path.join('.'))
    if (found !== undefined) return { ok: true, column: found, dataset: virtual }
    const [step = '', ...rest] = path
    const names = rest.length === 0 ? columns.map(({ name }) => name) : []
    return { ok: false, what: rest.length === 0 ? 'column' : 'look-up', step, dataset: id, names }
  }
  return { ...context, dataset: virtual, lookUp, finer: () => null }
}

const column = (name: string, type: ValueType, unit: MeasureUnit): Column => ({
  name,
  type,
  unit,
  from: name,
  format: null,
  missing: [],
  decimalSign: '.',
  required: false,
})

/** A calculation that was checked over entities, its aggregates now knowing how these come about. */
export function overEntities(calc: Calc, { dataset, key, values }: Entities): Calc {
  const per: PerEntity = {
    key: key.map(({ path, column: { type } }) => ({ kind: 'column', path, type })),
    values: values.map(({ name, when, terms, value }) => ({ name, when, terms, value })),
  }
  return withTerms(calc, (term) => ({ kind: 'term', term: { ...term, dataset: dataset.id, per } }))
}
