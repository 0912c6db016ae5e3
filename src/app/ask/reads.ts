import type { Catalog } from '../../domain/catalog.ts'
import { datasetsRead, kpisOf, termsOf } from '../../domain/formula/algebra-walk.ts'
import { currenciesOf } from '../../domain/formula/money.ts'
import { targetsOfKpi } from '../../domain/target/plans.ts'

/** Which datasets a KPI's answers come from. */
export interface Reads {
  /** Those whose rows are aggregated, through every KPI it is made of and every calculation it ever had; sorted. */
  readonly facts: readonly string[]
  /** Those, what targets are derived from, and all that these look up: a scope may filter by any of their columns. */
  readonly all: readonly string[]
}

const reads = new WeakMap<Catalog, Map<string, Reads>>()

/** The datasets that a KPI reads, found once per catalog; none for an unknown one. */
export function readsOf(catalog: Catalog, kpi: string): Reads {
  let known = reads.get(catalog)
  if (known === undefined) reads.set(catalog, (known = new Map()))
  let found = known.get(kpi)
  if (found === undefined) known.set(kpi, (found = findReads(catalog, kpi)))
  return found
}

function findReads(catalog: Catalog, kpi: string): Reads {
  const facts = new Set<string>()
  const seen = new Set<string>()
  const visit = (id: string): void => {
    const found = catalog.kpis.get(id)
    if (found === undefined || seen.has(id)) return
    seen.add(id)
    for (const {
      calculation: { calc },
    } of found.calculations) {
      for (const dataset of termsOf(calc).flatMap(datasetsRead)) facts.add(dataset)
      for (const other of kpisOf(calc)) visit(other)
    }
  }
  visit(kpi)
  const own = [...facts].sort()
  // Rows may be targets of it.
  for (const { id, targets } of catalog.datasets.values())
    if (targets !== undefined && ('column' in targets.kpi || targets.kpi.kpi === kpi)) facts.add(id)
  // Targets may rest on the values of other KPIs: they are others when those are.
  for (const { target } of targetsOfKpi(catalog, kpi)) {
    const { plan } = target
    if (plan.kind === 'total' && plan.units?.by.kind === 'kpi') visit(plan.units.by.kpi)
    if (plan.kind === 'derived' && plan.of !== null) for (const part of Object.values(plan.of)) visit(part)
  }
  const all = new Set([...facts].flatMap((dataset) => [...reach(catalog, dataset)]))
  return { facts: own, all: [...all].sort() }
}

/** A dataset and every dataset that its rows look up, directly or through others; where it has money, the tables of rates too. */
export function reach(catalog: Catalog, dataset: string): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (id: string): void => {
    if (found.has(id)) return
    found.add(id)
    for (const lookUp of catalog.datasets.get(id)?.lookUps ?? []) visit(lookUp.dataset)
    for (const table of ratesBeside(catalog, id)) found.add(table)
  }
  visit(dataset)
  return found
}

/** The tables of rates by which money of a dataset may be converted. */
function ratesBeside({ datasets }: Catalog, id: string): readonly string[] {
  const columns = datasets.get(id)?.columns ?? []
  if (!columns.some(({ unit }) => currenciesOf(unit).length > 0)) return []
  return [...datasets.values()].flatMap(({ id: table, rates }) => (rates === undefined || table === id ? [] : [table]))
}

export type Revisions = ReadonlyMap<string, number>

/** The revisions of a dataset and of all it looks up, as one text: what is derived from its rows holds while it stays. */
export const revisionsOf = (catalog: Catalog, dataset: string, revisions: Revisions): string =>
  [...reach(catalog, dataset)].map((id) => `${id}@${revisions.get(id) ?? 0}`).join(' ')
