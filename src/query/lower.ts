import type { Catalog, Dataset, LookUp } from '../domain/catalog.ts'
import type { Conversion, Literal, RowExpr, ValueType } from '../domain/formula/algebra.ts'
import { rateDigits, ruleText } from '../domain/rates/rule.ts'
import {
  aggregate,
  all,
  binary,
  column,
  type Expr,
  integer,
  type Join,
  param,
  type Query,
  type Relation,
  type SqlType,
} from '../sql/ast.ts'
import { day } from '../time/day.ts'
import { firstWorkDay } from '../time/spine.ts'
import { canonical } from './demand.ts'

/** The engine's name of a dataset's table. */
export const factsTable = (dataset: string): string => `facts_${dataset.replaceAll('-', '_')}`

export const factsOf = (dataset: Dataset): Relation => ({ kind: 'table', name: factsTable(dataset.id), as: 'f' })

/** The calendar table's column for one grain of one calendar. */
export const calendarColumn = (calendar: string, grain: string): string => `${calendar.replaceAll('-', '_')}_${grain}`

/** The working days before each day, in one calendar. */
const workColumn = (calendar: string): string => calendar.replaceAll('-', '_')

/** The engine's table of the rates of one rule into one currency, by `currency` and `day`. */
export const ratesTable = (rule: string, to: string): string => `rates ${rule} ${to}`

const cast = (arg: Expr, type: SqlType | undefined): Expr => (type === undefined ? arg : { kind: 'cast', arg, type })

const chosen = (when: Expr, then: Expr, otherwise: Expr): Expr => ({ kind: 'case', when, then, otherwise })

const wideDigits = 38
/** After every day that a row may have. */
const never = 2_000_000_000

/** Writes row expressions of one dataset as SQL and remembers which look-ups they need. */
export class Lowering {
  readonly #catalog: Catalog
  readonly #dataset: Dataset
  readonly #digits: number
  readonly #joins = new Map<string, Join>()
  #asOf: Expr | null = null

  /**
   * Decimals are reckoned in 18 digits, which is an engine's fast integer, unless `wide` asks for 38. Where a row's value does
   * not fit, the engine fails with the code `overflow`; it never gives a wrong number.
   */
  constructor(catalog: Catalog, dataset: Dataset, wide = false) {
    this.#catalog = catalog
    this.#dataset = dataset
    this.#digits = wide ? wideDigits : 18
  }

