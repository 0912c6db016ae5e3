import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Decimal, decimalOf, divide, parseDecimal, printDecimal, toNumber } from '../../decimal.ts'
import type { Calc, RowExpr } from '../algebra.ts'
import { checkFormula, checkRowExpr } from '../check.ts'
import type { CheckContext } from '../context.ts'
import { parseFormula } from '../parse.ts'
import { aggregateOf, evaluate, given, type Row, type Value } from '../test-evaluate.ts'
import { type Example, type FormulaFunction, signature } from './define.ts'
import { exampleDataset } from './example-dataset.ts'
import { functions } from './index.ts'

const names = exampleDataset.columns.map((one) => one.name)

const context = (kpis: readonly string[] = []): CheckContext => ({
  dataset: exampleDataset,
  lookUp: ([step = '']) => {
    const column = exampleDataset.columns.find((one) => one.name === step)
    if (column !== undefined) return { ok: true, column, dataset: exampleDataset }
    return { ok: false, what: 'column', step, dataset: exampleDataset.id, names }
  },
  kpiUnit: (id) => (kpis.includes(id) ? {} : null),
  kpiIds: kpis,
  calendar: 'gregorian',
})

const rowOf = (values: Readonly<Record<string, string | boolean | null>>): Row =>
  Object.fromEntries(
    exampleDataset.columns.map((column) => [column.name, given(values[column.name] ?? null, column.type)]),
  )

const json = (value: Value): string | number | boolean | null =>
  typeof value === 'object' && value !== null ? printDecimal(value) : value

const number = (value: Value): Decimal | null => (typeof value === 'object' ? value : null)

/** The naive meaning of a calculation over rows: what examples of aggregates need. */
function overRows(calc: Calc, rows: readonly Row[]): Value {
  if (calc.kind === 'term') return aggregateOf(calc.term, rows, 'ordered_on')
  if (calc.kind !== 'arithmetic' || calc.op !== '/') throw new Error(`no example needs ${calc.kind}`)
  const [above, below] = [number(overRows(calc.left, rows)), number(overRows(calc.right, rows))]
  return above === null || below === null ? null : divide(above, below)
}

/** Values of a period as the primitives of rows see them. */
const asRow = (value: Value): RowExpr => {
  if (typeof value === 'object' && value !== null) {
    return { kind: 'literal', literal: { kind: 'decimal', value }, type: { kind: 'decimal', scale: value.scale } }
  }
  if (typeof value === 'boolean') {
    return { kind: 'literal', literal: { kind: 'boolean', value }, type: { kind: 'boolean' } }
  }
  return { kind: 'literal', literal: { kind: 'null' }, type: { kind: 'double' } }
}

/** Functions whose values are no exact numbers. */
const doubles: Readonly<Record<string, (...numbers: number[]) => number>> = { sqrt: Math.sqrt, power: Math.pow }

function raised(root: (...numbers: number[]) => number, values: readonly Value[]): Value {
  if (values.includes(null)) return null
  const numbers = values.map((value) => (typeof value === 'object' && value !== null ? toNumber(value) : Number(value)))
  const result = root(...numbers)
  return Number.isFinite(result) ? result : null
}

