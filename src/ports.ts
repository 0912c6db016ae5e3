import type { Actor } from './domain/access.ts'
import type { NewAlert, RecordedAlert, Watched } from './domain/alert.ts'
import type { Dataset } from './domain/catalog.ts'
import type { Change, Item, NewChange, TrackedReading } from './domain/change.ts'
import type { Column } from './domain/column.ts'
import type { Issue } from './domain/issue.ts'
import type { Late, LateRow } from './domain/late.ts'
import type { Override } from './domain/override.ts'
import type { RawCell } from './domain/raw-cell.ts'
import type { RowEffect } from './domain/row-effect.ts'
import type { Ruling } from './domain/ruling.ts'
import type { Undone } from './domain/undone.ts'
import type { Closing, SetAsideRow } from './domain/view.ts'
import type { Statement } from './sql/render.ts'

export type { Change, Closing, NewChange, RawCell, RowEffect, Ruling, SetAsideRow }

/** Now is an argument: µs-free epoch milliseconds, made in main.ts. */
export interface Clock {
  readonly now: () => number
}

/** Rows of one part (a file, a sheet, one typed value) as the connector found them. */
export interface RawPart {
  /** What it replaces when delivered again: `data/orders.csv`, `data/book.xlsx#Sheet`, `manual:kpi/scope/period`. */
  readonly origin: string
  /** Where people find its rows, when the origin says more than the file. */
  readonly file?: string
  readonly sheet?: string
  /**
   * SHA-256 of its bytes: the same fingerprint again changes nothing. A function where only the rows themselves can tell:
   * it is asked after the last of them.
   */
  readonly fingerprint: string | (() => string)
  readonly header: readonly string[]
  /** True where a row of nothing but nulls is a record too; people's files have empty lines that are none. */
  readonly everyRow?: boolean
  /** Blocks of rows; `line` is the source's line of each block's first row… rows carry their own. */
  readonly rows: AsyncIterable<readonly RawRow[]>
  /** Lets go of what reading holds, whether its rows were read or not; called once at the end of a delivery. */
  readonly close?: () => Promise<void>
}

export interface RawRow {
  readonly line: number
  readonly cells: readonly RawCell[]
}

/** What a source offers now: its origins, and whether each changed since the fingerprint we hold. */
export interface Connector {
  readonly id: string
  readonly title: string
  /** False where rows only arrive by being typed: there is nothing to load. */
  readonly fetches: boolean
  /** Parts whose fingerprint differs from `known`, and the origins that still exist. */
  readonly read: (
    request: ReadRequest,
  ) => Promise<
    { readonly parts: readonly RawPart[]; readonly present: readonly string[] } | { readonly issues: readonly Issue[] }
  >
  /** What stands in the way of reading now, found without reading rows; absent where there is nothing to reach. */
  readonly reach?: (request: ReadRequest) => Promise<readonly Issue[]>
}

export interface ReadRequest {
  readonly folder: string
  readonly options: Readonly<Record<string, unknown>>
  readonly dataset: Dataset
  readonly known: ReadonlyMap<string, string>
  /** Only rows that changed at this moment or later are wanted, and those that do not say when; where the connector can. */
  readonly since?: { readonly column: Column; readonly ms: number }
  /** A variable of the environment, where sources' secrets stand. */
  readonly environment: (name: string) => string | undefined
}

/**
 * A column of typed values on their way into the engine. Nulls are null. Decimals are unscaled bigints, dates day numbers,
 * instants µs since 1970 UTC as bigints. A staged block has the dataset's columns in their order, then `_day` (day number
 * or null) and `_at` (µs stamp or null).
 */
export type FactColumn = readonly (string | bigint | number | boolean | null)[]

/**
 * A column that came back from the engine. `valid` has one byte per row, 1 for a value and 0 for NULL; null when every row
 * has a value. `scale` is the digits after the point of a DECIMAL column, whose values are unscaled; absent means 0.
 */
export type ResultColumn =
  /** Doubles, or integers whose absolute values sum to less than 2^53, so that sums of any of them are exact too. */
  | {
      readonly kind: 'numbers'
      readonly values: Float64Array
      readonly valid: Uint8Array | null
      readonly scale?: number
    }
  /** Exact integers too large for doubles: unscaled bigints. */
  | {
      readonly kind: 'bigints'
      readonly values: BigInt64Array | readonly bigint[]
      readonly valid: Uint8Array | null
      readonly scale?: number
    }
  /** Text or booleans (as 'true'/'false') as codes into `members`; code -1 is NULL. */
  | { readonly kind: 'codes'; readonly values: Int32Array; readonly members: readonly string[] }

