import { askIssue } from '../../domain/ask-issues.ts'
import type { Kpi } from '../../domain/catalog.ts'
import type { DriversBaseline } from '../../domain/drivers-view.ts'
import type { Issue } from '../../domain/issue.ts'
import { nearest } from '../../domain/nearest.ts'
import { versionsOf } from '../../domain/target/plans.ts'
import { judgedBy, usualVersion } from '../../domain/target/version.ts'
import { back, periodText } from '../../time/period.ts'
import { appliedRevisions } from '../ask/applied.ts'
import { knownVersions, withLoadedTargets } from '../ask/loaded-targets.ts'
import type { AskDeps } from '../ask.ts'
import { reach } from '../forecast/options.ts'
import type { Place } from '../view/place.ts'
import type { Pair } from './readings.ts'

export interface Baselines {
  /** What this KPI can be held against at this grain. */
  readonly offered: readonly string[]
  /** Null where the name says nothing: an issue tells why. */
  readonly chosen: DriversBaseline | null
}

/**
 * A baseline by its name: `prior`, `year`, `target` (the version that judges), any version of targets, or `expected`. A version
 * that other KPIs have is no mistake: the view then says that there is no target.
 */
export async function baselinesFor(
  deps: AskDeps,
  kpi: Kpi,
  place: Place,
  name: string,
  issues: Issue[],
): Promise<Baselines> {
  const { grain } = place
  const promising = await withLoadedTargets(deps, appliedRevisions(deps.facts))
  const own = versionsOf(promising, kpi.id)
  const { known } = knownVersions(deps.catalog)
  const earlier = grain === 'total' ? [] : grain === 'year' ? ['prior'] : ['prior', 'year']
  const expected = reach[grain] === undefined ? [] : ['expected']
  const offered = [...earlier, ...own, ...expected]
  const names = [...new Set(['prior', 'year', 'target', 'expected', usualVersion, ...known])]
  const chosen = parse(name, names, place.version ?? judgedBy(deps.catalog, kpi))
  if (chosen === null) issues.push(askIssue('ask/unknown-baseline', { name, near: nearest(name, names), names }, {}))
  return { offered, chosen }
}

/** What a KPI's change is told against where nobody says: as its document compares it, else the period before. */
export function usualBaseline(kpi: Kpi, { grain }: Place): 'prior' | 'year' {
  const [first] = kpi.compare
  return first === undefined || first.kind === 'prior' || first.kind === 'average' || grain === 'year'
    ? 'prior'
    : 'year'
}

function parse(name: string, names: readonly string[], judging: string): DriversBaseline | null {
  if (name === 'prior' || name === 'year') return { kind: 'earlier', name }
  if (name === 'expected') return { kind: 'expected', name }
  if (name === 'target') return { kind: 'promise', name: judging, version: judging }
  return names.includes(name) ? { kind: 'promise', name, version: name } : null
}

/** The two readings to take; an issue where there is no earlier period, or nothing to foretell from. */
export function pairOf(place: Place, baseline: DriversBaseline, issues: Issue[]): Pair | null {
  const { calendar, grain, ordinal, current } = place
  const cut = ordinal === current && grain !== 'total' && grain !== 'day'
  if (baseline.kind === 'promise') return { place, baseline, from: ordinal, to: ordinal, cut }
  if (baseline.kind === 'expected') {
    if (reach[grain] !== undefined) return { place, baseline, from: ordinal, to: ordinal, cut }
    issues.push(askIssue('ask/no-course', { grain }, {}))
    return null
  }
  const yearBack = grain === 'year' ? ordinal - 1 : back(calendar, grain, ordinal, 1, 'year')
  const from = grain === 'total' ? null : baseline.name === 'prior' ? ordinal - 1 : yearBack
  if (from !== null) return { place, baseline, from, to: ordinal, cut }
  const period = periodText(calendar, grain, ordinal)
  issues.push(askIssue('ask/no-earlier-period', { period, compare: baseline.name }, {}))
  return null
}