  /** The joins that the expressions lowered so far need, parents first. */
  joins(): readonly Join[] {
    return [...this.#joins.values()]
  }

  lower(expr: RowExpr): Expr {
    switch (expr.kind) {
      case 'literal':
        return literal(expr.literal)
      case 'column':
        return this.#column(expr.path)
      case 'day':
        return this.day()
      case 'arithmetic':
        return this.#arithmetic(expr)
      case 'compare':
        return binary(expr.op, ...this.#sameScale([expr.left, expr.right]))
      case 'logic':
        return { kind: expr.op, args: expr.args.map((arg) => this.lower(arg)) }
      case 'not':
        return { kind: 'not', arg: this.lower(expr.arg) }
      case 'in':
        return { kind: 'in', arg: this.lower(expr.arg), members: expr.members.map(literal), negated: expr.negated }
      case 'is-null':
        return { kind: 'is-null', arg: this.lower(expr.arg), negated: expr.negated }
      case 'apply':
        return this.typed(this.#call(expr), expr.type)
      case 'convert':
        return this.#convert(expr)
    }
  }

  /** Says how the statement knows the day that is read, for expressions that ask. */
  readAt(asOf: Expr): void {
    this.#asOf = asOf
  }

  #call(expr: Extract<RowExpr, { kind: 'apply' }>): Expr {
    if (expr.primitive === 'as_of') {
      if (this.#asOf === null) throw new Error('cells are of no day that is read')
      return this.#asOf
    }
    if (expr.primitive === 'working_days_between') return this.#workingDays(expr.args)
    const call: Expr = { kind: 'call', primitive: expr.primitive, args: this.#args(expr) }
    if (expr.primitive !== 'least' && expr.primitive !== 'greatest') return call
    // Engines differ on NULL among several: one that is missing may be the least.
    const open = expr.args.filter((arg) => arg.kind !== 'literal')
    const there = all(open.map((arg): Expr => ({ kind: 'is-null', arg: this.lower(arg), negated: true })))
    return there === null ? call : { kind: 'case', when: there, then: call, otherwise: null }
  }

  /** Of two days the working days before each, looked up and subtracted; the last argument names the calendar. */
  #workingDays([from, to, calendar]: readonly RowExpr[]): Expr {
    const id = calendar?.kind === 'literal' && calendar.literal.kind === 'text' ? calendar.literal.value : ''
    const work = this.#catalog.calendars.get(id)?.work
    if (from === undefined || to === undefined || work === undefined) throw new Error(`no calendar "${id}"`)
    const before = (of: RowExpr): Expr =>
      of.kind === 'literal' && of.literal.kind === 'date'
        ? integer(work.between(firstWorkDay, day(of.literal.value)))
        : column(this.#workdays(of), workColumn(id))
    return binary('-', before(to), before(from))
  }

  #workdays(of: RowExpr): string {
    const key = `workdays of ${canonical(of)}`
    const known = this.#joins.get(key)
    if (known !== undefined) return known.to.as
    const day = this.lower(of)
    // Names of columns have no spaces, so that no look-up has this alias.
    const alias = `work ${this.#joins.size}`
    const to: Relation = { kind: 'table', name: 'workdays', as: alias }
    this.#joins.set(key, { kind: 'left', to, on: binary('=', column(alias, 'day'), day) })
    return alias
  }

  /**
   * Money times the rate of its day, rounded once to the digits that converted money is kept with. It is reckoned in wide decimals
   * whatever the width of others, as rates have many digits. The currency itself is worth 1 on every day.
   */
  #convert(expr: Conversion): Expr {
    const [amount, currency] = [this.lower(expr.arg), this.lower(expr.currency)]
    const rate = column(this.#rates(expr), 'rate')
    const { arg, to, type } = expr
    const own = binary('=', currency, param(to, { kind: 'text' }))
    const exact = type.kind === 'decimal' && arg.type.kind === 'decimal'
    const double: SqlType = { kind: 'double' }
    const [ofRate, ofMoney, ofBoth] = exact
      ? [rateDigits(arg.type.scale), arg.type.scale, type.scale].map((scale) => decimal(wideDigits, scale))
      : [double, double, double]
    const worth = chosen(own, cast(integer(1), ofRate), cast(rate, ofRate))
    return cast(binary('*', cast(amount, ofMoney), worth), ofBoth)
  }

  #rates({ currency, day, rates, to }: Conversion): string {
    const key = `rates of ${canonical([currency, day, ruleText(rates), to])}`
    const known = this.#joins.get(key)
    if (known !== undefined) return known.to.as
    const [code, on] = [this.lower(currency), this.lower(day)]
    const alias = `rates ${this.#joins.size}`
    const named = all([binary('=', column(alias, 'currency'), code), binary('=', column(alias, 'day'), on)])
    if (named === null) throw new Error('a rate is of a currency and a day')
    const table: Relation = { kind: 'table', name: ratesTable(ruleText(rates), to), as: alias }
    this.#joins.set(key, { kind: 'left', to: table, on: named })
    return alias
  }

  /** Digits to round to are no parameter: engines decide by them what type they give. */
  #args({ primitive, args }: Extract<RowExpr, { kind: 'apply' }>): Expr[] {
    return args.map((arg, index) => {
      const whole = arg.kind === 'literal' && arg.literal.kind === 'decimal' && arg.literal.value.scale === 0
      const digits = primitive === 'round' && index === 1 && whole ? Number(arg.literal.value.units) : null
      if (digits !== null) return integer(digits)
      return shared.has(primitive) ? this.#scaled(arg, scaleOf(args)) : this.lower(arg)
    })
  }

  #sameScale([left, right]: readonly [RowExpr, RowExpr]): readonly [Expr, Expr] {
    const scale = scaleOf([left, right])
    return [this.#scaled(left, scale), this.#scaled(right, scale)]
  }

  /** Of two decimals of 38 digits DuckDB takes the one with fewer after the point and rounds the other: all get the most. */
  #scaled(expr: RowExpr, scale: number): Expr {
    const lowered = this.lower(expr)
    const { type } = expr
    if (this.#digits !== wideDigits || type.kind !== 'decimal') return lowered
    return { kind: 'cast', arg: lowered, type: decimal(wideDigits, scale) }
  }

  /** An expression as the type that the checker promised, whatever width the engine would choose. */
  typed(expr: Expr, type: ValueType): Expr {
    if (type.kind === 'decimal') return { kind: 'cast', arg: expr, type: decimal(this.#digits, type.scale) }
    return type.kind === 'double' ? { kind: 'cast', arg: expr, type: { kind: 'double' } } : expr
  }

  #arithmetic(expr: Extract<RowExpr, { kind: 'arithmetic' }>): Expr {
    const [left, right] = [this.lower(expr.left), this.lower(expr.right)]
    if (expr.type.kind !== 'decimal') {
      const double: SqlType = { kind: 'double' }
      if (expr.type.kind !== 'double') return binary(expr.op, left, right)
      const divisor: Expr = { kind: 'cast', arg: right, type: double }
      const safe: Expr = expr.op === '/' ? { kind: 'call', primitive: 'null_if_zero', args: [divisor] } : divisor
      return binary(expr.op, { kind: 'cast', arg: left, type: double }, safe)
    }
    // One wide operand makes the result wide.
    const { type } = expr.left
    const wide = this.#digits === wideDigits && type.kind === 'decimal'
    if (wide && expr.op !== '*') return binary(expr.op, ...this.#sameScale([expr.left, expr.right]))
    return binary(expr.op, wide ? { kind: 'cast', arg: left, type: decimal(wideDigits, type.scale) } : left, right)
  }

  /** The row's day as it was decided at load: its own, or that of the row whose time it takes. */
  day(): Expr {
    return column(this.#follow(this.#dataset.time?.through ?? []), '_day')
  }

  /** The first day on which a row with validity is no longer in force; a day beyond all others for one that is open. */
  ends(): Expr {
    const until = this.#dataset.time?.until
    if (until === undefined) throw new Error(`rows of ${this.#dataset.id} have no end`)
    const end = column('f', until.column)
    const after = until.inclusive ? binary('+', end, integer(1)) : end
    return { kind: 'call', primitive: 'coalesce', args: [after, integer(never)] }
  }

  /** The last day of the period of a calendar and grain that the row's day lies in. */
  periodEnd(calendar: string, grain: string): Expr {
    const ordinal = calendarColumn(calendar, grain)
    const key = `end of ${ordinal}`
    const known = this.#joins.get(key)
    if (known !== undefined) return column(known.to.as, 'last')
    const alias = `end ${this.#joins.size}`
    const on = binary('=', column(alias, 'day'), this.day())
    this.#joins.set(key, { kind: 'left', to: { kind: 'query', query: lastDays(ordinal), as: alias }, on })
    return column(alias, 'last')
  }

  /** The row's stamp, which orders rows in time. */
  at(): Expr {
    return column(this.#follow(this.#dataset.time?.through ?? []), '_at')
  }

  /** The number of the part that a row came with. */
  part(): Expr {
    return column('f', '_part')
  }

  #column(path: readonly string[]): Expr {
    const name = path.at(-1)
    if (name === undefined) throw new Error('a column path is never empty')
    return column(this.#follow(path.slice(0, -1)), name)
  }

  /** The alias of the table that look-ups lead to. */
  #follow(lookUps: readonly string[]): string {
    let table = 'f'
    let dataset = this.#dataset
    for (const name of lookUps) {
      const lookUp = dataset.lookUps.find((candidate) => candidate.name === name)
      const other = lookUp === undefined ? undefined : this.#catalog.datasets.get(lookUp.dataset)
      if (lookUp === undefined || other === undefined) throw new Error(`no look-up ${name} in ${dataset.id}`)
      table = this.#join(table, lookUp, other)
      dataset = other
    }
    return table
  }

  #join(from: string, lookUp: LookUp, other: Dataset): string {
    // Names have underscores but no dots, so that two paths never share an alias.
    const alias = `${from}.${lookUp.name}`
    if (this.#joins.has(alias)) return alias
    const pairs = lookUp.by.map((own, index) =>
      binary('=', column(from, own), column(alias, other.key?.[index] ?? own)),
    )
    const on = all(pairs)
    if (on === null) throw new Error(`the look-up ${lookUp.name} has no columns`)
    this.#joins.set(alias, { kind: 'left', to: { kind: 'table', name: factsTable(other.id), as: alias }, on })
    return alias
  }
}

/** Every day with the last one of its period. */
function lastDays(ordinal: string): Query {
  const period = column('c', ordinal)
  const last = { expr: aggregate('max', column('c', 'day')), as: 'last' }
  const calendar: Relation = { kind: 'table', name: 'calendar', as: 'c' }
  const ends: Query = {
    kind: 'select',
    outputs: [{ expr: period, as: 'period' }, last],
    from: calendar,
    joins: [],
    where: [],
    groupBy: [[period]],
  }
  return {
    kind: 'select',
    outputs: [
      { expr: column('c', 'day'), as: 'day' },
      { expr: column('e', 'last'), as: 'last' },
    ],
    from: calendar,
    joins: [
      { kind: 'inner', to: { kind: 'query', query: ends, as: 'e' }, on: binary('=', column('e', 'period'), period) },
    ],
    where: [],
    groupBy: null,
  }
}

const decimal = (precision: number, scale: number): SqlType => ({ kind: 'decimal', precision, scale })

function literal(value: Literal): Expr {
  switch (value.kind) {
    case 'text':
      return param(value.value, { kind: 'text' })
    case 'boolean':
      return param(value.value, { kind: 'boolean' })
    case 'date':
      return param(value.value, { kind: 'integer' })
    case 'null':
      return { kind: 'null', type: { kind: 'text' } }
    case 'decimal': {
      const { units, scale } = value.value
      const precision = Math.max(String(units < 0n ? -units : units).length, scale + 1)
      return param(decimalText(units, scale), decimal(precision, scale))
    }
  }
}

function decimalText(units: bigint, scale: number): string {
  const sign = units < 0n ? '-' : ''
  const text = String(units < 0n ? -units : units).padStart(scale + 1, '0')
  return scale === 0 ? sign + text : `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`
}

/** Functions whose arguments have one type between them. */
const shared: ReadonlySet<string> = new Set(['least', 'greatest', 'coalesce', 'if'])

/** The most digits after the point that any of them has. */
const scaleOf = (args: readonly RowExpr[]): number =>
  Math.max(0, ...args.map(({ type }) => (type.kind === 'decimal' ? type.scale : 0)))
