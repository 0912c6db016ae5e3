import type { Calendar, GrainName } from '../time/calendar.ts'
import type { Day } from '../time/day.ts'
import { contains, periodEnd, periodStart, within } from '../time/period.ts'
import { workingDaysBetween } from '../time/working-days.ts'
import type { Catalog, Kpi, Scope, Target, TargetPlan, TargetValue } from './catalog.ts'
import { add, type Decimal, decimalOf, rescale } from './decimal.ts'
import { scopeKey } from './scope.ts'

/**
 * How targets of parts make the target of a whole: amounts add, rates must agree, levels take the last. What grows with a
 * period's length in no simple way (distinct counts, flows over levels) is promised for its own periods only.
 */
export type TargetRollUp = 'add' | 'same' | 'last' | 'own'

export interface TargetRequest {
  readonly kpi: Kpi
  readonly scope: Scope
  readonly version: string
  readonly calendar: Calendar
  readonly grain: GrainName
  readonly ordinal: number
  readonly rollUp: TargetRollUp
}

/**
 * What was promised for one KPI, scope and period in one version, or null: a missing target is no target, never zero and
 * never the last one. A coarser period than the plan's needs every part; a finer one has no target, except constants.
 */
export const targetFor = (catalog: Catalog, request: TargetRequest): TargetValue | null =>
  targetIn(catalog, plansFor(catalog, request), request)

/** The plans that can promise something to a KPI and scope in one version. */
export function plansFor(
  catalog: Catalog,
  { kpi, scope, version }: Pick<TargetRequest, 'kpi' | 'scope' | 'version'>,
): readonly TargetPlan[] {
  const targets = targetsOf(catalog, kpi.id)
  if (targets.length === 0) return []
  const key = scopeKey(catalog, scope)
  return targets
    .filter((target) => target.version === version && scopeKey(catalog, target.scope) === key)
    .map((target) => target.plan)
}

/** What the first plan that promises anything to the period promises. */
export function targetIn(catalog: Catalog, plans: readonly TargetPlan[], request: TargetRequest): TargetValue | null {
  for (const plan of plans) {
    const value = planValue(plan, request, catalog)
    if (value !== null) return value
  }
  return null
}

const byKpi = new WeakMap<Catalog, Map<string, Target[]>>()

function targetsOf(catalog: Catalog, kpi: string): readonly Target[] {
  let index = byKpi.get(catalog)
  if (index === undefined) {
    index = new Map()
    for (const target of catalog.targets) {
      const list = index.get(target.kpi)
      if (list === undefined) index.set(target.kpi, [target])
      else list.push(target)
    }
    byKpi.set(catalog, index)
  }
  return index.get(kpi) ?? []
}

function planValue(plan: TargetPlan, request: TargetRequest, catalog: Catalog): TargetValue | null {
  const calendar = catalog.calendars.get(request.kpi.calendar) ?? request.calendar
  switch (plan.kind) {
    case 'constant':
      return constantIn(plan, calendar, request)
    case 'values':
      return fromParts((ordinal) => plan.values.get(ordinal) ?? null, plan.grain as GrainName, calendar, request)
    case 'total':
      return spreadIn(plan, calendar, request)
  }
}

type Constant = Extract<TargetPlan, { kind: 'constant' }>

/** An amount that adds is promised for each period of the KPI's cadence; a level or a rate for periods of any length. */
function constantIn(plan: Constant, calendar: Calendar, request: TargetRequest): TargetValue | null {
  const { cadence } = request.kpi
  const anyLength = request.rollUp === 'same' || request.rollUp === 'last'
  if (anyLength || request.grain === cadence) {
    return holds(plan, periodEnd(request.calendar, request.grain, request.ordinal)) ? plan.value : null
  }
  const inForce = (ordinal: number) => (holds(plan, periodEnd(calendar, cadence, ordinal)) ? plan.value : null)
  return fromParts(inForce, cadence, calendar, request)
}

/** Whether a constant is in force on a period's last day. */
function holds(plan: Constant, end: Day | null): boolean {
  const last = end === null ? null : end - 1
  if (plan.from !== null && (last === null || last < plan.from)) return false
  return plan.until === null || (last !== null && last <= plan.until)
}