export interface ResultSet {
  readonly rows: number
  readonly names: readonly string[]
  readonly columns: readonly ResultColumn[]
  readonly elapsedMs: number
}

export type Lane = 'short' | 'heavy'

/** A part that the store holds as accepted: what the engine's table must contain. */
export interface PartRef {
  readonly part: number
  readonly file: string
  readonly rows: number
  /** The days [from, until) whose rows stand, in order and apart; absent: all rows. Set where later windows cut into it. */
  readonly days?: readonly (readonly [from: number, until: number])[]
}

/** What a sync would do. */
export interface Foreseen {
  readonly effect: RowEffect
  /** Keys that would stand twice (at most 20). */
  readonly doubled: readonly (readonly string[])[]
  /** How many rows of each earlier day come, go or change; a changed row counts on its old and on its new day. */
  readonly lateDays: readonly (readonly [day: number, rows: number])[]
  /** Those rows by key, in order of day (at most 200); of rows without a key only the days are told. */
  readonly lateRows: readonly LateRow[]
}

/** The facts engine: DuckDB in a child process. Its tables are a cache over the accepted parts. */
export interface Facts {
  /** Runs one statement; rejects with a Failure on timeout, cancel or engine death (after one restart). */
  readonly query: (
    statement: Statement,
    options?: { readonly lane?: Lane; readonly deadlineMs?: number; readonly signal?: AbortSignal },
  ) => Promise<ResultSet>
  /** Opens a staging area for one part of a dataset; rows are appended by block, then written as Parquet and fsynced. */
  readonly stage: (dataset: Dataset) => Promise<Staging>
  /** Makes the dataset's table hold exactly these parts. Running it twice changes nothing. */
  readonly sync: (dataset: Dataset, parts: readonly PartRef[]) => Promise<{ readonly rebuilt: boolean }>
  /** What a sync with these parts would do to the rows that stand now, and keys that would then stand twice (at most 20). */
  readonly foresee: (
    dataset: Dataset,
    parts: readonly PartRef[],
    /** Rows of days before this one that would come, go or change are told one by one. */
    lateBefore?: number,
  ) => Promise<Foreseen>
  /** Writes the calendar table (one row per day, one column per calendar × grain). */
  readonly calendar: (spine: Spine) => Promise<void>
  /** Writes a table of exchange rates into one currency, which statements that convert money join. */
  readonly rates: (rows: RateRows) => Promise<void>
  /** Rows, days and distinct values of a dataset's facts; a Failure `no-table` before its first sync. */
  readonly stats: (dataset: Dataset) => Promise<DatasetStats>
  readonly close: () => Promise<void>
}

export interface Staging {
  readonly append: (lines: Int32Array, columns: readonly FactColumn[]) => Promise<void>
  /** Key values that occur twice in the staging, or in it and in the `kept` parts (at most 20), with their lines. */
  readonly duplicates: (
    kept: readonly PartRef[],
  ) => Promise<readonly { readonly key: readonly string[]; readonly lines: readonly number[] }[]>
  /** Writes the staged rows durably (Parquet, file and folder fsynced) and gives row count and control totals. */
  readonly write: (
    file: string,
  ) => Promise<{ readonly rows: number; readonly firstDay: number | null; readonly lastDay: number | null }>
  readonly discard: () => Promise<void>
}

/** What the planner knows of a dataset's facts. Distinct counts are approximate above 10,000. */
export interface DatasetStats {
  readonly rows: number
  readonly firstDay: number | null
  readonly lastDay: number | null
  readonly distinct: Readonly<Record<string, number>>
  /** Columns that have a value in every row; always exact. */
  readonly complete: readonly string[]
}

/** The calendar as rows: `columns` are named `calendar_grain`, e.g. `gregorian_month`. */
export interface Spine extends DayTable {
  /** Working days before each day, a column per calendar; over days of its own. */
  readonly work?: DayTable
}

/** What 1 of a currency is worth on a day: one row each, rates as decimal text. */
export interface RateRows {
  readonly table: string
  readonly columns: {
    readonly currencies: readonly string[]
    readonly days: Int32Array
    readonly rates: readonly string[]
  }
}

/** One row per day from the first on. */
export interface DayTable {
  readonly firstDay: number
  readonly days: number
  readonly columns: Readonly<Record<string, Int32Array>>
}

