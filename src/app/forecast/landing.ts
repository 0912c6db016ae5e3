import type { Answer } from '../../domain/answer.ts'
import { calculationAt } from '../../domain/catalog.ts'
import { toNumber } from '../../domain/number-format.ts'
import { targetRollUp } from '../../domain/target/roll-up.ts'
import type { GrainName } from '../../time/calendar.ts'
import { contains, ordinalOn, periodStart, within } from '../../time/period.ts'
import type { LandingTask } from '../insight/foretold.ts'
import type { Place } from '../view/place.ts'
import { finalValue, isFinal, targetOf } from './final.ts'
import type { ForecastWorld, LongerPeriod } from './world.ts'

export interface FoundLanding {
  readonly ordinal: number
  readonly task: LandingTask
  readonly known: number
  readonly parts: number
}

type Of = LandingTask['of']

/** Whole longer periods of the past by which it is checked what their parts make. */
const checked = 3

/** The year that a forecast of its parts ends in, of days the month; null where the calendar's weeks cross years. */
export function longerPeriod({ calendar, grain }: Place, last: number): LongerPeriod | null {
  const longer = grain === 'day' ? 'month' : 'year'
  if (longer === grain || !calendar.grains.has(longer) || !contains(calendar, longer, grain)) return null
  const now = longerOf(calendar, longer, grain, last)
  const [, end] = within(calendar, longer, now + 1, grain)
  return { grain: longer, from: now - checked, until: now + 2, mostAhead: end - last - 1 }
}

const longerOf = (calendar: Place['calendar'], longer: GrainName, grain: GrainName, ordinal: number): number => {
  const start = periodStart(calendar, grain, ordinal)
  if (start === null) throw new Error(`a ${grain} has no first day`)
  return ordinalOn(calendar, longer, start)
}

/**
 * What the longer period will be of its parts: their sum, the last or their mean, as the calculation says and as the longer
 * periods before were. Null where it is something else, such as a count of distinct customers, or where a known part is missing.
 */
export function landingTask(world: ForecastWorld): FoundLanding | null {
  const { kpi, place, from, learnt, own, longer, wholes } = world
  if (longer === null || learnt === 0) return null
  const { calendar, grain } = place
  const ordinal = longerOf(calendar, longer.grain, grain, from + learnt)
  const [first, end] = within(calendar, longer.grain, ordinal, grain)
  const known = own.slice(Math.max(0, first - from), learnt)
  if (first < from || !known.every(isFinal)) return null
  const of = madeOf(world)
  const whole = wholes[ordinal - longer.from]
  if (of === null || whole === undefined) return null
  const weight = known.reduce((sum, answer) => sum + (toNumber(answer.denominator) ?? 0), 0)
  return {
    ordinal,
    known: known.length,
    parts: end - first,
    task: {
      of,
      periods: end - from - learnt,
      toDate: { value: combined(of, known) ?? 0, weight },
      weights: of === 'mean' ? own.slice(0, learnt).map(({ denominator }) => toNumber(denominator)) : null,
      target: targetOf(kpi, whole),
    },
  }
}

const candidates: Readonly<Record<ReturnType<typeof targetRollUp>, readonly Of[]>> = {
  add: ['total'],
  last: ['last'],
  same: ['mean', 'last'],
  own: [],
}

/** How a longer period is made of its parts; what its past contradicts is not assumed. */
function madeOf({ catalog, kpi, place, from, own, longer, wholes }: ForecastWorld): Of | null {
  if (longer === null) return null
  const { calendar, grain } = place
  const before = wholes.slice(0, checked).flatMap((whole, index) => {
    const [first, end] = within(calendar, longer.grain, longer.from + index, grain)
    const parts = first < from ? [] : own.slice(first - from, end - from)
    return isFinal(whole) && parts.length === end - first && parts.every(isFinal) ? [{ whole, parts }] : []
  })
  const fits = (of: Of) =>
    before.every(({ whole, parts }) => {
      const [made, is] = [combined(of, parts), finalValue(whole)]
      return made !== null && is !== null && Math.abs(made - is) <= 1e-6 * Math.max(1e-9, Math.abs(is))
    })
  const possible = candidates[targetRollUp(catalog, calculationAt(kpi, null))]
  const parted = own.some(({ denominator }) => denominator !== null)
  return possible.find((of) => (of !== 'mean' || parted) && fits(of)) ?? null
}

/** What parts make; null where there is none. */
export function combined(of: Of, parts: readonly Answer[]): number | null {
  if (parts.length === 0) return null
  const value = (answer: Answer | undefined) => (answer === undefined ? null : toNumber(answer.value))
  switch (of) {
    case 'total':
      return parts.reduce((sum, part) => sum + (value(part) ?? 0), 0)
    case 'last':
      return value(parts.at(-1))
    case 'mean': {
      const below = parts.reduce((sum, part) => sum + (toNumber(part.denominator) ?? 0), 0)
      const above = parts.reduce((sum, part) => sum + (toNumber(part.numerator) ?? 0), 0)
      return below === 0 ? null : above / below
    }
  }
}
