import type { Day } from '../time/day.ts'

/** What holds for the whole of a workspace, from its document. */
export interface Workspace {
  readonly id: string
  readonly name: string
  readonly mission: string | null
  readonly vision: string | null
  /** The calendar in which people ask, `gregorian` unless stated. */
  readonly calendar: string
  /** IANA zone in which "today" is decided. */
  readonly zone: string
  readonly currency: string | null
  readonly locale: string
  /** The version of targets that judges where no KPI or scorecard says another. */
  readonly judgedBy: string
  /** Expected false alarms per KPI and month where no KPI or scorecard says another; null: as is usual for the grain. */
  readonly falseAlarms: number | null
  /** A fixed "today" for demos and tests; null follows the clock. */
  readonly today: Day | null
  /** Whether a period may be closed, with a reason, while values are late or may still change. */
  readonly lateClosing: 'with-reason' | 'refuse'
}
