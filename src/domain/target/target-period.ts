import type { Calendar, GrainName } from '../../time/calendar.ts'

/** A period that something is promised to. */
export interface TargetPeriod {
  readonly calendar: Calendar
  readonly grain: GrainName
  readonly ordinal: number
}
