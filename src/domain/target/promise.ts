import type { Calendar, GrainName } from '../../time/calendar.ts'
import { type Day, day } from '../../time/day.ts'
import { contains, ordinalOn, periodEnd, periodStart, within } from '../../time/period.ts'
import { calculationAt, type Days, type Target, type Unit } from '../catalog.ts'
import { add, compare, decimalOf } from '../decimal.ts'
import type { NoShare } from './allocation.ts'
import { derivedCalc, inForce, type NoParts, overTargets, partsOfPlan } from './derived.ts'
import { grownFrom, type NoGrowth } from './growth.ts'
import type { TargetPlan, TargetValue } from './plan.ts'
import {
  type Derived,
  derivedFor,
  hasTargets,
  plansFor,
  type Ranked,
  type Sharing,
  sharingsFor,
  speaksOf,
  touches,
} from './plans.ts'
import type { Promised, Subject, TargetRollUp } from './request.ts'
import { addsOverUnits, targetRollUp } from './roll-up.ts'
import { promisedScale } from './rounding.ts'
import type { TargetPeriod } from './target-period.ts'
import { sharedWith, shareOf } from './unit-shares.ts'
import { below, covers, overlaps } from './units-below.ts'
import { type TotalPlan, type YearShares, yearShares } from './year.ts'

/** Grains that coarser ones are made of, the coarsest first. */
const parts: readonly GrainName[] = ['quarter', 'month', 'week', 'day']

/**
 * What one version promises to one KPI and scope. A missing target is no target, never zero and never the last one. A period
 * has the promise that is stated for it, else that of all its parts together, and none where one of them has none.
 */
export class Promises {
  readonly subject: Subject
  readonly #plans: readonly Ranked[]
  readonly #calendar: Calendar | undefined
  readonly #speaks: ReadonlySet<GrainName>
  readonly #shares = new Map<Target, YearShares | null>()
  #unitsBelow: readonly InUnit[] | null = null
  readonly #known = new Map<string, Promised | null>()
  readonly #without = new Map<string, NoPromise>()
  readonly #sharings: readonly Sharing[]
  readonly #derived: readonly Derived[]
  readonly #parts = new Map<string, Promises>()

  constructor(subject: Subject) {
    const { catalog, kpi, scope, version } = subject
    this.subject = subject
    this.#plans = plansFor(catalog, kpi.id, scope, version).filter(({ target }) => target.plan.kind !== 'derived')
    this.#derived = derivedFor(catalog, kpi.id, scope, version)
    this.#calendar = catalog.calendars.get(kpi.calendar)
    this.#sharings = sharedWith(subject)
    const speaks = this.#plans.map(({ target }) => speaksOf(target.plan, kpi))
    this.#speaks = new Set<GrainName>(this.#sharings.length === 0 ? speaks : [...speaks, 'day'])
  }

