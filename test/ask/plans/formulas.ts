import fc from 'fast-check'
import { firstDay, isoOf, lastDay, type Row } from './data.ts'
import {
  type Exact,
  exact,
  floor,
  isExact,
  minus,
  order,
  over,
  plus,
  print,
  type Result,
  rounded,
  times,
  toDouble,
} from './values.ts'

// Formulas beside what they mean: each generator gives a text and a plain function over rows.

interface Number_ {
  readonly text: string
  readonly of: (row: Row) => Exact | null
}
interface Condition {
  readonly text: string
  readonly of: (row: Row) => boolean | null
}
/** Over the rows of a scope and period; `zero` says that no rows at all are zero. Null is no value. */
export interface Measure {
  readonly text: string
  readonly of: (rows: readonly Row[], zero: boolean) => Result | null
}

/** What formulas over one dataset may use. */
interface Vocabulary {
  readonly numbers: readonly string[]
  readonly texts: Readonly<Record<string, readonly string[]>>
  /** The path of the time column that `due` is compared with, where there is one. */
  readonly dates: boolean
  readonly flag: string | null
  readonly timed: boolean
}

export type DatasetName = 'sales' | 'stock' | 'lines' | 'notes'

const vocabularies: Readonly<Record<DatasetName, Vocabulary>> = {
  sales: {
    numbers: ['amount', 'rate', 'size', 'buyer.score'],
    texts: {
      region: ['n', 's', 'x y', 'nowhere'],
      kind: ['a', 'true'],
      'buyer.segment': ['p', 'q'],
      'buyer.home.name': ['Norway', 'Sweden'],
    },
    dates: true,
    flag: 'flag',
    timed: true,
  },
  stock: { numbers: ['level'], texts: { item: ['i', 'j'], region: ['n', 's'] }, dates: false, flag: null, timed: true },
  lines: {
    numbers: ['quantity', 'price', 'sale.amount'],
    texts: { 'sale.region': ['n', 's', 'e'], 'sale.buyer.segment': ['p', 'q'] },
    dates: false,
    flag: 'sale.flag',
    timed: true,
  },
  notes: { numbers: ['weight'], texts: { region: ['n', 's'] }, dates: false, flag: null, timed: false },
}

const both =
  <A, B>(of: (a: A, b: A) => B) =>
  (a: A | null, b: A | null): B | null =>
    a === null || b === null ? null : of(a, b)
const one =
  <A, B>(of: (a: A) => B) =>
  (a: A | null): B | null =>
    a === null ? null : of(a)

function numbersOver(vocabulary: Vocabulary): fc.Arbitrary<Number_> {
  const columns = vocabulary.numbers.map((name): Number_ => ({ text: name, of: (row) => row.numbers[name] ?? null }))
  const literals = [exact(1n), exact(25n, 2), exact(-3n), exact(0n)].map(
    (value): Number_ => ({ text: print(value), of: () => value }),
  )
  const leaf = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...columns) },
    { weight: 1, arbitrary: fc.constantFrom(...literals) },
  )
  const simple = fc.oneof(
    { weight: 3, arbitrary: leaf },
    {
      weight: 1,
      arbitrary: fc.tuple(leaf, fc.constantFrom('+', '-'), leaf).map(([a, op, b]): Number_ => {
        const apply = both(op === '+' ? plus : minus)
        return { text: `(${a.text} ${op} ${b.text})`, of: (row) => apply(a.of(row), b.of(row)) }
      }),
    },
  )
  const product = fc.tuple(simple, simple).map(([a, b]): Number_ => {
    const apply = both(times)
    return { text: `(${a.text} * ${b.text})`, of: (row) => apply(a.of(row), b.of(row)) }
  })
  return fc.oneof(
    { weight: 4, arbitrary: simple },
    { weight: 2, arbitrary: product },
    { weight: 2, arbitrary: functionsOf(simple, conditionsOver(vocabulary, columns)) },
  )
}

function functionsOf(of: fc.Arbitrary<Number_>, condition: fc.Arbitrary<Condition>): fc.Arbitrary<Number_> {
  const unary = (name: string, tail: string, apply: (value: Exact) => Exact | null) =>
    of.map((arg): Number_ => ({ text: `${name}(${arg.text}${tail})`, of: (row) => one(apply)(arg.of(row)) }))
  const binary = (name: string, apply: (a: Exact | null, b: Exact | null) => Exact | null) =>
    fc.tuple(of, of).map(
      ([a, b]): Number_ => ({
        text: `${name}(${a.text}, ${b.text})`,
        of: (row) => apply(a.of(row), b.of(row)),
      }),
    )
  return fc.oneof(
    unary('abs', '', (value) => (value.units < 0n ? exact(-value.units, value.scale) : value)),
    unary('floor', '', floor),
    unary('round', '', (value) => rounded(value, 0)),
    unary('round', ', 1', (value) => rounded(value, 1)),
    unary('null_if_zero', '', (value) => (value.units === 0n ? null : value)),
    binary('coalesce', (a, b) => a ?? b),
    binary(
      'least',
      both((a, b) => (order(a, b) <= 0 ? a : b)),
    ),
    binary(
      'greatest',
      both((a, b) => (order(a, b) >= 0 ? a : b)),
    ),
    fc.tuple(condition, of, of).map(
      ([when, a, b]): Number_ => ({
        text: `if(${when.text}, ${a.text}, ${b.text})`,
        of: (row) => (when.of(row) === true ? a.of(row) : b.of(row)),
      }),
    ),
  )
}

