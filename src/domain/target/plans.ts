import type { Calendar, GrainName } from '../../time/calendar.ts'
import type { Day } from '../../time/day.ts'
import { ordinalOn, periodEnd, periodStart } from '../../time/period.ts'
import type { Catalog, Kpi, Scope, Target } from '../catalog.ts'
import { scopeKey } from '../scope.ts'
import { speaksOfScope } from './derived.ts'
import type { Allocation, DerivedPlan, TargetPlan } from './plan.ts'
import type { TotalPlan } from './year.ts'

/** A target of one KPI, scope and version, and those that take its place where they promise anything. */
export interface Ranked {
  readonly target: Target
  readonly replacedBy: readonly Target[]
}

/** What is stated for a period by itself comes before a share of a year, and that before what holds for every period. */
const rank: Readonly<Record<TargetPlan['kind'], number>> = { values: 0, total: 1, growth: 2, constant: 3, derived: 4 }

const byCatalog = new WeakMap<Catalog, Map<string, Map<string, readonly Ranked[]>>>()

/** The targets that can promise something to a KPI and scope in one version, the more specific first. */
export function plansFor(catalog: Catalog, kpi: string, scope: Scope, version: string): readonly Ranked[] {
  const index = targetsOf(catalog).get(kpi)
  return index === undefined ? [] : (index.get(keyOf(catalog, scope, version)) ?? [])
}

export const hasTargets = (catalog: Catalog, kpi: string): boolean => targetsOf(catalog).has(kpi)

/** Every target of a KPI. */
export const targetsOfKpi = (catalog: Catalog, kpi: string): readonly Ranked[] =>
  [...(targetsOf(catalog).get(kpi)?.values() ?? [])].flat()

/** Every version in which a KPI has targets of any scope, in the order of documents. */
export function versionsOf(catalog: Catalog, kpi: string): readonly string[] {
  return [...new Set(targetsOfKpi(catalog, kpi).map(({ target }) => target.version))]
}

const derivedTargets = new WeakMap<Catalog, Map<string, readonly Derived[]>>()

/** The targets of a KPI and version that are derived from those of other KPIs and speak of a scope, the nearest scope first. */
export function derivedFor(catalog: Catalog, kpi: string, scope: Scope, version: string): readonly Derived[] {
  let known = derivedTargets.get(catalog)
  if (known === undefined) derivedTargets.set(catalog, (known = new Map()))
  let all = known.get(kpi)
  // Of thousands of targets few are derived, and most KPIs have none.
  if (all === undefined) known.set(kpi, (all = targetsOfKpi(catalog, kpi).flatMap(derivedOf)))
  if (all.length === 0) return all
  const size = ({ unit, where }: Scope) => Object.keys(where).length + (unit === null ? 0 : 1)
  return all
    .filter(({ target }) => target.version === version && speaksOfScope(catalog, target.scope, scope))
    .sort((a, b) => size(b.target.scope) - size(a.target.scope))
}

function derivedOf(one: Ranked): readonly Derived[] {
  const { plan } = one.target
  return plan.kind === 'derived' ? [{ ...one, plan }] : []
}

export interface Derived extends Ranked {
  readonly plan: DerivedPlan
}

/** A total that is shared over units, with what takes its place. */
export interface Sharing extends Ranked {
  readonly plan: TotalPlan & { readonly units: Allocation }
}

const sharings = new WeakMap<Catalog, Map<string, ReadonlyMap<string, readonly Sharing[]>>>()

/** The totals of a KPI and version that are shared over units, for scopes that name the same members. */
export function sharingsFor(catalog: Catalog, kpi: string, scope: Scope, version: string): readonly Sharing[] {
  const known = sharingsOf(catalog).get(kpi)
  return known === undefined ? [] : (known.get(sharingKey(catalog, scope, version)) ?? [])
}

