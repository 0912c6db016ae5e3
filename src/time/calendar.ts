import type { Clock } from './clock.ts'
import type { Day } from './day.ts'
import type { WorkingDays } from './working-days.ts'

/** Grains of instants on the clocks of a zone; the others are made of days. */
export type ClockGrainName = 'minute' | 'hour'

export type DayGrainName = 'day' | 'week' | 'month' | 'quarter' | 'year' | 'total'

export type GrainName = ClockGrainName | DayGrainName

export const isClockGrain = (grain: string): grain is ClockGrainName => grain === 'minute' || grain === 'hour'

/** Two pure functions; everything else about periods is derived from them. Ordinals are consecutive integers. */
export interface Grain {
  readonly name: GrainName
  readonly ordinalOf: (day: Day) => number
  readonly startOf: (ordinal: number) => Day
}

export interface CivilMonth {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
}

export interface Calendar {
  readonly id: string
  readonly name: string
  readonly grains: ReadonlyMap<GrainName, Grain>
  /** For each grain those whose periods make it up whole, itself among them. */
  readonly partsOf: Readonly<Record<DayGrainName, readonly DayGrainName[]>>
  /** Its years are other than civil years, and so people write FY2026. */
  readonly fiscal: boolean
  readonly work: WorkingDays
  /** Whose clocks show its hours and minutes; null for a calendar of days alone. */
  readonly clock: Clock | null
  /** The civil month by which people name a period of the grain month; null where it has but a number. */
  readonly civilMonth: (ordinal: number) => CivilMonth | null
  /** Text of a period without the calendar's prefix (`2026-03`, `2026-W05`, `2026-P03`) and back; null where the text is not of this calendar. */
  readonly print: (grain: GrainName, ordinal: number) => string
  readonly parse: (text: string) => ParsedPeriod | null
}

export interface ParsedPeriod {
  readonly grain: GrainName
  readonly ordinal: number
}