const comparisons: Readonly<Record<string, (sign: number) => boolean>> = {
  '=': (sign) => sign === 0,
  '!=': (sign) => sign !== 0,
  '<': (sign) => sign < 0,
  '<=': (sign) => sign <= 0,
  '>': (sign) => sign > 0,
  '>=': (sign) => sign >= 0,
}
const comparison = fc.constantFrom(...Object.keys(comparisons))
const holds = (op: string, sign: number): boolean => comparisons[op]?.(sign) === true
const sign = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0)

function conditionsOver(vocabulary: Vocabulary, columns: readonly Number_[]): fc.Arbitrary<Condition> {
  const paths = Object.entries(vocabulary.texts)
  const text = fc.constantFrom(...paths).chain(([path, members]) => {
    const value = (row: Row) => row.texts[path] ?? null
    const member = fc.constantFrom(...members)
    const test = (words: string, of: (found: string) => boolean): Condition => ({
      text: `${path} ${words}`,
      of: (row) => one(of)(value(row)),
    })
    return fc.oneof(
      member.map((wanted) => test(`= '${wanted}'`, (found) => found === wanted)),
      member.map((wanted) => test(`!= '${wanted}'`, (found) => found !== wanted)),
      fc
        .tuple(fc.subarray([...members], { minLength: 1 }), fc.boolean())
        .map(([list, not]) =>
          test(`${not ? 'not ' : ''}in (${list.map((each) => `'${each}'`).join(', ')})`, (found) =>
            list.includes(found) !== not),
        ),
      fc.boolean().map(
        (not): Condition => ({
          text: `${path} is ${not ? 'not ' : ''}null`,
          of: (row) => (value(row) === null) !== not,
        }),
      ),
      member.map(
        (wanted): Condition => ({
          text: `starts_with(${path}, '${wanted.slice(0, 1)}')`,
          of: (row) => one((found: string) => found.startsWith(wanted.slice(0, 1)))(value(row)),
        }),
      ),
    )
  })
  const bound = fc.constantFrom(exact(0n), exact(2n), exact(-15n, 1), exact(1n))
  const number = fc.tuple(fc.constantFrom(...columns), comparison, bound).map(
    ([column, op, limit]): Condition => ({
      text: `${column.text} ${op} ${print(limit)}`,
      of: (row) => one((value: Exact) => holds(op, order(value, limit)))(column.of(row)),
    }),
  )
  const { flag } = vocabulary
  const day = fc.integer({ min: firstDay, max: lastDay })
  const leaves = [
    { weight: 4, arbitrary: text },
    { weight: 2, arbitrary: number },
    ...(flag === null ? [] : [{ weight: 1, arbitrary: fc.constant<Condition>({ text: flag, of: (row) => row.flag }) }]),
    ...(vocabulary.dates
      ? [
          { weight: 1, arbitrary: fc.tuple(comparison, day).map(afterDay) },
          { weight: 1, arbitrary: comparison.map(dueAgainstDay) },
        ]
      : []),
  ]
  return fc.letrec<{ condition: Condition; leaf: Condition }>((tie) => ({
    leaf: fc.oneof(...leaves),
    condition: fc.oneof(
      { maxDepth: 2 },
      { weight: 4, arbitrary: tie('leaf') },
      { weight: 1, arbitrary: tie('condition').map(negation) },
      {
        weight: 2,
        arbitrary: fc.tuple(tie('condition'), fc.constantFrom('and', 'or'), tie('condition')).map(junction),
      },
    ),
  })).condition
}

const afterDay = ([op, limit]: readonly [string, number]): Condition => ({
  text: `due ${op} '${isoOf(limit)}'`,
  of: (row) => one((due: number) => holds(op, sign(due, limit)))(row.due),
})
const dueAgainstDay = (op: string): Condition => ({
  text: `due ${op} day`,
  of: (row) => both((due: number, day: number) => holds(op, sign(due, day)))(row.due, row.day),
})
const negation = (of: Condition): Condition => ({
  text: `not (${of.text})`,
  of: (row) => one((value: boolean) => !value)(of.of(row)),
})
/** SQL's three values: what is known to decide decides, else unknown stays unknown. */
const junction = ([a, op, b]: readonly [Condition, string, Condition]): Condition => ({
  text: `(${a.text} ${op} ${b.text})`,
  of: (row) => {
    const values = [a.of(row), b.of(row)]
    if (values.includes(op === 'or')) return op === 'or'
    return values.includes(null) ? null : op === 'and'
  },
})

