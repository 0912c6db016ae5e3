import type { Expr, Query, Relation, SqlScalar } from './ast.ts'
import type { Dialect } from './dialect.ts'

export type SqlValue = SqlScalar

/** Text with numbered placeholders ($1…) and its values: what crosses to an engine. */
export interface Statement {
  readonly text: string
  readonly params: readonly SqlValue[]
}

interface Pen {
  readonly dialect: Dialect
  readonly params: SqlValue[]
}

/** One statement for one engine: values become parameters, names are quoted, nothing else from people gets in. */
export function render(query: Query, dialect: Dialect): Statement {
  const pen: Pen = { dialect, params: [] }
  return { text: writeQuery(query, pen), params: pen.params }
}

/** A statement for people to read and to run by hand: its parameters stand where they belong. Never sent to an engine. */
export const readable = ({ text, params }: Statement): string =>
  text.replace(/\$(\d+)/g, (hole, position: string) => {
    const value = params[Number(position) - 1]
    return value === undefined ? hole : literal(value)
  })

function literal(value: SqlValue): string {
  if (value === null) return 'NULL'
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)
}

function writeQuery(query: Query, pen: Pen): string {
  if (query.kind === 'union-all') return query.parts.map((part) => writeQuery(part, pen)).join('\nUNION ALL\n')
  const outputs = query.outputs.map((output) => `${write(output.expr, pen)} AS ${pen.dialect.quote(output.as)}`)
  const lines = [`SELECT ${outputs.join(', ')}`, `FROM ${writeRelation(query.from, pen)}`]
  for (const join of query.joins) {
    const word = join.kind === 'inner' ? 'JOIN' : 'LEFT JOIN'
    lines.push(`${word} ${writeRelation(join.to, pen)} ON ${write(join.on, pen)}`)
  }
  if (query.where.length > 0) lines.push(`WHERE ${query.where.map((condition) => write(condition, pen)).join(' AND ')}`)
  if (query.groupBy !== null) lines.push(writeGrouping(query.groupBy, pen))
  return lines.join('\n')
}

function writeGrouping(sets: readonly (readonly Expr[])[], pen: Pen): string {
  const written = sets.map((set) => `(${set.map((expr) => write(expr, pen)).join(', ')})`)
  if (written.length !== 1) return `GROUP BY GROUPING SETS (${written.join(', ')})`
  const only = written[0] ?? '()'
  return only === '()' ? 'GROUP BY ()' : `GROUP BY ${only.slice(1, -1)}`
}

function writeRelation(relation: Relation, pen: Pen): string {
  const as = pen.dialect.quote(relation.as)
  if (relation.kind === 'table') return `${pen.dialect.quote(relation.name)} AS ${as}`
  if (relation.kind === 'query') return `(${writeQuery(relation.query, pen)}) AS ${as}`
  const rows = relation.rows.map((row) => `(${row.map(whole).join(', ')})`)
  return `(VALUES ${rows.join(', ')}) AS ${as} (${relation.columns.map(pen.dialect.quote).join(', ')})`
}

function whole(value: number): string {
  if (!Number.isSafeInteger(value)) throw new Error(`not an integer: ${value}`)
  return String(value)
}

function write(expr: Expr, pen: Pen): string {
  switch (expr.kind) {
    case 'column':
      return `${pen.dialect.quote(expr.table)}.${pen.dialect.quote(expr.name)}`
    case 'param': {
      pen.params.push(expr.value)
      const hole = pen.dialect.placeholder(pen.params.length)
      return expr.type === null ? hole : `CAST(${hole} AS ${pen.dialect.type(expr.type)})`
    }
    case 'integer':
      return whole(expr.value)
    case 'null':
      return `CAST(NULL AS ${pen.dialect.type(expr.type)})`
    case 'binary':
      return `(${write(expr.left, pen)} ${expr.op} ${write(expr.right, pen)})`
    case 'and':
    case 'or':
      return `(${expr.args.map((arg) => write(arg, pen)).join(expr.kind === 'and' ? ' AND ' : ' OR ')})`
    case 'not':
      return `(NOT ${write(expr.arg, pen)})`
    case 'in': {
      const members = expr.members.map((member) => write(member, pen)).join(', ')
      return `(${write(expr.arg, pen)} ${expr.negated ? 'NOT IN' : 'IN'} (${members}))`
    }
    case 'is-null':
      return `(${write(expr.arg, pen)} IS ${expr.negated ? 'NOT NULL' : 'NULL'})`
    case 'case': {
      const otherwise = expr.otherwise === null ? '' : ` ELSE ${write(expr.otherwise, pen)}`
      return `CASE WHEN ${write(expr.when, pen)} THEN ${write(expr.then, pen)}${otherwise} END`
    }
    case 'cast':
      return `CAST(${write(expr.arg, pen)} AS ${pen.dialect.type(expr.type)})`
    case 'call':
      return fill(functionOf(pen.dialect, expr.primitive), expr.args, pen)
    case 'row':
      return `row(${expr.args.map((arg) => write(arg, pen)).join(', ')})`
    case 'aggregate':
      return expr.args.length === 0 ? 'count(*)' : fill(pen.dialect.aggregates[expr.name], expr.args, pen)
    case 'grouping':
      return `grouping(${expr.args.map((arg) => write(arg, pen)).join(', ')})`
  }
}

function functionOf(dialect: Dialect, primitive: string): string {
  const template = dialect.functions[primitive]
  if (template === undefined || template === 'unsupported') throw new Error(`${dialect.id} has no ${primitive}`)
  return template
}

/** Holes are filled left to right so that parameters keep the order of the text. */
function fill(template: string, args: readonly Expr[], pen: Pen): string {
  return template.replace(/\{(\*|\d+)\}/g, (_, hole: string) => {
    if (hole === '*') return args.map((arg) => write(arg, pen)).join(', ')
    const arg = args[Number(hole)]
    if (arg === undefined) throw new Error(`the template ${template} wants argument ${hole}`)
    return write(arg, pen)
  })
}
