import type { Calendar, GrainName } from '../../time/calendar.ts'
import { instantsOf } from '../../time/clock-calendar.ts'
import { type Day, printDay } from '../../time/day.ts'
import { periodEnd, periodStart, periodText } from '../../time/period.ts'
import { isoInstant } from '../../time/zone.ts'

/** A period as answers write it: its text, its first day and the first day after it. */
export interface PeriodText {
  readonly text: string
  readonly start: Day | null
  readonly end: Day | null
  /** Of hours and minutes: ms since 1970 UTC. */
  readonly instants: { readonly start: number; readonly end: number } | null
  readonly startText: string | null
  readonly endText: string | null
}

/** Periods written once for all answers of a call: a scorecard names the same thirteen for every KPI. */
export class Periods {
  readonly #known = new Map<Calendar, Map<GrainName, (ordinal: number) => PeriodText>>()

  of(calendar: Calendar, grain: GrainName): (ordinal: number) => PeriodText {
    let grains = this.#known.get(calendar)
    if (grains === undefined) this.#known.set(calendar, (grains = new Map()))
    let periods = grains.get(grain)
    if (periods === undefined) grains.set(grain, (periods = written(calendar, grain)))
    return periods
  }
}

function written(calendar: Calendar, grain: GrainName): (ordinal: number) => PeriodText {
  const known = new Map<number, PeriodText>()
  return (ordinal) => {
    let period = known.get(ordinal)
    if (period === undefined) known.set(ordinal, (period = write(calendar, grain, ordinal)))
    return period
  }
}

function write(calendar: Calendar, grain: GrainName, ordinal: number): PeriodText {
  const start = periodStart(calendar, grain, ordinal)
  const end = periodEnd(calendar, grain, ordinal)
  const text = periodText(calendar, grain, ordinal)
  const [startText, endText] = [start, end].map((day) => (day === null ? null : printDay(day)))
  const instants = instantsOf(calendar, grain, ordinal)
  if (instants === null) return { text, start, end, instants, startText: startText ?? null, endText: endText ?? null }
  return { text, start, end, instants, startText: isoInstant(instants.start), endText: isoInstant(instants.end) }
}
