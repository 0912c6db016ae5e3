import type { AlertSpan, NewAlert, RecordedAlert } from './alert.ts'
import type { Catalog } from './catalog.ts'
import { kpisOf } from './formula/algebra-walk.ts'
import { parseScope } from './scope.ts'

type Related = (a: AlertSpan, b: AlertSpan) => boolean

/**
 * Whether two alerts may have one cause: they are told of overlapping days, of one KPI or of one that the other is made of, and
 * one scope holds the other (a unit and what stands above it, a member and its whole).
 */
export function relatedAlerts(catalog: Catalog): Related {
  const parts = new Map<string, ReadonlySet<string>>()
  const partsOf = (kpi: string): ReadonlySet<string> => {
    const known = parts.get(kpi)
    if (known !== undefined) return known
    const found = new Set<string>()
    const visit = (id: string): void => {
      for (const { calculation } of catalog.kpis.get(id)?.calculations ?? [])
        for (const part of kpisOf(calculation.calc)) {
          if (found.has(part)) continue
          found.add(part)
          visit(part)
        }
    }
    visit(kpi)
    parts.set(kpi, found)
    return found
  }
  const kpis = (a: string, b: string) => a === b || partsOf(a).has(b) || partsOf(b).has(a)
  return (a, b) =>
    a.sinceStart < b.end &&
    b.sinceStart < a.end &&
    kpis(a.kpi, b.kpi) &&
    (holds(catalog, a.scope, b.scope) || holds(catalog, b.scope, a.scope))
}

/** Whether whatever the inner scope speaks for, the outer one speaks for too. */
function holds(catalog: Catalog, outer: string, inner: string): boolean {
  const [whole, part] = [parseScope(outer), parseScope(inner)]
  if (whole === null || part === null) return outer === inner
  const dimensions = Object.entries(whole.where).every(([name, members]) =>
    part.where[name]?.every((member) => members.includes(member)),
  )
  return dimensions && (whole.unit === null || standsIn(catalog, part.unit, whole.unit))
}

function standsIn(catalog: Catalog, unit: string | null, above: string): boolean {
  const seen = new Set<string>()
  for (let at = unit; at !== null && !seen.has(at); at = catalog.units.get(at)?.parent ?? null) {
    if (at === above) return true
    seen.add(at)
  }
  return false
}

/** Says of each alert which incident it belongs to: a known one that it is related to, else one shared by related alerts of the list. */
export function joinIncidents<A extends AlertSpan>(
  alerts: readonly A[],
  known: readonly RecordedAlert[],
  related: Related,
): readonly (A & Pick<NewAlert, 'joins'>)[] {
  const first = alerts.map((_, index) => index)
  const root = (index: number): number => {
    const above = first[index] ?? index
    return above === index ? index : root(above)
  }
  alerts.forEach((a, i) =>
    alerts.slice(0, i).forEach((b, j) => {
      if (!related(a, b)) return
      const [low, high] = [Math.min(root(i), root(j)), Math.max(root(i), root(j))]
      first[high] = low
    }),
  )
  const incidents = new Map<number, number>()
  alerts.forEach((alert, index) => {
    const joined = known.find((one) => related(alert, one))
    if (joined !== undefined && !incidents.has(root(index))) incidents.set(root(index), joined.incident)
  })
  return alerts.map((alert, index) => {
    const incident = incidents.get(root(index))
    return { ...alert, joins: incident === undefined ? { first: root(index) } : { incident } }
  })
}

/**
 * The alert that speaks for its incident: the one that no other explains (a part of a KPI explains it, as a unit explains what
 * stands above it), or, where several parts moved, the one that most of them explain.
 */
export function headOf<A extends AlertSpan>(catalog: Catalog, alerts: readonly [A, ...A[]]): A {
  const related = relatedAlerts(catalog)
  const explains = (cause: A, effect: A): boolean =>
    cause !== effect &&
    related(cause, effect) &&
    (cause.kpi === effect.kpi
      ? cause.scope !== effect.scope && holds(catalog, effect.scope, cause.scope)
      : partOf(catalog, cause.kpi, effect.kpi) && holds(catalog, effect.scope, cause.scope))
  const causes = (effect: A) => alerts.filter((cause) => explains(cause, effect)).length
  const roots = alerts.filter((one) => causes(one) === 0)
  const [only] = roots
  if (roots.length === 1 && only !== undefined) return only
  return alerts.reduce((best, one) => (causes(one) > causes(best) ? one : best))
}

function partOf(catalog: Catalog, part: string, whole: string, seen = new Set<string>()): boolean {
  if (seen.has(whole)) return false
  seen.add(whole)
  const direct = (catalog.kpis.get(whole)?.calculations ?? []).flatMap(({ calculation }) => kpisOf(calculation.calc))
  return direct.some((one) => one === part || partOf(catalog, part, one, seen))
}
