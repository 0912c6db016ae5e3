import type { Issue } from '../domain/issue.ts'

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
}

export interface SetAsideRow {
  readonly file: string
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

export interface LoadResult {
  readonly dataset: string
  readonly batch: string | null
  readonly rows: number
}
