/** An alert as it was recorded: one for a whole incident of one KPI and scope, at the KPI's cadence. */
export interface RecordedAlert {
  readonly id: number
  readonly kpi: string
  readonly scope: string
  readonly grain: string
  /** The period at which it was seen, its first day and the first day after (ISO). */
  readonly period: string
  readonly start: string
  readonly end: string
  /** The period with which the change seems to begin, and its first day. */
  readonly since: string
  readonly sinceStart: string
  readonly rule: 'point' | 'shift' | 'spread'
  readonly side: -1 | 0 | 1
  readonly observed: number | null
  readonly expected: number | null
  /** Chance of something at least as far out in a stable KPI. */
  readonly chance: number | null
  /** The policy: expected false alarms per month while nothing changes. */
  readonly falseAlarmsPerMonth: number
  /** Alerts of one root cause share it: the id of the first of them. */
  readonly incident: number
  readonly at: string
  readonly catalogRevision: string
  readonly factsRevision: string
}

/** What one alert is about, and when. */
export type AlertSpan = Pick<RecordedAlert, 'kpi' | 'scope' | 'start' | 'end' | 'sinceStart'>

/** How far the alerts of a KPI and scope have been judged. */
export interface Watched {
  readonly kpi: string
  readonly scope: string
  readonly grain: string
  /** First day of the last period that was judged. */
  readonly start: string
}

/** An alert on its way into the record: it joins a known incident, or a new one together with others of the same list. */
export interface NewAlert extends Omit<RecordedAlert, 'id' | 'incident'> {
  readonly joins: { readonly incident: number } | { readonly first: number }
}
