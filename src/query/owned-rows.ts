import type { Catalog, Dataset, Days, Unit, UnitWhere } from '../domain/catalog.ts'
import type { RowExpr } from '../domain/formula/algebra.ts'
import type { Day } from '../time/day.ts'
import { canonical } from './demand.ts'

const yes = { kind: 'boolean' } as const

/** The condition "dimension is one of members"; null where the dataset lacks the dimension. */
type Member = (dimension: string, members: readonly string[]) => RowExpr | null

/** Rows that a unit owns in some days: those that fulfil all conditions. */
interface Piece extends Days {
  readonly conditions: readonly RowExpr[]
}

/**
 * The rows that a unit owns, as conditions that all hold: by its own `where`, else those of the units below it together; a root
 * without either owns every row. Datasets with a dimension `unit` are owned by it. Where units moved or owned other members
 * before, each row counts to whom it belonged on its own day. Null where the dataset does not tell units apart.
 */
export function ownedRows(
  catalog: Catalog,
  dataset: Dataset,
  id: string,
  member: Member,
): readonly RowExpr[] | 'all' | null {
  const unit = catalog.units.get(id)
  if (unit === undefined) return null
  const named = dataset.dimensions.some(({ name }) => name === 'unit')
  // Rows without a day belong to whom their unit belongs now.
  const days: Days = dataset.time === null ? { from: newest, until: null } : always
  const pieces = named ? namedPieces(catalog, unit, days, member) : wherePieces(catalog, unit, days, member)
  return pieces === null ? null : together(dataset.time === null ? pieces.map(undated) : pieces)
}

const always: Days = { from: null, until: null }
/** After every date that a document can name. */
const newest = Number.MAX_SAFE_INTEGER as Day
const undated = ({ conditions }: Piece): Piece => ({ ...always, conditions })

/** Rows that name their unit: its own, and those of every unit below it on their day. */
function namedPieces(catalog: Catalog, unit: Unit, days: Days, member: Member): readonly Piece[] | null {
  if (unit.parent === null && unit.where === null) return [{ ...days, conditions: [] }]
  const own = member('unit', [unit.id])
  if (own === null) return null
  const pieces: Piece[] = [{ ...days, conditions: [own] }]
  for (const below of unit.members) {
    const shared = overlap(days, below)
    const child = catalog.units.get(below.unit)
    if (shared === null || child === undefined) continue
    pieces.push(...(namedPieces(catalog, child, shared, member) ?? []))
  }
  return pieces
}

/** Rows that units select by their dimension members. */
function wherePieces(catalog: Catalog, unit: Unit, days: Days, member: Member): readonly Piece[] | null {
  if (unit.wheres.length === 0)
    return unit.parent === null ? [{ ...days, conditions: [] }] : below(catalog, unit, days, member)
  const pieces: Piece[] = []
  for (const entry of unit.wheres) {
    const shared = overlap(days, entry)
    if (shared === null) continue
    const conditions = conditionsOf(entry.where, member)
    if (conditions === null) return null
    pieces.push({ ...shared, conditions })
  }
  return pieces
}

function below(catalog: Catalog, unit: Unit, days: Days, member: Member): readonly Piece[] | null {
  const pieces: Piece[] = []
  for (const entry of unit.members) {
    const shared = overlap(days, entry)
    const child = catalog.units.get(entry.unit)
    if (shared === null || child === undefined) continue
    const owned = wherePieces(catalog, child, shared, member)
    if (owned === null) return null
    pieces.push(...owned)
  }
  return pieces.length === 0 ? null : pieces
}

function conditionsOf(where: UnitWhere, member: Member): readonly RowExpr[] | null {
  const parts = Object.entries(where).map(([name, members]) => member(name, members))
  return parts.every((part) => part !== null) ? parts : null
}

function overlap(a: Days, b: Days): Days | null {
  const from = a.from === null ? b.from : b.from === null ? a.from : (Math.max(a.from, b.from) as Day)
  const until = a.until === null ? b.until : b.until === null ? a.until : (Math.min(a.until, b.until) as Day)
  return from !== null && until !== null && from >= until ? null : { from, until }
}

