import { type Calendar, type ClockGrainName, isClockGrain } from './calendar.ts'
import { type Clock, clockOf } from './clock.ts'
import { day, latestDay } from './day.ts'

const zoned = new WeakMap<Calendar, Map<string, Calendar>>()

/** The same calendar with hours and minutes on the clocks of a zone; equal ones are one object. Throws a RangeError for unknown zones. */
export function inZone(calendar: Calendar, zone: string): Calendar {
  if (calendar.clock?.zone === zone) return calendar
  let known = zoned.get(calendar)
  if (known === undefined) zoned.set(calendar, (known = new Map()))
  let found = known.get(zone)
  if (found === undefined) known.set(zone, (found = withClock(calendar, clockOf(zone))))
  return found
}

function withClock(calendar: Calendar, clock: Clock): Calendar {
  const grains = new Map(calendar.grains)
  for (const name of ['hour', 'minute'] as const) {
    grains.set(name, {
      name,
      ordinalOf: (of) => clock[name].ordinalAt(clock.dayStart(of > latestDay ? day(latestDay) : of)),
      startOf: (ordinal) => clock.dayOf(name, ordinal),
    })
  }
  return {
    ...calendar,
    grains,
    clock,
    print: (grain, ordinal) => (isClockGrain(grain) ? clock.print(grain, ordinal) : calendar.print(grain, ordinal)),
    parse: (text) => calendar.parse(text) ?? clock.parse(text),
  }
}

/** The instants [start, end) of an hour or minute, in ms; null for coarser grains and calendars without clocks. */
export function instantsOf(
  { clock }: Calendar,
  grain: string,
  ordinal: number,
): { readonly start: number; readonly end: number } | null {
  if (clock === null || !isClockGrain(grain)) return null
  const of = clock[grain]
  return { start: of.startOf(ordinal), end: of.startOf(ordinal + 1) }
}

/** The hour or minute that shows the same time `days` earlier, of two the first; null where clocks skipped it. */
export function sameTime(clock: Clock, grain: ClockGrainName, ordinal: number, on: number): number | null {
  const wall = clock.wallOf(grain, ordinal)
  const of = day(on)
  const [first, until] = [clock.dayStart(of), clock.dayStart(day(on + 1))]
  const guess = clock[grain].ordinalAt(Math.min(first + wall * 60_000, until - 1))
  const near = Math.ceil(3 * (grain === 'hour' ? 1 : 60))
  for (let at = guess - near; at <= guess + near; at++) {
    if (clock.dayOf(grain, at) === of && clock.wallOf(grain, at) === wall) return at
  }
  return null
}
