import type { Generated } from 'kysely'

/** The tables of the state as Kysely sees them; migrations.ts makes them. Instants are ISO text, days integers. */
export interface Tables {
  readonly migrations: { readonly id: string; readonly at: string }
  readonly meta: { readonly key: string; readonly value: string }
  readonly documents: DocumentRow
  readonly batches: BatchRow
  readonly parts: PartRow
  readonly set_aside: SetAsideTableRow
  readonly effects: EffectRow
  readonly late_periods: LatePeriodRow
  readonly late_rows: LateRowRow
  readonly overrides: OverrideRow
  readonly failures: { readonly dataset: string; readonly at: string; readonly message: string }
  readonly changes: ChangeRow
  readonly tracked: TrackedRow
  readonly evaluations: EvaluationRow
  readonly closings: ClosingRow
  readonly seals: SealRow
  readonly acceptances: AcceptanceRow
  readonly rulings: RulingRow
  readonly alerts: AlertRow
  readonly alert_watch: { readonly kpi: string; readonly scope: string; readonly grain: string; readonly start: string }
  readonly jobs: JobRow
}

export interface DocumentRow {
  readonly kind: string
  readonly id: string
  readonly version: number
  readonly text: string | null
  readonly hash: string
  readonly author: string
  readonly at: string
  readonly reason: string | null
}

export interface BatchRow {
  readonly id: string
  readonly dataset: string
  readonly revision: number
  readonly at: string
  readonly actor: string
  readonly rows: number
  readonly set_aside: number
  readonly undone_at: string | null
  readonly undone_by: string | null
  readonly undone_reason: string | null
  /** Undoing is a revision of the dataset too. */
  readonly undone_revision: number | null
}

export interface PartRow {
  readonly part: number
  readonly batch: string
  readonly dataset: string
  readonly origin: string
  readonly fingerprint: string
  readonly shape: string
  readonly file: string
  readonly rows: number
  readonly gone: number
  readonly first_day: number | null
  readonly last_day: number | null
}

export interface LatePeriodRow {
  readonly batch: string
  readonly kpi: string
  readonly period: string
  readonly rows: number
  readonly closed: number
}

/** The key is JSON; null where rows have none. */
export interface LateRowRow {
  readonly batch: string
  readonly position: number
  readonly day: number
  readonly key: string | null
  readonly act: string
}

export interface OverrideRow {
  readonly id: Generated<number>
  readonly kpi: string
  readonly scope: string
  readonly period: string
  readonly value: string
  readonly reason: string
  readonly until: string | null
  readonly at: string
  readonly actor: string
  readonly facts_revision: string
  readonly removed_at: string | null
  readonly removed_by: string | null
  readonly removed_reason: string | null
}

/** What accepting a batch, or undoing it, did to the rows that stood; days are null where no such row has one. */
export interface EffectRow {
  readonly batch: string
  readonly act: 'accept' | 'undo'
  readonly added: number
  readonly changed: number
  readonly removed: number
  readonly same: number
  readonly first_day: number | null
  readonly last_day: number | null
  readonly undated: number
}

export interface SetAsideTableRow {
  readonly batch: string
  readonly position: number
  readonly file: string
  readonly sheet: string | null
  readonly row: number
  readonly column: string | null
  readonly value: string | null
  readonly rule: string
}

export interface ChangeRow {
  readonly id: Generated<number>
  readonly at: string
  readonly kpi: string
  readonly scope: string
  readonly period: string
  readonly cause: string
  readonly before: string | null
  readonly after: string
  readonly catalog_revision: string
  readonly facts_revision: string
}

export interface JobRow {
  readonly name: string
  readonly owner: string
  readonly leased_until: number
}

/** The last change of each tracked item, the first day of its period (ISO; null for all time), and its reading as text. */
export interface TrackedRow {
  readonly kpi: string
  readonly scope: string
  readonly period: string
  readonly start: string | null
  readonly change: number
  readonly reading: string | null
}

export interface EvaluationRow {
  readonly id: Generated<number>
  readonly at: string
  readonly catalog_revision: string
  readonly facts_revision: string
}

export interface ClosingRow {
  readonly id: Generated<number>
  readonly period: string
  readonly at: string
  readonly actor: string
  readonly reason: string | null
  readonly reopened_at: string | null
  readonly reopened_by: string | null
  readonly reopened_reason: string | null
}

export interface SealRow {
  readonly closing: number
  readonly kpi: string
  readonly scope: string
  readonly period: string
  readonly answer: string
}

/** `answers` is JSON. */
export interface RulingRow {
  readonly id: Generated<number>
  readonly kind: string
  readonly kpi: string
  readonly scope: string
  readonly grain: string
  readonly period: string
  readonly known: string
  readonly rule: string | null
  readonly answers: string
  readonly at: string
  readonly actor: string
  readonly reason: string
  readonly undone_at: string | null
  readonly undone_by: string | null
  readonly undone_reason: string | null
}

/** Days are ISO text, numbers are JSON. */
export interface AlertRow {
  readonly id: number
  readonly kpi: string
  readonly scope: string
  readonly grain: string
  readonly period: string
  readonly start: string
  readonly end: string
  readonly since: string
  readonly since_start: string
  readonly rule: string
  readonly side: number
  readonly observed: string
  readonly expected: string
  readonly chance: string
  readonly false_alarms: string
  readonly incident: number
  readonly at: string
  readonly catalog_revision: string
  readonly facts_revision: string
}

export interface AcceptanceRow {
  readonly id: Generated<number>
  readonly closing: number
  readonly kpi: string
  readonly scope: string
  readonly period: string
  /** The change that was accepted; a later one is open again. */
  readonly change: number
  readonly at: string
  readonly actor: string
  readonly reason: string
}