/** Whether the total of any KPI is shared over units. */
export const hasSharings = (catalog: Catalog): boolean => sharingsOf(catalog).size > 0

const sharingKey = (catalog: Catalog, { where }: Scope, version: string) =>
  JSON.stringify([version, scopeKey(catalog, { unit: null, where })])

function sharingsOf(catalog: Catalog): Map<string, ReadonlyMap<string, readonly Sharing[]>> {
  let known = sharings.get(catalog)
  if (known !== undefined) return known
  sharings.set(catalog, (known = new Map()))
  for (const [kpi, groups] of targetsOf(catalog)) {
    const found = new Map<string, Sharing[]>()
    for (const one of [...groups.values()].flat()) {
      const { plan, scope, version } = one.target
      if (plan.kind !== 'total' || plan.units === undefined) continue
      const key = sharingKey(catalog, scope, version)
      found.set(key, [...(found.get(key) ?? []), { ...one, plan: { ...plan, units: plan.units } }])
    }
    if (found.size > 0) known.set(kpi, found)
  }
  return known
}

const keyOf = (catalog: Catalog, scope: Scope, version: string) => JSON.stringify([version, scopeKey(catalog, scope)])

function targetsOf(catalog: Catalog): Map<string, Map<string, readonly Ranked[]>> {
  let index = byCatalog.get(catalog)
  if (index === undefined) byCatalog.set(catalog, (index = makeIndex(catalog)))
  return index
}

function makeIndex(catalog: Catalog): Map<string, Map<string, readonly Ranked[]>> {
  const groups = new Map<string, Map<string, Target[]>>()
  for (const target of catalog.targets) {
    const key = keyOf(catalog, target.scope, target.version)
    const own = groups.get(target.kpi) ?? new Map<string, Target[]>()
    groups.set(target.kpi, own.set(key, [...(own.get(key) ?? []), target]))
  }
  return new Map(
    [...groups].map(([kpi, own]) => [kpi, new Map([...own].map(([key, targets]) => [key, ranked(targets)]))]),
  )
}

function ranked(targets: readonly Target[]): readonly Ranked[] {
  const replacing = (target: Target): readonly Target[] => {
    const found = new Set<Target>()
    const visit = (id: string): void => {
      for (const other of targets) {
        if (!other.replaces.includes(id) || found.has(other)) continue
        found.add(other)
        visit(other.id)
      }
    }
    visit(target.id)
    return [...found]
  }
  return targets
    .map((target) => ({ target, replacedBy: replacing(target) }))
    .sort((a, b) => rank[a.target.plan.kind] - rank[b.target.plan.kind])
}

/** Whether a plan promises anything to any day of a span. */
export function touches(plan: TargetPlan, calendar: Calendar, start: Day | null, end: Day | null): boolean {
  if (start === null || end === null) return true
  switch (plan.kind) {
    case 'constant':
    case 'growth':
    case 'derived':
      return (plan.from === null || plan.from < end) && (plan.until === null || plan.until >= start)
    case 'total': {
      const year = calendar.parse(String(plan.year))
      if (year === null) return false
      const [from, until] = [periodStart(calendar, 'year', year.ordinal), periodEnd(calendar, 'year', year.ordinal)]
      return from !== null && until !== null && from < end && until > start
    }
    case 'values': {
      const grain = plan.grain as GrainName
      if (grain === 'total') return true
      for (let ordinal = ordinalOn(calendar, grain, start); ; ordinal++) {
        const from = periodStart(calendar, grain, ordinal)
        if (from === null || from >= end) return false
        if (plan.values.has(ordinal)) return true
      }
    }
  }
}

/** The finest periods that a plan speaks of by itself. */
export function speaksOf(plan: TargetPlan, kpi: Pick<Kpi, 'cadence'>): GrainName {
  if (plan.kind === 'values') return plan.grain as GrainName
  return plan.kind === 'total' ? 'day' : kpi.cadence
}
