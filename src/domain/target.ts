import type { Calendar, GrainName } from '../time/calendar.ts'
import type { Day } from '../time/day.ts'
import { contains, periodEnd, periodStart, within } from '../time/period.ts'
import { workingDaysBetween } from '../time/working-days.ts'
import type { Catalog, Kpi, Scope, Target, TargetPlan, TargetValue } from './catalog.ts'
import { add, type Decimal, decimalOf, rescale } from './decimal.ts'
import { scopeKey } from './scope.ts'

/** How targets of parts make the target of a whole: amounts add, rates must agree, levels take the last. */
export type TargetRollUp = 'add' | 'same' | 'last'

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
export function targetFor(catalog: Catalog, request: TargetRequest): TargetValue | null {
  const key = scopeKey(catalog, request.scope)
  const plans = targetsOf(catalog, request.kpi.id).filter(
    (target) => target.version === request.version && scopeKey(catalog, target.scope) === key,
  )
  for (const target of plans) {
    const value = planValue(target.plan, request, catalog)
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
  switch (plan.kind) {
    case 'constant':
      return constantIn(plan, request)
    case 'values': {
      const calendar = catalog.calendars.get(request.kpi.calendar) ?? request.calendar
      return fromParts(plan.values, plan.grain as GrainName, calendar, request)
    }
    case 'total':
      return spreadIn(plan, request)
  }
}

function constantIn(plan: Extract<TargetPlan, { kind: 'constant' }>, request: TargetRequest): TargetValue | null {
  const end = periodEnd(request.calendar, request.grain, request.ordinal)
  const last = end === null ? null : end - 1
  if (plan.from !== null && (last === null || last < plan.from)) return null
  if (plan.until !== null && (last === null || last > plan.until)) return null
  return plan.value
}

function fromParts(
  values: ReadonlyMap<number, TargetValue>,
  grain: GrainName,
  calendar: Calendar,
  request: TargetRequest,
): TargetValue | null {
  if (calendar.id === request.calendar.id && grain === request.grain) return values.get(request.ordinal) ?? null
  if (calendar.id !== request.calendar.id || !contains(calendar, request.grain, grain)) return null
  const [from, until] = within(calendar, request.grain, request.ordinal, grain)
  const parts: TargetValue[] = []
  for (let ordinal = from; ordinal < until; ordinal++) {
    const part = values.get(ordinal)
    if (part === undefined) return null
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

/** A year's amount over its months: even, by working days, or by stated weights; the rounding rest goes to the last month. */
function spreadIn(plan: Extract<TargetPlan, { kind: 'total' }>, request: TargetRequest): TargetValue | null {
  const { calendar } = request
  const months = monthsOfYear(calendar, plan.year)
  if (months === null) return null
  const shares = spread(
    plan,
    months.map(([start, end]) => [start, end] as const),
  )
  const values = new Map(months.map(([, , ordinal], index) => [ordinal, { value: shares[index] ?? decimalOf(0) }]))
  return fromParts(values, 'month', calendar, request)
}

function monthsOfYear(calendar: Calendar, year: number): readonly (readonly [Day, Day, number])[] | null {
  const found = calendar.parse(String(year))
  if (found === null || found.grain !== 'year') return null
  const [from, until] = within(calendar, 'year', found.ordinal, 'month')
  const months: [Day, Day, number][] = []
  for (let ordinal = from; ordinal < until; ordinal++) {
    const start = periodStart(calendar, 'month', ordinal)
    const end = periodEnd(calendar, 'month', ordinal)
    if (start !== null && end !== null) months.push([start, end, ordinal])
  }
  return months
}

function spread(plan: Extract<TargetPlan, { kind: 'total' }>, months: readonly (readonly [Day, Day])[]): Decimal[] {
  const weights = weightsOf(plan, months)
  const sum = weights.reduce((total, weight) => total + weight, 0n)
  const total = rescale(plan.total, Math.max(plan.total.scale, 2)) ?? plan.total
  let given = 0n
  return weights.map((weight, index) => {
    const share = index === weights.length - 1 ? total.units - given : sum === 0n ? 0n : (total.units * weight) / sum
    given += share
    return { units: share, scale: total.scale }
  })
}

function weightsOf(plan: Extract<TargetPlan, { kind: 'total' }>, months: readonly (readonly [Day, Day])[]): bigint[] {
  if (plan.spread === 'even') return months.map(() => 1n)
  if (plan.spread === 'working-days') return months.map(([start, end]) => BigInt(workingDaysBetween(start, end)))
  const scale = Math.max(...plan.spread.weights.map((weight) => weight.scale))
  const weights = plan.spread.weights
  return months.map((_, index) => rescale(weights[index] ?? decimalOf(0), scale)?.units ?? 0n)
}
