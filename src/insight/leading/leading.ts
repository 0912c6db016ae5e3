import { falseDiscoveries } from '../signals/false-discovery.ts'
import { studentTail } from '../statistics/student.ts'
import { changesOf, whiten } from './whiten.ts'

/** A KPI over consecutive periods, the same ones for all; null where it has no value. */
export interface Course {
  readonly id: string
  readonly values: readonly (number | null)[]
}

export interface LeadingOptions {
  /** Periods in a year or a week, whichever season the KPIs can have; 1 for none. */
  readonly season: number
  /** The longest lead that is looked for; 6 periods unless stated. */
  readonly longest?: number
  /** The share of what is told that may be false, over everything that was looked at; 5 % unless stated. */
  readonly falseShare?: number
}

/** A KPI that moves before another. */
export interface Lead {
  readonly id: string
  /** So many periods before. */
  readonly lag: number
  /** Correlation of what is new in each: −1 to 1; below zero one falls after the other rises. */
  readonly strength: number
  /** Pairs of periods that it rests on. */
  readonly pairs: number
  /** Chance of as strong a correlation where there is none, this one alone. */
  readonly chance: number
  /** The same for having looked at every KPI and lag (Bonferroni). */
  readonly chanceOfAny: number
}

export interface Leading {
  /** Strongest first, each KPI once at its strongest lag. */
  readonly leads: readonly Lead[]
  /** How many correlations were looked at. */
  readonly looked: number
  /** KPIs that were not looked at because too few periods have values of both. */
  readonly tooShort: readonly string[]
}

/** Pairs below which a correlation says nothing; besides, a season must have come round twice. */
export const leastPairs = 24

/**
 * Which KPIs move before this one. Looked for among what is new in each period, so that a common trend, a common season or
 * inertia is no lead; judged over all KPIs and lags together (Benjamini and Hochberg 1995).
 */
export function leadingIndicators(target: Course, others: readonly Course[], options: LeadingOptions): Leading {
  const { season, longest = 6, falseShare = 0.05 } = options
  const own = whiten(target.values, season)
  const seen: Lead[] = []
  const tooShort: string[] = []
  for (const other of others) {
    if (other.id === target.id) continue
    const news = whiten(other.values, season)
    const found = Array.from({ length: longest }, (_, step) => leadAt(other.id, news, own, step + 1, season))
    if (found.some((lead) => lead === null)) tooShort.push(other.id)
    else seen.push(...found.flatMap((lead) => lead ?? []))
  }
  const looked = seen.length
  const told = falseDiscoveries(
    seen.map(({ chance }) => chance),
    falseShare,
  ).flatMap((at) => seen[at] ?? [])
  const first = new Map<string, Lead>()
  for (const lead of told) if (!first.has(lead.id)) first.set(lead.id, lead)
  const leads = [...first.values()].map((lead) => ({ ...lead, chanceOfAny: Math.min(1, lead.chance * looked) }))
  return { leads, looked, tooShort }
}

type News = readonly (number | null)[]

function leadAt(id: string, leader: News, follower: News, lag: number, season: number): Lead | null {
  const pairs = pairsOf(leader, follower, lag)
  const degrees = pairs.length - 2 - (season > 1 ? season - 1 : 0)
  if (pairs.length < Math.max(leastPairs, 2 * season) || degrees < 10) return null
  const strength = correlation(pairs)
  if (strength === null) return { id, lag, strength: 0, pairs: pairs.length, chance: 1, chanceOfAny: 1 }
  const t = Math.abs(strength) * Math.sqrt(degrees / Math.max(1 - strength * strength, 1e-15))
  return { id, lag, strength, pairs: pairs.length, chance: 2 * studentTail(t, degrees), chanceOfAny: 1 }
}

function pairsOf(leader: News, follower: News, lag: number): readonly (readonly [number, number])[] {
  return follower.flatMap((after, t) => {
    const before = leader[t - lag] ?? null
    return after === null || before === null ? [] : [[before, after] as const]
  })
}

/** Null where one of the two never changes. */
function correlation(pairs: readonly (readonly [number, number])[]): number | null {
  const mean = (side: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[side], 0) / pairs.length
  const [a, b] = [mean(0), mean(1)]
  let [xy, xx, yy] = [0, 0, 0]
  for (const [x, y] of pairs) {
    xy += (x - a) * (y - b)
    xx += (x - a) ** 2
    yy += (y - b) ** 2
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : null
}

/** Two KPIs that say the same. */
export interface Duplicate {
  readonly first: string
  readonly second: string
  /** Correlation of their changes; −1 where one is the other upside down. */
  readonly strength: number
  readonly pairs: number
}

/** Correlation of changes from which two KPIs tell one story. */
const alike = 0.98
/** Changes from which that can be said. */
const leastChanges = 12

/** Pairs of KPIs whose changes go together so closely that one of them could be left out. */
export function nearDuplicates(courses: readonly Course[]): readonly Duplicate[] {
  const changes = courses.map(({ id, values }) => ({ id, changes: changesOf(values) }))
  return changes.flatMap((one, at) =>
    changes.slice(at + 1).flatMap((other): Duplicate[] => {
      const pairs = pairsOf(one.changes, other.changes, 0)
      const strength = pairs.length < leastChanges ? null : correlation(pairs)
      if (strength === null || Math.abs(strength) < alike) return []
      return [{ first: one.id, second: other.id, strength, pairs: pairs.length }]
    }),
  )
}
