import { type Day, day } from '../../time/day.ts'
import { periodEnd, periodStart, within } from '../../time/period.ts'
import type { Days, Target } from '../catalog.ts'
import { type Decimal, decimalOf, rescale } from '../decimal.ts'
import type { Actual } from './actual.ts'
import { apportion } from './apportion.ts'
import type { Allocation } from './plan.ts'
import { exactly, portion, quotient, rounded } from './rounding.ts'
import type { TargetPeriod } from './target-period.ts'
import type { YearShares } from './year.ts'

/** Why a unit has no share of a total that is spread over units. */
export interface NoShare {
  /** The target whose total it is. */
  readonly target: string
  readonly because:
    | { readonly kind: 'no-value' | 'negative' | 'zero'; readonly period: string; readonly kpi: string | null }
    | { readonly kind: 'no-weight' | 'nothing-left' | 'not-below' }
}

/** How a unit came to its share. */
export interface ShareOfUnits {
  /** Units that share with it, itself among them, on the last day of its share. */
  readonly units: number
  /** What of the total the targets of units of their own take first. */
  readonly owned: Decimal
  /** Its part of what is left, as a fraction. */
  readonly part: number
}

/** A unit's share of a total, day by day. */
export interface UnitShare extends ShareOfUnits {
  readonly shares: YearShares
}

export interface AllocationContext {
  readonly target: Target
  readonly allocation: Allocation
  /** The whole, over the days of its year. */
  readonly whole: YearShares
  readonly calendar: TargetPeriod['calendar']
  readonly year: number
  /** The units that stand below the scope, and when. */
  readonly units: ReadonlyMap<string, readonly Days[]>
  /** What a unit's share is weighed by; asked only of allocations by values. */
  readonly weight: (unit: string) => { readonly actual: Actual; readonly period: string; readonly kpi: string | null }
  /** What a unit promises to a period by itself; null where it has no target of its own. */
  readonly own: (unit: string, period: TargetPeriod) => Decimal | null
}

/** Days in which the same units take shares beside the same ones that have targets of their own. */
interface Segment {
  readonly from: Day
  readonly until: Day
  readonly takers: readonly string[]
  readonly owners: readonly string[]
}

interface Filled extends Segment {
  readonly owned: bigint
  /** What the takers share, in smallest units; null where nothing is left for them. */
  readonly rest: bigint | null
  readonly weights: readonly bigint[]
}

/**
 * A yearly total spread over units. A unit with a target of its own for a part of the year keeps that; what it leaves is spread
 * over the others by their weights (largest remainder), through the year as the total itself is. Wherever no unit has a target
 * of its own the shares of every period add up to that of the whole, exactly; else those of the days in which the same units
 * take part. Where units come or go, each stretch of days is shared by those that are there.
 */
export class AllocatedTotal {
  readonly #context: AllocationContext
  readonly #segments: readonly Filled[]
  readonly #gaps: ReadonlyMap<string, NoShare['because']>
  readonly #cumulative = new Map<Day, readonly bigint[]>()

  constructor(context: AllocationContext) {
    this.#context = context
    const { weights, gaps } = weighed(context)
    this.#gaps = gaps
    this.#segments = segmentsOf(context, weights).map((one) => fill(context, one, weights))
  }

  /** A unit's share of the days [start, end) within the year, or why it has none; null where its own target speaks or it is another year's. */
  share(unit: string, start: Day, end: Day): UnitShare | NoShare | null {
    const { whole, target } = this.#context
    if (start < whole.start || end > whole.end || start >= end) return null
    const none = (because: NoShare['because']): NoShare => ({ target: target.id, because })
    const touched = this.#segments.filter(({ from, until }) => from < end && until > start)
    if (touched.some(({ owners }) => owners.includes(unit))) return null
    const gap = this.#gaps.get(unit)
    if (gap !== undefined) return none(gap)
    if (!touched.every(({ takers }) => takers.includes(unit))) return none({ kind: 'not-below' })
    if (touched.some(({ rest }) => rest === null)) return none({ kind: 'nothing-left' })
    const last = touched.at(-1)
    if (last === undefined) return null
    const all = last.weights.reduce((sum, weight) => sum + weight, 0n)
    return {
      units: last.takers.length,
      owned: { units: touched.reduce((sum, { owned }) => sum + owned, 0n), scale: whole.scale },
      part: Number(last.weights[last.takers.indexOf(unit)] ?? 0n) / Number(all),
      shares: { ...whole, before: (until) => this.#before(unit, until) },
    }
  }

  #before(unit: string, until: Day): bigint {
    let sum = 0n
    for (const segment of this.#segments) {
      if (segment.from >= until) break
      const place = segment.takers.indexOf(unit)
      if (place >= 0) sum += this.#upTo(segment, day(Math.min(until, segment.until)))[place] ?? 0n
    }
    return sum
  }

