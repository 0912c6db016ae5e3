import type { Calc, RowExpr, Term } from './algebra.ts'

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
  const paths = gather(expr, rowChildren, (one) => (one.kind === 'column' ? [one.path] : []))
  return [...new Map(paths.map((path) => [path.join('.'), path])).values()]
}