type Aggregate = (found: readonly { readonly value: Exact; readonly day: number }[]) => Exact | null

const pick =
  (better: (a: { value: Exact; day: number }, b: { value: Exact; day: number }) => boolean): Aggregate =>
  (found) =>
    found.reduce<(typeof found)[number] | null>(
      (best, each) => (best === null || better(each, best) ? each : best),
      null,
    )?.value ?? null

const picks: Readonly<Record<string, Aggregate>> = {
  min: pick((a, b) => order(a.value, b.value) < 0),
  max: pick((a, b) => order(a.value, b.value) > 0),
  first: pick((a, b) => a.day < b.day || (a.day === b.day && order(a.value, b.value) < 0)),
  last: pick((a, b) => a.day > b.day || (a.day === b.day && order(a.value, b.value) > 0)),
}

/** One aggregate over rows; sums and counts of nothing are zero as long as there are rows, missing values are not. */
function aggregated(name: string, argument: Number_ | null, where: Condition | null): Measure {
  const text = `${name}(${argument?.text ?? ''})`
  const counts = name === 'count' || name === 'count_distinct'
  const of: Measure['of'] = (rows, zero) => {
    if (rows.length === 0) return zero && (counts || name === 'sum') ? exact(0n) : null
    const kept = rows.filter((row) => where === null || where.of(row) === true)
    if (argument === null) return exact(BigInt(kept.length))
    const found = kept.flatMap((row) => {
      const value = argument.of(row)
      return value === null ? [] : [{ value, day: row.day ?? 0 }]
    })
    if (name === 'count') return exact(BigInt(found.length))
    if (name === 'count_distinct') return exact(BigInt(new Set(found.map(({ value }) => print(value))).size))
    if (name !== 'sum' && name !== 'avg') return picks[name]?.(found) ?? null
    if (kept.length > 0 && found.length === 0) return null
    const sum = found.reduce((total, { value }) => plus(total, value), exact(0n))
    return name === 'sum' ? sum : over(sum, exact(BigInt(found.length)))
  }
  return { text: where === null ? text : `(${text} where ${where.text})`, of }
}

function aggregatesOver(name: DatasetName): fc.Arbitrary<Measure> {
  const vocabulary = vocabularies[name]
  const number = numbersOver(vocabulary)
  const columns = vocabulary.numbers.map((path): Number_ => ({ text: path, of: (row) => row.numbers[path] ?? null }))
  const where = fc.option(conditionsOver(vocabulary, columns), { nil: null, freq: 2 })
  const timed = vocabulary.timed ? ['first', 'last'] : []
  return fc.oneof(
    { weight: 4, arbitrary: fc.tuple(fc.constantFrom('sum', 'avg'), number, where).map((all) => aggregated(...all)) },
    {
      weight: 4,
      arbitrary: fc
        .tuple(
          fc.constantFrom('min', 'max', 'count', 'count_distinct', ...timed),
          fc.oneof(fc.constantFrom(...columns), number),
          where,
        )
        .map((all) => aggregated(...all)),
    },
    { weight: 2, arbitrary: where.map((when) => aggregated('count', null, when)) },
  )
}

/** Arithmetic over aggregates; what lacks an operand has no value. */
const operators: Readonly<Record<string, (a: Result, b: Result) => Result | null>> = {
  '+': (a, b) => (isExact(a) && isExact(b) ? plus(a, b) : toDouble(a) + toDouble(b)),
  '-': (a, b) => (isExact(a) && isExact(b) ? minus(a, b) : toDouble(a) - toDouble(b)),
  '*': (a, b) => (isExact(a) && isExact(b) ? times(a, b) : toDouble(a) * toDouble(b)),
  '/': (a, b) => quotient(a, b),
}

export function quotient(a: Result, b: Result): Result | null {
  if (isExact(a) && isExact(b)) return over(a, b)
  return toDouble(b) === 0 ? null : toDouble(a) / toDouble(b)
}

export function measuresOver(name: DatasetName): fc.Arbitrary<Measure> {
  const aggregate = aggregatesOver(name)
  return fc.oneof(
    { weight: 5, arbitrary: aggregate },
    {
      weight: 2,
      arbitrary: fc.tuple(aggregate, fc.constantFrom('+', '-', '*', '/'), aggregate).map(([a, op, b]): Measure => {
        const apply = operators[op] ?? quotient
        return {
          text: `${a.text} ${op} ${b.text}`,
          of: (rows, zero) => both(apply)(a.of(rows, zero), b.of(rows, zero)),
        }
      }),
    },
    {
      weight: 1,
      arbitrary: aggregate.map(
        (inner): Measure => ({
          text: `coalesce(${inner.text}, 0)`,
          of: (rows, zero) => inner.of(rows, zero) ?? exact(0n),
        }),
      ),
    },
  )
}
