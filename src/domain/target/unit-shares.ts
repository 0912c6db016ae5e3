import type { Calendar } from '../../time/calendar.ts'
import type { Day } from '../../time/day.ts'
import { ordinalOn, periodText } from '../../time/period.ts'
import type { Catalog, Kpi } from '../catalog.ts'
import type { Actual } from './actual.ts'
import { AllocatedTotal, type AllocationContext, type NoShare, type UnitShare } from './allocation.ts'
import { type Sharing, sharingsFor, touches } from './plans.ts'
import type { Promised, Subject } from './request.ts'
import { promisedScale } from './rounding.ts'
import type { TargetPeriod } from './target-period.ts'
import { unitsOver } from './units-below.ts'
import { yearShares } from './year.ts'

/** What a unit promises by itself, as `Promises` of its scope that leave out shares of totals above it. */
export interface OwnPromises {
  readonly empty: boolean
  readonly at: (period: TargetPeriod, rollUp: 'add') => Promised | null
}

/** The totals of units above that a scope's unit has a share of. */
export function sharedWith({ catalog, kpi, scope, version, ownOnly, addsOverUnits }: Subject): readonly Sharing[] {
  const { unit } = scope
  if (unit === null || ownOnly === true || !addsOverUnits) return []
  return sharingsFor(catalog, kpi.id, scope, version).filter(({ target, plan }) =>
    unitsOver(catalog, target, plan.units).has(unit),
  )
}

/** A unit's share of the total of a unit above, or why it has none; null where no such total speaks of the days. */
export function shareOf(
  subject: Subject,
  sharings: readonly Sharing[],
  [start, end]: readonly [Day, Day],
  own: (unit: string) => OwnPromises,
): (UnitShare & { readonly sharing: Sharing }) | NoShare | null {
  const { catalog, kpi, scope } = subject
  const calendar = catalog.calendars.get(kpi.calendar)
  let why: NoShare | null = null
  for (const sharing of sharings) {
    if (calendar === undefined || sharing.replacedBy.some((other) => touches(other.plan, calendar, start, end)))
      continue
    const found = totalOf(subject, sharing, calendar, own)?.share(scope.unit ?? '', start, end) ?? null
    if (found !== null && 'shares' in found) return { ...found, sharing }
    why ??= found
  }
  return why
}

function totalOf(
  subject: Subject,
  sharing: Sharing,
  calendar: Calendar,
  own: (unit: string) => OwnPromises,
): AllocatedTotal | null {
  const { target } = sharing
  const known = subject.allocated?.get(target.id)
  if (known !== undefined) return known
  const context = contextOf(subject, sharing, calendar, own)
  const made = context === null ? null : new AllocatedTotal(context)
  subject.allocated?.set(target.id, made)
  return made
}

function contextOf(
  { catalog, kpi, actuals }: Subject,
  { target, plan }: Sharing,
  calendar: Calendar,
  own: (unit: string) => OwnPromises,
): AllocationContext | null {
  const actual: Parameters<typeof yearShares>[1]['actual'] = (grain, ordinal) => actuals(target.scope, grain, ordinal)
  const whole = yearShares(plan, { calendar, cadence: kpi.cadence, scale: promisedScale(kpi), actual })
  if (whole === null) return null
  const owns = new Map<string, OwnPromises | null>()
  const ownOf = (unit: string): OwnPromises | null => {
    let found = owns.get(unit)
    if (found === undefined) {
      const made = own(unit)
      owns.set(unit, (found = made.empty ? null : made))
    }
    return found
  }
  return {
    target,
    allocation: plan.units,
    whole,
    calendar,
    year: ordinalOn(calendar, 'year', whole.start),
    units: unitsOver(catalog, target, plan.units),
    own: (unit, period) => {
      const promised = ownOf(unit)?.at(period, 'add') ?? null
      return promised !== null && 'value' in promised.value ? promised.value.value : null
    },
    weight: weigher(catalog, { kpi, calendar, actuals, where: target.scope.where }, plan),
  }
}

interface Weighing extends Pick<Subject, 'kpi' | 'actuals'> {
  readonly calendar: Calendar
  readonly where: Subject['scope']['where']
}

const noValue: Actual = { kind: 'absent', because: 'no-data' }

/** What each unit weighs: the KPI's own value of the year before, or another KPI's. */
function weigher(
  catalog: Catalog,
  { kpi, calendar, actuals, where }: Weighing,
  { units: { by }, year }: Sharing['plan'],
): AllocationContext['weight'] {
  const other: Kpi | null = by.kind === 'kpi' ? (catalog.kpis.get(by.kpi) ?? null) : null
  const of = other ?? kpi
  const its = catalog.calendars.get(of.calendar) ?? calendar
  const stated = by.kind === 'kpi' ? by.period : null
  const before = its.parse(String(year - 1))
  const [grain, ordinal] =
    stated === null ? (['year', before?.ordinal ?? 0] as const) : ([stated.grain, stated.ordinal] as const)
  const named = [...its.grains.keys()].find((name) => name === grain)
  if (named === undefined) return () => ({ actual: noValue, period: String(year - 1), kpi: other?.id ?? null })
  const period = periodText(its, named, ordinal)
  return (unit) => ({
    actual: actuals({ unit, where }, named, ordinal, of),
    period,
    kpi: other?.id ?? null,
  })
}
