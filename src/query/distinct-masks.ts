import { type Dataset, manualDataset } from '../domain/catalog.ts'
import type { RowExpr, Term } from '../domain/formula/algebra.ts'
import { readsAsOf } from '../domain/formula/algebra-walk.ts'
import { aggregate, binary, column, type Expr, integer, type Output, param, type Query } from '../sql/ast.ts'
import { canonical } from './demand.ts'
import { type Frame, onlyPeriod, type Part, type Source, scoped } from './holistic-part.ts'
import { type SimpleTest, simpleTest } from './lift.ts'
import { factsOf, Lowering } from './lower.ts'
import { within } from './timeline.ts'
import { windowsOf } from './windows.ts'

/**
 * Several distinct counts of one key by one grouping (PERFORMANCE H.6): each row has a mask of the counts whose conditions it
 * meets, each key the union of its rows' masks, and a count is the keys whose mask has its bit.
 */

/** What the term counts together with others: its key, where another term counts the same one under other conditions. */
export function countedTogether(dataset: Dataset, terms: readonly Term[]): (term: Term) => RowExpr | null {
  const times = new Map<string, number>()
  for (const term of terms) {
    const key = maskableKey(dataset, term)
    if (key !== null) times.set(canonical(key), (times.get(canonical(key)) ?? 0) + 1)
  }
  return (term) => {
    const key = maskableKey(dataset, term)
    return key !== null && (times.get(canonical(key)) ?? 0) > 1 ? key : null
  }
}

/** Rows that count in one span only, whose used ones nobody has to count. */
function maskableKey(dataset: Dataset, term: Term): RowExpr | null {
  const { aggregate: name, argument, per, cohort } = term
  if (name !== 'count_distinct' || per !== undefined || cohort !== undefined || readsAsOf(term)) return null
  return dataset.rows === 'event' && dataset.id !== manualDataset ? argument : null
}

/** How many rows a dataset has, and the days that they lie on. */
export interface RowsAt {
  readonly rows: number
  readonly firstDay: number | null
  readonly lastDay: number | null
}

/** So many rows are grouped at once: a table of their keys stays near the processor. */
const rowsPerChunk = 500_000

/** A part of distinct counts cut by its spans, so that each statement's keys are few. */
export function inChunks(part: Part, dataset: Dataset, { rows, firstDay, lastDay }: RowsAt): readonly Part[] {
  const { spans, demands } = part
  const distinct = demands.every(({ demand }) => maskableKey(dataset, demand.term) !== null)
  if (!distinct || dataset.time === null || firstDay === null || lastDay === null || spans[0]?.clock === true)
    return [part]
  const days = lastDay + 1 - firstDay
  const read = spans.reduce(
    (sum, { from, until }) => sum + Math.max(0, Math.min(until, lastDay + 1) - Math.max(from, firstDay)),
    0,
  )
  const chunks = Math.min(spans.length, Math.ceil((rows * read) / days / rowsPerChunk))
  if (chunks <= 1) return [part]
  const sorted = [...spans].sort((a, b) => a.from - b.from)
  const size = Math.ceil(sorted.length / chunks)
  return Array.from({ length: Math.ceil(sorted.length / size) }, (_, index) => ({
    ...part,
    spans: sorted.slice(index * size, (index + 1) * size),
  }))
}

/** The days that the spans of a part reach over, so that blocks of other days are not even looked at. */
export function daysOf(dataset: Dataset, { spans }: Part, lowering: Lowering): readonly Expr[] {
  if (dataset.time === null || dataset.rows !== 'event' || spans.length === 0 || spans[0]?.clock === true) return []
  const from = Math.min(...spans.map((span) => span.from))
  const until = Math.max(...spans.map((span) => span.until))
  return within({ from, until }, lowering.day())
}

/** Bits that a double holds with room to spare. */
const bitsPerMask = 50