/** The naive meaning of a calculation over months; what is absent makes absent, except to coalesce. */
function inMonth(calc: Calc, kpis: Readonly<Record<string, readonly (string | null)[]>>, month: number): Value {
  const at = (one: Calc, when = month): Value => (when < 0 ? null : inMonth(one, kpis, when))
  const double = { kind: 'double' } as const
  switch (calc.kind) {
    case 'constant':
      return calc.value
    case 'kpi':
      return given(kpis[calc.id]?.[month] ?? null, double)
    case 'prior': {
      const months = { month: 1, quarter: 3, year: 12 }[calc.grain ?? 'month'] ?? 0
      return at(calc.of, month - calc.back * months)
    }
    case 'length': {
      const days = Array.from({ length: 31 }, (_, index) => new Date(Date.UTC(2026, month, index + 1)))
      const own = days.filter((day) => day.getUTCMonth() === month)
      const worked = own.filter((day) => day.getUTCDay() % 6 !== 0)
      return decimalOf((calc.of === 'days' ? own : worked).length)
    }
    case 'span': {
      const { reach } = calc
      const length = { month: 1, quarter: 3, year: 12 }[String(reach.kind === 'rolling' ? reach.of : reach.within)] ?? 0
      const first = reach.kind === 'rolling' ? month + 1 - reach.periods * length : month - (month % length)
      if (first < 0) return null
      const summed = Object.entries(kpis).map(([id, values]) => {
        const found = values.slice(first, month + 1).filter((value) => value !== null)
        const sum = found.reduce((total, value) => total + Number(value), 0)
        return [id, [...values.slice(0, month), found.length === 0 ? null : String(sum)]] as const
      })
      return inMonth(calc.of, Object.fromEntries(summed), month)
    }
    case 'window': {
      const values = Array.from({ length: calc.periods }, (_, back) => number(at(calc.of, month - back)))
      const present = values.filter((value) => value !== null)
      if (present.length < values.length) return null
      const scale = Math.max(...present.map((one) => one.scale))
      const units = present.reduce((sum, one) => sum + one.units * 10n ** BigInt(scale - one.scale), 0n)
      return calc.reduce === 'sum' ? { units, scale } : toNumber({ units, scale }) / calc.periods
    }
    case 'arithmetic':
    case 'compare': {
      const [left, right] = [asRow(at(calc.left)), asRow(at(calc.right))]
      const { kind, op } = calc
      return kind === 'compare'
        ? evaluate({ kind, op, left, right, type: { kind: 'boolean' } }, {})
        : evaluate({ kind, op, left, right, type: double }, {})
    }
    case 'apply': {
      const root = doubles[calc.primitive]
      if (root !== undefined)
        return raised(
          root,
          calc.args.map((arg) => at(arg)),
        )
      const args = calc.args.map((arg) => asRow(at(arg)))
      const [condition] = args
      if (calc.primitive === 'if' && condition !== undefined && evaluate(condition, {}) === null) return null
      return evaluate({ kind: 'apply', primitive: calc.primitive, args, type: double }, {})
    }
    default:
      throw new Error(`no example needs ${calc.kind}`)
  }
}

function run(example: Example): unknown {
  const parsed = parseFormula(example.formula)
  if (!parsed.ok) throw new Error(parsed.issues[0]?.message)
  if (example.over === 'each-row') {
    const checked = checkRowExpr(parsed.value, context())
    if (!checked.ok) throw new Error(checked.issues[0]?.message)
    return example.rows.map((row) => json(evaluate(checked.value, rowOf(row))))
  }
  const kpis = example.over === 'months' ? example.kpis : {}
  const checked = checkFormula(parsed.value, context(Object.keys(kpis)))
  if (!checked.ok) throw new Error(checked.issues[0]?.message)
  if (example.over === 'rows') return json(overRows(checked.value.calc, example.rows.map(rowOf)))
  return example.gives.map((_, month) => json(inMonth(checked.value.calc, kpis, month)))
}

const examples = functions.flatMap((one) => one.examples.map((example) => [one.id, example.formula, example] as const))

describe('examples of functions hold', () => {
  test.each(examples)('%s: %s', (_, __, example) => {
    expect(run(example)).toEqual(example.gives)
  })
})