/** The target of a period out of those of its parts in the KPI's calendar; null where one of them has none. */
function fromParts(
  targetAt: (ordinal: number) => TargetValue | null,
  grain: GrainName,
  calendar: Calendar,
  request: TargetRequest,
): TargetValue | null {
  if (calendar.id === request.calendar.id && grain === request.grain) return targetAt(request.ordinal)
  // Nobody promises for all time, and a promise for each of its periods has no end.
  if (request.grain === 'total' || request.rollUp === 'own') return null
  if (calendar.id !== request.calendar.id || !contains(calendar, request.grain, grain)) return null
  const [from, until] = within(calendar, request.grain, request.ordinal, grain)
  const parts: TargetValue[] = []
  for (let ordinal = from; ordinal < until; ordinal++) {
    const part = targetAt(ordinal)
    if (part === null) return null
    parts.push(part)
  }
  return rollUp(parts, request.rollUp)
}

function rollUp(parts: readonly TargetValue[], rule: TargetRollUp): TargetValue | null {
  const last = parts.at(-1)
  if (last === undefined) return null
  if (rule === 'last') return last
  if (rule === 'same') return parts.every((part) => sameTarget(part, last)) ? last : null
  let low: Decimal = decimalOf(0)
  let high: Decimal = decimalOf(0)
  for (const part of parts) {
    low = add(low, 'value' in part ? part.value : part.low)
    high = add(high, 'value' in part ? part.value : part.high)
  }
  return 'value' in last ? { value: low } : { low, high }
}

function sameTarget(a: TargetValue, b: TargetValue): boolean {
  const text = (target: TargetValue) =>
    Object.values(target).map((value: Decimal) => String(rescale(value, 12)?.units ?? value.units))
  return text(a).join() === text(b).join()
}

/** A year's amount over its periods: even, by working days, or by stated weights; the rounding rest goes to the last one. */
function spreadIn(
  plan: Extract<TargetPlan, { kind: 'total' }>,
  calendar: Calendar,
  request: TargetRequest,
): TargetValue | null {
  const year = calendar.parse(String(plan.year))
  if (year === null || year.grain !== 'year') return null
  const grain = spreadGrain[request.kpi.cadence]
  const [from, until] = within(calendar, 'year', year.ordinal, grain)
  const periods: [Day, Day][] = []
  for (let ordinal = from; ordinal < until; ordinal++) {
    const start = periodStart(calendar, grain, ordinal)
    const end = periodEnd(calendar, grain, ordinal)
    if (start !== null && end !== null) periods.push([start, end])
  }
  const shares = spread(plan, periods)
  const shareOf = (ordinal: number) => {
    const value = shares[ordinal - from]
    return value === undefined ? null : { value }
  }
  return fromParts(shareOf, grain, calendar, request)
}

/** Weeks do not make up a year, and days are too many to be promised one by one: both share months. */
const spreadGrain = { day: 'month', week: 'month', month: 'month', quarter: 'quarter', year: 'year' } as const

function spread(plan: Extract<TargetPlan, { kind: 'total' }>, periods: readonly (readonly [Day, Day])[]): Decimal[] {
  const weights = weightsOf(plan, periods)
  const sum = weights.reduce((total, weight) => total + weight, 0n)
  const total = rescale(plan.total, Math.max(plan.total.scale, 2)) ?? plan.total
  let given = 0n
  return weights.map((weight, index) => {
    const share = index === weights.length - 1 ? total.units - given : sum === 0n ? 0n : (total.units * weight) / sum
    given += share
    return { units: share, scale: total.scale }
  })
}

function weightsOf(plan: Extract<TargetPlan, { kind: 'total' }>, periods: readonly (readonly [Day, Day])[]): bigint[] {
  if (plan.spread === 'even') return periods.map(() => 1n)
  if (plan.spread === 'working-days') return periods.map(([start, end]) => BigInt(workingDaysBetween(start, end)))
  const scale = Math.max(...plan.spread.weights.map((weight) => weight.scale))
  const weights = plan.spread.weights
  return periods.map((_, index) => rescale(weights[index] ?? decimalOf(0), scale)?.units ?? 0n)
}
