import { type Catalog, calculationAt, type Kpi, manualDataset, type Scope } from '../../domain/catalog.ts'
import type { RowExpr, Term } from '../../domain/formula/algebra.ts'
import type { Facts, ResultSet } from '../../ports.ts'
import { factsOf, Lowering } from '../../query/lower.ts'
import { lastTyped, nothingTyped, overlapping, type TypedEntries } from '../../query/typed.ts'
import { aggregate, type Expr, type Output } from '../../sql/ast.ts'
import { duckdb } from '../../sql/dialects/duckdb.ts'
import { render } from '../../sql/render.ts'
import { type Day, day } from '../../time/day.ts'
import { ordinalOn, periodEnd } from '../../time/period.ts'
import { type Revisions, revisionsOf } from './reads.ts'

const known = new WeakMap<Facts, { readonly key: string; readonly entries: TypedEntries }>()

/** For which units and periods values were typed in; looked up once per revision. */
export async function typedEntries(
  deps: { readonly catalog: Catalog; readonly facts: Facts },
  revisions: Revisions,
): Promise<TypedEntries> {
  const { catalog, facts } = deps
  if (!catalog.datasets.has(manualDataset) || (revisions.get(manualDataset) ?? 0) === 0) return nothingTyped
  const key = `${catalog.revision} ${revisionsOf(catalog, manualDataset, revisions)}`
  const before = known.get(facts)
  if (before?.key === key) return before.entries
  const entries = await read(deps)
  known.set(facts, { key, entries })
  return entries
}

async function read({ catalog, facts }: { catalog: Catalog; facts: Facts }): Promise<TypedEntries> {
  const last = new Map<string, Map<string, Day>>()
  const units = await select(catalog, facts, null)
  for (const { kpi, unit, value } of units) {
    const of = last.get(kpi)
    if (of === undefined) last.set(kpi, new Map([[unit, value]]))
    else of.set(unit, value)
  }
  const twice = [...last].flatMap(([kpi, of]) => (overlapping(catalog, new Set(of.keys())) ? [kpi] : []))
  const days = new Map<string, Map<Day, Set<string>>>()
  for (const { kpi, unit, value } of twice.length === 0 ? [] : await select(catalog, facts, twice)) {
    const byDay = days.get(kpi) ?? new Map<Day, Set<string>>()
    days.set(kpi, byDay)
    const found = byDay.get(value)
    if (found === undefined) byDay.set(value, new Set([unit]))
    else found.add(unit)
  }
  return { last, days }
}

interface Entry {
  readonly kpi: string
  readonly unit: string
  readonly value: Day
}

const column = (name: string): RowExpr => ({ kind: 'column', path: [name], type: { kind: 'text' } })

/** The last day of every KPI and unit; or every day of some KPIs. */
async function select(catalog: Catalog, facts: Facts, kpis: readonly string[] | null): Promise<readonly Entry[]> {
  const dataset = catalog.datasets.get(manualDataset)
  if (dataset === undefined) return []
  const lowering = new Lowering(catalog, dataset)
  const [kpi, unit] = [lowering.lower(column('kpi')), lowering.lower(column('unit'))]
  const outputs: Output[] = [
    { expr: kpi, as: 'kpi' },
    { expr: unit, as: 'unit' },
    { expr: kpis === null ? aggregate('max', lowering.day()) : lowering.day(), as: 'day' },
  ]
  const where: Expr[] = []
  if (kpis !== null) {
    const members = kpis.map((value) => ({ kind: 'text', value }) as const)
    where.push(lowering.lower({ kind: 'in', arg: column('kpi'), members, negated: false, type: { kind: 'boolean' } }))
  }
  const groupBy = kpis === null ? [[kpi, unit]] : null
  const tree = { kind: 'select', outputs, from: factsOf(dataset), joins: lowering.joins(), where, groupBy } as const
  return entriesOf(await facts.query(render(tree, duckdb), { lane: 'short' }))
}

function entriesOf({ columns: [kpis, units, days], rows }: ResultSet): readonly Entry[] {
  if (kpis?.kind !== 'codes' || units?.kind !== 'codes' || days?.kind !== 'numbers') return []
  return Array.from({ length: rows }, (_, row) => ({
    kpi: kpis.members[kpis.values[row] ?? -1] ?? '',
    unit: units.members[units.values[row] ?? -1] ?? '',
    value: day(days.values[row] ?? 0),
  }))
}

/** The last day that a KPI's typed values speak for in a scope: the last of the last period that has one. */
export function typedThrough(
  catalog: Catalog,
  typed: TypedEntries,
): (place: { readonly kpi: Kpi; readonly scope: Scope }) => Day | null {
  const found = new Map<string, Day | null>()
  return ({ kpi, scope: { unit } }) => {
    const key = `${kpi.id}\t${unit ?? ''}`
    let last = found.get(key)
    if (last === undefined)
      found.set(key, (last = throughOf(catalog, kpi, lastTyped(catalog, typed, alongOf(kpi), unit))))
    return last
  }
}

const alongOf = (kpi: Kpi): NonNullable<Term['along']> => ({
  kpi: kpi.id,
  rule: calculationAt(kpi, null).typed?.rollUp ?? 'own-first',
})

/** Typed values stand on the first day of the period they speak for. */
function throughOf(catalog: Catalog, { calendar: id, cadence }: Kpi, first: Day | null): Day | null {
  const calendar = catalog.calendars.get(id)
  if (first === null || calendar === undefined) return null
  const end = periodEnd(calendar, cadence, ordinalOn(calendar, cadence, first))
  return end === null ? null : day(end - 1)
}
