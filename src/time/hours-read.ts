import { isClockGrain } from './calendar.ts'
import type { Frame } from './frame.ts'
import { back, ordinalOn, within } from './period.ts'

/**
 * The first hour (or minute) that a frame of them reads for one, which is the last: itself, the first of the day, week or longer
 * period that it lies in, or of the last n hours or days. A day of a clock change has 23 or 25 hours, and so has a rolling day
 * over it. Null where there is no such span, and for frames of days.
 */
export function firstHourRead({ calendar, grain, reach, part }: Frame, ordinal: number): number | null {
  const { clock } = calendar
  if (!isClockGrain(grain) || clock === null || part !== null) return null
  switch (reach.kind) {
    case 'period':
      return ordinal
    case 'to-date': {
      if (reach.within === 'total' || isClockGrain(reach.within) || !calendar.grains.has(reach.within)) return null
      const period = ordinalOn(calendar, reach.within, clock.dayOf(grain, ordinal))
      return within(calendar, reach.within, period, grain)[0]
    }
    case 'rolling': {
      if (reach.of === grain) return ordinal - reach.periods + 1
      if (reach.of === 'total' || reach.of === 'minute' || !calendar.grains.has(reach.of)) return null
      const before = back(calendar, grain, ordinal, reach.periods, reach.of)
      // What the clocks skipped on that day begins with what they showed next.
      return before === null ? back(calendar, grain, ordinal + 1, reach.periods, reach.of) : before + 1
    }
  }
}