/** Inside: one row per key, span and members with its masks; around it, keys counted by masks. Outside: keys counted by bits. */
export function maskedRows({ catalog, dataset, wide, terms }: Frame, part: Part, key: RowExpr): Source {
  const lowering = new Lowering(catalog, dataset, wide)
  const windows = windowsOf(lowering, dataset, part.spans, onlyPeriod)
  const { members, where } = scoped(lowering, part)
  const counted = [...new Set(part.demands.map(({ term }) => term))]
  const places = new Map(counted.map((term, place) => [terms[term], place]))
  const masks = Array.from({ length: Math.ceil(counted.length / bitsPerMask) }, (_, index) =>
    counted.slice(index * bitsPerMask, (index + 1) * bitsPerMask).map((term) => terms[term]?.where ?? []),
  )
  const counting = lowering.lower(key)
  const grouped = [...(windows.span === null ? [] : [windows.span]), ...members, counting]
  const outputs: Output[] = [
    ...(windows.span === null ? [] : [{ expr: windows.span, as: 'span' }]),
    ...members.map((expr, place) => ({ expr, as: `m${place}` })),
    { expr: counting, as: 'key' },
    ...masks.map((list, index) => ({ expr: aggregate('bit_or', maskOf(lowering, list)), as: `mask${index}` })),
    { expr: aggregate('count'), as: 'rows' },
  ]
  const query: Query = {
    kind: 'select',
    outputs,
    from: factsOf(dataset),
    joins: [...windows.joins, ...lowering.joins().filter((join) => !windows.joins.includes(join))],
    where: [...windows.where, ...daysOf(dataset, part, lowering), ...where],
    groupBy: [grouped],
  }
  const own = (name: string) => column('f', name)
  const inner = [...(windows.span === null ? [] : ['span']), ...members.map((_, place) => `m${place}`)]
  const byMask: Query = {
    kind: 'select',
    outputs: [
      ...[...inner, ...masks.map((_, index) => `mask${index}`)].map((name) => ({ expr: own(name), as: name })),
      { expr: aggregate('count', own('key')), as: 'keys' },
      { expr: aggregate('sum', own('rows')), as: 'rows' },
    ],
    from: { kind: 'query', query, as: 'f' },
    joins: [],
    where: [],
    groupBy: [[...inner, ...masks.map((_, index) => `mask${index}`)].map(own)],
  }
  const keysOf = (term: Term): Expr => {
    const place = places.get(term) ?? 0
    const bit = integer(2 ** (place % bitsPerMask))
    const has = binary('!=', bitAnd(own(`mask${Math.floor(place / bitsPerMask)}`), bit), integer(0))
    const counts = aggregate('sum', { kind: 'case', when: has, then: own('keys'), otherwise: integer(0) })
    return { kind: 'cast', arg: counts, type: { kind: 'bigint' } }
  }
  return {
    span: windows.span === null ? null : own('span'),
    members: members.map((_, place) => own(`m${place}`)),
    rows: aggregate('sum', own('rows')),
    value: keysOf,
    matched: keysOf,
    rest: () => ({ from: { kind: 'query', query: byMask, as: 'f' }, joins: [], where: [] }),
  }
}

const bitAnd = (left: Expr, right: Expr): Expr => ({ kind: 'call', primitive: 'bit_and', args: [left, right] })

/** Which of some lists of conditions a row meets, as bits: a column that decides conditions alone is looked at once for them all. */
function maskOf(lowering: Lowering, lists: readonly (readonly RowExpr[])[]): Expr {
  const byColumn = new Map<string, { readonly test: SimpleTest; readonly bit: number }[]>()
  const others = new Map<string, { readonly condition: RowExpr; readonly bits: number[] }>()
  lists.forEach((conditions, bit) => {
    for (const condition of conditions) {
      const test = simpleTest(condition)
      if (test !== null && test.column.type.kind !== 'decimal') {
        const id = canonical(test.column)
        byColumn.set(id, [...(byColumn.get(id) ?? []), { test, bit }])
      } else {
        const id = canonical(condition)
        const known = others.get(id) ?? { condition, bits: [] }
        known.bits.push(bit)
        others.set(id, known)
      }
    }
  })
  const full = 2 ** lists.length - 1
  const parts = [
    ...[...byColumn.values()].map((tests) => columnMask(lowering, tests, full)),
    ...[...others.values()].map(({ condition, bits }): Expr => {
      const without = integer(full - sumOfBits(bits))
      return { kind: 'case', when: lowering.lower(condition), then: integer(full), otherwise: without }
    }),
  ]
  const mask = parts.reduce<Expr | null>((all, part) => (all === null ? part : bitAnd(all, part)), null)
  return { kind: 'cast', arg: mask ?? integer(full), type: { kind: 'bigint' } }
}

const sumOfBits = (bits: readonly number[]): number => [...new Set(bits)].reduce((sum, bit) => sum + 2 ** bit, 0)

/** The mask by member of one column: those that conditions name, all others, and rows without one. */
function columnMask(
  lowering: Lowering,
  tests: readonly { readonly test: SimpleTest; readonly bit: number }[],
  full: number,
): Expr {
  const maskFor = (member: string | null): Expr =>
    integer(full - sumOfBits(tests.flatMap(({ test, bit }) => (test.accepts(member) ? [] : [bit]))))
  const of = tests[0]?.test.column
  if (of === undefined) return integer(full)
  const arg = lowering.lower(of)
  const whole = (): Expr => {
    if (of.type.kind === 'boolean')
      return { kind: 'case', when: arg, then: maskFor('true'), otherwise: maskFor('false') }
    const names = [...new Set(tests.flatMap(({ test }) => test.names))]
    return names.reduceRight<Expr>(
      (otherwise, name) => ({
        kind: 'case',
        when: binary('=', arg, param(name, { kind: 'text' })),
        then: maskFor(name),
        otherwise,
      }),
      maskFor(unnamed(names)),
    )
  }
  return {
    kind: 'case',
    when: { kind: 'is-null', arg, negated: false },
    then: maskFor(null),
    otherwise: whole(),
  }
}

/** A member that no condition names. */
function unnamed(names: readonly string[]): string {
  return `${names.join('')} `
}
