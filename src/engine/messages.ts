import type { ValueType } from '../domain/formula/algebra.ts'
import type { RowPolicy } from '../domain/row-policy.ts'
import type { DatasetStats, Foreseen, Lane, PartRef, RateRows, ResultSet, Spine } from '../ports.ts'
import type { SqlValue } from '../sql/render.ts'

/** What the child must know of a dataset to keep its table. */
export interface Shape {
  readonly dataset: string
  readonly columns: readonly { readonly name: string; readonly type: ValueType }[]
  readonly key: readonly string[] | null
  /** How deliveries make up the rows together, where they overlap. */
  readonly deliveries?: RowPolicy
  /** Whether the table keeps where each row stood in its source, as `_line`. */
  readonly lines?: boolean
}

/** A column on its way to the child: numbers as typed arrays, one validity byte per row (null: all are values). */
export type PackedColumn =
  | { readonly kind: 'text'; readonly values: readonly (string | null)[] }
  | { readonly kind: 'int32'; readonly values: Int32Array; readonly valid: Uint8Array | null }
  | { readonly kind: 'int64'; readonly values: BigInt64Array; readonly valid: Uint8Array | null }
  | { readonly kind: 'double'; readonly values: Float64Array; readonly valid: Uint8Array | null }
  | { readonly kind: 'boolean'; readonly values: Uint8Array; readonly valid: Uint8Array | null }

export interface DuplicateKey {
  readonly key: readonly string[]
  readonly lines: readonly number[]
}

export interface Written {
  readonly rows: number
  readonly firstDay: number | null
  readonly lastDay: number | null
}

/** Every operation of the child: what it is asked with and what it gives back. */
export interface Operations {
  readonly query: {
    readonly ask: { readonly text: string; readonly params: readonly SqlValue[]; readonly lane: Lane }
    readonly give: ResultSet
  }
  readonly stage: { readonly ask: { readonly staging: number; readonly shape: Shape }; readonly give: null }
  readonly append: {
    readonly ask: { readonly staging: number; readonly lines: Int32Array; readonly columns: readonly PackedColumn[] }
    readonly give: null
  }
  readonly duplicates: {
    readonly ask: { readonly staging: number; readonly kept: readonly PartRef[] }
    readonly give: readonly DuplicateKey[]
  }
  readonly write: { readonly ask: { readonly staging: number; readonly file: string }; readonly give: Written }
  readonly discard: { readonly ask: { readonly staging: number }; readonly give: null }
  readonly sync: {
    readonly ask: { readonly shape: Shape; readonly parts: readonly PartRef[] }
    readonly give: { readonly rebuilt: boolean }
  }
  readonly foresee: {
    readonly ask: { readonly shape: Shape; readonly parts: readonly PartRef[]; readonly lateBefore: number | null }
    readonly give: Foreseen
  }
  readonly calendar: { readonly ask: { readonly spine: Spine }; readonly give: null }
  readonly rates: { readonly ask: RateRows; readonly give: null }
  readonly stats: { readonly ask: { readonly shape: Shape }; readonly give: DatasetStats }
  readonly close: { readonly ask: null; readonly give: null }
}

export type OperationName = keyof Operations

/** One question to the child; `deadlineMs` counts from its arrival there, waiting in the lane included. */
export interface RequestOf<K extends OperationName> {
  readonly id: number
  readonly op: K
  readonly ask: Operations[K]['ask']
  readonly deadlineMs: number | null
}

export type Request = { readonly [K in OperationName]: RequestOf<K> }[OperationName]

export type ToChild = Request | { readonly op: 'cancel'; readonly id: number }

export interface FailureData {
  readonly code: string
  readonly message: string
  readonly hint: string
}

export type FromChild =
  | { readonly kind: 'opening' }
  | { readonly kind: 'ready'; readonly fresh: boolean }
  | { readonly kind: 'unopenable'; readonly why: Unopenable; readonly message: string }
  /** It cannot go on and waits for its end; with `newFile` the file must be moved aside first. */
  | { readonly kind: 'broken'; readonly newFile: boolean; readonly message: string }
  | { readonly kind: 'log'; readonly level: LogLevel; readonly message: string }
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown; readonly rss: number }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: FailureData; readonly rss: number }

/** Why the file did not open: its content, another version's content, another process that holds it, or the machine. */
export type Unopenable = 'damaged' | 'outdated' | 'held' | 'refused'

export type LogLevel = 'info' | 'warn' | 'error'

/** What the parent tells the child when it starts it, as the JSON of its only argument. */
export interface ChildOptions {
  readonly folder: string
  readonly memoryMb: number
  readonly threads: number
  readonly spillMb: number
}

/** Connections beside the heavy lane: short statements, and the one that writes (sync, calendar). */
export const shortConnections = 4