  /** Those of the units right below, for a KPI that adds over units and has targets at all. */
  get #units(): readonly InUnit[] {
    const { catalog, kpi, scope, addsOverUnits } = this.subject
    const some = addsOverUnits && hasTargets(catalog, kpi.id)
    this.#unitsBelow ??= some ? below(catalog, scope).map((one) => inUnit(this.subject, one)) : []
    return this.#unitsBelow
  }

  /** Whether no target says anything about the scope or, where they add up, about the units below it. */
  get empty(): boolean {
    if (this.#ownPlans || this.#partKpis.some((kpi) => !this.part(kpi).empty)) return false
    return this.#units.every(({ promises }) => promises.empty)
  }

  /** Whether any of its targets is derived from actual values. */
  get derived(): boolean {
    const own = this.#plans.some(({ target: { plan, pace } }) => fromActuals(plan) || pace === 'last-year')
    const shared = this.#sharings.length > 0 && sharesOfActuals(this.subject)
    if (own || shared || this.subject.kpi.pace === 'last-year') return true
    return this.#units.some(({ promises }) => promises.derived) || this.#partKpis.some((kpi) => this.part(kpi).derived)
  }

  get #ownPlans(): boolean {
    return this.#plans.length > 0 || this.#sharings.length > 0
  }

  /** The KPIs of whose targets its own are derived. */
  get #partKpis(): readonly string[] {
    return this.#derived.flatMap(({ plan }) => partsOfPlan(plan, this.subject.kpi))
  }

  /** What is promised to another KPI in the same scope and version. */
  part(id: string): Promises {
    let found = this.#parts.get(id)
    if (found === undefined) this.#parts.set(id, (found = new Promises(partSubject(this.subject, id))))
    return found
  }

  /** What is promised to a period; null: no target. */
  at({ calendar, grain, ordinal }: TargetPeriod, rollUp: TargetRollUp): Promised | null {
    const own = this.#ownPeriod(calendar, grain, ordinal)
    if (own === null) return null
    return this.#resolve(own.grain, own.ordinal, rollUp) ?? this.#ofUnits(own, rollUp)
  }

  /** Why growth, a total that is shared over units or the targets of other KPIs gave a period of its calendar no amount. */
  without(grain: GrainName, ordinal: number): NoPromise | null {
    return this.#without.get(`${grain} ${ordinal}`) ?? null
  }

  /** What units below promise, by unit. */
  unit(id: string): Promises | null {
    return this.#units.find(({ unit }) => unit === id)?.promises ?? null
  }

  /** The period of the KPI's own calendar with the same days; for another calendar's none may be the same. */
  #ownPeriod(calendar: Calendar, grain: GrainName, ordinal: number): TargetPeriod | null {
    const own = this.#calendar
    if (own === undefined) return null
    if (own.id === calendar.id || grain === 'total') return { calendar: own, grain, ordinal }
    const [start, end] = [periodStart(calendar, grain, ordinal), periodEnd(calendar, grain, ordinal)]
    if (start === null) return null
    for (const name of own.grains.keys()) {
      if (name === 'total') continue
      const at = ordinalOn(own, name, start)
      if (periodStart(own, name, at) === start && periodEnd(own, name, at) === end)
        return { calendar: own, grain: name, ordinal: at }
    }
    return null
  }

  #resolve(grain: GrainName, ordinal: number, rollUp: TargetRollUp): Promised | null {
    if (!this.#ownPlans && this.#derived.length === 0) return null
    const key = `${grain} ${ordinal} ${rollUp}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const stated = this.#stated(grain, ordinal, rollUp) ?? this.#ofSharing(grain, ordinal, rollUp)
    const found = stated ?? this.#fromParts(grain, ordinal, rollUp) ?? this.#ofOthers(grain, ordinal)
    this.#known.set(key, found)
    return found
  }

  #stated(grain: GrainName, ordinal: number, rollUp: TargetRollUp): Promised | null {
    const calendar = this.#calendar
    if (calendar === undefined) return null
    const [start, end] = [periodStart(calendar, grain, ordinal), periodEnd(calendar, grain, ordinal)]
    for (const { target, replacedBy } of this.#plans) {
      if (replacedBy.some((other) => touches(other.plan, calendar, start, end))) continue
      const found = this.#direct(target, { calendar, grain, ordinal }, rollUp)
      if (found !== null) return found
    }
    return null
  }

  #direct(target: Target, period: TargetPeriod, rollUp: TargetRollUp): Promised | null {
    const { plan } = target
    const { grain, ordinal, calendar } = period
    switch (plan.kind) {
      case 'values': {
        const value = plan.grain === grain ? plan.values.get(ordinal) : undefined
        const row = plan.origins?.get(ordinal)
        return value === undefined ? null : { value, how: { kind: 'stated', target, ...(row && { row }) } }
      }
      case 'constant':
        return this.#holds(plan, period, rollUp) ? { value: plan.value, how: { kind: 'stated', target } } : null
      case 'total':
        return rollUp === 'add' ? this.#share(target, plan, calendar, grain, ordinal) : null
      case 'growth':
        return this.#holds(plan, period, rollUp) ? this.#growth(target, plan, period) : null
      case 'derived':
        return null
    }
  }

  /** Whether what holds for every period is in force on this one's last day, and says something about periods of its length. */
  #holds(plan: Extract<TargetPlan, { from: unknown }>, period: TargetPeriod, rollUp: TargetRollUp): boolean {
    // An amount that adds is promised for each period of the cadence; a level or a rate for periods of any length.
    const anyLength = rollUp === 'same' || rollUp === 'last'
    if (!anyLength && period.grain !== this.subject.kpi.cadence) return false
    const end = periodEnd(period.calendar, period.grain, period.ordinal)
    const last = end === null ? null : end - 1
    if (plan.from !== null && (last === null || last < plan.from)) return false
    return plan.until === null || (last !== null && last <= plan.until)
  }

  #growth(target: Target, plan: Extract<TargetPlan, { kind: 'growth' }>, period: TargetPeriod): Promised | null {
    const { kpi, scope, actuals } = this.subject
    const grown = grownFrom(plan, period, promisedScale(kpi), (grain, ordinal) => actuals(scope, grain, ordinal))
    if ('because' in grown) {
      this.#without.set(`${period.grain} ${period.ordinal}`, grown)
      return null
    }
    return { value: { value: grown.value }, how: { kind: 'growth', target, over: grown.over } }
  }

  #share(target: Target, plan: TotalPlan, calendar: Calendar, grain: GrainName, ordinal: number): Promised | null {
    const { kpi, scope, actuals } = this.subject
    let shares = this.#shares.get(target)
    if (shares === undefined) {
      const actual = (at: GrainName, of: number) => actuals(scope, at, of)
      shares = yearShares(plan, { calendar, cadence: kpi.cadence, scale: promisedScale(kpi), actual })
      this.#shares.set(target, shares)
    }
    const [start, end] = [periodStart(calendar, grain, ordinal), periodEnd(calendar, grain, ordinal)]
    if (shares === null || start === null || end === null || start < shares.start || end > shares.end) return null
    const units = shares.before(end) - shares.before(start)
    return { value: { value: { units, scale: shares.scale } }, how: { kind: 'share', target, shares } }
  }

  /** What its formula makes of the targets of the KPIs in it. */
  #ofOthers(grain: GrainName, ordinal: number): Promised | null {
    const calendar = this.#calendar
    if (calendar === undefined || this.#derived.length === 0) return null
    const [start, end] = [periodStart(calendar, grain, ordinal), periodEnd(calendar, grain, ordinal)]
    const last = end === null ? null : day(end - 1)
    for (const { target, plan, replacedBy } of this.#derived) {
      if (!inForce(plan, last) || replacedBy.some((other) => touches(other.plan, calendar, start, end))) continue
      const calc = derivedCalc(plan, calculationAt(this.subject.kpi, last).calc)
      const of = new Map<string, Promised>()
      const value = overTargets(calc, (id) => {
        const promised = this.part(id).#asPart({ calendar, grain, ordinal }, last)
        if (promised === null || !('value' in promised.value)) return null
        of.set(id, promised)
        return promised.value.value
      })
      if (!('because' in value)) {
        const parts = [...of].map(([kpi, promised]) => ({ kpi, promised }))
        return { value: { value }, how: { kind: 'derived', target, calc, of: parts } }
      }
      this.#without.set(`${grain} ${ordinal}`, { derived: target.id, ...value })
    }
    return null
  }

  /** What is promised to a period by the calculation in force on a day. */
  #asPart(period: TargetPeriod, on: Day | null): Promised | null {
    const { catalog, kpi } = this.subject
    return this.at(period, targetRollUp(catalog, calculationAt(kpi, on)))
  }

  /** Its share of a total of a unit above. */
  #ofSharing(grain: GrainName, ordinal: number, rollUp: TargetRollUp): Promised | null {
    const calendar = this.#calendar
    if (this.#sharings.length === 0 || calendar === undefined || rollUp !== 'add') return null
    const [start, end] = [periodStart(calendar, grain, ordinal), periodEnd(calendar, grain, ordinal)]
    if (start === null || end === null) return null
    const own = (unit: string) => {
      const scope = { unit, where: this.subject.scope.where }
      return new Promises({ ...this.subject, scope, ownOnly: true })
    }
    const found = shareOf(this.subject, this.#sharings, [start, end], own)
    if (found === null) return null
    if ('because' in found) {
      this.#without.set(`${grain} ${ordinal}`, found)
      return null
    }
    const { sharing, shares, ...unit } = found
    const units = shares.before(end) - shares.before(start)
    return {
      value: { value: { units, scale: shares.scale } },
      how: { kind: 'share', target: sharing.target, shares, unit },
    }
  }

  #fromParts(grain: GrainName, ordinal: number, rollUp: TargetRollUp): Promised | null {
    const calendar = this.#calendar
    // Nobody promises for all time, and a promise for each of its periods has no end.
    if (calendar === undefined || grain === 'total' || rollUp === 'own') return null
    const fine = this.partOf(grain)
    if (fine === null) return null
    const [from, until] = within(calendar, grain, ordinal, fine)
    const found: Promised[] = []
    for (let one = from; one < until; one++) {
      const part = this.#resolve(fine, one, rollUp)
      if (part === null) return null
      found.push(part)
    }
    const value = rolledUp(
      found.map((part) => part.value),
      rollUp,
    )
    return value === null ? null : { value, how: { kind: 'parts', rule: rollUp, grain: fine, of: found } }
  }

  /** The periods that one of a grain is made of, if any target speaks of them or of something finer. */
  partOf(grain: GrainName): GrainName | null {
    const calendar = this.#calendar
    if (calendar === undefined) return null
    const speaks = [...this.#speaks]
    const made = (fine: GrainName) => fine !== grain && contains(calendar, grain, fine)
    return parts.find((fine) => made(fine) && speaks.some((one) => contains(calendar, fine, one))) ?? null
  }

  /** Only where every unit that was below for any of the days was there for all of them. */
  #ofUnits(period: TargetPeriod, rollUp: TargetRollUp): Promised | null {
    const { calendar, grain, ordinal } = period
    const [start, end] = [periodStart(calendar, grain, ordinal), periodEnd(calendar, grain, ordinal)]
    const there = this.#units.filter(({ days }) => overlaps(days, start, end))
    if (there.length === 0 || !there.every(({ days }) => covers(days, start, end))) return null
    const of: { readonly unit: string; readonly promised: Promised }[] = []
    for (const { unit, promises } of there) {
      const promised = promises.at(period, rollUp)
      if (promised === null) return null
      of.push({ unit, promised })
    }
    const value = rolledUp(
      of.map(({ promised }) => promised.value),
      'add',
    )
    return value === null ? null : { value, how: { kind: 'units', of } }
  }
}

/** Why a target that is derived from something says nothing. */
export type NoPromise = NoGrowth | NoShare | (NoParts & { readonly derived: string })

/** The same scope and version of another KPI. */
function partSubject(subject: Subject, id: string): Subject {
  const { catalog, actuals } = subject
  const kpi = catalog.kpis.get(id)
  if (kpi === undefined) throw new RangeError(`no KPI ${id}`)
  return {
    ...subject,
    kpi,
    actuals: (scope, grain, ordinal, of = kpi) => actuals(scope, grain, ordinal, of),
    addsOverUnits: addsOverUnits(catalog, calculationAt(kpi, null)),
  }
}

/** Whether totals of a KPI that are shared over units, or what units promise beside them, rest on actual values. */
const sharesOfActuals = ({ catalog, kpi, scope, version }: Subject): boolean =>
  catalog.targets.some(({ plan, ...of }) => of.kpi === kpi.id && fromActuals(plan)) ||
  sharingsFor(catalog, kpi.id, scope, version).some(({ plan }) => ['last-year', 'kpi'].includes(plan.units.by.kind))

const fromActuals = (plan: TargetPlan): boolean =>
  plan.kind === 'growth' || (plan.kind === 'total' && plan.spread === 'last-year')

interface InUnit {
  readonly unit: string
  readonly days: Days
  readonly promises: Promises
}

const inUnit = (subject: Subject, { unit, ...days }: Unit['members'][number]): InUnit => ({
  unit,
  days,
  promises: new Promises({ ...subject, scope: { unit, where: subject.scope.where } }),
})

/** The value of a whole out of those of its parts; null where they do not make one. */
export function rolledUp(values: readonly TargetValue[], rule: 'add' | 'same' | 'last'): TargetValue | null {
  const last = values.at(-1)
  if (last === undefined) return null
  if (rule === 'last') return last
  if (rule === 'same') return values.every((value) => sameTarget(value, last)) ? last : null
  let [low, high] = [decimalOf(0), decimalOf(0)]
  for (const value of values) {
    low = add(low, 'value' in value ? value.value : value.low)
    high = add(high, 'value' in value ? value.value : value.high)
  }
  return 'value' in last ? { value: low } : { low, high }
}

function sameTarget(a: TargetValue, b: TargetValue): boolean {
  if ('value' in a) return 'value' in b && compare(a.value, b.value) === 0
  return 'low' in b && compare(a.low, b.low) === 0 && compare(a.high, b.high) === 0
}