describe('every function', () => {
  test.each(functions.map((one) => [one.id, one] as const))(
    '%s says what it is and shows each of its stages',
    (id, one) => {
      expect(id).toMatch(/^[a-z]+(_[a-z]+)*$/)
      expect(`${one.title} ${one.help}`).not.toMatch(/ {2}|^ | $/)
      expect(one.help).toMatch(/\.$/)
      const shown = new Set(one.examples.map((example) => example.over))
      const wanted = { row: 'each-row', aggregate: 'rows', value: 'months', series: 'months' } as const
      for (const stage of one.stages) expect(shown).toContain(wanted[stage])
      for (const example of one.examples) expect(example.formula).toContain(`${id}(`)
    },
  )

  test('has a name of its own', () => {
    expect(new Set(functions.map((one) => one.id)).size).toBe(functions.length)
  })

  test('is written with its parameters', () => {
    const written = (id: string) => {
      const found = functions.find((one: FormulaFunction) => one.id === id)
      return signature(id, found?.parameters ?? [])
    }
    expect(['sum', 'count', 'round', 'coalesce', 'if', 'least', 'prior', 'moving_average'].map(written)).toEqual([
      'sum(value)',
      'count([value])',
      'round(number[, digits])',
      'coalesce(value, …)',
      'if(condition, then, otherwise)',
      'least(number, other, …)',
      "prior(value[, n or 'year'[, n]])",
      'moving_average(value, n)',
    ])
  })
})

const column = fc.constantFrom('price', 'quantity', '1.5', '0.25', '-3', 'null')
const numberText = fc.letrec<{ of: string }>((tie) => ({
  of: fc.oneof(
    { maxDepth: 3 },
    column,
    fc.tuple(tie('of'), fc.constantFrom('+', '-', '*'), tie('of')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(fc.constantFrom('abs', 'round', 'floor', 'ceil', 'null_if_zero'), tie('of')).map(([f, a]) => `${f}(${a})`),
    fc
      .tuple(fc.constantFrom('least', 'greatest', 'coalesce'), tie('of'), tie('of'))
      .map(([f, a, b]) => `${f}(${a}, ${b})`),
    fc.tuple(tie('of'), tie('of'), tie('of')).map(([a, b, c]) => `if(${a} > ${b}, ${c}, price)`),
  ),
})).of

const cents = fc.option(fc.integer({ min: -10_000, max: 10_000 }), { nil: null })
const anyRow = fc.record({ price: cents, quantity: cents }).map(
  ({ price, quantity }): Row => ({
    price: price === null ? null : decimalOf(price, 2),
    quantity: quantity === null ? null : decimalOf(quantity),
  }),
)

test('numbers never have more digits than their type promises', () => {
  fc.assert(
    fc.property(numberText, anyRow, (text, row) => {
      const parsed = parseFormula(text)
      const checked = parsed.ok ? checkRowExpr(parsed.value, context()) : parsed
      if (!checked.ok || checked.value.type.kind !== 'decimal') return
      const value = evaluate(checked.value, row)
      if (typeof value === 'object' && value !== null) expect(value.scale).toBeLessThanOrEqual(checked.value.type.scale)
    }),
    { numRuns: 1_000 },
  )
})

test('the conditions of a where hold together exactly where the whole does', () => {
  const simple = fc.constantFrom('price > 1', 'quantity <= 3', 'price is null', 'quantity in (1, 2)', 'not price = 0')
  const condition = fc.letrec<{ of: string }>((tie) => ({
    of: fc.oneof(
      { maxDepth: 3 },
      simple,
      fc.tuple(tie('of'), fc.constantFrom('and', 'or'), tie('of')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    ),
  })).of
  const small = fc.option(fc.integer({ min: 0, max: 4 }), { nil: null })
  const row = fc
    .record({ price: small, quantity: small })
    .map(
      (one): Row =>
        Object.fromEntries(Object.entries(one).map(([name, n]) => [name, n === null ? null : parseDecimal(String(n))])),
    )
  fc.assert(
    fc.property(condition, row, (text, one) => {
      const whole = parseFormula(text)
      const split = parseFormula(`count() where ${text}`)
      const expr = whole.ok ? checkRowExpr(whole.value, context()) : whole
      const calc = split.ok ? checkFormula(split.value, context()) : split
      if (!expr.ok || !calc.ok || calc.value.calc.kind !== 'term') throw new Error(text)
      const together = calc.value.calc.term.where.every((part) => evaluate(part, one) === true)
      expect(together).toBe(evaluate(expr.value, one) === true)
    }),
  )
})