/** One delivery of rows, acknowledged when the store committed it. */
export interface Batch {
  readonly id: string
  readonly dataset: string
  /** The dataset's facts revision that this batch made. */
  readonly revision: number
  readonly at: string
  readonly actor: string
  readonly rows: number
  readonly setAside: number
  readonly undone: Undone | null
  readonly parts: readonly BatchPart[]
  /** What it did to the rows that stood, and what taking it back did; null where each file holds its own rows. */
  readonly effect: RowEffect | null
  readonly undoEffect: RowEffect | null
}

export interface BatchPart extends PartRef {
  readonly origin: string
  readonly fingerprint: string
  readonly shape: string
  /** Rows 0 and no file: the origin is gone. */
  readonly gone: boolean
  readonly firstDay: number | null
  readonly lastDay: number | null
}

export interface DocumentVersion {
  readonly kind: string
  readonly id: string
  readonly version: number
  readonly text: string | null
  readonly hash: string
  readonly author: string
  readonly at: string
  readonly reason: string | null
}

/** One evaluation of everything that is tracked, and the revisions it saw. */
export interface Evaluation {
  readonly id: number
  readonly at: string
  readonly catalogRevision: string
  /** The facts revision of each dataset read, as JSON. */
  readonly factsRevision: string
}

export type NewClosing = Omit<Closing, 'id' | 'reopened'>

/** A published reading, as the Answer in JSON that it was. */
export interface Seal extends Item {
  readonly answer: string
}

export interface SealInForce extends Seal {
  readonly closing: number
  readonly at: string
  readonly actor: string
}

/** A person's word that a sealed item is now another, and why. */
export interface Acceptance extends Item {
  readonly closing: number
  readonly change: number
  readonly at: string
  readonly actor: string
  readonly reason: string
}

/** A row as plain values by column. */
export type RecordRow = Readonly<Record<string, string | number | null>>

