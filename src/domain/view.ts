import type { Answer } from './answer.ts'
import type { ChangeCause } from './change.ts'
import type { Issue } from './issue.ts'
import type { Override } from './override.ts'
import type { RowCounts } from './row-effect.ts'

/** A period as people read it. `elapsed` is 0 to 1. */
export interface PeriodLabel {
  readonly text: string
  readonly label: string
  readonly short: string
  readonly start: string | null
  readonly end: string | null
  readonly complete: boolean
}

export interface ScopeLabel {
  readonly text: string
  readonly label: string
}

/** A unit of measure for display: `currency` amounts are compacted, `percent` is a fraction × 100. */
export interface UnitLabel {
  readonly kind: 'currency' | 'percent' | 'count' | 'other'
  readonly symbol: string
}

export interface Person {
  readonly id: string
  readonly name: string
}

/** One period of a row's course: of an answer what a sparkline draws. A thousand rows of whole answers are megabytes. */
export type SeriesPoint = Pick<Answer, 'period' | 'state' | 'value' | 'status' | 'flags' | 'target'>

/** One KPI on a scorecard: the asked period's answer and the thirteen periods that end with it (or with the unfinished one after). */
export interface ScorecardRow {
  readonly kpi: string
  readonly name: string
  readonly purpose: string
  readonly owner: Person | null
  readonly unit: UnitLabel
  readonly good: 'up' | 'down' | 'between'
  readonly weight: string
  /** Points that it adds to its objective's score, and that it takes from a full one; null where it has no part of its own. */
  readonly contribution: number | null
  readonly lost: number | null
  /** Attainment thresholds of at-risk and on-track as fractions, where the rules are percentages. */
  readonly bands: { readonly atRisk: number | null; readonly onTrack: number | null }
  readonly answer: Answer
  /** Value minus target in the KPI's own unit, rounded to a double. */
  readonly gap: number | null
  readonly series: readonly SeriesPoint[]
  /** What the value is held beside; on a scorecard at most one. */
  readonly compared: readonly ComparedView[]
  /** One sentence that explains the status from its data. */
  readonly why: string
  /** How far its own data reaches, where the page reads to another day. */
  readonly reaches?: string | null
  /** What was alerted in the period and waits for somebody; null where nothing was. */
  readonly alert: { readonly period: string; readonly text: string } | null
}

/** A value beside a baseline that has one, in words. */
export interface ComparedView {
  /** The baseline's name, as `--compare` takes it. */
  readonly baseline: string
  /** `June 2026, first 8 days`, and in few letters `Jun 26, 8 d`. */
  readonly label: string
  readonly short: string
  /** Which days were read on both sides; null where the label says it. */
  readonly days: string | null
  readonly value: string | number
  /** The row's value less this one, and that as a share of this one's size. */
  readonly difference: string | number | null
  readonly relative: number | null
}

export interface ScorecardGroupView {
  readonly objective: string
  readonly name: string
  readonly perspective: string
  readonly weight: string
  readonly score: number | null
  readonly status: Answer['status'] | null
  /** Points that it adds to the scorecard's score, and that it takes from a full one; null where it has no part of its own. */
  readonly contribution: number | null
  readonly lost: number | null
  /** The share of the weight that has a score, 0 to 1. */
  readonly coverage: number | null
  /** One sentence that explains the score. */
  readonly why: string
  readonly reported: number
  readonly total: number
  readonly rows: readonly ScorecardRow[]
}

/** How far the values of a page read. */
export interface ThroughView {
  /** `latest`: each as far as its data reaches; `common`: all to the earliest day that every KPI has; `day`: to a chosen one. */
  readonly rule: 'latest' | 'common' | 'day'
  /** The last day that every value reads; null where each reads as far as its own data reaches. */
  readonly day: string | null
  /** The earliest day that every KPI has data for; null where no KPI can say. */
  readonly common: string | null
  /** The first KPIs whose data ends on that day, with the dataset that does and its source. */
  readonly held: readonly {
    readonly kpi: string
    readonly name: string
    readonly dataset: string
    readonly source: string
  }[]
}