/** Pieces as one condition: those of the same days join their members, so that a column can be lifted. */
function together(pieces: readonly Piece[]): readonly RowExpr[] | 'all' {
  const byDays = new Map<string, { readonly spans: readonly Days[]; readonly owned: (readonly RowExpr[])[] }>()
  for (const { conditions, spans } of joined(pieces)) {
    const key = spans.map(({ from, until }) => `${from}-${until}`).join()
    const known = byDays.get(key)
    if (known === undefined) byDays.set(key, { spans, owned: [conditions] })
    else known.owned.push(conditions)
  }
  const groups = [...byDays.values()]
  const [first] = groups
  if (first === undefined) return [never]
  if (groups.some(({ spans, owned }) => whole(spans) && owned.some((conditions) => conditions.length === 0)))
    return 'all'
  if (groups.length === 1 && whole(first.spans)) {
    const [only] = first.owned
    return first.owned.length === 1 && only !== undefined ? only : [anyOf(first.owned)]
  }
  const args = groups.map(({ spans, owned }) =>
    whole(spans)
      ? anyOf(owned)
      : logic('and', [...(owned.some((one) => one.length === 0) ? [] : [anyOf(owned)]), within(spans)]),
  )
  return [logic('or', args)]
}

const never: RowExpr = { kind: 'literal', literal: { kind: 'boolean', value: false }, type: yes }

const whole = ([first, ...more]: readonly Days[]): boolean =>
  first !== undefined && more.length === 0 && first.from === null && first.until === null

/** The same rows in several spans once, with spans that touch made one. */
function joined(
  pieces: readonly Piece[],
): { readonly conditions: readonly RowExpr[]; readonly spans: readonly Days[] }[] {
  const byText = new Map<string, { readonly conditions: readonly RowExpr[]; readonly spans: Days[] }>()
  for (const { from, until, conditions } of pieces) {
    const key = canonical(conditions)
    const known = byText.get(key)
    if (known === undefined) byText.set(key, { conditions, spans: [{ from, until }] })
    else known.spans.push({ from, until })
  }
  return [...byText.values()].map(({ conditions, spans }) => ({ conditions, spans: joinSpans(spans) }))
}

function joinSpans(spans: readonly Days[]): readonly Days[] {
  const first = ({ from }: Days) => from ?? Number.NEGATIVE_INFINITY
  const sorted = [...spans].sort((a, b) => first(a) - first(b))
  const found: Days[] = []
  for (const span of sorted) {
    const last = found.at(-1)
    const touches = last !== undefined && (last.until === null || first(span) <= last.until)
    if (last === undefined || !touches) found.push(span)
    else if (last.until !== null)
      found[found.length - 1] = {
        from: last.from,
        until: span.until === null ? null : (Math.max(last.until, span.until) as Day),
      }
  }
  return found
}

/** `a in (x) or a in (y)` is `a in (x, y)`: one condition on one column can be lifted. */
function anyOf(owned: readonly (readonly RowExpr[])[]): RowExpr {
  const parts = owned.map((conditions) => logic('and', conditions))
  const [first] = parts
  const column = first?.kind === 'in' ? canonical(first.arg) : null
  const same = parts.every((part) => part.kind === 'in' && !part.negated && canonical(part.arg) === column)
  if (!same || first?.kind !== 'in') return logic('or', parts)
  return { ...first, members: parts.flatMap((part) => (part.kind === 'in' ? part.members : [])) }
}

function logic(op: 'and' | 'or', args: readonly RowExpr[]): RowExpr {
  const [only] = args
  return only !== undefined && args.length === 1 ? only : { kind: 'logic', op, args, type: yes }
}

/** The row's day lies in one of the spans. */
function within(spans: readonly Days[]): RowExpr {
  const bound = (op: '>=' | '<', day: Day | null): readonly RowExpr[] =>
    day === null ? [] : [{ kind: 'compare', op, left: rowDay, right: literal(day), type: yes }]
  return logic(
    'or',
    spans.map(({ from, until }) => logic('and', [...bound('>=', from), ...bound('<', until)])),
  )
}

const date = { kind: 'date' } as const
const rowDay: RowExpr = { kind: 'day', type: date }
const literal = (day: Day): RowExpr => ({ kind: 'literal', literal: { kind: 'date', value: day }, type: date })
