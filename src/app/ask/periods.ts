import type { Calendar, GrainName } from '../../time/calendar.ts'
import { type Day, printDay } from '../../time/day.ts'
import { periodEnd, periodStart, periodText } from '../../time/period.ts'

/** A period as answers write it: its text, its first day and the first day after it. */
export interface PeriodText {
  readonly text: string
  readonly start: Day | null
  readonly end: Day | null
  readonly startText: string | null
  readonly endText: string | null
}

/** Periods written once for all answers of a call: a scorecard names the same thirteen for every KPI. */
export class Periods {
  readonly #known = new Map<string, Map<number, PeriodText>>()

  of(calendar: Calendar, grain: GrainName): (ordinal: number) => PeriodText {
    const key = `${calendar.id}/${grain}`
    let periods = this.#known.get(key)
    if (periods === undefined) this.#known.set(key, (periods = new Map()))
    const known = periods
    return (ordinal) => {
      let period = known.get(ordinal)
      if (period === undefined) known.set(ordinal, (period = write(calendar, grain, ordinal)))
      return period
    }
  }
}

function write(calendar: Calendar, grain: GrainName, ordinal: number): PeriodText {
  const start = periodStart(calendar, grain, ordinal)
  const end = periodEnd(calendar, grain, ordinal)
  const text = periodText(calendar, grain, ordinal)
  const [startText, endText] = [start, end].map((day) => (day === null ? null : printDay(day)))
  return { text, start, end, startText: startText ?? null, endText: endText ?? null }
}