export interface ScorecardView {
  readonly id: string
  readonly name: string
  /** The grain asked for, else the scorecard's own. */
  readonly grain: string
  readonly period: PeriodLabel
  readonly scope: ScopeLabel
  /** Two parts: what is true, and what is not well. */
  readonly sentence: { readonly lead: string; readonly rest: string }
  readonly counts: Readonly<Record<'on-track' | 'at-risk' | 'off-track' | 'ahead' | 'not-judged', number>>
  readonly score: number | null
  readonly status: Answer['status'] | null
  readonly coverage: number | null
  /** One sentence that explains the score. */
  readonly why: string
  readonly reported: number
  readonly total: number
  readonly groups: readonly ScorecardGroupView[]
  readonly asOf: string
  readonly dataThrough: string | null
  readonly through: ThroughView
  readonly pickers: Pickers
}

/** What the four pickers offer here. */
export interface Pickers {
  readonly grains: readonly { readonly grain: string; readonly label: string }[]
  readonly periods: readonly PeriodLabel[]
  readonly scopes: readonly (ScopeLabel & { readonly depth: number })[]
}

/** What a value was held against. */
export interface TargetView {
  /** The version that judges. */
  readonly version: string
  /** How it came about, or that there is none and why, in one sentence. */
  readonly how: string
  /** What of it is due by now, for an unfinished period; null where that is all of it. */
  readonly toDate: string | null
  /** The documents it comes from; `provenance` says who set it, when and why. */
  readonly documents: readonly {
    readonly id: string
    readonly file: string | null
    readonly line: number | null
    readonly provenance: string | null
  }[]
  /** What others reach, and where the value stands among them. */
  readonly benchmarks: readonly { readonly name: string; readonly source: string; readonly position: string }[]
  /** What other versions promise to the same period. */
  readonly others: readonly { readonly version: string; readonly target: NonNullable<Answer['target']> }[]
}

export interface KpiView {
  readonly row: ScorecardRow
  readonly target: TargetView
  /** One sentence: by which rule, target, version and attainment the status was given. */
  readonly judged: string
  readonly grain: string
  readonly period: PeriodLabel
  readonly scope: ScopeLabel
  /** The day (ISO) that every number reads to, where one was asked for; null: as far as the data go. */
  readonly through: string | null
  readonly sentence: { readonly lead: string; readonly rest: string }
  /** Up to 37 periods that end with the latest; each answer has its target. */
  readonly trend: readonly Answer[]
  readonly labels: readonly PeriodLabel[]
  readonly previous: Answer | null
  readonly lastYear: Answer | null
  /** What was published of the period, when and by whom, where that is another value now; null otherwise. */
  readonly published: { readonly answer: Answer; readonly at: string; readonly actor: string } | null
  /** The same period split by each dimension the KPI's datasets share: the 12 members that weigh most, and how many more there are. */
  readonly splits: readonly {
    readonly dimension: string
    readonly members: readonly Answer[]
    readonly others: number
  }[]
  readonly definition: KpiDefinitionView
  readonly pickers: Pickers
}

export interface KpiDefinitionView {
  readonly purpose: string
  readonly description: string | null
  readonly objective: string | null
  readonly category: string
  readonly calculation: readonly { readonly label: string; readonly text: string; readonly from: string | null }[]
  readonly measuredIn: string
  readonly cadence: string
  readonly finalAfterDays: number
  readonly status: readonly string[]
  readonly datasets: readonly string[]
  readonly file: string | null
  readonly line: number | null
}

/** What `explain` prints: enough to trust or to doubt one number. */
export interface Explanation {
  readonly answer: Answer
  readonly unit: UnitLabel
  readonly target: TargetView
  readonly definition: KpiDefinitionView
  readonly why: string
  /** What made most of the change since the period before; null where there is nothing to tell. */
  readonly moved: string | null
  /** By which rule, target, version and attainment the status was given. */
  readonly judged: string
  readonly statements: readonly { readonly dataset: string; readonly sql: string; readonly rows: number }[]
  readonly batches: readonly {
    readonly dataset: string
    readonly batch: string
    readonly rows: number
    readonly at: string
    readonly origin: string
  }[]
  readonly rowCount: number
  /** Which typed values do not count beside others, and why; null where all do. */
  readonly counted: string | null
  /** By what rule the rows of each dataset came by their days: whose clocks decide. */
  readonly days: readonly string[]
  /** The value computed once more by the naive plan (no cells, no lifting), and whether it agrees. */
  readonly recomputed: { readonly value: string | number | null; readonly agrees: boolean }
}

