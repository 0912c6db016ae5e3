import type { RecordedAlert } from './alert.ts'
import type { Ruling } from './ruling.ts'
import type { ScopeLabel } from './view.ts'

/** One recorded alert as people read it. */
export interface AlertView
  extends Pick<RecordedAlert, 'id' | 'kpi' | 'grain' | 'period' | 'since' | 'rule' | 'side' | 'at'> {
  readonly name: string
  readonly scope: ScopeLabel
  /** What is told: `one value, 86 %, far below the 94 % to be expected`. */
  readonly text: string
  readonly falseAlarmsPerMonth: number
  /** The word by which it needs no attention any more: a dismissal, or new limits; null where it waits. */
  readonly word: Ruling | null
}

/** Alerts of one root cause: a KPI and those made of it, a unit and what stands above it. One message is due for all. */
export interface AlertIncident {
  readonly id: number
  /** When the first of them was recorded (ISO instant). */
  readonly at: string
  /** The one that speaks for all: what the others follow from. */
  readonly head: AlertView
  /** The others, as they were recorded. */
  readonly others: readonly AlertView[]
  /** True while any of them waits for somebody. */
  readonly open: boolean
}

/** An alert of a replay over history, and the known incident that it found; null where it found none. */
export interface ReplayedAlert {
  readonly at: string
  readonly since: string
  readonly rule: RecordedAlert['rule']
  readonly side: RecordedAlert['side']
  readonly text: string
  readonly incident: string | null
}

/** What alerts of a KPI would have been over a stretch of history, before they are switched on. */
export interface AlertReplay {
  readonly kpi: string
  readonly name: string
  readonly scope: ScopeLabel
  readonly grain: string
  readonly from: string
  readonly to: string
  /** Periods of the stretch that could alert at all, and how many months they are. */
  readonly judged: number
  readonly months: number
  readonly alerts: readonly ReplayedAlert[]
  readonly incidents: readonly {
    readonly name: string
    readonly from: string
    readonly to: string
    /** The period of the first alert that tells of it; null: missed. */
    readonly found: string | null
  }[]
  readonly hits: number
  readonly misses: number
  readonly falseAlarms: number
  readonly falseAlarmsPerMonth: number
  /** What the policy states. */
  readonly statedPerMonth: number
  readonly sentence: { readonly lead: string; readonly rest: string }
}
