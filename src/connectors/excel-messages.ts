import type { Issue } from '../domain/issue.ts'
import type { RawRow } from '../ports.ts'
import type { Unpivot } from './unpivot.ts'

/** What the reading thread is started with. */
export interface ExcelTask {
  readonly path: string
  /** What people call the file. */
  readonly origin: string
  /** A name, a pattern of names, or a number counted from 1; null is the first that is not hidden. */
  readonly sheet: string | number | null
  readonly range: string | null
  readonly headerRows: number
  readonly hidden: 'read' | 'skip'
  readonly leaveOut: readonly string[]
  readonly counted: readonly string[]
  readonly unpivot: Unpivot | null
}

export interface ExcelSheet {
  readonly name: string
  readonly header: readonly string[]
  readonly headerRow: number
}

/** What the thread says: first `opened` or a mistake, then a block or the end of a sheet for each `next`. */
export type ExcelSays =
  | { readonly kind: 'opened'; readonly sheets: readonly ExcelSheet[]; readonly fingerprint: string }
  | { readonly kind: 'rows'; readonly rows: readonly RawRow[] }
  | { readonly kind: 'end' }
  | { readonly kind: 'password' }
  | { readonly kind: 'no-sheet'; readonly wanted: string; readonly names: readonly string[] }
  | { readonly kind: 'empty'; readonly sheet: string }
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'refused'; readonly issues: readonly Issue[] }

/** Asks for the next block of a sheet of `opened`. */
export interface ExcelAsk {
  readonly next: number
}