  /** What each taker of a segment has got by a day: always the largest remainders of what all have got, so that it adds up. */
  #upTo(segment: Filled, until: Day): readonly bigint[] {
    let known = this.#cumulative.get(until)
    if (known === undefined) {
      const { before } = this.#context.whole
      const [done, all] = [before(until) - before(segment.from), before(segment.until) - before(segment.from)]
      const rest = segment.rest === null || all === 0n ? 0n : quotient(segment.rest * done, all)
      this.#cumulative.set(until, (known = apportion(rest, segment.weights) ?? []))
    }
    return known
  }
}

/** The weights of the units at one scale, and why others have none. */
function weighed({ allocation: { by }, units, weight }: AllocationContext): {
  readonly weights: ReadonlyMap<string, bigint>
  readonly gaps: ReadonlyMap<string, NoShare['because']>
} {
  const values = new Map<string, Decimal>()
  const gaps = new Map<string, NoShare['because']>()
  for (const unit of units.keys()) {
    if (by.kind === 'equal') values.set(unit, decimalOf(1))
    else if (by.kind === 'weights') {
      const stated = by.weights.get(unit) ?? null
      if (stated === null || stated.units <= 0n) gaps.set(unit, { kind: 'no-weight' })
      else values.set(unit, stated)
    } else {
      const { actual, period, kpi } = weight(unit)
      const value = actual.kind === 'value' ? exactly(actual.amount) : null
      if (value !== null && value.units > 0n) values.set(unit, value)
      else gaps.set(unit, { kind: value === null ? 'no-value' : value.units < 0n ? 'negative' : 'zero', period, kpi })
    }
  }
  const scale = Math.max(0, ...[...values.values()].map((one) => one.scale))
  const weights = new Map([...values].map(([unit, one]) => [unit, rescale(one, scale)?.units ?? 0n]))
  return { weights, gaps }
}

/** The parts of the year that got their shares first, of which each is a unit's own or not. */
function partsOf({ calendar, year, whole }: AllocationContext): readonly TargetPeriod[] {
  const [from, until] = within(calendar, 'year', year, whole.grain)
  return Array.from({ length: until - from }, (_, index) => ({ calendar, grain: whole.grain, ordinal: from + index }))
}

const spanOf = ({ calendar, grain, ordinal }: TargetPeriod): readonly [Day, Day] => [
  periodStart(calendar, grain, ordinal) ?? day(0),
  periodEnd(calendar, grain, ordinal) ?? day(0),
]

function segmentsOf(context: AllocationContext, weights: ReadonlyMap<string, bigint>): readonly Segment[] {
  const { whole, units, own } = context
  const parts = partsOf(context).map((period) => ({ period, days: spanOf(period) }))
  const ends = [...units.values()].flat().flatMap(({ from, until }) => [from, until])
  const inside = ends.filter((one): one is Day => one !== null && one > whole.start && one < whole.end)
  const cuts = [...new Set([...parts.map(({ days }) => days[0]), whole.end, ...inside])].sort((a, b) => a - b)
  const segments: Segment[] = []
  for (const [index, from] of cuts.slice(0, -1).entries()) {
    const until = cuts[index + 1] ?? whole.end
    const part = parts.find(({ days }) => days[0] <= from && from < days[1])
    const [takers, owners]: [string[], string[]] = [[], []]
    for (const [unit, days] of units) {
      if (!days.some((one) => (one.from ?? from) <= from && from < (one.until ?? until))) continue
      if (part !== undefined && own(unit, part.period) !== null) owners.push(unit)
      else if (weights.has(unit)) takers.push(unit)
    }
    const last = segments.at(-1)
    if (last !== undefined && same(last.takers, takers) && same(last.owners, owners))
      segments[segments.length - 1] = { ...last, until }
    else segments.push({ from, until, takers, owners })
  }
  return segments
}

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one, index) => one === b[index])

function fill(context: AllocationContext, segment: Segment, weights: ReadonlyMap<string, bigint>): Filled {
  const { whole } = context
  const amount = whole.before(segment.until) - whole.before(segment.from)
  const owned = segment.owners.reduce((sum, unit) => sum + ownIn(context, unit, segment), 0n)
  const rest = amount - owned
  // What is left of a total has its sign; the targets of units may come to more than the whole.
  const left = segment.owners.length === 0 || (amount > 0n ? rest > 0n : rest < 0n)
  return { ...segment, owned, rest: left ? rest : null, weights: segment.takers.map((unit) => weights.get(unit) ?? 0n) }
}

/** What a unit's own targets promise to the days of a segment; parts of a period by their days. */
function ownIn(context: AllocationContext, unit: string, { from, until }: Segment): bigint {
  const { whole, own } = context
  let sum = 0n
  for (const period of partsOf(context)) {
    const [start, end] = spanOf(period)
    const days = Math.min(end, until) - Math.max(start, from)
    if (days <= 0) continue
    const amount = own(unit, period) ?? decimalOf(0)
    const taken = days === end - start ? amount : portion(amount, BigInt(days), BigInt(end - start), whole.scale)
    sum += rescale(rounded(taken, whole.scale), whole.scale)?.units ?? 0n
  }
  return sum
}