/** The durable record: documents, batches, changes, jobs. What a promise of it resolved is kept. */
export interface Store {
  readonly batches: {
    readonly list: (dataset?: string) => Promise<readonly Batch[]>
    readonly get: (id: string) => Promise<Batch | null>
    /** Allots id, part numbers and the dataset's next revision; the commit is the acknowledgement. */
    readonly accept: (batch: NewBatch) => Promise<Batch>
    readonly undo: (id: string, by: Actor, reason: string | null, effect?: RowEffect | null) => Promise<Batch>
    readonly setAside: (id: string) => Promise<readonly SetAsideRow[]>
    /** What came too late with a batch. */
    readonly late: (id: string) => Promise<Late>
    /** How many periods each batch came too late for; none where it was in time. */
    readonly latePeriods: () => Promise<ReadonlyMap<string, number>>
    /** Parts that are in force: per origin the newest of a batch not undone, unless gone. */
    readonly parts: (dataset: string) => Promise<readonly BatchPart[]>
    /** The last revision per dataset. */
    readonly revisions: () => Promise<ReadonlyMap<string, number>>
    readonly nextPart: () => Promise<number>
    readonly failure: (dataset: string, message: string | null) => Promise<void>
    readonly failures: () => Promise<ReadonlyMap<string, { readonly at: string; readonly message: string }>>
  }
  readonly documents: {
    readonly put: (versions: readonly NewVersion[]) => Promise<void>
    readonly current: () => Promise<readonly DocumentVersion[]>
    readonly history: (kind: string, id: string) => Promise<readonly DocumentVersion[]>
    /** Who made each version of some documents of a kind, and why; by document, oldest first. */
    readonly versions: (kind: string, ids: readonly string[]) => Promise<readonly Omit<DocumentVersion, 'text'>[]>
  }
  readonly changes: {
    /** Records what an evaluation found, in one step; with the last of it that the evaluation was made (null: more is to come). */
    readonly record: (evaluation: Omit<Evaluation, 'id'> | null, changes: readonly NewChange[]) => Promise<void>
    /** What was last recorded of a KPI's items whose period begins on this day (ISO) or later or has no days, in blocks. */
    readonly readings: (kpi: string, from: string | null) => AsyncIterable<readonly TrackedReading[]>
    readonly get: (ids: readonly number[]) => Promise<ReadonlyMap<number, Change>>
    readonly lastEvaluation: () => Promise<Evaluation | null>
    readonly evaluationBefore: (at: string) => Promise<Evaluation | null>
    readonly list: (filter: {
      readonly kpi?: string
      readonly scope?: string
      readonly limit?: number
    }) => Promise<readonly Change[]>
    /** The last change of every item whose period begins on this day (ISO) or later or has no days; by `itemKey`. */
    readonly latest: (from: string | null) => Promise<ReadonlyMap<string, Change>>
    /** What was the last change of every item of these KPIs at an instant; by `itemKey`. */
    readonly asOf: (at: string, kpis: readonly string[]) => Promise<ReadonlyMap<string, Change>>
    /** The first day (ISO; null: all time) of the earliest period that is recorded as `failed` now; by KPI. */
    readonly failed: () => Promise<ReadonlyMap<string, string | null>>
    /** The first day of the earliest period that is recorded of each KPI and scope, joined with a tab. */
    readonly since: () => Promise<ReadonlyMap<string, string>>
  }
  readonly seals: {
    /** Keeps the readings of a closed period; the commit is the closing. */
    readonly close: (closing: NewClosing, seals: readonly Seal[]) => Promise<Closing>
    readonly reopen: (id: number, by: Actor, reason: string) => Promise<Closing>
    /** Newest first. */
    readonly closings: () => Promise<readonly Closing[]>
    /** The seals in force, those of closings that were not reopened; of these KPIs or of all. By `itemKey`. */
    readonly inForce: (kpis: readonly string[] | 'all') => Promise<ReadonlyMap<string, SealInForce>>
    readonly accept: (acceptance: Acceptance) => Promise<void>
    /** The last acceptance of each item; by `itemKey`. */
    readonly accepted: () => Promise<ReadonlyMap<string, Acceptance>>
  }
  readonly rulings: {
    readonly add: (ruling: Omit<Ruling, 'id' | 'undone'>) => Promise<Ruling>
    readonly undo: (id: number, by: Actor, reason: string) => Promise<Ruling>
    readonly get: (id: number) => Promise<Ruling | null>
    /** Those of a KPI or of all, the undone ones too, in the order in which they were given. */
    readonly list: (kpi?: string) => Promise<readonly Ruling[]>
  }
  readonly overrides: {
    /** Sets a value; an earlier override of the same item that stands is removed in the same step, as replaced. */
    readonly set: (override: Omit<Override, 'id' | 'removed'>) => Promise<Override>
    readonly remove: (id: number, by: Pick<Actor, 'id'>, reason: string, at: string) => Promise<Override>
    /** All that ever were, in their order. */
    readonly list: () => Promise<readonly Override[]>
  }
  readonly alerts: {
    /** Keeps new alerts and how far was judged, in one step; gives them with their ids. */
    readonly record: (alerts: readonly NewAlert[], watched: readonly Watched[]) => Promise<readonly RecordedAlert[]>
    /** Newest first: of a KPI or of all, of periods that end after a day (ISO) or of any. */
    readonly list: (filter: { readonly kpi?: string; readonly endsAfter?: string }) => Promise<readonly RecordedAlert[]>
    readonly watched: () => Promise<readonly Watched[]>
  }
  /** All that is kept, as plain rows of named tables: the way out, and the way into a state that holds nothing yet. */
  readonly records: {
    readonly names: readonly string[]
    /** Rows in a stable order, in blocks. */
    readonly read: (name: string) => AsyncIterable<readonly RecordRow[]>
    readonly write: (name: string, rows: readonly RecordRow[]) => Promise<void>
  }
  /** Leased rows: one owner at a time does a named job; a lease that ran out is free. */
  readonly jobs: {
    readonly lease: (name: string, owner: string, nowMs: number, leaseMs: number) => Promise<boolean>
    readonly release: (name: string, owner: string) => Promise<void>
  }
  /** Writes a complete, verified copy durably; refuses to overwrite a file. */
  readonly backup: (file: string) => Promise<void>
  readonly close: () => Promise<void>
}

export interface NewBatch {
  readonly dataset: string
  readonly actor: string
  readonly at: string
  readonly parts: readonly Omit<BatchPart, never>[]
  /** Bad cells that are kept listed (not always all of them). */
  readonly setAside: readonly SetAsideRow[]
  /** How many rows were set aside. */
  readonly setAsideRows: number
  readonly effect?: RowEffect | null
  readonly late?: Late | null
}

export interface NewVersion {
  readonly kind: string
  readonly id: string
  readonly text: string | null
  readonly author: string
  readonly at: string
  readonly reason: string | null
}
