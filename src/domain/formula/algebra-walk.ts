import type { Calc, Conversion, RowExpr, Term } from './algebra.ts'

/** The nodes directly below one of a calculation; conditions and arguments of terms are row expressions, not below it. */
export function calcChildren(calc: Calc): readonly Calc[] {
  switch (calc.kind) {
    case 'term':
    case 'constant':
    case 'kpi':
    case 'length':
      return []
    case 'arithmetic':
    case 'compare':
      return [calc.left, calc.right]
    case 'logic':
    case 'apply':
      return calc.args
    case 'prior':
    case 'window':
    case 'span':
      return [calc.of]
  }
}

/** The nodes directly below one of a row expression. */
export function rowChildren(expr: RowExpr): readonly RowExpr[] {
  switch (expr.kind) {
    case 'literal':
    case 'column':
    case 'day':
      return []
    case 'arithmetic':
    case 'compare':
      return [expr.left, expr.right]
    case 'logic':
    case 'apply':
      return expr.args
    case 'not':
    case 'in':
    case 'is-null':
      return [expr.arg]
    case 'convert':
      return [expr.arg, expr.currency, expr.day]
  }
}

/** What `take` gives for a node and all below it, in reading order. */
export function gather<N, T>(node: N, children: (node: N) => readonly N[], take: (node: N) => readonly T[]): T[] {
  const found: T[] = []
  const visit = (one: N): void => {
    found.push(...take(one))
    for (const child of children(one)) visit(child)
  }
  visit(node)
  return found
}

/** Every aggregate of a calculation, in reading order. */
export const termsOf = (calc: Calc): Term[] =>
  gather(calc, calcChildren, (one) => (one.kind === 'term' ? [one.term] : []))

/** Ids of the KPIs that a calculation refers to, each once. */
export const kpisOf = (calc: Calc): string[] => [
  ...new Set(gather(calc, calcChildren, (one) => (one.kind === 'kpi' ? [one.id] : []))),
]

/** Paths of the columns that a row expression reads, each once. */
export function columnsOf(expr: RowExpr): (readonly string[])[] {
  return unique(gather(expr, rowChildren, (one) => (one.kind === 'column' ? [one.path] : [])))
}

const unique = (paths: readonly (readonly string[])[]): (readonly string[])[] => [
  ...new Map(paths.map((path) => [path.join('.'), path])).values(),
]

/** Paths of the columns of its dataset that an aggregate reads, those of entities' keys and values included, each once. */
export function columnsRead({ argument, where, per, cohort }: Term): (readonly string[])[] {
  if (cohort !== undefined) return unique([...cohort.key, ...cohort.enters].flatMap(columnsOf))
  if (per === undefined) return unique([...where, ...(argument === null ? [] : [argument])].flatMap(columnsOf))
  const inner = per.values.flatMap(({ terms }) => terms.flatMap(columnsRead))
  return unique([...per.key.map(({ path }) => path), ...inner])
}

/** Money that a row expression converts. */
export const conversionsIn = (expr: RowExpr): Conversion[] =>
  gather(expr, rowChildren, (one) => (one.kind === 'convert' ? [one] : []))

const conversions = new WeakMap<Term, readonly Conversion[]>()

/** Money that an aggregate converts before it takes it together, that of entities' values included. */
export function conversionsOf(term: Term): readonly Conversion[] {
  let found = conversions.get(term)
  if (found === undefined) {
    const { argument, where, per } = term
    const own = per === undefined ? [...where, ...(argument === null ? [] : [argument])] : []
    const inner = per?.values.flatMap(({ terms }) => terms.flatMap(conversionsOf)) ?? []
    found = [...own.flatMap(conversionsIn), ...inner]
    conversions.set(term, found)
  }
  return found
}

/** Whether an aggregate's value depends on the day that is read, beyond the rows that it reads. */
export function readsAsOf({ argument, where, per }: Pick<Term, 'argument' | 'where' | 'per'>): boolean {
  const exprs = [...where, ...(argument === null ? [] : [argument])]
  const own = exprs.some((expr) => gather(expr, rowChildren, (one) => [one]).some(isAsOf))
  return own || (per?.values.some(({ terms }) => terms.some(readsAsOf)) ?? false)
}

const isAsOf = (expr: RowExpr): boolean => expr.kind === 'apply' && expr.primitive === 'as_of'

/** A row expression with another in place of each column. */
export function withColumns(expr: RowExpr, of: (column: Extract<RowExpr, { kind: 'column' }>) => RowExpr): RowExpr {
  const inner = (one: RowExpr) => withColumns(one, of)
  switch (expr.kind) {
    case 'literal':
    case 'day':
      return expr
    case 'column':
      return of(expr)
    case 'arithmetic':
    case 'compare':
      return { ...expr, left: inner(expr.left), right: inner(expr.right) }
    case 'logic':
    case 'apply':
      return { ...expr, args: expr.args.map(inner) }
    case 'not':
    case 'in':
    case 'is-null':
      return { ...expr, arg: inner(expr.arg) }
    case 'convert':
      return { ...expr, arg: inner(expr.arg), currency: inner(expr.currency), day: inner(expr.day) }
  }
}

/** A calculation with another in place of each aggregate. */
export function withTerms(calc: Calc, of: (term: Term) => Calc): Calc {
  const inner = (one: Calc) => withTerms(one, of)
  switch (calc.kind) {
    case 'term':
      return of(calc.term)
    case 'constant':
    case 'length':
    case 'kpi':
      return calc
    case 'arithmetic':
    case 'compare':
      return { ...calc, left: inner(calc.left), right: inner(calc.right) }
    case 'logic':
    case 'apply':
      return { ...calc, args: calc.args.map(inner) }
    case 'prior':
    case 'window':
    case 'span':
      return { ...calc, of: inner(calc.of) }
  }
}

/** The datasets whose rows an aggregate reads: its own, and that by which entities come back. */
export const datasetsRead = ({ dataset, cohort }: Term): readonly string[] =>
  cohort?.returns == null ? [dataset] : [dataset, cohort.returns.dataset]