/** What the workspace holds: the frame, the lists and the banner are drawn from it. */
export interface WorkspaceView {
  readonly name: string
  readonly mission: string | null
  readonly vision: string | null
  readonly today: string
  /** In which numbers and dates are written: the workspace document's, `en` or `de-CH`. */
  readonly locale: string
  /** IANA zone on whose clocks instants are written. */
  readonly zone: string
  readonly catalogRevision: string
  readonly issues: readonly Issue[]
  readonly scorecards: readonly { readonly id: string; readonly name: string }[]
  readonly kpis: readonly {
    readonly id: string
    readonly name: string
    readonly category: string
    readonly owner: string | null
    readonly objective: string | null
  }[]
  readonly units: readonly { readonly id: string; readonly name: string }[]
  readonly datasets: readonly {
    readonly id: string
    readonly name: string
    readonly rows: number
    readonly dataThrough: string | null
    readonly lastBatch: string | null
    readonly failure: { readonly at: string; readonly message: string } | null
  }[]
}

export interface BatchView {
  readonly id: string
  readonly dataset: string
  readonly at: string
  readonly actor: string
  readonly rows: number
  readonly setAside: number
  readonly undone: { readonly at: string; readonly actor: string; readonly reason: string | null } | null
  readonly parts: readonly { readonly origin: string; readonly rows: number; readonly gone: boolean }[]
  /** What it did to the rows that stood; null where each file holds its own rows. */
  readonly effect: RowCounts | null
  /** Periods of KPIs that were final or closed when it came, and in which rows came, went or changed. */
  readonly latePeriods: number
}

/** A value that a person set, and whether it is in force now. */
export interface OverrideView extends Omit<Override, 'factsRevision'> {
  readonly inForce: boolean
}

export interface SetAsideRow {
  readonly file: string
  readonly sheet: string | null
  readonly row: number
  readonly column: string | null
  readonly value: string | null
  readonly rule: string
}

export interface DocumentView {
  readonly text: string
  readonly hash: string
  readonly versions: readonly {
    readonly version: number
    readonly text: string | null
    readonly author: string
    readonly at: string
    readonly reason: string | null
  }[]
}

/** One recorded change of a tracked KPI, scope and period. */
export interface ChangeView {
  readonly id: number
  readonly at: string
  readonly kpi: string
  readonly scope: string
  readonly period: string
  readonly cause: ChangeCause
  readonly before: Answer | null
  readonly after: Answer
  readonly catalogRevision: string
  /** The facts revision of each dataset that was read. */
  readonly factsRevision: Readonly<Record<string, number>>
  /** Whose act made the difference; null where nobody's did, or it is not known any more. */
  readonly by: ChangeAct | null
}

/** An act that made a tracked reading, target or status another one. */
export interface ChangeAct {
  readonly what: 'delivery' | 'undo' | 'document' | 'override'
  /** The batch, the document (`kpi revenue`, with its version) or the override. */
  readonly id: string
  readonly at: string
  readonly actor: string
  readonly reason: string | null
}

/** A published reading that is now known to be another. */
export interface Restatement {
  readonly kpi: string
  readonly scope: string
  readonly period: string
  /** As it was published, when and by whom. */
  readonly published: { readonly answer: Answer; readonly at: string; readonly actor: string }
  /** As it is known now, since when and why. */
  readonly now: { readonly answer: Answer; readonly at: string; readonly cause: ChangeCause }
  /** Now less published. */
  readonly difference: number | null
  /** The difference over the published value, as a fraction. */
  readonly relative: number | null
  readonly accepted: { readonly at: string; readonly actor: string; readonly reason: string } | null
}

/** A period that was closed: what was published of it is sealed. */
export interface Closing {
  readonly id: number
  readonly period: string
  readonly at: string
  readonly actor: string
  readonly reason: string | null
  readonly reopened: { readonly at: string; readonly actor: string; readonly reason: string } | null
}

/** What other definitions would do; nothing was written. */
export interface ChangePlan {
  /** The catalog revision in force that it was made against, and the one that it would make. */
  readonly base: string
  readonly revision: string
  readonly documents: readonly {
    readonly kind: string
    readonly id: string
    readonly change: 'added' | 'changed' | 'removed'
  }[]
  /** Datasets whose rows would be read again. */
  readonly reload: readonly string[]
  /** KPIs whose values nobody can know before: their rows or calendars would change first. */
  readonly unknown: readonly string[]
  /** Readings, targets and statuses that would be others; null where the item would be new or gone. */
  readonly differences: readonly { readonly before: Answer | null; readonly after: Answer | null }[]
  /** Warnings of the proposed definitions. */
  readonly issues: readonly Issue[]
}
