import { printDay } from '../time/day.ts'
import type { Catalog, Scope } from './catalog.ts'
import { printDecimal } from './decimal.ts'
import { everything, scopeKey } from './scope.ts'
import type { Scorecard, ScorecardGroup, ScorecardItem, Weights } from './scorecard.ts'

/** A scorecard as it is for one unit: its template with that unit's differences. The template itself for any other scope. */
export function scorecardOf(scorecard: Scorecard, unit: string | null): Scorecard {
  const difference = unit === null ? undefined : scorecard.cascade?.differences.get(unit)
  if (difference === undefined) return scorecard
  const { add, leaveOut, weights, owners } = difference
  const gone = new Set(leaveOut)
  const local = (item: ScorecardItem): ScorecardItem => ({
    kpi: item.kpi,
    weights: weights.get(item.kpi) ?? item.weights,
    owner: owners.get(item.kpi) ?? null,
  })
  const groups = scorecard.groups.map((group): ScorecardGroup => {
    const added = add.filter(({ objective }) => objective === group.objective)
    return { ...group, kpis: [...group.kpis.filter(({ kpi }) => !gone.has(kpi)), ...added].map(local) }
  })
  const known = new Set(scorecard.groups.map(({ objective }) => objective))
  const own = [...new Set(add.map(({ objective }) => objective))].filter((objective) => !known.has(objective))
  const more = own.map(
    (objective): ScorecardGroup => ({
      objective,
      weights: evenly,
      rollUp: { ...scorecard.rollUp, atLeast: 0 },
      kpis: add.filter((one) => one.objective === objective).map(local),
    }),
  )
  return { ...scorecard, groups: [...groups, ...more].filter(({ kpis }) => kpis.length > 0) }
}

const evenly: Weights = [{ from: null, weight: { units: 1n, scale: 0 } }]

/** The scorecards that a workspace has, one for each unit where one is cascaded, each with the scope it speaks for. */
export function* scorecardsOf(
  catalog: Catalog,
): Iterable<{ readonly scorecard: Scorecard; readonly unit: string | null; readonly scope: Scope }> {
  for (const scorecard of catalog.scorecards.values()) {
    for (const unit of scorecard.cascade?.units ?? [scorecard.unit]) {
      // The spelling that every way of saying the same scope leads to.
      const scope: Scope = { unit, where: {} }
      const whole = scopeKey(catalog, scope) === ''
      yield { scorecard: scorecardOf(scorecard, unit), unit, scope: whole ? everything : scope }
    }
  }
}

/** What becomes of one KPI on one unit's scorecard. */
export interface CascadeChange {
  readonly scorecard: string
  readonly unit: string | null
  readonly kpi: string
  readonly change: 'added' | 'removed' | 'changed'
  /** Of what is changed: which fields, with their text before and after. */
  readonly fields: readonly {
    readonly field: 'objective' | 'weight' | 'owner'
    readonly before: string
    readonly after: string
  }[]
}

/**
 * What another catalog makes of every scorecard, unit by unit, before it is used: KPIs that come, go, or have another weight,
 * owner or place. A template that changes leaves what a unit has of its own; this shows both.
 */
export function previewCascade(before: Catalog, after: Catalog): readonly CascadeChange[] {
  const [old, now] = [itemsOf(before), itemsOf(after)]
  const changes: CascadeChange[] = []
  for (const key of [...new Set([...old.keys(), ...now.keys()])].sort()) {
    const [was, is] = [old.get(key), now.get(key)]
    const named = is ?? was
    if (named === undefined) continue
    const { scorecard, unit, kpi } = named
    if (was === undefined || is === undefined) {
      changes.push({ scorecard, unit, kpi, change: was === undefined ? 'added' : 'removed', fields: [] })
      continue
    }
    const fields = (['objective', 'weight', 'owner'] as const)
      .filter((field) => was[field] !== is[field])
      .map((field) => ({ field, before: was[field], after: is[field] }))
    if (fields.length > 0) changes.push({ scorecard, unit, kpi, change: 'changed', fields })
  }
  return changes
}

interface Item {
  readonly scorecard: string
  readonly unit: string | null
  readonly kpi: string
  readonly objective: string
  readonly weight: string
  readonly owner: string
}

function itemsOf(catalog: Catalog): ReadonlyMap<string, Item> {
  const items = new Map<string, Item>()
  for (const { scorecard, unit } of scorecardsOf(catalog)) {
    for (const { objective, kpis } of scorecard.groups) {
      for (const { kpi, weights, owner } of kpis) {
        items.set(`${scorecard.id}\t${unit ?? ''}\t${kpi}`, {
          scorecard: scorecard.id,
          unit,
          kpi,
          objective,
          weight: weightText(weights),
          owner: owner ?? catalog.kpis.get(kpi)?.owner ?? '',
        })
      }
    }
  }
  return items
}

const weightText = (weights: Weights): string =>
  weights
    .map(({ from, weight }) =>
      from === null ? printDecimal(weight) : `${printDecimal(weight)} from ${printDay(from)}`,
    )
    .join(', ')
